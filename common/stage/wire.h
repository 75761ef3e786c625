/*
 * wire.h - the wire of a world: the captures that run while a lab does, and the markers that tell when
 * everything that was sent before is on record.
 *
 * Where there are no hosts it is one link, lo; else each host's links, captured at their near ends.
 */
#ifndef COMMON_STAGE_WIRE_H
#define COMMON_STAGE_WIRE_H

#include <poll.h>

#include "capture/source.h"
#include "common/record/timeline.h"
#include "common/stage/hosts.h"

/* One link, and who sends markers over it. */
struct tap {
	struct wire *wire;
	struct source *source;
	unsigned link; /* index in the timeline */
	const struct port *port; /* NULL: lo */
	unsigned boots; /* of the host, when marker_fd was opened there */
	uint64_t markers_sent; /* since its host was there */
	int marker_fd; /* UDP socket, port 9 (discard): 127.0.0.3 to itself; the host to the router, or to its switch. -1: the host is down */
	uint32_t *seen; /* per processor: serial of the last marker that the capture showed */
};

struct wire {
	struct timeline *timeline;
	const struct hosts *hosts; /* NULL in a loopback world */
	struct tap *taps; /* in the timeline's arena */
	size_t count;
	int receiver_fd; /* the router's, which takes the markers in: no ICMP error follows them. -1 on lo */
	uint64_t markers_sent; /* over all links, ever */
	uint64_t markers_received; /* on receiver_fd, or, on lo, by whoever sent them */
	uint32_t marker; /* serial number of the last one sent */
	int markers; /* seen in this wire_read() */
};

/* Starts capturing; hosts: NULL in a loopback world. False with a sentence in error. */
bool wire_begin(struct wire *w, struct timeline *t, const struct hosts *hosts, struct error *error);
void wire_end(struct wire *w);
/* Whether wire_begin() succeeded, and wire_end() has not come. */
bool wire_is_open(const struct wire *w);
/* Adds the descriptors to wait for; returns their number, at most max. */
size_t wire_poll_fds(const struct wire *w, struct pollfd *fds, size_t max);
/* Takes in what was captured; returns the number of frames that are not markers, or -1 with a sentence. Those that
 * are no part of the story (ARP and its like in world hosts) are counted, and not put into the timeline. */
int wire_read(struct wire *w, struct error *error);

/* Sends one marker from each processor that we may run on, over each link: an interface keeps a queue for each, and
 * what was sent before on the same one comes before. */
void wire_send_markers(struct wire *w);
/* Whether the captures have shown all markers last sent. */
bool wire_drained(const struct wire *w);
/* How many rounds of markers it takes until everything that was sent before, and what hosts answered to it at
 * once, has been captured. */
unsigned wire_rounds(const struct wire *w);
/* How many markers this host (NOBODY: the one network that there is) has sent since it was there, and received. Waits, 100 ms
 * at most, until what was sent has been received. */
struct marker_counts {
	uint64_t sent, received;
};
struct marker_counts wire_markers(struct wire *w, int host);
/* Puts the counts of captured and dropped packets into the timeline. */
void wire_count(struct wire *w);

#endif
