/* observe_wire.c - a packet in the words of a question; see words.h. */
#include "common/quiz/words.h"

const char *packet_word(enum question_kind kind, const struct timeline *t, const struct event *e)
{
	const struct segment *s = timeline_segment(t, e);
	enum transport transport = e->packet.packet.transport;

	switch (kind) {
	case ASK_SEGMENT: return s ? segment_word(s->packet.tcp.flags, s->end > s->first, s->marks) : NULL;
	case ASK_PROBE_ANSWER: return s && s->marks & MARK_PROBE_ANSWER ? WORD_YES : NULL;
	case ASK_DATAGRAM: return transport == TRANSPORT_UDP ? WORD_YES : NULL;
	case ASK_ICMP: return transport == TRANSPORT_ICMP || transport == TRANSPORT_ICMP6 ? WORD_YES : NULL;
	default: return NULL;
	}
}

const char *packet_evidence(const struct timeline *t, const struct event *e, struct arena *arena)
{
	return arena_printf(arena, "frame %u: %s", e->packet.packet.frame, event_text(t, e, arena));
}
