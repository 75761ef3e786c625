/* prose.c - "two hours" is 7200 s; see prose.h. */
#include "common/claims/prose.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct time_unit {
	const char *word;
	double seconds;
};

static const struct time_unit units[] = {
	{ "ms", 1e-3 },	  { "s", 1 },	    { "sec", 1 },      { "second", 1 },
	{ "seconds", 1 }, { "min", 60 },    { "minute", 60 },  { "minutes", 60 },
	{ "h", 3600 },	  { "hour", 3600 }, { "hours", 3600 },
};

static const char *const numbers[] = { "one", "two",   "three", "four", "five",
				       "six", "seven", "eight", "nine", "ten" };

/* The next word, up to a blank or a sign; false at the end. */
static bool next_word(const char **text, const char **word, size_t *length)
{
	while (**text && !isalnum((unsigned char)**text))
		++*text;
	*word = *text;
	while (isalnum((unsigned char)**text) || (**text == '.' && isdigit((unsigned char)(*text)[1])))
		++*text;
	*length = (size_t)(*text - *word);
	return *length > 0;
}

static bool is_word(const char *word, size_t length, const char *other)
{
	return strlen(other) == length && strncasecmp(word, other, length) == 0;
}

static bool read_number(const char *word, size_t length, double *number)
{
	char *end;

	if (isdigit((unsigned char)*word)) {
		*number = strtod(word, &end);
		return end == word + length;
	}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (is_word(word, length, numbers[i])) {
			*number = (double)(i + 1);
			return true;
		}
	return false;
}

static double unit_of(const char *word, size_t length)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (is_word(word, length, units[i].word))
			return units[i].seconds;
	return 0;
}

double prose_longest(const char *text)
{
	double longest = 0, sum = 0, number = 0, last_unit = 0;
	bool has_number = false;
	const char *word;
	size_t length;

	while (next_word(&text, &word, &length)) {
		double unit = has_number ? unit_of(word, length) : 0;

		if (unit > 0) {
			/* "11 min 15 s" is one time: the smaller unit goes on with the larger one. */
			sum = unit < last_unit ? sum + number * unit : number * unit;
			last_unit = unit;
			longest = sum > longest ? sum : longest;
			has_number = false;
			continue;
		}
		if (!read_number(word, length, &number)) {
			has_number = false;
			last_unit = sum = 0;
			continue;
		}
		has_number = true;
	}
	return longest;
}
