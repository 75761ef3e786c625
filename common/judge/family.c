/*
 * family.c - the tracks of one act; see family.h.
 *
 * "each" speaks of the connections that begin in the act, and of those that had not ended before: by a RST, or by both FINs.
 */
#include "common/judge/family.h"

#include <netinet/in.h>
#include <string.h>

static struct wire_track *begin_track(struct act_wire *wire, int index, unsigned connection, bool each)
{
	struct work *w = wire->w;
	struct wire_track *k = arena_alloc(w->scratch, sizeof(*k));

	*k = (struct wire_track){ .w = w,
				  .act = wire->act,
				  .index = index,
				  .connection = connection,
				  .names = each ? bindings_new(w->scratch, w->names.count) : w->names,
				  .shared = w->names,
				  .line = wire->act->past_line,
				  .exhausted = NO_LINE,
				  .bound = arena_alloc(w->scratch, w->names.count),
				  .before = bindings_new(w->scratch, w->names.count) };
	if (index != NO_TRACK)
		track_goes_on(k, wire->act->first_line, wire->act->from_ns);
	wire->busy += track_line(k) != NULL;
	wire->tracks =
		arena_grow(w->scratch, wire->tracks, wire->count, &wire->capacity, sizeof(*wire->tracks));
	wire->tracks[wire->count++] = k;
	return k;
}

static bool is_udp(const struct event *e)
{
	const struct packet *p = &e->packet.packet;

	return p->transport == TRANSPORT_UDP ||
	       (p->transport != TRANSPORT_TCP && p->icmp.quotes && p->icmp.quoted_protocol == IPPROTO_UDP);
}

/* The track of this packet's connection, one of "each"; NULL: there is none yet. */
static struct wire_track **of_connection(struct act_wire *wire, struct family *f, const struct event *e)
{
	bool udp = is_udp(e);
	unsigned number = party_number(wire->w, e);

	while (number >= f->capacity[udp])
		f->of[udp] = arena_grow(wire->w->scratch, f->of[udp], f->capacity[udp], &f->capacity[udp],
					sizeof(struct wire_track *));
	return &f->of[udp][number];
}

struct wire_track *family_track(struct act_wire *wire, const struct event *e)
{
	int index = packet_track(wire->w, e);
	struct family *f = &wire->families[index == NO_TRACK ? wire->w->script->track_count : (size_t)index];
	struct wire_track **track;

	/* The analyzer takes it that begin_track() could clear wire->families.
	 * NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
	if (!f->track)
		f->track = begin_track(wire, index, 0, false);
	if (!f->each)
		return f->track;
	track = of_connection(wire, f, e);
	if (!*track) {
		if (track_line(f->track))
			wire->busy--;
		f->track->line = wire->act->past_line;
		*track = begin_track(wire, index, party_number(wire->w, e), true);
	}
	return *track;
}

void track_receives(struct wire_track *k, size_t event)
{
	k->packets = arena_grow(k->w->scratch, k->packets, k->packet_count, &k->packet_capacity,
				sizeof(*k->packets));
	k->packets[k->packet_count++] = event;
}

/* ---- connections that were there before the act ---- */

enum { INITIATORS_FIN = 1, RESPONDERS_FIN = 2, ENDED = 3 };

static void open_before(struct act_wire *wire)
{
	struct work *w = wire->w;
	const struct timeline *t = w->timeline;
	size_t count = flow_connection_count(t->flows);
	const struct event **seen = arena_alloc(w->scratch, (count + 1) * sizeof(struct event *));
	unsigned char *ends = arena_alloc(w->scratch, count + 1);

	for (size_t i = 0; i < wire->act->first_event; i++) {
		const struct event *e = t->events[i];
		const struct segment *s = e->kind == EVENT_PACKET ? timeline_segment(t, e) : NULL;

		if (!s || s->connection < 0)
			continue;
		seen[s->connection] = e;
		if (s->packet.tcp.flags & FLAG_RST)
			ends[s->connection] = ENDED;
		if (s->packet.tcp.flags & FLAG_FIN)
			ends[s->connection] |= s->from_initiator ? INITIATORS_FIN : RESPONDERS_FIN;
	}
	for (size_t i = 0; i < count; i++)
		if (seen[i] && ends[i] != ENDED)
			(void)family_track(wire, seen[i]);
}

void families_begin(struct act_wire *wire)
{
	const struct script *s = wire->w->script;
	bool any = false;

	memset(wire->families, 0, (s->track_count + 1) * sizeof(*wire->families));
	for (size_t i = wire->act->first_line; i < wire->act->past_line; i++) {
		const struct line *l = &s->lines[i];
		struct family *f = l->track == NO_TRACK ? NULL : &wire->families[l->track];

		if (!f || f->track)
			continue;
		f->track = begin_track(wire, l->track, 0, false);
		f->each = l->each;
		any = any || l->each;
	}
	if (any)
		open_before(wire);
}

void families_settle(struct act_wire *wire)
{
	for (size_t i = wire->act->first_line; i < wire->act->past_line; i++) {
		const struct line *l = &wire->w->script->lines[i];
		enum line_status *status = &wire->w->out->lines[i].status;
		bool open = false;

		if (!l->each || *status == LINE_BROKEN)
			continue;
		for (size_t k = 0; k < wire->count; k++)
			open = open || (wire->tracks[k]->index == l->track &&
					wire->tracks[k]->line < i + (l->kind != LINE_REST));
		*status = open ? LINE_OPEN : LINE_MET;
	}
}
