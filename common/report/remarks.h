/*
 * remarks.h - what a row of a ladder means, for people who do not read the notation yet: each flag and number of a
 * segment, what a call is for and what its error says, what a signal or a TCP state is.
 *
 *	remarks.c        a row's events, and their parts in words
 *	remark_words.c   the tables: flags, calls, errors, signals, states
 */
#ifndef COMMON_REPORT_REMARKS_H
#define COMMON_REPORT_REMARKS_H

#include "common/report/ladder_rows.h"

/* One thing said: "R" - "RST: the connection is aborted …". A label without a text is a heading. */
struct remark {
	const char *label, *text;
};

/* What there is to say of row `number`, in order, into the ladder's arena; of a call that is only entered there, nothing that was
 * known when it returned. Rows without an event (gaps) have none: NULL and 0. */
struct remark *row_remarks(struct ladder *l, size_t number, size_t *count);
/* Whether there is anything to say. */
bool row_has_remarks(const struct ladder *l, size_t row);

/* remark_words.c. NULL where the table does not know it. */
const char *flag_meaning(unsigned flag, bool with_ack); /* enum tcp_flag */
const char *mark_meaning(unsigned mark); /* enum segment_mark */
const char *errno_meaning(const char *name);
const char *signal_meaning(const char *name);
const char *state_meaning(unsigned state); /* as the kernel numbers them; 0 is CLOSED */

#endif
