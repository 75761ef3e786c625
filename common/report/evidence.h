/*
 * evidence.h - what a run shows of a claim: the events that met its starred lines, and the sentence that tells the one
 * that decides. Part of collect.h's work.
 */
#ifndef COMMON_REPORT_EVIDENCE_H
#define COMMON_REPORT_EVIDENCE_H

#include "common/report/result.h"

/* A run of a script, and what the judge says of it. */
struct run_seen {
	const struct script *script;
	const struct timeline *timeline;
	const struct judgement *judgement;
};

/* Fills in evidence, sentence, line, control and waited of the claim `index`. controls: of the script's. */
void evidence_collect(struct arena *arena, const struct run_seen *seen, size_t index,
		      const struct control_result *controls, size_t control_count,
		      struct claim_result *claim);

/* evidence_words.c; all into arena */
/* The segment that came where the line says another kind: with other flags, whatever PSH is. NULL: nothing of that sort. */
const struct segment *other_segment(const struct run_seen *seen, const struct failure *f);
/* What came where the failure's line is: "a FIN came", "client: close(3) = 0 came, after 1.00 s", "nothing came". */
const char *came_words(struct arena *arena, const struct run_seen *seen, const struct failure *f);
/* "0.3 ms after close(): ", the time since what most likely brought the event about: what its process called, what it was
 * sent, what the director did. line: that the event met. */
const char *after_words(struct arena *arena, const struct run_seen *seen, const struct line *line,
			size_t event);
/* ", after 1.00 s" for a call of whose duration the line speaks, or that waited. */
const char *duration_words(struct arena *arena, const struct line *line, const struct event *e);
/* "with -l off in place of -l 0", "without cut": what a control or variant changes. */
const char *change_words(struct arena *arena, const struct script *script, const struct control *control);
/* When the line's act began; INT64_MIN: it did not. */
int64_t act_began(const struct run_seen *seen, const struct line *line);

#endif
