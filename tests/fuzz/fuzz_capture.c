/*
 * fuzz_capture.c - any bytes as a capture file: read, decoded, followed, written as text and as pcapng.
 *
 * Its seeds are tests/fixtures/. libpcap reads the file; what it does with a broken one is its own affair,
 * but what it hands on must do no harm here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/flow.h"
#include "capture/notation.h"
#include "capture/pcapng.h"
#include "capture/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct work {
	struct flow_table *flows;
	FILE *out;
	uint32_t frame;
};

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void check_segment(const struct flow_table *flows, int index)
{
	const struct segment *s = flow_segment(flows, index);
	const struct connection *c = flow_connection(flows, s->connection);
	char text[SEGMENT_TEXT];

	require(s->end - s->first == s->packet.payload_length);
	require(s->from_initiator ==
			endpoint_equal(&c->side[0],
				       &(struct endpoint){ s->packet.source, s->packet.tcp.source_port }) ||
		endpoint_equal(&c->side[0], &c->side[1]));
	if (s->marks & MARK_RETRANSMISSION)
		require(s->original >= 0 && s->original < index && s->acknowledged_by < index);
	else
		require(s->original == NO_SEGMENT && s->acknowledged_by == NO_SEGMENT);
	require(s->dsacked_by == NO_SEGMENT);
	require(strlen(segment_text(s, NOTATION_FULL, text, sizeof(text))) < sizeof(text));
	require(strlen(marks_text(s->marks, text, sizeof(text))) < sizeof(text));
}

static void take(void *context, const struct packet *p)
{
	struct work *w = context;
	char text[SEGMENT_TEXT];
	int index;

	require(p->frame > w->frame);
	w->frame = p->frame;
	require(strlen(packet_text(p, text, sizeof(text))) < sizeof(text));
	require(pcapng_write_packet(w->out, 0, p, text));
	index = flow_add(w->flows, p);
	if (index != NO_SEGMENT)
		check_segment(w->flows, index);
}

/* What only later segments could say. */
static void check_proofs(const struct flow_table *flows)
{
	for (size_t i = 0; i < flow_segment_count(flows); i++) {
		const struct segment *s = flow_segment(flows, (int)i);

		if (s->dsacked_by == NO_SEGMENT)
			continue;
		require(s->marks & MARK_RETRANSMISSION && s->dsacked_by > (int)i);
		require(flow_segment(flows, s->dsacked_by)->marks & MARK_DSACK);
	}
}

static void read_capture(const char *path)
{
	struct error error = { 0 };
	char *bytes = NULL;
	struct source *source = source_open_file(path, NULL, &error);
	struct work w = { .frame = 0 };
	size_t length;

	if (!source) {
		require(error_is_set(&error));
		return;
	}
	w.flows = flow_new();
	w.out = open_memstream(&bytes, &length);
	require(w.flows && w.out);
	require(pcapng_write_section(w.out, "fuzz", NULL) &&
		pcapng_write_interface(w.out, source_link_type(source), path, NULL));
	require(source_read(source, take, &w, &error) >= 0 || error_is_set(&error));
	check_proofs(w.flows);
	fclose(w.out);
	free(bytes);
	flow_free(w.flows);
	source_close(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	int fd = memfd_create("fuzz", 0);

	require(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	read_capture(path);
	close(fd);
	return 0;
}
