/* parts.h - the page's parts, and the files that are built into it (assets.c). Private to common/page. */
#ifndef COMMON_PAGE_PARTS_H
#define COMMON_PAGE_PARTS_H

#include "common/page/page.h"
#include "common/page/pool.h"
#include "common/page/run.h"

struct page_scenario {
	const struct scenario_result *result;
	const char *id; /* "linger/02-rst" */
	struct run_places places;
	bool drawn; /* there is a run of it */
};

struct page {
	struct arena *arena;
	const struct catalogue *catalogue;
	struct pool *pool;
	struct page_scenario *scenarios;
	size_t count, capacity;
	const char *kernel; /* of the first record */
	struct text sections; /* the scenarios, one after the other */
	struct text records; /* their runs, as JSON (run.h), a line each */
	/* of the scenario that is being told: */
	struct text list;
	const char *source;
};

/* section.c: a scenario around its ladder. */
void section_write(struct page *p);
/* claims_html.c */
void claims_html(struct text *out, const struct page *p, const struct claims_table *t);
/* index_html.c: all scenarios, lab by lab. */
void index_html(struct text *out, const struct page *p);

/* assets.c. Each ends in a NUL. */
extern const char page_template[], page_style[], page_script[];

#endif
