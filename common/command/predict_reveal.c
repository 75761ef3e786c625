/* predict_reveal.c - what was said, and what came; see predict.h. */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "common/base/json.h"
#include "common/command/predict.h"
#include "common/command/record.h"

void predict_grade(struct predict *p, struct prediction *one)
{
	const struct scenario_result *result = one->job->result;
	const struct script *s = one->job->script;
	struct record record;

	if (result->verdict == RESULT_SKIP ||
	    !record_open(&record, arena_printf(p->run.arena, "%s/%s/%s", p->run.places.runs, s->lab, s->name),
			 NULL, s->path, 0, NULL))
		return;
	one->graded = record.judgement.outcome != OUTCOME_INCONCLUSIVE;
	for (size_t i = 0; i < one->quiz->count && one->graded; i++) {
		const struct question *q = &one->quiz->questions[i];

		one->seen[i] = observe(one->quiz, q, record.timeline, &record.judgement, p->run.arena);
		one->seen[i].evidence = arena_string(p->run.arena, one->seen[i].evidence);
		if (one->seen[i].answer)
			one->seen[i].answer = arena_string(p->run.arena, one->seen[i].answer);
		one->points += answer_right(q, one->given[i], &one->seen[i]);
	}
	record_close(&record);
}

/* What the script's author wrote behind the line; "" for nothing. */
static const char *comment_of(struct arena *arena, const struct script *s, const struct line *l)
{
	const char *at = s->source, *text;
	size_t length;

	for (unsigned number = 1; number < l->number && *at; number++) {
		at += strcspn(at, "\n");
		at += *at == '\n';
	}
	length = strcspn(at, "\n");
	at = arena_substring(arena, at, length);
	text = strstr(at, l->text);
	text = text ? text + strlen(l->text) : "";
	text += strspn(text, " \t");
	return *text == '#' ? text + 1 + strspn(text + 1, " \t") : "";
}

enum { MARGIN = 12 };
static const char margin[] = "            ";

static void add_line(struct text *out, const char *words, int width)
{
	text_add(out, margin);
	text_add_wrapped(out, words, MARGIN, margin, width);
	text_add(out, "\n");
}

/* "close-sends-fin fails: ..." of the claims that rest on the line, each once. */
static void add_claims(struct text *out, struct arena *arena, const struct prediction *one,
		       const struct line *l, uint64_t *told, int width)
{
	const struct script *s = one->job->script;

	for (size_t i = 0; l->starred && i < s->claim_count && i < 64; i++) {
		const struct claim_line *c = &s->claims[i];

		if (!(l->claims & UINT64_C(1) << i) || *told & UINT64_C(1) << i)
			continue;
		*told |= UINT64_C(1) << i;
		add_line(out,
			 arena_printf(arena, "%s %s%s%s", c->id, claim_says_text(&c->says, arena),
				      c->says.text ? ": " : "", c->says.text ? c->says.text : ""),
			 width);
	}
}

static void add_answer(struct text *out, const struct predict *p, const struct prediction *one, size_t index,
		       uint64_t *told, int width)
{
	const struct question *q = &one->quiz->questions[index];
	const struct observation *seen = &one->seen[index];
	const struct line *l = &one->job->script->lines[q->line];
	const char *given = one->given[index], *refused = one->refused[index],
		   *comment = comment_of(p->run.arena, one->job->script, l);
	const char *answer = seen->answer ? seen->answer : "not known";
	bool right = answer_right(q, given, seen);

	text_addf(out, "  %2zu  %s ", index + 1, right ? "right" : given || refused ? "wrong" : "-    ");
	text_add_wrapped(out, q->asks, MARGIN, margin, width);
	text_add(out, "\n");
	add_line(out, given && !right ? arena_printf(p->run.arena, "%s, not %s", answer, given) : answer,
		 width);
	if (refused)
		add_line(out,
			 arena_printf(p->run.arena, "(\"%s\", in line %u, is none of the answers)", refused,
				      one->lines[index]),
			 width);
	add_line(out, seen->evidence, width);
	if (*comment)
		add_line(out, arena_printf(p->run.arena, "(%s)", comment), width);
	if (!right)
		add_claims(out, p->run.arena, one, l, told, width);
}

