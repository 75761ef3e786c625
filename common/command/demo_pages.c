/* demo_pages.c - what a lecture says in words; see demo.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/command/demo.h"
#include "common/report/row_remarks.h"

enum { INDENT = 2, ACTION = 9, LABEL = 16, REMARK = 18 };

static void blank(struct text *out)
{
	text_add(out, "\n");
}

static void paragraph(struct text *out, const struct ladder_style *style, const char *text, unsigned look)
{
	strip_paragraph(out, style, 0, "", LOOK_PLAIN, INDENT, text, look);
}

static void labelled(struct text *out, const struct ladder_style *style, const char *label, const char *text)
{
	strip_paragraph(out, style, INDENT + 2, label, LOOK_STRONG, LABEL, text, LOOK_PLAIN);
}

/* The script's title tells the outcome, and so may its claims: neither is here. */
void opening_page(struct text *out, const struct scene *s, const struct ladder_style *style)
{
	const struct script *script = scene_script(s);
	struct text words = { 0 };

	blank(out);
	paragraph(out, style, s->name, LOOK_STRONG);
	blank(out);
	for (size_t i = 0; i < script->line_count; i++) {
		const struct line *l = &script->lines[i];

		if (l->kind != LINE_START)
			continue;
		text_addf(&words, "%s", l->start.program);
		for (size_t k = 0; k < l->start.argument_count; k++)
			text_addf(&words, " %s", l->start.arguments[k]);
		labelled(out, style, l->process, text_chars(&words));
		text_free(&words);
		words = (struct text){ 0 };
	}
	labelled(out, style, "where", script->world->words);
	if (s->status == SCENE_PLAYED)
		text_addf(&words, "at %s, on Linux %s", s->played_at, s->timeline->kernel);
	else
		text_add(&words, s->status == SCENE_PLAYING ? "now, for real" : "not yet");
	labelled(out, style, "played", text_chars(&words));
	text_free(&words);
}

/* At most so many lines of it: the question stands below, on every screen. */
static void add_action(struct text *out, const struct scene *s, size_t act, const struct ladder_style *style)
{
	enum { ACTION_LINES = 2 };
	struct text words = { 0 }, lines = { 0 };
	const char *end;

	text_addf(&words, "%s.", action_words(s->ladder.story.arena, scene_script(s), s->acts[act].action));
	strip_paragraph(&lines, style, INDENT, act ? "Next:" : "First:", LOOK_NOTE, ACTION,
			text_chars(&words), LOOK_STRONG);
	end = lines.chars;
	for (int i = 0; i < ACTION_LINES && *end; i++)
		end = strchrnul(end, '\n') + 1;
	text_add_bytes(out, lines.chars, (size_t)(end - lines.chars));
	text_free(&words);
	text_free(&lines);
}

void question_page(struct text *out, const struct scene *s, size_t act, const struct ladder_style *style)
{
	if (act < s->act_count) {
		add_action(out, s, act, style);
		strip_line(out, style, ACTION, "What will happen?", LOOK_NOTE | LOOK_STRONG);
	} else {
		strip_line(out, style, INDENT, "That is all. What has it shown?", LOOK_NOTE | LOOK_STRONG);
	}
}

static void add_claims(struct text *out, const struct scene *s, const struct ladder_style *style)
{
	for (size_t i = 0; i < s->result->claim_count; i++) {
		const struct claim_result *c = &s->result->claims[i];
		struct text words = { 0 };

		text_addf(&words, "%s: %s", c->id, claim_says_text(&c->says, s->result->arena));
		paragraph(out, style, text_chars(&words), LOOK_GOOD);
		text_free(&words);
		if (c->says.text)
			strip_paragraph(out, style, 0, "", LOOK_PLAIN, INDENT + 2, c->says.text, LOOK_PLAIN);
		for (size_t k = 0; k < c->evidence_count; k++)
			text_addf(&words, "%s%s", k ? "; " : "", c->evidence[k].text);
		strip_paragraph(out, style, 0, "", LOOK_PLAIN, INDENT + 2, text_chars(&words), LOOK_DIM);
		text_free(&words);
	}
}

