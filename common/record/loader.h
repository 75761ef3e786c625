/*
 * loader.h - the state of reading a run's folder back. Private to loader.c, store_load.c,
 * store_members.c and store_parse.c.
 */
#ifndef COMMON_RECORD_LOADER_H
#define COMMON_RECORD_LOADER_H

#include <jansson.h>

#include "common/record/store.h"

enum { LOADER_NAME = 64 };

/* When an event came, and, for a call, its return: struct event's order and struct call's end_order. For a packet, on
 * which link: a capture file is read without that. */
struct order {
	size_t order, end;
	unsigned link;
};

/* Orders of arrival that the JSON gives to the events of one source: the wire, or an actor's strace. */
struct orders {
	struct order *values;
	size_t count, capacity;
};

struct loader {
	const char *path; /* of the folder; where there is none, what messages call the record */
	const struct stored_file *files; /* NULL: they are in the folder */
	size_t file_count;
	struct timeline *t;
	bool failed; /* the first error is in error; what comes after it is read as nothing */
	struct error *error; /* of whoever asked for the record */
	const char *where; /* within timeline.json: "actors", … */
	size_t index; /* of the element there */
	struct orders wire, *straces; /* one per actor */
	size_t packets, bytes;
};

/* Reading has failed, unless it had already: the first error is the one that is told, with the record's name in front. */
void loader_fail(struct loader *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
void loader_pass(struct loader *l, const struct error *error);

/* store_members.c: a member of an object. Where it is not there, or not what it must be, reading fails, and the least, an empty
 * text, nothing or NOBODY is returned; texts are the JSON's. */
void member_fail(struct loader *l, const char *key, const char *wanted);
int64_t member_integer(struct loader *l, const json_t *o, const char *key, int64_t least, int64_t most);
const char *member_string(struct loader *l, const json_t *o, const char *key);
json_t *member_array(struct loader *l, const json_t *o, const char *key);
int member_actor(struct loader *l, const json_t *o, const char *key);
/* Missing and null are the same, and no error: nothing, or NOBODY. */
const json_t *member_maybe(const json_t *o, const char *key);
struct endpoint member_endpoint(struct loader *l, const json_t *o, const char *key);
struct address member_address(struct loader *l, const json_t *o, const char *key);
int member_host(struct loader *l, const json_t *o, const char *key);
/* Begins to read element `index` of an array; false behind the last. Elements that are no objects are an error. */
bool member_each(struct loader *l, const json_t *list, const char *name, size_t index,
		 const json_t **element);

/* store_parse.c: fills the timeline with all but packets and strace's events, and the orders with theirs. */
void loader_parse(struct loader *l, const json_t *root);

#endif
