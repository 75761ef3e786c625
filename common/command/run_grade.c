/* run_grade.c - lab run --script: what a script of one's own is worth; see run.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/command/run.h"

static bool same_text(const struct line *a, const struct line *b)
{
	return a->kind == b->kind && line_text_same(a->text, b->text);
}

/* With words in the place of letters. */
static struct line spelled(const struct run *r, const struct line *l)
{
	struct line words = *l;

	if (l->kind == LINE_START)
		words.start = program_spelled(r->arena, &l->start, &r->texts);
	return words;
}

/* "start client -l 0" does what "start client --linger 0" does. */
static bool do_same(const struct run *r, const struct line *a, const struct line *b)
{
	struct line x = spelled(r, a), y = spelled(r, b);

	return actions_do_same(&x, &y);
}

/* The same programs, with the same arguments, in the same order? */
static bool same_starts(const struct run *r, const struct script *a, const struct script *b)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < a->line_count && a->lines[i].kind != LINE_START)
			i++;
		while (k < b->line_count && b->lines[k].kind != LINE_START)
			k++;
		if (i == a->line_count || k == b->line_count)
			return i == a->line_count && k == b->line_count;
		if (!do_same(r, &a->lines[i++], &b->lines[k++]))
			return false;
	}
}

/* The first action of a scenario that an answer to it does not perform, where all before it are; NULL: it performs all. How
 * long it waits, and what it does besides, is its own affair. */
static const struct line *missing_action(const struct run *r, const struct script *scenario,
					 const struct script *answer)
{
	size_t k = 0;

	for (size_t i = 0; i < scenario->line_count; i++) {
		const struct line *l = &scenario->lines[i];

		if (!line_is_action(l) || l->kind == LINE_WAIT)
			continue;
		while (k < answer->line_count && !do_same(r, l, &answer->lines[k]))
			k++;
		if (k++ == answer->line_count)
			return l;
	}
	return NULL;
}

/* Does the script have the line, with a star or without? */
static bool states(const struct script *s, const struct line *l)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].never == l->never && same_text(&s->lines[i], l))
			return true;
	return false;
}

static size_t count_stars(const struct script *of, const struct script *stated_by)
{
	size_t count = 0;

	for (size_t i = 0; i < of->line_count; i++)
		count += of->lines[i].starred && (!stated_by || states(stated_by, &of->lines[i]));
	return count;
}

/* Of the scenarios that are meant and start the same, the one whose stars it has most of; NULL where there is none. */
static struct script *find_reference(const struct run *r, const struct script *mine, const char *like)
{
	const char **paths = NULL;
	size_t count = 0, capacity = 0, most = 0;
	struct script *best = NULL;

	places_resolve(r->arena, &r->places, like, &paths, &count, &capacity);
	for (size_t i = 0; i < count; i++) {
		struct script_error error;
		struct script *s = script_load(paths[i], &error);

		if (s && same_starts(r, s, mine) && (!best || count_stars(s, mine) > most)) {
			script_free(best);
			best = s;
			most = count_stars(s, mine);
		} else {
			script_free(s);
		}
	}
	return best;
}

const char *run_no_answer(const struct run *r, const char *like)
{
	const struct script *mine = r->jobs[0]->script;
	const char **paths = NULL, *why = NULL;
	size_t count = 0, capacity = 0;
	bool any = false;

	/* Of a lab it may be any experiment with its programs; and stand-ins are other programs than the scenario's. */
	if (!strchr(like, '/') || r->stand_in_count)
		return NULL;
	places_resolve(r->arena, &r->places, like, &paths, &count, &capacity);
	for (size_t i = 0; i < count && !any; i++) {
		struct script_error error;
		struct script *s = script_load(paths[i], &error);
		const struct line *missing = s ? missing_action(r, s, mine) : NULL;

		if (missing)
			why = arena_printf(r->arena,
					   "no answer to %s: that does `%s` (%s:%u), and this does not", like,
					   missing->text, s->path, missing->number);
		else if (s && s->world != mine->world)
			why = arena_printf(r->arena, "no answer to %s: that is played in another world",
					   like);
		else
			any = true;
		script_free(s);
	}
	return any ? NULL : why;
}

static void add_reference(struct text *out, const struct script *mine, const struct script *reference)
{
	size_t stars = count_stars(reference, NULL), stated = count_stars(reference, mine);

	text_addf(out, "  compared  %s starts the same; of its %zu starred lines this one has %zu\n",
		  reference->path, stars, stated);
	for (size_t i = 0; i < reference->line_count; i++) {
		const struct line *l = &reference->lines[i];

		if (!l->starred || !states(mine, l))
			continue;
		text_add(out, "            has       ");
		text_add_safe(out, l->text);
		text_add(out, "\n");
	}
	/* Where it can be looked up, and not what it says: it may be an exercise. */
	for (size_t i = 0; i < reference->line_count; i++)
		if (reference->lines[i].starred && !states(mine, &reference->lines[i]))
			text_addf(out, "            has not   line %u, about a %s\n",
				  reference->lines[i].number, line_traits(reference->lines[i].kind)->text);
}

void run_grade(const struct run *r, const char *like)
{
	const struct scenario_result *result = r->jobs[0]->result;
	const struct script *mine = r->jobs[0]->script;
	struct script *reference = NULL;
	struct text out = { 0 };
	size_t failed = 0;

	for (size_t i = 0; i < result->control_count; i++)
		failed += !result->controls[i].variant && result->controls[i].as_it_must;
	text_add(&out, "\n");
	text_add_safe(&out, mine->path);
	text_add(&out, " as an answer to ");
	text_add_safe(&out, like);
	text_addf(&out, "\n  parses    yes\n  verdict   %s\n", verdict_text(result->verdict));
	if (*result->reason) {
		text_add(&out, "            ");
		text_add_safe(&out, result->reason);
		text_add(&out, "\n");
	}
	if (!r->jobs[0]->run_count) { /* which has said why */
		fputs(text_chars(&out), stdout);
		text_free(&out);
		return;
	}
	reference = find_reference(r, mine, like);
	if (!script_control_count(mine))
		text_add(&out, "  controls  none: so nothing is shown (what else must make it fail?)\n");
	else
		text_addf(&out, "  controls  %zu of %zu failed at a starred line, as they must\n", failed,
			  script_control_count(mine));
	if (reference)
		add_reference(&out, mine, reference);
	else
		text_add(
			&out,
			"  compared  with none: no scenario there starts the same programs with the same arguments\n");
	fputs(text_chars(&out), stdout);
	text_free(&out);
	script_free(reference);
}
