/* teller.c - what the parts of a run's telling share; see teller.h. */
#include "common/page/teller.h"

int64_t teller_us(const struct teller *t, int64_t time_ns)
{
	int64_t us = time_ns / 1000 - timeline_origin(t->story.timeline) / 1000;

	return us < 0 ? 0 : us;
}

json_t *text_json(struct teller *t, const char *text)
{
	return json_integer((json_int_t)pool_number(t->pool, text ? text : ""));
}

json_t *labels_json(struct teller *t, const struct wording *w)
{
	size_t list[TEXTS_MOST + 1] = { w->enough && w->enough < w->count ? w->enough : w->count };

	for (size_t i = 0; i < w->count; i++)
		list[i + 1] = pool_number(t->pool, w->texts[i]);
	return json_integer((json_int_t)pool_list_number(t->pool, list, w->count + 1));
}

json_t *lines_met_json(const struct met *met)
{
	json_t *lines = json_array();

	for (unsigned i = 0; i < met->line_count; i++)
		json_array_append_new(lines, json_integer(met->lines[i]));
	return lines;
}

json_t *joined(json_t *array, json_t *rest)
{
	json_array_extend(array, rest);
	json_decref(rest);
	return array;
}
