/*
 * match.h - a line of a script against one of a prediction: is all that it allows allowed there as well, or nothing of it?
 * Private to common/claims.
 */
#ifndef COMMON_CLAIMS_MATCH_H
#define COMMON_CLAIMS_MATCH_H

#include "common/script/script.h"

enum { PLACEHOLDERS = 3, NAMES_BOUND = 16 };

/* Who X, Y and Z are, and what the NAMEs of numbers. {0}: nothing is known yet. */
struct mapping {
	struct {
		const char *name; /* of the script: "client", "server.1"; NULL: nobody yet */
		size_t length; /* of the actor alone */
	} actor[PLACEHOLDERS];
	struct {
		bool bound;
		struct number number; /* of the script */
	} name[NAMES_BOUND]; /* by the prediction's index */
};

/* Two lines being compared: is all that the narrow one allows allowed by the wide one? */
struct comparing {
	const struct line *narrow, *wide;
	bool line_is_wide; /* the script's line is the wide one, and the prediction the narrow one: `never` */
	struct mapping *m;
};

/* All that meets the line meets the prediction as well; of `never` lines: the line forbids all that the prediction does.
 * What *m leaves open is then bound; else it is as it was. */
bool line_is_instance(const struct line *l, const struct line *prediction, struct mapping *m);
/* contradicts.c: where the line is met the prediction is not, in its place: what it forbids happens; what it predicts is
 * forbidden; the same call has another result, the same sender's segment other flags, the socket another state, the process
 * another end. */
bool line_contradicts(const struct line *l, const struct line *prediction, struct mapping *m);

/* What the two share: whom it is about. */
bool parties_within(const struct comparing *c);
bool process_within(const struct comparing *c);
/* Name, descriptor and arguments of a call, without its result. */
bool call_within(const struct comparing *c);

/* ranges.c: comparisons with numbers */
struct range {
	enum comparison compare;
	uint64_t value;
};
bool range_within(struct range inner, struct range outer);
bool ranges_meet(struct range a, struct range b);

#endif
