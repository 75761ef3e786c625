/* items.c - what happened, item by item; see run.h. */
#include <inttypes.h>
#include <string.h>

#include "common/page/escape.h"
#include "common/page/teller.h"

static int mark_of(const struct event_mark *m)
{
	return m->broken       ? ROW_BROKEN
	       : m->excused    ? ROW_EXCUSED
	       : m->starred    ? ROW_STARRED
	       : m->line_count ? ROW_MET
			       : ROW_PLAIN;
}

/* What all items begin with. */
static void add_head(struct teller *t, char kind, const struct moment *m, bool marked)
{
	const struct event_mark *mark = &t->ladder.marks[m->event];

	text_addf(t->out, "[\"%c\",%" PRId64 ",%d,[", kind, teller_us(t, m->at_ns),
		  marked ? mark_of(mark) : 0);
	for (unsigned i = 0; marked && i < mark->line_count; i++)
		text_addf(t->out, "%s%u", i ? "," : "", mark->lines[i]);
	text_addf(t->out, "],%zu", m->fold);
}

static unsigned packet_bits(const struct teller *t, const struct event *e, bool arrow)
{
	const struct segment *s = timeline_segment(t->ladder.timeline, e);
	unsigned bits = (e->packet.lost ? PACKET_LOST : 0) | (arrow ? 0 : PACKET_INSIDE);
	unsigned flags = s ? s->packet.tcp.flags : 0;

	if (!s)
		return bits | (e->packet.packet.payload_length ? PACKET_DATA : 0);
	if (s->marks & (MARK_RETRANSMISSION | MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE))
		bits |= PACKET_AGAIN;
	return bits | (flags & FLAG_RST ? PACKET_RESET : 0) | (flags & FLAG_SYN ? PACKET_OPENS : 0) |
	       (flags & FLAG_FIN ? PACKET_CLOSES : 0) | (s->marks & MARK_BARE_ACK ? PACKET_BARE_ACK : 0) |
	       (s->packet.payload_length ? PACKET_DATA : 0);
}

static void add_packet(struct teller *t, const struct moment *m, struct wording *words)
{
	const struct event *e = t->ladder.timeline->events[m->event];
	const struct packet *p = &e->packet.packet;
	size_t bytes = p->captured < BYTES_MOST ? p->captured : BYTES_MOST;
	const struct timeline *timeline = t->ladder.timeline;
	int64_t arrived = e->packet.arrived_ns;
	enum side from, to;
	bool arrow = packet_sides(&t->ladder, e, &from, &to);

	packet_words(&t->ladder, m->event, words);
	add_head(t, 'p', m, true);
	text_addf(t->out, ",%d,%d,%u,", is_router(timeline, &p->source) ? 2 : (int)from,
		  is_router(timeline, &p->destination) ? 2 : (int)to, packet_bits(t, e, arrow));
	add_labels(t, words);
	text_addf(t->out, ",%u,%u,%d,\"", p->frame, p->length, p->source.family ? (int)p->ip_offset : -1);
	base64_add(t->out, p->bytes, p->bytes ? bytes : 0);
	text_addf(t->out, "\",%" PRId64 ",", arrived ? teller_us(t, arrived) : -1);
	add_text(t, packet_from(timeline, e));
	text_add(t->out, ",");
	add_text(t, packet_to(timeline, e));
	text_add(t->out, "]");
}

