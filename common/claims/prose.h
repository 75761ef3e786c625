/* prose.h - what a sentence of plain English says of times. Private to common/claims. */
#ifndef COMMON_CLAIMS_PROSE_H
#define COMMON_CLAIMS_PROSE_H

/* The longest time that the text speaks of, in seconds: "75 seconds", "11 min 15 s", "two hours"; 0: of none. */
double prose_longest(const char *text);

#endif
