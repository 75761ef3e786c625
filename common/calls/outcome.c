/* outcome.c - what a call returned; see arguments.h. */
#include <string.h>

#include "common/calls/arguments.h"
#include "common/calls/value.h"

/* "ECONNRESET" of "-1 ECONNRESET (Connection reset by peer)". */
static size_t errno_length(struct piece p)
{
	size_t n = 0;

	while (n < p.length && ((p.at[n] >= 'A' && p.at[n] <= 'Z') || (p.at[n] >= '0' && p.at[n] <= '9')))
		n++;
	return n;
}

/* What stands before strace's explanation "(…)" and what -yy adds "<…>". */
static size_t plain_length(struct piece p)
{
	size_t n = 0;

	while (n < p.length && p.at[n] != '(' && p.at[n] != '<')
		n++;
	while (n && p.at[n - 1] == ' ')
		n--;
	return n;
}

static enum call_ending ending_of(struct piece p, int64_t *value)
{
	size_t n = 0;

	while (n < p.length && p.at[n] != ' ' && p.at[n] != '<')
		n++;
	if (piece_number((struct piece){ p.at, n }, value))
		return CALL_GAVE_NUMBER;
	if (piece_is(p, "?"))
		return CALL_NEVER_RETURNS;
	return piece_begins(p, "? ") ? CALL_CUT_SHORT : CALL_GAVE_OTHER;
}

/* poll()'s [{fd=5, revents=POLLIN}, …] names those with news only, in the order of the array. */
static void fill_revents(struct arena *arena, struct piece p, struct argument *a)
{
	size_t count, next = 0;
	struct polled *news;

	if (!polled_read(arena, p, &news, &count))
		count = 0;
	for (size_t i = 0; i < a->polled.count; i++) {
		bool has = next < count && news[next].number == a->polled.at[i].number;

		a->polled.at[i].revents = has ? news[next++].revents : "";
	}
}

static void fill_ready(struct arena *arena, struct piece p, struct argument *a)
{
	struct descriptor *ready;
	size_t count, next = 0;

	if (a->kind != VALUE_DESCRIPTORS || !descriptors_read(arena, p, &ready, &count))
		return;
	for (size_t i = 0; i < a->descriptors.count; i++)
		if (next < count && ready[next].number == a->descriptors.at[i].number) {
			a->descriptors.at[i].ready = true;
			next++;
		}
}

/* select()'s sets, in the order of its arguments; their members are in order as well. */
static void fill_set(struct arena *arena, struct piece p, struct arguments *a)
{
	static const char *const sets[] = { "in ", "out ", "except " };

	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		if (piece_begins(p, sets[i]) && i + 1 < a->count && a->at[i + 1].shape == ARG_FDS)
			fill_ready(arena, piece_behind(p, strlen(sets[i])), &a->at[i + 1]);
}

/* What stands in the parentheses behind the number. */
static void fill_news(struct arena *arena, struct piece p, struct arguments *a)
{
	const char *open = memchr(p.at, '(', p.length);
	struct piece inside = { "", 0 }, part;
	bool polls = a->count && a->at[0].kind == VALUE_POLLED;
	struct list list;

	if (open && p.at[p.length - 1] == ')')
		inside = (struct piece){ open + 1, (size_t)(p.at + p.length - 1 - (open + 1)) };
	list = list_of(inside);
	part = inside;
	if (polls) {
		list_next(&list, &part);
		fill_revents(arena, part, &a->at[0]);
	}
	while (list_next(&list, &part))
		fill_set(arena, part, a);
}

struct call_outcome outcome_read(struct arena *arena, const char *text, size_t length, struct arguments *a)
{
	struct piece p = { text, length };
	struct call_outcome o = { .text = arena_substring(arena, text, length) };

	o.plain = arena_substring(arena, text, plain_length(p));
	o.ending = ending_of(p, &o.value);
	if (piece_begins(p, "-1 E"))
		o.errno_name = arena_substring(arena, text + 3, errno_length(piece_behind(p, 3)));
	if (!descriptor_read(arena, p, &o.made) || o.made.file->kind == FILE_UNTOLD)
		o.made = no_descriptor();
	if (o.ending == CALL_GAVE_NUMBER)
		fill_news(arena, p, a);
	return o;
}
