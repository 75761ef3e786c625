/*
 * pool.h - each string once. A scenario and its controls say most things in the same words; on the page they are said
 * once, and everything else refers to them by number.
 */
#ifndef COMMON_PAGE_POOL_H
#define COMMON_PAGE_POOL_H

#include "common/base/arena.h"
#include "common/base/text.h"

struct pool;

struct pool *pool_new(void);
void pool_free(struct pool *p); /* NULL is allowed */
/* The number of this string, from 0; the same for the same string. */
size_t pool_number(struct pool *p, const char *string);
/* All of them, as a JSON array of strings; or as one of what they say, where that is JSON itself. */
void pool_json(struct text *out, const struct pool *p);
void pool_json_raw(struct text *out, const struct pool *p);

#endif