static void add_call(struct teller *t, const struct moment *m, struct wording *words)
{
	const struct ladder *l = &t->ladder;
	const struct event *e = l->timeline->events[m->event];
	const struct call *c = &e->call;
	int part = m->part == CELL_OPEN ? 1 : m->part == CELL_CLOSE ? 2 : 0;
	bool ended = l->end_ns[m->event] != INT64_MAX;
	unsigned bits = (c->errno_name ? CALL_FAILED : 0) | (call_brings(c->row) ? CALL_TAKES_IN : 0);
	struct wording far;

	add_head(t, 'c', m, part != 1 || !t->end_of[m->event]); /* it met what it met by its return */
	text_addf(t->out, ",%d,%d,", side_of_process(l, c->process), part);
	call_words(l, e, m->part == CELL_NONE ? CELL_POINT : m->part, false, words);
	add_labels(t, words);
	if (part == 2) {
		call_words(l, e, CELL_CLOSE, true, &far);
		text_addf(t->out, ",%u,", t->item_of[m->event]);
		add_labels(t, &far);
		*words = far;
	} else {
		const char *text = strace_text(t, e, &bits);

		text_addf(t->out, ",%d,%" PRId64 ",%" PRId64 ",%u,", c->process,
			  teller_us(t, l->begin_ns[m->event]), ended ? teller_us(t, l->end_ns[m->event]) : -1,
			  bits);
		add_text(t, text);
		text_addf(t->out, ",%" PRId64,
			  teller_us(t, l->begin_ns[m->event]) - teller_us(t, e->time_ns));
	}
	text_add(t->out, "]");
}

static void add_signal_or_exit(struct teller *t, const struct moment *m, struct wording *words)
{
	const struct event *e = t->ladder.timeline->events[m->event];
	int process = event_process(e);
	bool is_exit = e->kind == EVENT_EXIT;

	if (is_exit)
		exit_words(&t->ladder, e, words);
	else
		signal_words(&t->ladder, e, words);
	add_head(t, is_exit ? 'x' : 's', m, true);
	text_addf(t->out, ",%d,", side_of_process(&t->ladder, process));
	add_labels(t, words);
	text_addf(t->out, ",%d,", process);
	add_text(t, is_exit ? words->texts[0] : e->signal.text);
	text_add(t->out, "]");
}

static void add_action(struct teller *t, const struct moment *m, struct wording *words)
{
	const struct action_event *a = &t->ladder.timeline->events[m->event]->action;

	*words = (struct wording){ 0 };
	wording_add(words, a->text);
	text_addf(t->out, "[\"a\",%" PRId64 ",0,[", teller_us(t, m->at_ns));
	if (a->line)
		text_addf(t->out, "%u", a->line);
	text_add(t->out, "],0,");
	add_text(t, a->text);
	text_add(t->out, "]");
}

/* Was this actor's state what a line of the script asked for? */
static bool is_asked(const struct ladder *l, size_t event, const char *actor)
{
	const struct event_mark *mark = &l->marks[event];

	for (size_t k = 0; l->script && k < l->script->line_count; k++)
		for (unsigned n = 0; n < mark->line_count; n++)
			if (l->script->lines[k].number == mark->lines[n] && line_from(&l->script->lines[k]) &&
			    strcmp(l->script->lines[k].from.actor, actor) == 0)
				return true;
	return false;
}

/* The states that changed since the last look, or that a line asked for. */
static void add_look(struct teller *t, const struct moment *m, const char **before, struct wording *words)
{
	struct ladder *l = &t->ladder;
	const struct sockets_event *table = &l->timeline->events[m->event]->sockets;
	struct text all = { 0 };
	bool first = true;

	add_head(t, 'k', m, true);
	text_add(t->out, ",[");
	for (size_t i = 0; i < l->timeline->actor_count; i++) {
		const char *name = l->timeline->actors[i].name, *now = states_text(l, m->event, (int)i);
		enum side side = l->actor_side[i];

		if (!now || (!is_asked(l, m->event, name) && before[i] && strcmp(now, before[i]) == 0))
			continue;
		before[i] = now;
		text_addf(&all, "%s%s: %s", all.length ? "; " : "", name, now);
		text_addf(t->out, "%s[%d,", first ? "" : ",", side);
		add_text(t, l->actors_on[side] > 1 ? arena_printf(l->arena, "%s: %s", name, now) : now);
		text_add(t->out, "]");
		first = false;
	}
	text_add(t->out, "],[");
	for (size_t i = 0; i < table->count; i++) {
		text_add(t->out, i ? "," : "");
		add_text(t, kernel_socket_text(l->arena, &table->sockets[i]));
	}
	text_add(t->out, "]]");
	*words = (struct wording){ 0 };
	wording_add(words, arena_string(l->arena, text_chars(&all)));
	text_free(&all);
}

