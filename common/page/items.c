/* items.c - what happened, item by item; see run.h. */
#include "common/page/escape.h"
#include "common/page/teller.h"

/* What all items begin with. */
static json_t *head_json(const struct teller *t, const char *kind, const struct moment *m)
{
	return json_pack("[s,I,I,I,I,I,i,o]", kind, (json_int_t)teller_us(t, m->at_ns),
			 (json_int_t)(m->silence_ns / 1000), (json_int_t)m->row[FOLDED],
			 (json_int_t)m->row[UNFOLDED], (json_int_t)m->fold, (int)m->met.mark,
			 lines_met_json(&m->met));
}

static unsigned packet_bits(const struct teller *t, const struct moment *m)
{
	const struct event *e = t->story.timeline->events[m->event];
	const struct segment *s = timeline_segment(t->story.timeline, e);
	unsigned bits = (e->packet.lost ? PACKET_LOST : 0) | (m->wire.arrow ? 0 : PACKET_INSIDE);
	unsigned flags = s ? s->packet.tcp.flags : 0;

	if (!s)
		return bits | (e->packet.packet.payload_length ? PACKET_DATA : 0);
	if (s->marks & MARKS_AGAIN)
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

static json_t *packet_json(struct teller *t, const struct moment *m)
{
	const struct timeline *timeline = t->story.timeline;
	const struct event *e = timeline->events[m->event];
	const struct packet *p = &e->packet.packet;
	const struct moment_wire *w = &m->wire;
	int64_t arrived = e->packet.arrived_ns;
	json_t *labels = labels_json(t, &m->words), *sender = text_json(t, packet_from(timeline, e));

	return joined(head_json(t, "p", m),
		      json_pack("[i,i,i,o,I,I,i,o,I,o,o]", w->from_router ? 2 : (int)w->from,
				w->to_router ? 2 : (int)w->to, (int)packet_bits(t, m), labels,
				(json_int_t)p->frame, (json_int_t)p->length,
				p->source.family ? (int)p->ip_offset : -1,
				base64_json(p->bytes, p->captured < BYTES_MOST ? p->captured : BYTES_MOST),
				(json_int_t)(arrived ? teller_us(t, arrived) : -1), sender,
				text_json(t, packet_to(timeline, e))));
}

/* Of a call that has been entered already: its return, for who reads it far from there. */
static json_t *return_json(struct teller *t, const struct moment *m, struct wording *far)
{
	call_words(&t->story, t->story.timeline->events[m->event], CELL_CLOSE, true, far);
	return json_pack("[i,o]", (int)t->item_of[m->event], labels_json(t, far));
}

static json_t *entry_json(struct teller *t, const struct moment *m)
{
	const struct story *story = &t->story;
	const struct event *e = story->timeline->events[m->event];
	bool ended = story->end_ns[m->event] != INT64_MAX;
	unsigned bits = e->call.errno_name ? CALL_FAILED : 0;
	int64_t begin_us = teller_us(t, story->begin_ns[m->event]);
	const char *text = strace_text(t, e, &bits);

	return json_pack("[i,I,I,i,o,I]", e->call.process, (json_int_t)begin_us,
			 (json_int_t)(ended ? teller_us(t, story->end_ns[m->event]) : -1), (int)bits,
			 text_json(t, text), (json_int_t)(begin_us - teller_us(t, e->time_ns)));
}

static json_t *call_json(struct teller *t, const struct moment *m, struct wording *far)
{
	int part = m->part == CELL_OPEN ? 1 : m->part == CELL_CLOSE ? 2 : 0;
	json_t *item = joined(head_json(t, "c", m),
			      json_pack("[i,i,o]", (int)m->side, part, labels_json(t, &m->words)));

	return joined(item, part == 2 ? return_json(t, m, far) : entry_json(t, m));
}

static json_t *signal_or_exit_json(struct teller *t, const struct moment *m)
{
	const struct event *e = t->story.timeline->events[m->event];
	bool is_exit = e->kind == EVENT_EXIT;
	json_t *labels = labels_json(t, &m->words);

	return joined(head_json(t, is_exit ? "x" : "s", m),
		      json_pack("[i,o,i,o]", (int)m->side, labels, event_process(e),
				text_json(t, is_exit ? m->words.texts[0] : e->signal.text)));
}

static json_t *action_json(struct teller *t, const struct moment *m)
{
	return joined(head_json(t, "a", m), json_pack("[o]", text_json(t, m->words.texts[0])));
}

/* The states that are new, or were asked for; and the whole table. *words: the states in one line. */
static json_t *look_json(struct teller *t, const struct moment *m, const char **words)
{
	const struct story *story = &t->story;
	const struct sockets_event *table = &story->timeline->events[m->event]->sockets;
	json_t *states = json_array(), *sockets = json_array();

	*words = "";
	for (size_t i = 0; i < m->state_count; i++) {
		const struct moment_state *s = &m->states[i];

		*words = arena_printf(story->arena, "%s%s%s: %s", *words, i ? "; " : "",
				      story->timeline->actors[s->actor].name, s->text);
		json_array_append_new(states, json_pack("[i,o,i]", (int)story->actor_side[s->actor],
							labels_json(t, &s->words), s->first));
	}
	for (size_t i = 0; i < table->count; i++)
		json_array_append_new(sockets,
				      text_json(t, kernel_socket_text(story->arena, &table->sockets[i])));
	return joined(head_json(t, "k", m), json_pack("[o,o]", states, sockets));
}

/* Gives the items their numbers. Of a flood only the beginning and the end are told: left_out[] is true of the moments
 * between, and of those that are not told anyway. Returns how many are between. */
static size_t number_items(struct teller *t, bool *left_out)
{
	const struct story *story = &t->story;
	size_t count = 0, nth = 0, between = 0;
	int64_t last_ns = 0;

	for (size_t i = 0; i < story->moment_count; i++)
		count += story->moments[i].told;
	for (size_t i = 0; i < story->moment_count; i++) {
		struct moment *m = &story->moments[i];

		left_out[i] = !m->told;
		if (left_out[i])
			continue;
		if (count > ITEMS_MOST && ++nth > ITEMS_MOST / 2 && nth <= count - ITEMS_MOST / 2) {
			left_out[i] = true;
			t->item_count += !between++;
			continue;
		}
		if (between && t->item_count == ITEMS_MOST / 2 + 1) /* the first behind them */
			m->silence_ns = silence_between(last_ns, m->at_ns);
		last_ns = m->at_ns;
		t->item_count++;
		if (m->part == CELL_CLOSE)
			t->end_of[m->event] = t->item_count;
		else
			t->item_of[m->event] = t->item_count;
	}
	return between;
}

/* *words: what it says in the list. */
static json_t *item_json(struct teller *t, const struct moment *m, const char **words)
{
	struct wording far = { 0 };
	json_t *item = NULL;

	*words = m->words.count ? m->words.texts[0] : "";
	switch (t->story.timeline->events[m->event]->kind) {
	case EVENT_PACKET: return packet_json(t, m);
	case EVENT_SIGNAL:
	case EVENT_EXIT: return signal_or_exit_json(t, m);
	case EVENT_READING:
	case EVENT_ACTION: return action_json(t, m);
	case EVENT_SOCKETS: return look_json(t, m, words);
	case EVENT_CALL: item = call_json(t, m, &far); break;
	}
	*words = far.count ? far.texts[0] : *words;
	return item;
}

json_t *items_json(struct teller *t)
{
	const struct story *story = &t->story;
	bool *left_out = arena_alloc(story->arena, (story->moment_count + 1) * sizeof(*left_out));
	size_t between = number_items(t, left_out);
	json_t *items = json_array();
	unsigned item = 0;
	int64_t at = 0;

	for (size_t i = 0; i < story->moment_count; i++) {
		const struct moment *m = &story->moments[i];
		const char *words;

		if (left_out[i])
			continue;
		if (between && item == ITEMS_MOST / 2) {
			json_array_append_new(items, json_pack("[s,I,i,i,i,i,i,[],I]", "o", (json_int_t)at, 0,
							       0, 0, 0, 0, (json_int_t)between));
			list_item(t, ++item, at, SIZE_MAX,
				  arena_printf(story->arena, "%zu more events", between));
		}
		json_array_append_new(items, item_json(t, m, &words));
		at = teller_us(t, m->at_ns);
		list_item(t, ++item, at, m->event, words);
	}
	return items;
}
