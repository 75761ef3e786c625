/* page.c - puts the page together; see page.h. */
#include "common/page/page.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/json.h"
#include "common/page/escape.h"
#include "common/page/parts.h"

struct page *page_new(const struct catalogue *catalogue)
{
	struct arena *arena = arena_new();
	struct page *p = arena_alloc(arena, sizeof(*p));

	p->arena = arena;
	p->catalogue = catalogue;
	p->pool = pool_new();
	return p;
}

void page_free(struct page *p)
{
	if (!p)
		return;
	text_free(&p->sections);
	text_free(&p->records);
	text_free(&p->list);
	pool_free(p->pool);
	arena_free(p->arena);
}

/* A line of the records: {"scenario", "control", "run"}. The scenario is named as links name it. Takes the run over. */
static void add_record(struct page *p, size_t control, json_t *run)
{
	struct text id = { 0 };
	json_t *record;
	char *line;

	fragment_add(&id, p->scenarios[p->count - 1].id);
	record = json_pack("{s:s,s:I,s:o}", "scenario", text_chars(&id), "control", (json_int_t)control,
			   "run", run);
	line = json_dumps(record, JSON_COMPACT);
	text_add(&p->records, line);
	text_add(&p->records, "\n");
	free(line);
	json_decref(record);
	text_free(&id);
}

void page_begin(struct page *p, const struct scenario_result *result, const char *source)
{
	p->scenarios = arena_grow(p->arena, p->scenarios, p->count, &p->capacity, sizeof(*p->scenarios));
	p->scenarios[p->count++] =
		(struct page_scenario){ .result = result,
					.id = arena_printf(p->arena, "%s/%s", result->lab, result->name) };
	p->list.length = 0;
	p->source = source ? arena_string(p->arena, source) : NULL;
}

void page_run(struct page *p, size_t control, const struct script *script, const struct timeline *timeline,
	      const struct judgement *judgement)
{
	struct page_scenario *s = &p->scenarios[p->count - 1];
	const char *id = control ? arena_printf(p->arena, "%s/control-%zu", s->id, control) : s->id;

	if (!p->kernel && timeline->kernel)
		p->kernel = arena_string(p->arena, timeline->kernel);
	add_record(p, control,
		   run_json(p->pool, id, script, timeline, judgement, p->arena, control ? NULL : &s->places,
			    control ? NULL : &p->list));
	s->drawn = s->drawn || !control;
}

void page_unread(struct page *p, size_t control, const char *why)
{
	add_record(p, control, json_pack("{s:o}", "unread", json_shown(why)));
}

void page_end(struct page *p)
{
	section_write(p);
}

/* All records, and as the last line the pool that they refer to, packed: as text they would be most of the page. */
static void write_records(struct text *out, const struct page *p)
{
	json_t *pool = pool_json(p->pool);
	char *line = json_dumps(pool, JSON_COMPACT);
	struct text all = { 0 };

	text_add(&all, text_chars(&p->records));
	text_add(&all, line);
	packed_add(out, &all);
	text_free(&all);
	free(line);
	json_decref(pool);
}

/* What stands in the template as {{word}}. */
static void write_slot(struct text *out, const struct page *p, const struct claims_table *table,
		       const char *when, const char *word, size_t length)
{
	const char *kernel = p->kernel ? p->kernel : table->kernel;

	if (strncmp(word, "style", length) == 0)
		text_add(out, page_style);
	else if (strncmp(word, "script", length) == 0)
		text_add(out, page_script);
	else if (strncmp(word, "kernel", length) == 0)
		html_add(out, kernel);
	else if (strncmp(word, "when", length) == 0)
		html_add(out, when);
	else if (strncmp(word, "claims", length) == 0)
		claims_html(out, p, table);
	else if (strncmp(word, "scenarios", length) == 0)
		index_html(out, p);
	else if (strncmp(word, "sections", length) == 0)
		text_add(out, text_chars(&p->sections));
	else if (strncmp(word, "records", length) == 0)
		write_records(out, p);
}

void page_write(const struct page *p, struct text *out, const struct claims_table *table, const char *when)
{
	const char *at = page_template, *open;

	while ((open = strstr(at, "{{"))) {
		size_t length = strcspn(open + 2, "}");

		text_add_bytes(out, at, (size_t)(open - at));
		write_slot(out, p, table, when, open + 2, length);
		at = open + 2 + length + 2;
	}
	text_add(out, at);
}
