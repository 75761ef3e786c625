/*
 * pool.h - each string once, and each list of such strings. A scenario and its controls say most things in the same words;
 * on the page they are said once, and everything else refers to them by number.
 */
#ifndef COMMON_PAGE_POOL_H
#define COMMON_PAGE_POOL_H

#include <jansson.h>

#include "common/base/arena.h"

struct pool;

struct pool *pool_new(void);
void pool_free(struct pool *p); /* NULL is allowed */
/* The number of this string, from 0; the same for the same string. */
size_t pool_number(struct pool *p, const char *string);
/* The number of this list of numbers, from 0; the same for the same list. */
size_t pool_list_number(struct pool *p, const size_t *numbers, size_t count);
/* {"strings": [string, …], "lists": [[number, …], …]}; the caller owns it. */
json_t *pool_json(const struct pool *p);

#endif
