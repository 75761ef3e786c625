/*
 * page.h - all of it to look at: one HTML file that needs nothing else, with the table of claims, and of each scenario
 * its ladder, its controls and its script.
 *
 * The page is put together scenario by scenario, so that no more than one record need be open at a time. It judges
 * nothing: verdicts come from the results, and what met which line from the judgements that it is given.
 */
#ifndef COMMON_PAGE_PAGE_H
#define COMMON_PAGE_PAGE_H

#include "common/judge/judge.h"
#include "common/claims/table.h"
#include "common/report/result.h"

struct page;

/* catalogue: the claims that the page's table has rows for; it must outlive the page. */
struct page *page_new(const struct catalogue *catalogue);
void page_free(struct page *p); /* NULL is allowed */

/* Begins a scenario. source: its script's text, NULL where it is not known. result lives as long as the page. */
void page_begin(struct page *p, const struct scenario_result *result, const char *source);
/* Its own run (control 0), then the runs of its controls, of which some may be missing. */
void page_run(struct page *p, size_t control, const struct script *script, const struct timeline *timeline,
	      const struct judgement *judgement);
/* A record that cannot be read is said to be so. */
void page_unread(struct page *p, size_t control, const char *why);
void page_end(struct page *p);

/* The whole page. table: the claims; when: the day, for people. */
void page_write(const struct page *p, struct text *out, const struct claims_table *table, const char *when);

#endif
