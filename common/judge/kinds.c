/*
 * kinds.c - what the judge knows of each kind of expectation; see work.h.
 *
 * One row a kind, judge_name of the list in common/script/line.h, which stands beside what it compares: wire_match.c,
 * call_match.c, table_match.c. Where one is missing, this does not link.
 */
#include "common/judge/work.h"

#include <string.h>

static const struct line_judge *const judges[LINE_KIND_COUNT] = {
#define ROW(KIND, name, ...) [LINE_##KIND] = &judge_##name,
	EXPECTATION_KINDS(ROW)
#undef ROW
};

bool line_fits(const struct work *w, const struct line *l, const struct event *e, struct bindings *names)
{
	return judges[l->kind]->fits(w, l, e, names);
}

enum likeness line_likeness(const struct work *w, const struct line *l, const struct event *e)
{
	return judges[l->kind]->likeness ? judges[l->kind]->likeness(w, l, e) : UNLIKE;
}

bool line_concerns(const struct work *w, const struct line *l, const struct event *e)
{
	/* A reading is made for all that is read. */
	return line_is_read(l) ? e->kind == EVENT_READING : judges[l->kind]->concerns(w, l, e);
}

const char *line_reads(const struct work *w, const struct line *l, const struct event *e, const char **hole)
{
	return judges[l->kind]->reads(w, l, e, hole);
}
