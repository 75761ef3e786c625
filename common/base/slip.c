/* slip.c - which of the known names was meant; see slip.h. */
#include "common/base/slip.h"

#include <ctype.h>
#include <string.h>

/* Letters to add, drop, change or swap so that a becomes b (optimal string alignment); case does not count. */
static unsigned distance(const char *a, size_t n, const char *b, size_t m)
{
	enum { MOST = 64 };
	unsigned rows[3][MOST + 1], *before = rows[0], *above = rows[1], *row = rows[2];

	if (n > MOST || m > MOST)
		return MOST;
	for (size_t j = 0; j <= m; j++)
		above[j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned *spare = before;

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);
			unsigned best = above[j - 1] + (x != y);

			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) &&
			    tolower((unsigned char)a[i - 2]) == y && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			row[j] = best;
		}
		before = above;
		above = row;
		row = spare;
	}
	return above[m];
}

/* Fewer changes than this are a slip. */
static unsigned slip_limit(size_t length)
{
	return length < 4 ? 2 : length < 8 ? 3 : 4;
}

/* With how many letters both begin; case does not count. */
static size_t common_start(const char *word, size_t length, const char *name)
{
	size_t n = 0;

	while (n < length && name[n] && tolower((unsigned char)word[n]) == tolower((unsigned char)name[n]))
		n++;
	return n;
}

bool slip_is(const char *word, size_t length, const char *name)
{
	unsigned d = distance(word, length, name, strlen(name));

	return d < slip_limit(length) && d < strlen(name);
}

const char *slip_meant(const char *word, size_t length, name_list *names, void *context)
{
	const char *best = NULL, *name;
	unsigned least = slip_limit(length);

	for (size_t i = 0; (name = names(i, context)); i++) {
		unsigned d = distance(word, length, name, strlen(name));

		if (d >= strlen(name) || d > least || (d == least && !best))
			continue;
		/* Of two as near, the one that begins alike: one seldom slips at the first letter. */
		if (d == least && common_start(word, length, name) <= common_start(word, length, best))
			continue;
		least = d;
		best = name;
	}
	return best;
}
