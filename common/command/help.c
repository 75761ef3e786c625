/* help.c - what --help says of a sub-command, from its rows; see options.h. */
#include <string.h>

#include "common/base/text.h"
#include "common/command/options.h"

enum { WIDTH = 100, LABEL_MOST = 24 };

static const struct option_row of_all[] = { { .name = "help", .letter = 'h', .help = "this text" }, { 0 } };
static const struct option_group all = { of_all, 0 };

const struct option_row *option_at(const struct command *c, size_t index, const struct option_group **group)
{
	for (size_t g = 0; g <= OPTION_GROUPS; g++) {
		const struct option_group *one = g < OPTION_GROUPS ? &c->groups[g] : &all;

		for (const struct option_row *row = one->rows; row && (row->name || row->letter); row++) {
			if (index--)
				continue;
			if (group)
				*group = one;
			return row;
		}
	}
	return NULL;
}

enum { OPTION_LABEL = 64 };

/* "-o, --output FILE", as --help writes it, into text: bytes with the NUL. */
static const char *option_label(const struct option_row *row, char text[OPTION_LABEL])
{
	char letter[3] = { '-', row->letter }, argument[OPTION_LABEL / 2] = "";

	if (row->argument)
		snprintf(argument, sizeof(argument), row->optional ? "[=%s]" : " %s", row->argument);
	snprintf(text, OPTION_LABEL, "%s%s%s%s%s", row->letter ? letter : "",
		 row->letter && row->name ? ", " : "", row->name ? "--" : "", row->name ? row->name : "",
		 argument);
	return text;
}

/* As wide as the widest label that is not too wide: that one's help stands below it. */
static int label_columns(const struct command *c)
{
	char label[OPTION_LABEL];
	size_t widest = 0;

	for (size_t i = 0; option_at(c, i, NULL); i++) {
		size_t length = strlen(option_label(option_at(c, i, NULL), label));

		widest = length > widest && length <= LABEL_MOST ? length : widest;
	}
	return (int)widest;
}

static void add_paragraphs(struct text *out, const char *paragraphs)
{
	while (*paragraphs) {
		size_t length = strcspn(paragraphs, "\n");
		struct text one = { 0 };

		text_add_bytes(&one, paragraphs, length);
		text_add_wrapped(out, text_chars(&one), 0, "", WIDTH);
		text_add(out, "\n");
		text_free(&one);
		paragraphs += length + (paragraphs[length] != '\0');
	}
}

static void add_row(struct text *out, const struct option_row *row, int columns)
{
	char label[OPTION_LABEL];
	struct text indent = { 0 };

	option_label(row, label);
	text_repeat(&indent, " ", columns + 4);
	text_addf(out, "  %-*s  ", columns, label);
	if ((int)strlen(label) > columns)
		text_addf(out, "\n%s", text_chars(&indent));
	text_add_wrapped(out, row->help, columns + 4, text_chars(&indent), WIDTH);
	text_add(out, "\n");
	text_free(&indent);
}

void help_print(FILE *out, const struct command *c)
{
	int columns = label_columns(c);
	struct text help = { 0 };

	for (size_t i = 0; i < SYNOPSES && c->synopses[i]; i++)
		text_addf(&help, "%s lab %s %s\n", i ? "      " : "usage:", c->name, c->synopses[i]);
	text_add(&help, "\n");
	add_paragraphs(&help, c->about);
	text_add(&help, "\n");
	for (size_t i = 0; option_at(c, i, NULL); i++)
		add_row(&help, option_at(c, i, NULL), columns);
	if (c->status) {
		text_add(&help, "\n");
		add_paragraphs(&help, c->status);
	}
	fputs(text_chars(&help), out);
	text_free(&help);
}
