/* utf8.h - the lengths of characters, for columns and carets. */
#ifndef COMMON_BASE_UTF8_H
#define COMMON_BASE_UTF8_H

#include <stddef.h>

/* Bytes of the character at s, of which `left` bytes (at least 1) are there; 0: it is not valid UTF-8
 * (overlong forms, surrogates and values above U+10FFFF included). */
static inline size_t utf8_length(const char *s, size_t left)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t length = u[0] < 0x80   ? 1
			: u[0] < 0xc2 ? 0
			: u[0] < 0xe0 ? 2
			: u[0] < 0xf0 ? 3
			: u[0] < 0xf5 ? 4
				      : 0;

	if (!length || length > left)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((u[i] & 0xc0) != 0x80)
			return 0;
	if ((u[0] == 0xe0 && u[1] < 0xa0) || (u[0] == 0xed && u[1] >= 0xa0) ||
	    (u[0] == 0xf0 && u[1] < 0x90) || (u[0] == 0xf4 && u[1] >= 0x90))
		return 0;
	return length;
}

#endif
