/* options.c - a list of TCP options as bytes of a header; see options.h. */
#include "common/script/options.h"

#include <ctype.h>
#include <string.h>

/* Kinds and lengths: RFC 9293 section 3.2, RFC 7323, RFC 2018. */
static const struct option_form {
	const char *words; /* '#' is a number */
	uint8_t kind, length;
	uint8_t size; /* of each number, in bytes */
} forms[] = {
	{ "mss #", 2, 4, 2 },		{ "wscale #", 3, 3, 1 }, { "sackOK", 4, 2, 0 },
	{ "TS val # ecr #", 8, 10, 4 }, { "nop", 1, 1, 0 },	 { "eol", 0, 1, 0 },
};

/* A number of so many bytes at *at, which is moved behind it, into *out, which is too. */
static bool take_number(const char **at, size_t size, uint8_t **out)
{
	bool negative = size == 4 && **at == '-';
	uint64_t number = 0;

	*at += negative;
	if (!isdigit((unsigned char)**at))
		return false;
	for (; isdigit((unsigned char)**at); ++*at) {
		number = number * 10 + (uint64_t)(**at - '0');
		if (number >> (8 * size))
			return false;
	}
	number = negative ? (uint64_t)0 - number : number;
	while (size-- > 0)
		*(*out)++ = (uint8_t)(number >> (8 * size));
	return true;
}

/* Is the item, which ends before `end`, of this form? Then its bytes are in out. */
static bool take_form(const struct option_form *f, const char *at, const char *end, uint8_t *out)
{
	*out++ = f->kind;
	if (f->length > 1)
		*out++ = f->length;
	for (const char *word = f->words; *word; word++) {
		if (*word == '#') {
			if (!take_number(&at, f->size, &out))
				return false;
		} else if (*word == ' ') {
			if (at == end || (*at != ' ' && *at != '\t'))
				return false;
			while (at < end && (*at == ' ' || *at == '\t'))
				at++;
		} else if (at == end || *at++ != *word) {
			return false;
		}
	}
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at == end;
}

/* Bytes of the header that it takes; 0: it is none. */
static size_t take_item(const char *at, const char *end, uint8_t out[OPTIONS_MOST])
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (take_form(&forms[i], at, end, out))
			return forms[i].length;
	return 0;
}

size_t options_encode(const char *list, uint8_t out[OPTIONS_MOST], const char **bad)
{
	size_t used = 0;

	memset(out, 0, OPTIONS_MOST);
	for (list += strspn(list, " \t"); *list; list += strspn(list, " \t")) {
		const char *end = list + strcspn(list, ",");
		uint8_t item[OPTIONS_MOST];
		size_t length = take_item(list, end, item);

		*bad = list;
		if (!length || length > OPTIONS_MOST - used)
			return SIZE_MAX;
		memcpy(out + used, item, length);
		used += length;
		list = end + (*end == ',');
	}
	return (used + 3) / 4 * 4;
}
