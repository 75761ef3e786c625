/* wire_match.c - one packet against one line of the wire. */
#include "common/judge/work.h"
#include "capture/notation.h"

#include <string.h>

bool segment_is_data(const struct segment *s)
{
	return s && s->packet.payload_length && (s->packet.tcp.flags & ~(unsigned)FLAG_PSH) == FLAG_ACK &&
	       !(s->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE));
}

bool packet_matches(const struct work *w, const struct line *l, const struct event *e, struct bindings *names)
{
	const struct packet *p = &e->packet.packet;
	const struct segment *s = timeline_segment(w->timeline, e);
	const char *icmp;

	if (!line_is_wire(l) || e->packet.again || !parties_fit(w, l, e))
		return false;
	if (l->kind == LINE_SEGMENT)
		return s && (!l->segment.lost || e->packet.lost) && segment_matches(&l->segment, s, names);
	if (l->kind == LINE_DATAGRAM)
		return p->transport == TRANSPORT_UDP && (!l->datagram.lost || e->packet.lost) &&
		       number_matches(&l->datagram.length, p->payload_length, names);
	if (l->kind == LINE_DATA) /* only "never … data": one segment of such a run */
		return segment_is_data(s) && number_fits(&l->segment.first, s->first, names) &&
		       number_fits(&l->segment.end, s->end, names) &&
		       number_fits(&l->segment.length, p->payload_length, names);
	if (p->transport != TRANSPORT_ICMP && p->transport != TRANSPORT_ICMP6)
		return false;
	icmp = icmp_name(p->transport == TRANSPORT_ICMP ? 4 : 6, p->icmp.type, p->icmp.code);
	return l->icmp && (strcmp(l->icmp, "...") == 0 || (icmp && strcmp(icmp, l->icmp) == 0));
}

const char *packet_difference(const struct work *w, const struct line *l, const struct event *e)
{
	const struct segment *s = timeline_segment(w->timeline, e);
	const char *from = party_from(w, e);
	char words[256];

	if (!parties_fit(w, l, e))
		return from && strcmp(from, l->from.actor) != 0
			       ? arena_printf(w->out->arena, "it came from the %s", from)
			       : "";
	if (l->kind == LINE_SEGMENT && s) {
		if (l->segment.lost && !e->packet.lost &&
		    segment_matches(&l->segment, s, &(struct bindings){ 0 }))
			return "it was delivered, and the script says that it was lost";
		return arena_string(w->out->arena,
				    segment_difference(&l->segment, s, &w->names, words, sizeof(words)));
	}
	return "";
}
