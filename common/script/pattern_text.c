/* pattern_text.c - text against text with "..." in it: arguments as strace writes them, and TCP options. */
#include "common/script/pattern.h"

#include <stdlib.h>
#include <string.h>

/* Text without the blanks that do not count, with the nesting at each place: brackets and strings are a level
 * each, so that "in balance" is "at the same level, and never below it in between". */
struct plain {
	char *chars;
	unsigned *level; /* level[i]: before chars[i]; level[length]: at the end */
	size_t length;
	unsigned deepest;
};

static struct plain make_plain(struct arena *a, const char *text)
{
	size_t room = strlen(text);
	struct plain t = {
		.chars = arena_alloc(a, room + 1),
		.level = arena_alloc(a, (room + 1) * sizeof(unsigned)),
	};
	unsigned level = 0;
	bool quoted = false;

	for (const char *s = text; *s; s++) {
		bool closes = quoted ? *s == '"' : *s && strchr(")]}", *s) != NULL;

		if (!quoted && (*s == ' ' || *s == '\t'))
			continue;
		t.level[t.length] = level;
		t.chars[t.length++] = *s;
		if (quoted && *s == '\\' && s[1]) {
			t.level[t.length] = level;
			t.chars[t.length++] = *++s;
			continue;
		}
		if (closes && level)
			level--;
		else if (!quoted && strchr("([{\"", *s))
			level++;
		if (*s == '"')
			quoted = !quoted;
		if (level > t.deepest)
			t.deepest = level;
	}
	t.level[t.length] = level;
	return t;
}

/* All places of the text that the pattern can have reached are followed at once, so that no pattern takes
 * longer than its length times the text's. */
bool argument_matches(const char *pattern, const char *actual)
{
	struct arena *a;
	struct plain text, p;
	bool *here, *next, *open, result;

	if (strcmp(pattern, actual) == 0 || strcmp(pattern, "...") == 0)
		return true;
	a = arena_new();
	text = make_plain(a, actual);
	p = make_plain(a, pattern);
	here = arena_alloc(a, text.length + 1);
	next = arena_alloc(a, text.length + 1);
	open = arena_alloc(a, text.deepest + 1);
	here[0] = true;
	for (size_t i = 0; i < p.length;) {
		bool *swap = here;

		if (strncmp(p.chars + i, "...", 3) == 0) {
			/* open[n]: "..." may have begun at level n, and the text has not fallen below it since */
			memset(open, 0, (text.deepest + 1) * sizeof(*open));
			for (size_t j = 0; j <= text.length; j++) {
				if (j && text.level[j] < text.level[j - 1])
					open[text.level[j - 1]] = false;
				open[text.level[j]] = open[text.level[j]] || here[j];
				next[j] = open[text.level[j]];
			}
			i += 3;
		} else {
			next[0] = false;
			for (size_t j = 0; j < text.length; j++)
				next[j + 1] = here[j] && text.chars[j] == p.chars[i];
			i++;
		}
		here = next;
		next = swap;
	}
	result = here[text.length];
	arena_free(a);
	return result;
}

bool argument_fits(const char *pattern, const struct argument *a)
{
	return argument_matches(pattern, a->text) ||
	       (a->plain != a->text && argument_matches(pattern, a->plain));
}

/* Items of a pattern from `i` on against those of the segment from `j` on; both lists are short. */
static bool items_match(const char *const *wanted, size_t wanted_count, const char *const *got,
			size_t got_count)
{
	size_t i = 0, j = 0, star = wanted_count, mark = 0;

	while (j < got_count) {
		if (i < wanted_count && strcmp(wanted[i], "...") == 0) {
			star = i++;
			mark = j;
		} else if (i < wanted_count && argument_matches(wanted[i], got[j])) {
			i++;
			j++;
		} else if (star < wanted_count) {
			i = star + 1; /* the last "..." takes one more */
			j = ++mark;
		} else {
			return false;
		}
	}
	while (i < wanted_count && strcmp(wanted[i], "...") == 0)
		i++;
	return i == wanted_count;
}

bool options_text_match(const char *pattern, const char *list)
{
	struct arena *a = arena_new();
	const char **wanted, **got;
	size_t wanted_count, got_count;
	bool result;

	wanted = arguments_split(a, pattern, &wanted_count);
	got = arguments_split(a, list, &got_count);
	result = items_match(wanted, wanted_count, got, got_count);
	arena_free(a);
	return result;
}
