/*
 * wire.h - the wire of a world: the capture that runs while a lab does, and the marker that tells when
 * everything that was sent before is on record.
 */
#ifndef COMMON_STAGE_WIRE_H
#define COMMON_STAGE_WIRE_H

#include "capture/source.h"
#include "common/record/timeline.h"

struct wire {
	struct timeline *timeline;
	struct source *source;
	int marker_fd; /* UDP socket that sends to itself: 127.0.0.3 port 9 (discard) */
	uint32_t marker; /* serial number of the last one sent */
	uint32_t *seen; /* per processor: serial of the last marker that the capture showed */
	int processors;
};

/* Starts capturing on interface `name`. False with a sentence in error. */
bool wire_begin(struct wire *w, struct timeline *t, const char *name, char error[SOURCE_ERROR_TEXT]);
void wire_end(struct wire *w);
int wire_fd(const struct wire *w);
/* Takes in what was captured; returns the number of packets that are not markers, or -1 with a sentence. */
int wire_read(struct wire *w, char error[SOURCE_ERROR_TEXT]);

/* Sends one marker from each processor that we may run on: the loopback interface keeps a queue for each, and
 * what was sent before on the same one comes before. */
void wire_send_markers(struct wire *w);
/* Whether the capture has shown all markers last sent. */
bool wire_drained(const struct wire *w);
/* Puts the counts of captured and dropped packets into the timeline. */
void wire_count(struct wire *w);

#endif
