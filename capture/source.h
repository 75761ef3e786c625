/*
 * source.h - where packets come from: a live interface or a capture file.
 *
 * Live: libpcap in immediate mode with nanosecond stamps and a buffer large enough for a
 * whole lab (of each frame the first 4,000 bytes); what the kernel drops all the same is counted and
 * makes a verdict inconclusive.
 * File: pcap and pcapng as libpcap reads them.
 */
#ifndef CAPTURE_SOURCE_H
#define CAPTURE_SOURCE_H

#include "capture/packet.h"
#include "common/base/error.h"

struct source;

struct source_counts {
	uint64_t received, dropped; /* packets; dropped: by the kernel or the interface */
};

/* What to do with one packet; p and its bytes are valid during the call only. */
typedef void source_handler(void *context, const struct packet *p);

/* Opens interface `name` for live capture, in the calling process's network namespace, at once non-blocking.
 * filter: a pcap-filter(7) expression, or NULL. NULL on error, with a sentence in error. */
struct source *source_open_live(const char *name, const char *filter, struct error *error);
/* Opens a capture file ("-" is standard input). */
struct source *source_open_file(const char *path, const char *filter, struct error *error);
void source_close(struct source *s); /* NULL is allowed */

int source_link_type(const struct source *s); /* DLT_… */
/* A descriptor to poll for reading, -1 for a file. */
int source_fd(const struct source *s);
/* Hands on all packets that are there now (live) or all that are left (file). Returns their number, or -1
 * with a sentence in error: for a file that is cut short, after what stands before the cut was handed on. */
int source_read(struct source *s, source_handler *handle, void *context, struct error *error);
/* Whether that was it: the file ends in the middle of a packet, and all that is whole has been handed on. */
bool source_is_cut(const struct source *s);
/* Live only; zeros for a file. False where the kernel did not say. */
bool source_counts(struct source *s, struct source_counts *counts);

#endif
