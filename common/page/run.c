/* run.c - one run as JSON; see run.h. */
#include "common/page/run.h"

#include <stdio.h>

#include "common/base/json.h"
#include "common/page/teller.h"
#include "common/record/sockets.h"
#include "common/tutor/tutor.h"

unsigned run_place_of(const struct run_places *places, unsigned line)
{
	for (size_t i = 0; i < places->count; i++)
		if (places->places[i].line == line)
			return places->places[i].item;
	return 0;
}

static json_t *titles_json(const struct story *story)
{
	return json_pack("[o,o]", json_shown(side_title(story, LEFT)), json_shown(side_title(story, RIGHT)));
}

static json_t *processes_json(const struct story *story)
{
	json_t *all = json_array();

	for (size_t i = 0; i < story->timeline->process_count; i++) {
		const struct process *p = &story->timeline->processes[i];

		json_array_append_new(all, json_pack("[o,i,i]", json_shown(p->name),
						     (int)side_of_process(story, (int)i), p->pid));
	}
	return all;
}

static json_t *folds_json(struct teller *t)
{
	const struct story *story = &t->story;
	json_t *all = json_array();

	for (size_t i = 1; i < story->fold_count; i++) {
		const struct fold *f = &story->folds[i];
		json_t *one = json_pack("[i,o,i]", (int)f->met.mark, lines_met_json(&f->met),
					f->label.count ? (int)f->from : -1);

		json_array_append_new(one, labels_json(t, &f->label));
		for (int side = 0; side < SIDES; side++)
			json_array_append_new(one, labels_json(t, &f->calls[side].words));
		json_array_append_new(all, one);
	}
	return all;
}

/* Whose address this is: the side of an actor that was seen with it; -1: nobody's. */
static int side_of_address(const struct story *story, const struct address *a)
{
	for (size_t i = 0; i < story->timeline->socket_count; i++) {
		const struct socket *s = &story->timeline->sockets[i];

		if (s->actor != NOBODY && address_equal(&s->local.address, a))
			return (int)story->actor_side[s->actor];
	}
	return -1;
}

static json_t *cuts_json(const struct teller *t)
{
	const struct timeline *timeline = t->story.timeline;
	json_t *all = json_array();

	for (size_t i = 0; i < timeline->cut_count; i++) {
		const struct cut *c = &timeline->cuts[i];
		int from = c->source.family ? side_of_address(&t->story, &c->source) : -1;

		json_array_append_new(
			all,
			json_pack("[I,I,i]", (json_int_t)teller_us(t, c->from_ns),
				  c->to_ns == INT64_MAX ? (json_int_t)-1 : (json_int_t)teller_us(t, c->to_ns),
				  from + 1));
	}
	return all;
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

/* Which of the script's claims rest on the line. */
static json_t *claims_of(const struct script *script, const struct line *line)
{
	json_t *claims = json_array();

	for (size_t k = 0; k < script->claim_count; k++)
		if (line_is_star_of(line, k))
			json_array_append_new(claims, json_integer((json_int_t)k));
	return claims;
}

static json_t *lines_json(const struct teller *t, struct arena *arena, struct run_places *places)
{
	static const char *const statuses[] = {
		[LINE_OPEN] = "o", [LINE_MET] = "m", [LINE_BROKEN] = "b", [LINE_UNSEEN] = "o"
	};
	const struct script *script = t->story.script;
	json_t *all = json_array();

	for (size_t i = 0; i < script->line_count; i++) {
		const struct line *line = &script->lines[i];
		const struct line_result *r = &t->story.judgement->lines[i];

		json_array_append_new(all, json_pack("[i,s,i,o]", (int)line->number,
						     line_is_action(line) ? "m" : statuses[r->status],
						     line->starred, claims_of(script, line)));
		if (r->status == LINE_MET && r->event_count && item_of(t, r->events[0]))
			add_place(places, arena, line->number, item_of(t, r->events[0]));
	}
	return all;
}

static json_t *proofs_json(struct teller *t)
{
	const struct judgement *j = t->story.judgement;
	json_t *all = json_object();
	char item[16];

	for (size_t i = 0; i < j->excused_count; i++) {
		snprintf(item, sizeof(item), "%u", t->item_of[j->excused[i]]);
		if (t->item_of[j->excused[i]])
			json_object_set_new(all, item, text_json(t, j->excuse[i]));
	}
	return all;
}

static json_t *failure_json(struct teller *t)
{
	const struct failure *f = t->story.judgement->failures;
	const struct script *script = t->story.script;
	json_t *failure =
		json_pack("{s:i,s:i}", "line", f->line == NO_LINE ? 0 : (int)script->lines[f->line].number,
			  "item", f->event == NO_EVENT ? 0 : (int)item_of(t, (size_t)f->event));

	json_object_set_new(failure, "instead", text_json(t, f->instead));
	json_object_set_new(failure, "difference", text_json(t, f->difference));
	json_object_set_new(failure, "cause",
			    text_json(t, tutor_cause(script, t->story.timeline, t->story.judgement, 0)));
	return failure;
}

json_t *run_json(struct pool *pool, const char *id, const struct script *script,
		 const struct timeline *timeline, const struct judgement *judgement, struct arena *arena,
		 struct run_places *places, struct text *list)
{
	struct teller t = { .pool = pool, .list = list, .id = id };
	json_t *run = json_object();

	t.story = (struct story){
		.arena = arena_new(), .script = script, .timeline = timeline, .judgement = judgement
	};
	story_make(&t.story);
	t.item_of = arena_alloc(t.story.arena, (timeline->event_count + 1) * sizeof(*t.item_of));
	t.end_of = arena_alloc(t.story.arena, (timeline->event_count + 1) * sizeof(*t.end_of));
	json_object_set_new(run, "origin", json_integer(timeline_origin(timeline) / 1000));
	json_object_set_new(run, "titles", titles_json(&t.story));
	json_object_set_new(run, "processes", processes_json(&t.story));
	json_object_set_new(run, "items", items_json(&t));
	json_object_set_new(run, "folds", folds_json(&t));
	json_object_set_new(run, "sockets", sockets_json(&t));
	json_object_set_new(run, "cuts", cuts_json(&t));
	json_object_set_new(run, "notes", notes_json(&t));
	if (places) {
		json_object_set_new(run, "lines", lines_json(&t, arena, places));
		places->item_count = t.item_count;
	}
	json_object_set_new(run, "proofs", proofs_json(&t));
	if (judgement->failure_count)
		json_object_set_new(run, "failure", failure_json(&t));
	arena_free(t.story.arena);
	return run;
}
