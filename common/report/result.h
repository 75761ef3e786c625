/*
 * result.h - what a run came to, as every report reads it.
 */
#ifndef COMMON_REPORT_RESULT_H
#define COMMON_REPORT_RESULT_H

#include <jansson.h>

#include "common/judge/judge.h"

enum verdict { RESULT_PASS, RESULT_FAIL, RESULT_SKIP, RESULT_INCONCLUSIVE };

/* One control's run. */
struct control_result {
	const char *text; /* "start client --linger off" */
	bool failed_as_it_must; /* it failed, and at a starred line */
	enum outcome outcome;
	unsigned failed_at; /* line number in the file, 0 where none */
	uint64_t
		breaks; /* bit per claim of the script: a starred line of it is not met in the control's run */
	const char *
		sentence; /* "a FIN came where the script says R. (line 14)", or what is wrong with the control */
};

/* One scenario: the run and its controls. Everything is owned by arena. */
struct scenario_result {
	struct arena *arena;
	const char *lab, *name, *file, *title;
	enum verdict verdict;
	const char *reason; /* one sentence, "" for a pass */
	struct control_result *controls;
	size_t control_count;
	double seconds, timer_seconds; /* seconds is 0 where nothing was run, as by lab judge */
	unsigned segments, calls, states;
	struct claim_result {
		const char *id;
		enum claim_verdict verdict;
		bool settled; /* the scenario passed: the verdict stands */
		const char *instead; /* NULL where unsaid */
		struct evidence {
			enum { EVIDENCE_FRAME, EVIDENCE_CALL, EVIDENCE_STATE } kind;
			const char *text; /* "frame 6: R. 6:6(0) ack 1", "close(3) = 0" */
			unsigned frame; /* for EVIDENCE_FRAME */
			unsigned line; /* of the script */
		} * evidence;
		size_t evidence_count;
	} * claims;
	size_t claim_count;
	const char *text; /* ladder, failure and summary, ready to print */
	/* A program of the reader's own played: then a pass says that it does as ours, and nothing of any claim. */
	bool yours;
	const char *advice; /* what a teacher would say where it differs; "" where there is nothing to say */
};

/* "pass", "fail", "skip", "inconclusive". */
const char *verdict_text(enum verdict v);

/* One scenario as JSON, as DESIGN's schema has it, and back (into a new arena). NULL where the text is not ours. */
json_t *result_to_json(const struct scenario_result *r);
struct scenario_result *result_from_json(const json_t *json);
void result_free(struct scenario_result *r);

/* All of a run. kernel: uname -r. The caller owns what is returned. */
json_t *results_to_json(struct scenario_result *const *results, size_t count, const char *kernel);

#endif