void predict_reveal(const struct predict *p, const struct prediction *one)
{
	const struct scenario_result *result = one->job->result;
	int width = look_style(&p->run.look, STDOUT_FILENO).width;
	struct text out = { 0 };
	uint64_t told = 0;

	text_add(&out, "\n");
	if (one->graded && result->verdict != RESULT_PASS)
		text_add(&out,
			 "  On this machine the run did not go as the script says: what came counts.\n\n");
	if (!one->graded) {
		text_add_safe(&out, one->name);
		text_addf(&out, " cannot be graded: %s\n", verdict_text(result->verdict));
	}
	for (size_t i = 0; i < one->quiz->count && one->graded; i++)
		add_answer(&out, p, one, i, &told, width);
	text_add(&out, "\n");
	text_add(&out, result->text);
	if (one->graded) {
		text_add(&out, "\n");
		text_add_safe(&out, one->name);
		text_addf(&out, ": %zu of %zu\n", one->points, one->quiz->count);
	}
	fputs(text_chars(&out), stdout);
	fflush(stdout);
	text_free(&out);
}

static json_t *question_to_json(const struct prediction *one, size_t i)
{
	const struct question *q = &one->quiz->questions[i];
	const struct observation *seen = &one->seen[i];
	const bool right = one->graded && answer_right(q, one->given[i], seen);
	json_t *j = json_object();

	json_object_set_new(j, "number", json_integer((json_int_t)i + 1));
	json_object_set_new(j, "line", json_integer(one->job->script->lines[q->line].number));
	json_object_set_new(j, "question", json_string(q->asks));
	json_object_set_new(j, "given", one->given[i] ? json_shown(one->given[i]) : json_null());
	json_object_set_new(j, "refused", one->refused[i] ? json_shown(one->refused[i]) : json_null());
	json_object_set_new(j, "observed", seen->answer ? json_string(seen->answer) : json_null());
	json_object_set_new(j, "evidence", seen->evidence ? json_string(seen->evidence) : json_null());
	json_object_set_new(j, "right", json_boolean(right));
	json_object_set_new(j, "points", json_integer(right));
	return j;
}

json_t *predict_to_json(const struct predict *p)
{
	json_t *root = json_object(), *scenarios = json_array();
	struct utsname name;
	size_t points = 0, of = 0;

	for (size_t i = 0; i < p->count; i++) {
		const struct prediction *one = &p->all[i];
		json_t *j = json_object(), *questions = json_array();

		for (size_t k = 0; k < one->quiz->count; k++)
			json_array_append_new(questions, question_to_json(one, k));
		json_object_set_new(j, "scenario", json_string(one->name));
		json_object_set_new(j, "verdict",
				    one->job->result ? json_string(verdict_text(one->job->result->verdict))
						     : json_null());
		json_object_set_new(j, "graded", json_boolean(one->graded));
		json_object_set_new(j, "points", json_integer((json_int_t)one->points));
		json_object_set_new(j, "of", json_integer((json_int_t)one->quiz->count));
		json_object_set_new(j, "questions", questions);
		json_array_append_new(scenarios, j);
		points += one->points;
		of += one->graded ? one->quiz->count : 0;
	}
	json_object_set_new(root, "version", json_integer(1));
	json_object_set_new(root, "kernel", json_string(uname(&name) == 0 ? name.release : "unknown"));
	json_object_set_new(root, "points", json_integer((json_int_t)points));
	json_object_set_new(root, "of", json_integer((json_int_t)of));
	json_object_set_new(root, "scenarios", scenarios);
	return root;
}
