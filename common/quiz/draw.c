/* draw.c - a scenario as it is shown before the reveal; see quiz.h. */
#include <stdio.h>
#include <string.h>

#include "common/quiz/quiz.h"
#include "common/report/acts.h"

enum { SHEET_WIDTH = 100 };

static void add_programs(struct text *out, const struct quiz *q, const struct program_texts *programs,
			 const char *margin, int width)
{
	struct program_notes notes = program_notes(q->arena, q->script, programs);
	int column = (int)strlen(margin) + notes.columns;
	char indent[64];

	snprintf(indent, sizeof(indent), "%s%*s", margin, notes.columns, "");
	for (size_t i = 0; i < notes.count; i++) {
		text_add(out, margin);
		text_add_safe(out, notes.all[i].name);
		text_addf(out, "%*s", notes.columns - text_columns(notes.all[i].name), "");
		text_add_wrapped(out, notes.all[i].text, column, indent, width);
		text_add(out, "\n");
	}
	if (notes.count)
		text_addf(out, "%.*s\n", (int)strcspn(margin, " "), margin);
}

/* How the questions of an action's step are called: "question 1", "questions 2 to 4". */
static void add_numbers(struct text *out, const struct quiz *q, size_t step, const char *margin)
{
	size_t first = q->count, last = 0;

	for (size_t i = 0; i < q->count; i++)
		if (q->questions[i].step == step) {
			first = i < first ? i : first;
			last = i;
		}
	if (first == q->count)
		return;
	text_addf(out, "%s       ", margin);
	if (first == last)
		text_addf(out, "question %zu\n", first + 1);
	else
		text_addf(out, "questions %zu %s %zu\n", first + 1, last == first + 1 ? "and" : "to",
			  last + 1);
}

static void add_story(struct text *out, const struct quiz *q, const char *margin)
{
	const struct script *s = q->script;
	size_t step = 0;
	unsigned number = 0;
	bool begun = false;

	for (size_t i = 0; i < s->line_count; i++) {
		bool action = line_is_action(&s->lines[i]);

		if (!quiz_shows(q, i))
			continue;
		if (action && begun)
			add_numbers(out, q, step, margin);
		if (action) {
			step = i;
			begun = true;
			text_addf(out, "%s%3u  ", margin, ++number);
		} else {
			text_addf(out, "%s       ", margin);
		}
		text_add_safe(out, s->lines[i].text);
		text_add(out, "\n");
	}
	if (begun)
		add_numbers(out, q, step, margin);
}

void quiz_draw(struct text *out, const struct quiz *q, const struct program_texts *programs, int width)
{
	text_add_safe(out, quiz_name(q->arena, q->script));
	text_addf(out, "   (%s)\n\n", q->script->world->brief);
	add_programs(out, q, programs, "  ", width);
	add_story(out, q, "");
}

void quiz_sheet(struct text *out, const struct quiz *q, const struct program_texts *programs)
{
	const char *name = quiz_name(q->arena, q->script);

	text_add(out, "# ---- ");
	text_add_safe(out, name);
	text_addf(out, "   (%s)\n#\n", q->script->world->brief);
	add_programs(out, q, programs, "#   ", SHEET_WIDTH);
	add_story(out, q, "# ");
	if (!q->count)
		text_add(out, "#\n# (no question)\n");
	for (size_t i = 0; i < q->count; i++) {
		const struct question *one = &q->questions[i];

		text_addf(out, "#\n# %zu. ", i + 1);
		if (one->number)
			text_addf(out, "(step %u) ", one->number);
		text_add_wrapped(out, one->asks, 14, "#              ", SHEET_WIDTH);
		text_add(out, "\n");
		choices_draw(out, one, "#    ", SHEET_WIDTH);
		text_add_safe(out, name);
		text_addf(out, " %zu:\n", i + 1);
	}
}

void quiz_legend(struct text *out, const char *margin, int width)
{
	struct text legend = { 0 };

	text_addf(
		&legend,
		"A numbered line is a step: something is done, and something comes of it. %s "
		"\"Next\" is the first thing of its kind in the step, behind what is shown of it; \"then\" is at the end "
		"of the step, when timers of a few seconds have run out. Several of one kind in a row count as one; "
		"handshakes and bare acknowledgements do not count as segments. client.1 is the first child, or "
		"thread, of client; a number in a call's brackets is a descriptor: read(0) reads standard input. An "
		"answer is a letter, or the words beside it.",
		action_legend());
	text_add(out, margin);
	text_add_wrapped(out, text_chars(&legend), (int)strlen(margin), margin, width);
	text_add(out, "\n");
	text_free(&legend);
}
