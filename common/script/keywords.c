/* keywords.c - the words with which a line begins, none of which may name an actor. */
#include "common/script/parser.h"

static const struct keyword keywords[] = {
#define ROW(name) { #name, KEYWORD_HEADER, .header = HEADER_##name },
	HEADERS(ROW)
#undef ROW
#define ROW(KIND, name, text, form, word, ...)                                                               \
	{ (form) == FORM_KEYWORD ? (word) : "", KEYWORD_LINE, .kind = LINE_##KIND },
		LINE_KINDS(ROW)
#undef ROW
			{ "control", KEYWORD_CONTROL, .kind = 0 },
	{ "variant", KEYWORD_CONTROL, .kind = 0 },
	{ "never", KEYWORD_PREFIX, .kind = 0 },
	{ "may", KEYWORD_PREFIX, .kind = 0 },
	{ "then", KEYWORD_PREFIX, .kind = 0 },
	{ "each", KEYWORD_PREFIX, .kind = 0 },
	{ "count", KEYWORD_PREFIX, .kind = 0 },
};

enum { KEYWORDS = sizeof(keywords) / sizeof(keywords[0]) };

const struct keyword *keyword_find(struct word w)
{
	for (size_t i = 0; w.length && i < KEYWORDS; i++)
		if (word_is(w, keywords[i].name))
			return &keywords[i];
	return NULL;
}

const char *keyword_list(size_t index, void *context)
{
	(void)context;
	return index < KEYWORDS ? keywords[index].name : NULL;
}

const char *action_list(size_t index, void *context)
{
	(void)context;
	for (size_t i = 0; i < LINE_KIND_COUNT; i++)
		if (line_traits((enum line_kind)i)->track == TRACK_NONE && index-- == 0)
			return line_traits((enum line_kind)i)->word;
	return NULL;
}