void conclusion_page(struct text *out, const struct scene *s, const struct ladder_style *style)
{
	const struct script *script = scene_script(s);
	bool holds = s->judgement.outcome == OUTCOME_HOLDS;
	struct text words = { 0 };

	blank(out);
	paragraph(out, style, script->title, LOOK_STRONG);
	blank(out);
	if (holds)
		text_add(&words, "It came as the script says, and nothing came beside it.");
	else
		text_addf(&words, "%s: %s",
			  s->judgement.outcome == OUTCOME_FAILS ? "It does not hold here"
								: "It cannot be decided",
			  s->judgement.reason ? s->judgement.reason : "the run broke off");
	paragraph(out, style, text_chars(&words), holds ? LOOK_GOOD : LOOK_BAD);
	text_free(&words);
	blank(out);
	if (holds)
		add_claims(out, s, style);
	else
		failure_draw(out, script, s->timeline, &s->judgement, style);
	if (holds && script_control_count(script)) {
		blank(out);
		text_addf(&words,
			  "Proof that it could have gone the other way: `%s run %s/%s` plays %s as well, "
			  "which must fail.",
			  program_invocation_name, script->lab, script->name,
			  script_control_count(script) > 1 ? "its controls" : "its control");
		paragraph(out, style, text_chars(&words), LOOK_DIM);
		text_free(&words);
	}
	blank(out);
	ladder_heads_draw(out, &s->ladder);
	ladder_part_draw(out, &s->ladder, 0, s->ladder.row_count, true);
}

void explanation_page(struct text *out, struct scene *s, size_t row)
{
	const struct ladder_style *style = &s->style;
	size_t count;
	struct remark *remarks = row_remarks(&s->ladder, row, &count);

	ladder_heads_draw(out, &s->ladder);
	ladder_part_draw(out, &s->ladder, row, row + 1, false);
	for (size_t i = 0; i < count; i++) {
		if (!remarks[i].text) {
			blank(out);
			paragraph(out, style, remarks[i].label, LOOK_STRONG);
			continue;
		}
		/* A label may be long, as a range of numbers is: then what it means goes below it. */
		if (strip_columns(style, remarks[i].label) > REMARK - INDENT - 3) {
			strip_line(out, style, INDENT + 2, remarks[i].label, LOOK_NOTE);
			strip_paragraph(out, style, 0, "", LOOK_PLAIN, REMARK, remarks[i].text, LOOK_PLAIN);
		} else {
			strip_paragraph(out, style, INDENT + 2, remarks[i].label, LOOK_NOTE, REMARK,
					remarks[i].text, LOOK_PLAIN);
		}
	}
}

void keys_page(struct text *out, const struct ladder_style *style)
{
	static const struct {
		const char *keys, *does;
	} list[] = {
		{ "space, Enter", "go on; also n, the right arrow and Page Down" },
		{ "p", "an act back; also the left arrow and Page Up" },
		{ "b", "explain the last event; again: the one before it" },
		{ "N, P", "the next scenario, the one before" },
		{ "r", "play this scenario again" },
		{ "up, down", "scroll what does not fit" },
		{ "?", "this list" },
		{ "q", "leave; nothing is left behind" },
	};

	blank(out);
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		strip_paragraph(out, style, INDENT, list[i].keys, LOOK_STRONG, REMARK, list[i].does,
				LOOK_PLAIN);
}

void unplayed_page(struct text *out, const struct scene *s, const struct ladder_style *style)
{
	char why[ERROR_TEXT];

	blank(out);
	paragraph(out, style, s->name, LOOK_STRONG);
	blank(out);
	paragraph(out, style,
		  s->status == SCENE_SKIPPED ? "This scenario cannot be played here:"
					     : "This scenario could not be played:",
		  LOOK_NOTE);
	paragraph(out, style, error_text(&s->error, why), LOOK_PLAIN);
}
