/*
 * slip.h - which of the known names somebody meant who mistyped one.
 */
#ifndef COMMON_BASE_SLIP_H
#define COMMON_BASE_SLIP_H

#include <stdbool.h>
#include <stddef.h>

typedef const char *name_list(size_t index, void *context); /* NULL ends it; "" is a gap */

/* Is the word that name with a slip, few letters having been added, dropped, changed or swapped? */
bool slip_is(const char *word, size_t length, const char *name);

/* The name that takes the fewest letters to add, drop, change or swap (optimal string alignment; case does not count),
 * and few enough for a slip; of two as near, the one that begins alike. NULL where there is none. */
const char *slip_meant(const char *word, size_t length, name_list *names, void *context);

#endif
