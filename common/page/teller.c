/* teller.c - what the parts of a run's telling share; see teller.h. */
#include "common/page/teller.h"

int64_t teller_us(const struct teller *t, int64_t time_ns)
{
	int64_t us = time_ns / 1000 - timeline_origin(t->ladder.timeline) / 1000;

	return us < 0 ? 0 : us;
}

void add_text(struct teller *t, const char *text)
{
	text_addf(t->out, "%zu", pool_number(t->pools.strings, text ? text : ""));
}

void add_labels(struct teller *t, const struct wording *w)
{
	struct text list = { 0 };

	text_addf(&list, "[%zu", w->enough && w->enough < w->count ? w->enough : w->count);
	for (size_t i = 0; i < w->count; i++)
		text_addf(&list, ",%zu", pool_number(t->pools.strings, w->texts[i]));
	text_add(&list, "]");
	text_addf(t->out, "%zu", pool_number(t->pools.lists, text_chars(&list)));
	text_free(&list);
}
