/* options.c - the command line of a sub-command, by its rows; see options.h. */
#include "common/command/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/slip.h"
#include "common/base/text.h"
#include "common/command/command.h"

struct parsing {
	const struct command *command;
	char **next; /* the word to be looked at; ends with NULL */
	void *into;
	bool help;
	struct error why;
};

static bool parse_help(const struct option_row *row)
{
	return row->name && strcmp(row->name, "help") == 0;
}

/* ---- which row is meant ---- */

static bool is_named(const char *name, const char *word, size_t length, bool whole)
{
	return name && strncmp(name, word, length) == 0 && (!whole || !name[length]);
}

/* Of that name, or the only one whose name begins so. NULL where there is none, or several: then *count says how many. */
static const struct option_row *row_named(const struct command *c, const char *word, size_t length,
					  const struct option_group **group, size_t *count)
{
	const struct option_group *its;
	const struct option_row *row, *found = NULL;

	*count = 0;
	for (size_t i = 0; (row = option_at(c, i, &its)); i++) {
		bool exact =
			is_named(row->name, word, length, true) || is_named(row->alias, word, length, true);

		if (!exact && !is_named(row->name, word, length, false))
			continue;
		found = row;
		*group = its;
		*count = exact ? 1 : *count + 1;
		if (exact)
			return found;
	}
	return *count == 1 ? found : NULL;
}

static const struct option_row *row_lettered(const struct command *c, char letter,
					     const struct option_group **group)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(c, i, group)); i++)
		if (row->letter == letter)
			return row;
	return NULL;
}

/* ---- what is wrong ---- */

/* A name_list; a row without a name is a gap. */
static const char *name_at(size_t index, void *context)
{
	const struct option_row *row = option_at(context, index, NULL);

	return !row ? NULL : row->name ? row->name : "";
}

static bool unknown(struct parsing *p, const char *word, size_t length)
{
	const char *meant = slip_meant(word, length, name_at, (void *)(uintptr_t)p->command);

	if (meant)
		return error_set(&p->why, "unknown option '--%.*s'; did you mean '--%s'?", (int)length, word,
				 meant);
	return error_set(&p->why, "unknown option '--%.*s'", (int)length, word);
}

static bool ambiguous(struct parsing *p, const char *word, size_t length)
{
	struct text all = { 0 };
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(p->command, i, NULL)); i++)
		if (is_named(row->name, word, length, false))
			text_addf(&all, "%s--%s", all.length ? ", " : "", row->name);
	error_set(&p->why, "'--%.*s' could be any of %s", (int)length, word, text_chars(&all));
	text_free(&all);
	return false;
}

/* ---- values ---- */

static bool take_number(const struct option_row *row, const char *argument, int *into, struct error *why)
{
	char *end = NULL;
	long value;

	errno = 0;
	value = argument ? strtol(argument, &end, 10) : 0;
	if (!argument || errno || end == argument || *end || value < row->least || value > row->most)
		return error_set(why, "expected a number from %d to %d", row->least, row->most);
	*into = (int)value;
	return true;
}

static bool take_choice(const struct option_row *row, const char *argument, unsigned *into, struct error *why)
{
	struct text all = { 0 };
	bool known = false;

	if (!argument) {
		*into = row->otherwise;
		return true;
	}
	for (const struct option_word *w = row->words; !known && w->word; w++) {
		known = strcmp(argument, w->word) == 0;
		if (known)
			*into = w->value;
		text_addf(&all, "%s%s", w == row->words ? "" : w[1].word ? ", " : " or ", w->word);
	}
	if (!known)
		error_set(why, "expected %s", text_chars(&all));
	text_free(&all);
	return known;
}

