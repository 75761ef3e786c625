/* wire_words.h - the words that a script may put behind a segment, and the marks that they stand for. */
#ifndef COMMON_SCRIPT_WIRE_WORDS_H
#define COMMON_SCRIPT_WIRE_WORDS_H

#include <stddef.h>

struct wire_word {
	const char *text;
	unsigned mark; /* enum segment_mark; 0: "lost", which the wire itself cannot tell */
};

extern const struct wire_word wire_words[];
extern const size_t wire_word_count;

#endif
