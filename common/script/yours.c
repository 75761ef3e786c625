/*
 * yours.c - programs of the reader's own in the place of the lab's: the header "yours", and a script so changed.
 *
 * A changed script is a script: what plays, records, judges and draws it need not know how it came about.
 */
#include "common/script/parser.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"

bool parse_yours(struct parser *p)
{
	struct script *s = p->script;
	size_t capacity = 0;

	if (s->yours_count)
		return fail_at(p, p->line, "a second 'yours'");
	p->yours_number = p->number;
	do {
		struct word w = take_name(p);

		if (!w.length)
			return expected(p, "the name of an actor that runs a program of your own");
		s->yours = arena_grow(p->arena, s->yours, s->yours_count, &capacity, sizeof(*s->yours));
		s->yours[s->yours_count++] = word_copy(p, w);
	} while (!at_end(p));
	return true;
}

bool script_is_yours(const struct script *s, const char *process)
{
	size_t stem = process ? strcspn(process, ".") : 0;

	for (size_t i = 0; process && i < s->yours_count; i++)
		if (strlen(s->yours[i]) == stem && memcmp(s->yours[i], process, stem) == 0)
			return true;
	return false;
}

bool check_yours(struct parser *p)
{
	const struct script *s = p->script;

	if (s->yours_count && s->claim_count)
		return fail_line(
			p, s->claims[0].number,
			"with 'yours' a script makes no claim: a program of your own proves nothing of the lab's");
	if (s->yours_count && s->control_count)
		return fail_line(p, s->controls[0].number, "with 'yours' a script has no control");
	for (size_t i = 0; i < s->yours_count; i++) {
		bool started = false;

		for (size_t k = 0; k < s->line_count && !started; k++)
			started = s->lines[k].kind == LINE_START && s->lines[k].start.exec &&
				  strcmp(s->lines[k].process, s->yours[i]) == 0;
		if (!started)
			return fail_line(p, p->yours_number,
					 "no line says 'start %s = exec' and your program", s->yours[i]);
	}
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].kind == LINE_CALL && script_is_yours(s, s->lines[i].process))
			s->lines[i].call.kin = true;
	return true;
}

/* ---- a script with stand-ins ---- */

static const struct stand_in *stand_in_of(const struct line *l, const struct stand_in *stand_ins,
					  size_t count)
{
	for (size_t i = 0; l->kind == LINE_START && !l->start.exec && i < count; i++)
		if (strcmp(l->start.program, stand_ins[i].program) == 0)
			return &stand_ins[i];
	return NULL;
}

/* As a shell's word in single quotes. */
static void add_word(struct text *out, const char *word)
{
	text_add(out, " '");
	for (; *word; word++) {
		if (*word == '\'')
			text_add(out, "'\\''");
		else
			text_add_bytes(out, word, 1);
	}
	text_add(out, "'");
}

/* "start client --linger 0" becomes "start client = exec '/home/me/mine' '--linger' '0'". */
static void add_start(struct text *out, const struct world *world, const struct line *l,
		      const struct stand_in *s)
{
	text_addf(out, "start %s", l->process);
	if (l->start.host != NO_HOST) /* where it would live by the name of the lab's program */
		text_addf(out, "@%s", world->hosts[l->start.host].name);
	text_add(out, " = exec");
	add_word(out, s->path);
	for (size_t i = 0; i < l->start.argument_count && !s->words; i++)
		add_word(out, l->start.arguments[i]);
	if (s->words)
		text_addf(out, " %s", s->words);
	text_add(out, "\n");
}

static void add_yours(struct text *out, const struct script *s, const struct stand_in *stand_ins,
		      size_t count)
{
	text_add(out, "yours");
	for (size_t i = 0; i < s->line_count; i++)
		if (stand_in_of(&s->lines[i], stand_ins, count))
			text_addf(out, " %s", s->lines[i].process);
	text_add(out, "\n");
}

static bool is_about_ours(const struct script *s, unsigned number)
{
	for (size_t i = 0; i < s->claim_count; i++)
		if (s->claims[i].number == number)
			return true;
	for (size_t i = 0; i < s->control_count; i++)
		if (s->controls[i].number == number)
			return true;
	return false;
}

static bool is_continued(const struct script *s, unsigned number)
{
	for (size_t i = 0; i < s->continued_count; i++)
		if (s->continued[i] == number)
			return true;
	return false;
}

/* The script's line that has this number; NULL: none has. *next goes through them. */
static const struct line *line_numbered(const struct script *s, unsigned number, size_t *next)
{
	while (*next < s->line_count && s->lines[*next].number < number)
		++*next;
	return *next < s->line_count && s->lines[*next].number == number ? &s->lines[*next] : NULL;
}

/* As it stands, but for the claims of its star: they are no more; that the scenario is about this line is still true. */
static void add_line(struct text *out, const char *at, size_t length, const struct line *l)
{
	size_t blanks = strspn(at, " \t");
	size_t star = l && l->starred ? strspn(at + blanks + 1, "0123456789,") : 0;

	if (star) {
		text_add(out, "*");
		at += blanks + 1 + star;
		length -= blanks + 1 + star;
	}
	text_add_bytes(out, at, length);
	text_add(out, "\n");
}

char *script_with_stand_ins(const struct script *s, const struct stand_in *stand_ins, size_t count)
{
	enum {
		KEPT,
		REPLACED,
		COMMENT
	} now = KEPT; /* what a line is, and with it those in which it goes on */
	struct text out = { 0 };
	unsigned number = 1, header = s->claim_count ? s->claims[0].number : 0;
	size_t next = 0, replaced = 0;

	for (size_t i = 0; i < s->line_count; i++)
		replaced += stand_in_of(&s->lines[i], stand_ins, count) != NULL;
	if (!replaced)
		return NULL;
	/* In the place of the first claim, so that all lines keep their numbers. */
	if (!header)
		add_yours(&out, s, stand_ins, count);
	for (const char *at = s->source; *at; number++) {
		size_t length = strcspn(at, "\n");
		const struct line *l = line_numbered(s, number, &next);
		bool continued = is_continued(s, number), stands_in = l && stand_in_of(l, stand_ins, count);

		if (!continued)
			now = number == header || stands_in ? REPLACED
			      : is_about_ours(s, number)    ? COMMENT
							    : KEPT;
		if (continued && now == REPLACED)
			text_add(&out, "\n");
		else if (number == header)
			add_yours(&out, s, stand_ins, count);
		else if (stands_in)
			add_start(&out, s->world, l, stand_in_of(l, stand_ins, count));
		else {
			text_add(&out, now == COMMENT ? "# " : "");
			add_line(&out, at, length, l);
		}
		at += length;
		at += *at == '\n';
	}
	return out.chars;
}
