/* bytes.c - strings as strace quotes them; see value.h. */
#include "common/calls/value.h"

#include <string.h>

#include "common/calls/annotation.h"

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* One byte of a quoted string, whose escapes are those of C: how many characters it takes of the `left` at s. */
static size_t unescape(const char *s, size_t left, char *out)
{
	static const char letters[] = "ntrfvab", bytes[] = "\n\t\r\f\v\a\b";
	const char *letter;
	size_t n = 1;
	unsigned value = 0;

	*out = s[0];
	if (s[0] != '\\' || left < 2)
		return 1;
	letter = memchr(letters, s[1], sizeof(letters) - 1);
	*out = letter ? bytes[letter - letters] : s[1];
	if (!is_octal(s[1]))
		return 2;
	for (; n < left && n < 4 && is_octal(s[n]); n++)
		value = value * 8 + (unsigned)(s[n] - '0');
	*out = (char)value;
	return n;
}

bool bytes_read(struct arena *arena, struct piece p, struct bytes *out)
{
	size_t quoted, length = 0;
	struct piece behind;
	char *bytes;

	if (p.length < 2 || p.at[0] != '"')
		return false;
	quoted = quoted_length(p.at, p.length);
	behind = piece_behind(p, quoted);
	if (quoted < 2 || p.at[quoted - 1] != '"' || (behind.length && !piece_is(behind, "...")))
		return false;
	bytes = arena_alloc(arena, quoted);
	for (size_t i = 1; i < quoted - 1;)
		i += unescape(p.at + i, quoted - 1 - i, &bytes[length++]);
	*out = (struct bytes){ .at = bytes, .length = length, .cut = behind.length > 0 };
	return true;
}

bool quoted_bytes(struct arena *arena, const char *quoted, struct bytes *out)
{
	return bytes_read(arena, (struct piece){ quoted, strlen(quoted) }, out);
}

/* An element that is no string (a pointer) ends what is known. */
bool vector_read(struct arena *arena, struct piece p, struct bytes *out)
{
	struct piece inside, element, member, base;
	struct bytes all = { .at = "" }, one;
	struct list list;
	char *joined;

	if (!piece_inside(p, '[', &inside))
		return false;
	joined = arena_alloc(arena, p.length);
	list = list_of(inside);
	while (!all.cut && list_next(&list, &element)) {
		if (!piece_inside(element, '{', &member) || !piece_member(member, "iov_base", &base) ||
		    !bytes_read(arena, base, &one)) {
			all.cut = true;
			break;
		}
		memcpy(joined + all.length, one.at, one.length);
		all.length += one.length;
		all.cut = one.cut;
	}
	all.at = joined;
	*out = all;
	return true;
}
