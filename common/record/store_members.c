/*
 * store_members.c - the members of timeline.json's objects, one by one; see loader.h.
 *
 * It may come from anybody: no member is taken to be there, to have its type, or to be in its range.
 */
#include <string.h>

#include "common/calls/annotation.h"
#include "common/record/loader.h"

void member_fail(struct loader *l, const char *key, const char *wanted)
{
	if (l->where)
		loader_fail(l, "timeline.json: %s[%zu].%s is %s", l->where, l->index, key, wanted);
	else
		loader_fail(l, "timeline.json: %s is %s", key, wanted);
}

int64_t member_integer(struct loader *l, const json_t *o, const char *key, int64_t least, int64_t most)
{
	const json_t *v = json_object_get(o, key);
	int64_t value = json_integer_value(v);

	if (json_is_integer(v) && value >= least && value <= most)
		return value;
	member_fail(l, key, !v ? "missing" : json_is_integer(v) ? "out of range" : "no integer");
	return least;
}

const char *member_string(struct loader *l, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (json_is_string(v))
		return json_string_value(v);
	member_fail(l, key, v ? "no string" : "missing");
	return "";
}

const json_t *member_maybe(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_null(v) ? NULL : v;
}

json_t *member_array(struct loader *l, const json_t *o, const char *key)
{
	json_t *v = json_object_get(o, key);

	if (!json_is_array(v))
		member_fail(l, key, v ? "no array" : "missing");
	return v;
}

struct endpoint member_endpoint(struct loader *l, const json_t *o, const char *key)
{
	struct endpoint e = { 0 };
	const char *text;

	if (!member_maybe(o, key))
		return e;
	text = member_string(l, o, key);
	if (!endpoint_read(text, strlen(text), &e))
		member_fail(l, key, "no endpoint such as 127.0.0.2:9877");
	return e;
}

struct address member_address(struct loader *l, const json_t *o, const char *key)
{
	struct address a = { 0 };

	if (member_maybe(o, key) && !address_parse(member_string(l, o, key), &a))
		member_fail(l, key, "no address");
	return a;
}

int member_actor(struct loader *l, const json_t *o, const char *key)
{
	int found = timeline_actor_named(l->t, member_string(l, o, key));

	if (found == NOBODY)
		member_fail(l, key, "no actor's name");
	return found;
}

int member_host(struct loader *l, const json_t *o, const char *key)
{
	int found = member_maybe(o, key) ? timeline_host_named(l->t, member_string(l, o, key)) : NOBODY;

	if (member_maybe(o, key) && found == NOBODY)
		member_fail(l, key, "no host's name");
	return found;
}

bool member_each(struct loader *l, const json_t *list, const char *name, size_t index, const json_t **element)
{
	l->where = NULL;
	if (l->failed || index >= json_array_size(list))
		return false;
	l->where = name;
	l->index = index;
	*element = json_array_get(list, index);
	if (!json_is_object(*element))
		loader_fail(l, "timeline.json: %s[%zu] is no object", name, index);
	return !l->failed;
}
