/* run.c - one run as JSON; see run.h. */
#include "common/page/run.h"

#include <inttypes.h>
#include <string.h>

#include "common/page/escape.h"
#include "common/page/teller.h"
#include "common/record/sockets.h"

unsigned run_place_of(const struct run_places *places, unsigned line)
{
	for (size_t i = 0; i < places->count; i++)
		if (places->places[i].line == line)
			return places->places[i].item;
	return 0;
}

static void add_titles(struct teller *t)
{
	const struct ladder *l = &t->ladder;

	text_add(t->out, "\"titles\":[");
	json_add(t->out, side_title(l, LEFT));
	text_add(t->out, ",");
	json_add(t->out, side_title(l, RIGHT));
	text_add(t->out, "],\"processes\":[");
	for (size_t i = 0; i < l->timeline->process_count; i++) {
		text_add(t->out, i ? ",[" : "[");
		json_add(t->out, l->timeline->processes[i].name);
		text_addf(t->out, ",%d,%d]", side_of_process(l, (int)i), l->timeline->processes[i].pid);
	}
	text_add(t->out, "]");
}

static void add_folds(struct teller *t)
{
	const struct ladder *l = &t->ladder;

	text_add(t->out, "\"folds\":[");
	for (size_t i = 1; i < l->fold_count; i++) {
		const struct fold *f = &l->folds[i];
		bool data = f->data && f->segments;
		struct wording words = { 0 };

		text_addf(t->out, "%s[%d,", i > 1 ? "," : "", data ? (int)f->from : -1);
		if (data)
			fold_label(l, f, &words);
		add_labels(t, &words);
		for (int side = 0; side < SIDES; side++) {
			words = (struct wording){ 0 };
			if (f->calls[side].count)
				fold_words(l, &f->calls[side], &words);
			text_add(t->out, ",");
			add_labels(t, &words);
		}
		text_add(t->out, "]");
	}
	text_add(t->out, "]");
}

/* Whose address this is: the side of an actor that was seen with it; -1: nobody's. */
static int side_of_address(const struct ladder *l, const struct address *a)
{
	for (size_t i = 0; i < l->timeline->socket_count; i++) {
		const struct socket *s = &l->timeline->sockets[i];

		if (s->actor != NOBODY && address_equal(&s->local.address, a))
			return (int)l->actor_side[s->actor];
	}
	return -1;
}

static void add_cuts(struct teller *t)
{
	const struct timeline *timeline = t->ladder.timeline;

	text_add(t->out, "\"cuts\":[");
	for (size_t i = 0; i < timeline->cut_count; i++) {
		const struct cut *c = &timeline->cuts[i];
		int from = c->source.family ? side_of_address(&t->ladder, &c->source) : -1;

		text_addf(t->out, "%s[%" PRId64 ",%" PRId64 ",%d]", i ? "," : "", teller_us(t, c->from_ns),
			  c->to_ns == INT64_MAX ? -1 : teller_us(t, c->to_ns), from + 1);
	}
	text_add(t->out, "]");
}

static void add_place(struct run_places *places, struct arena *arena, unsigned line, unsigned item)
{
	places->places =
		arena_grow(arena, places->places, places->count, &places->capacity, sizeof(*places->places));
	places->places[places->count++] = (struct run_place){ line, item };
}

/* The item by which an event met a line: of a call, its return. */
static unsigned item_of(const struct teller *t, size_t event)
{
	return t->end_of[event] ? t->end_of[event] : t->item_of[event];
}

static void add_lines(struct teller *t, struct arena *arena, struct run_places *places)
{
	static const char statuses[] = {
		[LINE_OPEN] = 'o', [LINE_MET] = 'm', [LINE_BROKEN] = 'b', [LINE_UNSEEN] = 'o'
	};
	const struct script *script = t->ladder.script;

	text_add(t->out, "\"lines\":[");
	for (size_t i = 0; i < script->line_count; i++) {
		const struct line *line = &script->lines[i];
		const struct line_result *r = &t->ladder.judgement->lines[i];
		bool first = true;

		text_addf(t->out, "%s[%u,\"%c\",%d,[", i ? "," : "", line->number,
			  line_is_action(line) ? 'm' : statuses[r->status], line->starred);
		for (size_t k = 0; line->starred && k < script->claim_count; k++)
			if (line->claims >> k & 1) {
				text_addf(t->out, "%s%zu", first ? "" : ",", k);
				first = false;
			}
		text_add(t->out, "]]");
		if (r->status == LINE_MET && r->event_count && item_of(t, r->events[0]))
			add_place(places, arena, line->number, item_of(t, r->events[0]));
	}
	text_add(t->out, "]");
}

static void add_proofs(struct teller *t)
{
	const struct judgement *j = t->ladder.judgement;
	bool first = true;

	text_add(t->out, "\"proofs\":{");
	for (size_t i = 0; i < j->excused_count; i++)
		if (t->item_of[j->excused[i]]) {
			text_addf(t->out, "%s\"%u\":", first ? "" : ",", t->item_of[j->excused[i]]);
			add_text(t, j->excuse[i]);
			first = false;
		}
	text_add(t->out, "}");
}

static void add_failure(struct teller *t)
{
	const struct failure *f = t->ladder.judgement->failures;
	const struct script *script = t->ladder.script;

	if (!t->ladder.judgement->failure_count)
		return;
	text_addf(t->out, ",\n\"failure\":{\"line\":%u,\"item\":%u",
		  f->line == NO_LINE ? 0 : script->lines[f->line].number,
		  f->event == NO_EVENT ? 0 : item_of(t, (size_t)f->event));
	text_add(t->out, ",\"instead\":");
	add_text(t, f->instead);
	text_add(t->out, ",\"difference\":");
	add_text(t, f->difference);
	text_add(t->out, ",\"cause\":");
	add_text(t, f->cause);
	text_add(t->out, "}");
}

void run_json(struct text *out, struct run_pools pools, const char *id, const struct script *script,
	      const struct timeline *timeline, const struct judgement *judgement, struct arena *arena,
	      struct run_places *places, struct text *list)
{
	struct teller t = {
		.style = { .width = 120, .utf8 = true }, .pools = pools, .out = out, .list = list, .id = id
	};

	t.ladder = (struct ladder){ .arena = arena_new(),
				    .script = script,
				    .timeline = timeline,
				    .judgement = judgement,
				    .style = &t.style };
	ladder_prepare(&t.ladder);
	t.item_of = arena_alloc(t.ladder.arena, (timeline->event_count + 1) * sizeof(*t.item_of));
	t.end_of = arena_alloc(t.ladder.arena, (timeline->event_count + 1) * sizeof(*t.end_of));
	text_add(out, "{");
	add_titles(&t);
	text_add(out, ",\n");
	items_json(&t);
	text_add(out, ",\n");
	add_folds(&t);
	text_add(out, ",\n");
	sockets_json(&t);
	text_add(out, ",\n");
	add_cuts(&t);
	text_add(out, ",\n");
	notes_json(&t);
	text_add(out, ",\n");
	if (places) {
		add_lines(&t, arena, places);
		text_add(out, ",\n");
	}
	add_proofs(&t);
	add_failure(&t);
	text_add(out, "}");
	if (places)
		places->item_count = t.item_count;
	arena_free(t.ladder.arena);
}
