/* wire_match.c - one packet against one line of the wire. */
#include "common/judge/work.h"
#include "capture/notation.h"

#include <string.h>

bool segment_is_data(const struct segment *s)
{
	return s && s->packet.payload_length && (s->packet.tcp.flags & ~(unsigned)FLAG_PSH) == FLAG_ACK &&
	       !(s->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE));
}

/* A packet of the story, from the one party of the line to the other? */
static bool is_between(const struct work *w, const struct line *l, const struct event *e)
{
	return e->kind == EVENT_PACKET && !e->packet.duplicate && parties_fit(w, l, e);
}

static bool segment_fits(const struct work *w, const struct line *l, const struct event *e,
			 struct bindings *names)
{
	const struct segment *s = timeline_segment(w->timeline, e);

	return is_between(w, l, e) && s && (!l->segment.lost || e->packet.lost) &&
	       segment_matches(&l->segment, s, names);
}

/* Of "may … data": what is sent again, however TCP has cut it, or joined it with what follows. */
static bool lies_within(const struct segment_pattern *p, const struct segment *s,
			const struct bindings *names)
{
	uint64_t first, end;

	return (s->marks & (MARK_RETRANSMISSION | MARK_PARTIAL_OVERLAP)) &&
	       number_known(&p->first, names, &first) && number_known(&p->end, names, &end) &&
	       s->first >= first && s->end <= end;
}

/* Of "never … data" one segment of such a run. A run is the wire's own affair. */
static bool data_fits(const struct work *w, const struct line *l, const struct event *e,
		      struct bindings *names)
{
	const struct segment *s = timeline_segment(w->timeline, e);

	if (!is_between(w, l, e) || !segment_is_data(s) || (l->segment.lost && !e->packet.lost))
		return false;
	if (l->may)
		return lies_within(&l->segment, s, names);
	return number_fits(&l->segment.first, s->first, names) &&
	       number_fits(&l->segment.end, s->end, names) &&
	       number_fits(&l->segment.length, s->packet.payload_length, names);
}

static bool datagram_fits(const struct work *w, const struct line *l, const struct event *e,
			  struct bindings *names)
{
	const struct packet *p = &e->packet.packet;

	return is_between(w, l, e) && p->transport == TRANSPORT_UDP &&
	       (!l->datagram.lost || e->packet.lost) &&
	       number_matches(&l->datagram.length, p->payload_length, names);
}

static bool icmp_fits(const struct work *w, const struct line *l, const struct event *e,
		      struct bindings *names)
{
	const struct packet *p = &e->packet.packet;
	const char *name;

	(void)names;
	if (!is_between(w, l, e) || (p->transport != TRANSPORT_ICMP && p->transport != TRANSPORT_ICMP6))
		return false;
	name = icmp_name(p->transport == TRANSPORT_ICMP ? 4 : 6, p->icmp.type, p->icmp.code);
	return strcmp(l->icmp, "...") == 0 || (name && strcmp(name, l->icmp) == 0);
}

const struct line_judge judge_segment = { .fits = segment_fits, .concerns = is_between };
const struct line_judge judge_data = { .fits = data_fits, .concerns = is_between };
const struct line_judge judge_datagram = { .fits = datagram_fits, .concerns = is_between };
const struct line_judge judge_icmp = { .fits = icmp_fits, .concerns = is_between };

const char *packet_difference(const struct work *w, const struct line *l, const struct event *e)
{
	const struct segment *s = timeline_segment(w->timeline, e);
	const char *from = party_from(w, e);
	char words[256];

	if (!parties_fit(w, l, e))
		return sent_by_other(w, l, e) ? arena_printf(w->out->arena, "it came from the %s", from) : "";
	if (l->kind == LINE_SEGMENT && s) {
		if (l->segment.lost && !e->packet.lost &&
		    segment_matches(&l->segment, s, &(struct bindings){ 0 }))
			return "it was delivered, and the script says that it was lost";
		return arena_string(w->out->arena,
				    segment_difference(&l->segment, s, &w->names, words, sizeof(words)));
	}
	return "";
}
