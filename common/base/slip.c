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

const char *slip_meant(const char *word, size_t length, name_list *names, void *context)
{
	const char *best = NULL, *name;
	unsigned least = length < 4 ? 2 : length < 8 ? 3 : 4; /* fewer changes than this are a slip */

	for (size_t i = 0; (name = names(i, context)); i++) {
		unsigned d = distance(word, length, name, strlen(name));

		if (d < least && d < strlen(name)) {
			least = d;
			best = name;
		}
	}
	return best;
}