static bool look_is_told(struct ladder *l, size_t event, const char *const *before)
{
	if (l->marks[event].line_count || l->marks[event].broken)
		return true;
	for (size_t i = 0; i < l->timeline->actor_count; i++) {
		const char *now = states_text(l, event, (int)i);

		if (now && (!before[i] || strcmp(now, before[i]) != 0))
			return true;
	}
	return false;
}

/* The end of the run is told where the waiting for it took long. */
static bool action_is_told(const struct ladder *l, size_t moment)
{
	enum { LONG_NS = 100000000 };
	const struct moment *m = &l->moments[moment];

	return l->timeline->events[m->event]->action.line || !moment ||
	       m->at_ns - l->moments[moment - 1].at_ns >= LONG_NS;
}

/* Which moments are told. Leaves `before` as it is after the last look. */
static void choose(struct teller *t, bool *told)
{
	struct ladder *l = &t->ladder;
	const char **before = arena_alloc(l->arena, (l->timeline->actor_count + 1) * sizeof(*before));

	for (size_t i = 0; i < l->moment_count; i++) {
		const struct event *e = l->timeline->events[l->moments[i].event];

		told[i] = e->kind == EVENT_SOCKETS  ? look_is_told(l, l->moments[i].event, before)
			  : e->kind == EVENT_ACTION ? action_is_told(l, i)
						    : true;
		for (size_t k = 0; e->kind == EVENT_SOCKETS && told[i] && k < l->timeline->actor_count; k++) {
			const char *now = states_text(l, l->moments[i].event, (int)k);

			before[k] = now ? now : before[k];
		}
	}
}

/* Gives the items their numbers. Of a flood only the beginning and the end are told. Returns how many are left out. */
static size_t number_items(struct teller *t, bool *told)
{
	const struct ladder *l = &t->ladder;
	size_t count = 0, nth = 0, out = 0;

	for (size_t i = 0; i < l->moment_count; i++)
		count += told[i];
	for (size_t i = 0; i < l->moment_count; i++) {
		const struct moment *m = &l->moments[i];

		if (!told[i])
			continue;
		if (count > ITEMS_MOST && ++nth > ITEMS_MOST / 2 && nth <= count - ITEMS_MOST / 2) {
			told[i] = false;
			t->item_count += !out++;
			continue;
		}
		t->item_count++;
		if (m->part == CELL_CLOSE)
			t->end_of[m->event] = t->item_count;
		else
			t->item_of[m->event] = t->item_count;
	}
	return out;
}

static void add_item(struct teller *t, const struct moment *m, const char **before, struct wording *words)
{
	switch (t->ladder.timeline->events[m->event]->kind) {
	case EVENT_PACKET: add_packet(t, m, words); break;
	case EVENT_CALL: add_call(t, m, words); break;
	case EVENT_SIGNAL:
	case EVENT_EXIT: add_signal_or_exit(t, m, words); break;
	case EVENT_ACTION: add_action(t, m, words); break;
	case EVENT_SOCKETS: add_look(t, m, before, words); break;
	}
}

void items_json(struct teller *t)
{
	struct ladder *l = &t->ladder;
	bool *told = arena_alloc(l->arena, (l->moment_count + 1) * sizeof(*told));
	const char **before = arena_alloc(l->arena, (l->timeline->actor_count + 1) * sizeof(*before));
	size_t left_out;
	unsigned item = 0;
	int64_t at = 0;

	choose(t, told);
	left_out = number_items(t, told);
	text_add(t->out, "\"items\":[");
	for (size_t i = 0; i < l->moment_count; i++) {
		const struct moment *m = &l->moments[i];
		struct wording words = { 0 };

		if (!told[i])
			continue;
		text_add(t->out, item ? ",\n" : "");
		if (left_out && item == ITEMS_MOST / 2) {
			text_addf(t->out, "[\"o\",%" PRId64 ",0,[],0,%zu],\n", at, left_out);
			list_item(t, ++item, at, SIZE_MAX,
				  arena_printf(l->arena, "%zu more events", left_out));
		}
		add_item(t, m, before, &words);
		at = teller_us(t, m->at_ns);
		list_item(t, ++item, at, m->event, words.count ? words.texts[0] : "");
	}
	text_add(t->out, "]");
}