/* argument: NULL where it was left out, or there is none. */
static bool take(struct parsing *p, const struct option_group *group, const struct option_row *row,
		 const char *argument)
{
	char *into = (char *)p->into + group->at, *at = into + row->at;

	if (parse_help(row)) {
		p->help = true;
		return true;
	}
	switch (row->kind) {
	case OPTION_ON: *(bool *)at = true; return true;
	case OPTION_OFF: *(bool *)at = false; return true;
	case OPTION_TEXT: *(const char **)at = argument; return true;
	case OPTION_NUMBER: return take_number(row, argument, (int *)at, &p->why);
	case OPTION_CHOICE: return take_choice(row, argument, (unsigned *)at, &p->why);
	case OPTION_TAKE: return row->take(into, argument, &p->why);
	}
	return false;
}

/* ---- words ---- */

/* "--runs DIR", "--runs=DIR", "--color", "--color=WHEN", "--brief" */
static bool parse_name(struct parsing *p)
{
	const char *word = *p->next++ + 2, *equals = strchr(word, '=');
	size_t length = equals ? (size_t)(equals - word) : strlen(word), count;
	const struct option_group *group;
	const struct option_row *row = row_named(p->command, word, length, &group, &count);
	const char *argument = equals ? equals + 1 : NULL;

	if (!row)
		return count ? ambiguous(p, word, length) : unknown(p, word, length);
	if (!row->argument && argument)
		return error_set(&p->why, "--%s takes no argument", row->name);
	if (row->argument && !row->optional && !argument && !(argument = *p->next))
		return error_set(&p->why, "--%s: expected %s behind it", row->name, row->argument);
	if (row->argument && !row->optional && !equals)
		p->next++;
	return take(p, group, row, argument) ||
	       error_within(&p->why, "--%s%s%s", row->name, row->optional ? "=" : " ", argument);
}

/* "-j 4", "-j4", "-h" */
static bool parse_letters(struct parsing *p)
{
	const char *letters = *p->next++ + 1;

	for (; *letters; letters++) {
		const struct option_group *group;
		const struct option_row *row = row_lettered(p->command, *letters, &group);
		const char *argument = letters[1] ? letters + 1 : *p->next;

		if (!row)
			return error_set(&p->why, "unknown option '-%c'", *letters);
		if (!row->argument && !take(p, group, row, NULL))
			return false;
		if (!row->argument)
			continue;
		if (!argument)
			return error_set(&p->why, "-%c: expected %s behind it", *letters, row->argument);
		p->next += !letters[1];
		return take(p, group, row, argument) || error_within(&p->why, "-%c %s", *letters, argument);
	}
	return true;
}

/* Puts what is no option to the front, in its order, and what follows "--" behind it. */
static bool parse_words(struct parsing *p, struct operands *o)
{
	bool in_order = p->command->in_order || getenv("POSIXLY_CORRECT");

	while (*p->next && !p->help) {
		const char *word = *p->next;

		if (strcmp(word, "--") == 0) {
			o->dashes = !o->count;
			p->next++;
			break;
		}
		if (word[0] != '-' || !word[1]) {
			if (in_order)
				break;
			o->words[o->count++] = *p->next++;
		} else if (!(word[1] == '-' ? parse_name(p) : parse_letters(p))) {
			return false;
		}
	}
	while (*p->next)
		o->words[o->count++] = *p->next++;
	o->words[o->count] = NULL;
	return true;
}

static void tell(const struct command *c, struct error *why)
{
	char who[64];

	snprintf(who, sizeof(who), "lab %s", c->name);
	error_advise(why, "`%s %s --help` says more", program_invocation_name, c->name);
	error_print(why, who);
}

int options_parse(const struct command *c, char **argv, void *into, struct operands *operands)
{
	struct parsing p = { .command = c, .next = argv + 1, .into = into };

	*operands = (struct operands){ .words = argv + 1 };
	if (!parse_words(&p, operands)) {
		tell(c, &p.why);
		return EXIT_USAGE;
	}
	if (!p.help)
		return GO_ON;
	help_print(stdout, c);
	return EXIT_HOLDS;
}

int options_expected(const struct command *c, const char *what)
{
	fprintf(stderr, "lab %s: expected %s\n\n", c->name, what);
	help_print(stderr, c);
	return EXIT_USAGE;
}
