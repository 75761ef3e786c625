/*
 * audit.h - does each verdict follow from its evidence? What is found is a list of sentences; an empty one is the aim.
 *
 * What a script and the catalogue tell needs no run (audit_script(), audit_catalogue()): the wrong polarity, a foreign
 * claim, a part that is missing. What the controls have shown is read from the results (audit_results()).
 */
#ifndef COMMON_CLAIMS_AUDIT_H
#define COMMON_CLAIMS_AUDIT_H

#include "common/base/text.h"
#include "common/claims/table.h"

struct finding {
	const char *id; /* of the claim */
	const char *place; /* "labs/linger/02-rst.lab:3"; "" where it is no line's */
	const char *what; /* a sentence */
	bool of_own; /* the catalogue has none of that id, nor one that may be meant: in a script of one's own it is no fault */
};

struct findings {
	struct arena *arena; /* theirs */
	struct finding *list;
	size_t count, capacity;
};

struct findings *findings_new(void);
void findings_free(struct findings *f); /* NULL is allowed */
void findings_add(struct findings *f, const char *id, const char *place, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* A script and the result of its last run; NULL where there is none. */
struct audited {
	const struct script *script;
	const struct scenario_result *result;
};

/* What is wrong with the claim lines of one script, whatever its run will show: for this `lab run` refuses one of a lab's
 * own. The scripts must outlive the findings, here and below. */
void audit_script(struct findings *f, const struct catalogue *c, const struct script *s);
/* What only all scripts together show: a question's part that nobody answers, a claim with nothing but rare exceptions. */
void audit_catalogue(struct findings *f, const struct catalogue *c, const struct audited *all, size_t count);
/* What the runs have shown: no control of a claim that first fails at a star of it; pairs that contradict each other. A script that was not played is no finding. */
void audit_results(struct findings *f, const struct catalogue *c, const struct audited *all, size_t count,
		   const struct claims_table *t);

/* findings.c: on a terminal, with how many there are. */
void findings_draw(struct text *out, const struct findings *f, const struct ladder_style *style);

/* condition.c: the first word of the text (an errno, a signal, an option, a state, a call, a setting, a flag) of which
 * nothing in the script speaks; NULL: it plays all of them. Into arena. */
const char *condition_unplayed(const struct script *s, const char *text, struct arena *arena);

#endif
