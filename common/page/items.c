/* items.c - what happened, item by item; see run.h. */
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
static json_t *head_json(const struct teller *t, const char *kind, const struct moment *m, bool marked)
{
	const struct event_mark *mark = &t->ladder.marks[m->event];
	json_t *lines = json_array();

	for (unsigned i = 0; marked && i < mark->line_count; i++)
		json_array_append_new(lines, json_integer(mark->lines[i]));
	return json_pack("[s,I,i,o,I]", kind, (json_int_t)teller_us(t, m->at_ns), marked ? mark_of(mark) : 0,
			 lines, (json_int_t)m->fold);
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

static json_t *base64_json(const uint8_t *bytes, size_t count)
{
	struct text text = { 0 };
	json_t *value;

	base64_add(&text, bytes, bytes ? count : 0);
	value = json_string(text_chars(&text));
	text_free(&text);
	return value;
}

static json_t *packet_json(struct teller *t, const struct moment *m, struct wording *words)
{
	const struct timeline *timeline = t->ladder.timeline;
	const struct event *e = timeline->events[m->event];
	const struct packet *p = &e->packet.packet;
	int64_t arrived = e->packet.arrived_ns;
	enum side from, to;
	bool arrow = packet_sides(&t->ladder, e, &from, &to);
	json_t *labels, *sender;

	packet_words(&t->ladder, m->event, words);
	labels = labels_json(t, words);
	sender = text_json(t, packet_from(timeline, e));
	return joined(head_json(t, "p", m, true),
		      json_pack("[i,i,i,o,I,I,i,o,I,o,o]", is_router(timeline, &p->source) ? 2 : (int)from,
				is_router(timeline, &p->destination) ? 2 : (int)to,
				(int)packet_bits(t, e, arrow), labels, (json_int_t)p->frame,
				(json_int_t)p->length, p->source.family ? (int)p->ip_offset : -1,
				base64_json(p->bytes, p->captured < BYTES_MOST ? p->captured : BYTES_MOST),
				(json_int_t)(arrived ? teller_us(t, arrived) : -1), sender,
				text_json(t, packet_to(timeline, e))));
}

/* Of a call that has been entered already: its return. */
static json_t *return_json(struct teller *t, const struct moment *m, const struct event *e,
			   struct wording *words)
{
	struct wording far;

	call_words(&t->ladder, e, CELL_CLOSE, true, &far);
	*words = far;
	return json_pack("[i,o]", (int)t->item_of[m->event], labels_json(t, &far));
}

static json_t *entry_json(struct teller *t, const struct moment *m, const struct event *e)
{
	const struct ladder *l = &t->ladder;
	bool ended = l->end_ns[m->event] != INT64_MAX;
	unsigned bits =
		(e->call.errno_name ? CALL_FAILED : 0) | (call_brings(e->call.row) ? CALL_TAKES_IN : 0);
	int64_t begin_us = teller_us(t, l->begin_ns[m->event]);
	const char *text = strace_text(t, e, &bits);

	return json_pack("[i,I,I,i,o,I]", e->call.process, (json_int_t)begin_us,
			 (json_int_t)(ended ? teller_us(t, l->end_ns[m->event]) : -1), (int)bits,
			 text_json(t, text), (json_int_t)(begin_us - teller_us(t, e->time_ns)));
}

static json_t *call_json(struct teller *t, const struct moment *m, struct wording *words)
{
	const struct ladder *l = &t->ladder;
	const struct event *e = l->timeline->events[m->event];
	int part = m->part == CELL_OPEN ? 1 : m->part == CELL_CLOSE ? 2 : 0;
	json_t *item = head_json(t, "c", m,
				 part != 1 || !t->end_of[m->event]); /* it met what it met by its return */

	call_words(l, e, m->part == CELL_NONE ? CELL_POINT : m->part, false, words);
	joined(item,
	       json_pack("[i,i,o]", (int)side_of_process(l, e->call.process), part, labels_json(t, words)));
	return joined(item, part == 2 ? return_json(t, m, e, words) : entry_json(t, m, e));
}

static json_t *signal_or_exit_json(struct teller *t, const struct moment *m, struct wording *words)
{
	const struct event *e = t->ladder.timeline->events[m->event];
	int process = event_process(e);
	bool is_exit = e->kind == EVENT_EXIT;
	json_t *labels;

	if (is_exit)
		exit_words(&t->ladder, e, words);
	else
		signal_words(&t->ladder, e, words);
	labels = labels_json(t, words);
	return joined(head_json(t, is_exit ? "x" : "s", m, true),
		      json_pack("[i,o,i,o]", (int)side_of_process(&t->ladder, process), labels, process,
				text_json(t, is_exit ? words->texts[0] : e->signal.text)));
}

static json_t *action_json(struct teller *t, const struct moment *m, struct wording *words)
{
	const struct action_event *a = &t->ladder.timeline->events[m->event]->action;
	json_t *lines = json_array();

	*words = (struct wording){ 0 };
	wording_add(words, a->text);
	if (a->line)
		json_array_append_new(lines, json_integer(a->line));
	return json_pack("[s,I,i,o,i,o]", "a", (json_int_t)teller_us(t, m->at_ns), 0, lines, 0,
			 text_json(t, a->text));
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

/* The states that changed since the last look, or that a line asked for; and the whole table. */
static json_t *look_json(struct teller *t, const struct moment *m, const char **before, struct wording *words)
{
	struct ladder *l = &t->ladder;
	const struct sockets_event *table = &l->timeline->events[m->event]->sockets;
	json_t *states = json_array(), *sockets = json_array();
	struct text all = { 0 };

	for (size_t i = 0; i < l->timeline->actor_count; i++) {
		const char *name = l->timeline->actors[i].name, *now = states_text(l, m->event, (int)i);
		enum side side = l->actor_side[i];

		if (!now || (!is_asked(l, m->event, name) && before[i] && strcmp(now, before[i]) == 0))
			continue;
		before[i] = now;
		text_addf(&all, "%s%s: %s", all.length ? "; " : "", name, now);
		if (l->actors_on[side] > 1)
			now = arena_printf(l->arena, "%s: %s", name, now);
		json_array_append_new(states, json_pack("[i,o]", (int)side, text_json(t, now)));
	}
	for (size_t i = 0; i < table->count; i++)
		json_array_append_new(sockets,
				      text_json(t, kernel_socket_text(l->arena, &table->sockets[i])));
	*words = (struct wording){ 0 };
	wording_add(words, arena_string(l->arena, text_chars(&all)));
	text_free(&all);
	return joined(head_json(t, "k", m, true), json_pack("[o,o]", states, sockets));
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

static json_t *item_json(struct teller *t, const struct moment *m, const char **before, struct wording *words)
{
	switch (t->ladder.timeline->events[m->event]->kind) {
	case EVENT_PACKET: return packet_json(t, m, words);
	case EVENT_CALL: return call_json(t, m, words);
	case EVENT_SIGNAL:
	case EVENT_EXIT: return signal_or_exit_json(t, m, words);
	case EVENT_ACTION: return action_json(t, m, words);
	case EVENT_SOCKETS: return look_json(t, m, before, words);
	}
	return NULL;
}

json_t *items_json(struct teller *t)
{
	struct ladder *l = &t->ladder;
	bool *told = arena_alloc(l->arena, (l->moment_count + 1) * sizeof(*told));
	const char **before = arena_alloc(l->arena, (l->timeline->actor_count + 1) * sizeof(*before));
	json_t *items = json_array();
	size_t left_out;
	unsigned item = 0;
	int64_t at = 0;

	choose(t, told);
	left_out = number_items(t, told);
	for (size_t i = 0; i < l->moment_count; i++) {
		const struct moment *m = &l->moments[i];
		struct wording words = { 0 };

		if (!told[i])
			continue;
		if (left_out && item == ITEMS_MOST / 2) {
			json_array_append_new(items, json_pack("[s,I,i,[],i,I]", "o", (json_int_t)at, 0, 0,
							       (json_int_t)left_out));
			list_item(t, ++item, at, SIZE_MAX,
				  arena_printf(l->arena, "%zu more events", left_out));
		}
		json_array_append_new(items, item_json(t, m, before, &words));
		at = teller_us(t, m->at_ns);
		list_item(t, ++item, at, m->event, words.count ? words.texts[0] : "");
	}
	return items;
}
