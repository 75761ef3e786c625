/* wire_match.c - one packet against one line of the wire. */
#include "common/judge/work.h"
#include "capture/notation.h"

/* A packet of the story, from the one party of the line to the other? What is injected none of them has sent. */
static bool is_between(const struct work *w, const struct line *l, const struct event *e)
{
	return e->kind == EVENT_PACKET && !e->packet.duplicate && !packet_is_injected(w->timeline, e) &&
	       parties_fit(w, l, e);
}

static bool looks_so(const struct work *w, const struct line *l, const struct event *e,
		     struct bindings *names)
{
	return packet_matches(l, &e->packet.packet, timeline_segment(w->timeline, e), names);
}

static bool segment_fits(const struct work *w, const struct line *l, const struct event *e,
			 struct bindings *names)
{
	return is_between(w, l, e) && (!l->segment.lost || e->packet.lost) && looks_so(w, l, e, names);
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
	return is_between(w, l, e) && (!l->datagram.lost || e->packet.lost) && looks_so(w, l, e, names);
}

static bool icmp_fits(const struct work *w, const struct line *l, const struct event *e,
		      struct bindings *names)
{
	return is_between(w, l, e) && looks_so(w, l, e, names);
}

/* Either way. */
static bool rest_is_between(const struct work *w, const struct line *l, const struct event *e)
{
	struct line back = *l;

	back.from = l->to;
	back.to = l->from;
	return is_between(w, l, e) || is_between(w, &back, e);
}

static bool rest_fits(const struct work *w, const struct line *l, const struct event *e,
		      struct bindings *names)
{
	(void)names;
	return rest_is_between(w, l, e);
}

const struct line_judge judge_rest = { .fits = rest_fits, .concerns = rest_is_between };
const struct line_judge judge_segment = { .fits = segment_fits, .concerns = is_between };
const struct line_judge judge_data = { .fits = data_fits, .concerns = is_between };
const struct line_judge judge_datagram = { .fits = datagram_fits, .concerns = is_between };
const struct line_judge judge_icmp = { .fits = icmp_fits, .concerns = is_between };

/* Where the script wants it lost. */
static const char *delivered(const struct work *w)
{
	const struct line *fault = fault_unmet(w);

	if (!fault)
		return "it was delivered, and the script says that it was lost";
	return arena_printf(
		w->out->arena,
		"it was delivered, and the script says that it was lost; line %u has met no packet",
		fault->number);
}

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
			return delivered(w);
		return arena_string(w->out->arena,
				    segment_difference(&l->segment, s, &w->names, words, sizeof(words)));
	}
	return "";
}
