/*
 * result.h - what a run came to, as every report reads it.
 */
#ifndef COMMON_REPORT_RESULT_H
#define COMMON_REPORT_RESULT_H

#include <jansson.h>

#include "common/judge/judge.h"

enum verdict { RESULT_PASS, RESULT_FAIL, RESULT_SKIP, RESULT_INCONCLUSIVE };

/* A starred line at which a control's run goes another way. */
struct control_break {
	unsigned line; /* of the file */
	uint64_t claims; /* bit per claim of the script whose evidence the line is */
	const char *came; /* "a FIN came", "nothing came" */
};

/* One control's run, or one variant's. */
struct control_result {
	const char *text; /* "start client --linger off" */
	bool variant;
	bool as_it_must; /* a control failed, and first at a starred line; a variant held */
	enum outcome outcome;
	unsigned failed_at; /* line number in the file, 0 where none */
	/* Only the first line of each track at which the run fails: what follows it has lost its ground. */
	struct control_break *breaks;
	size_t break_count;
	const char *
		sentence; /* "a FIN came where the script says R. (line 14)", or what is wrong with the control */
};

/* Where and when it was played: what a verdict is about. "" where it is not known. */
struct circumstances {
	const char *kernel; /* uname -r */
	const char *day; /* "2026-11-30", UTC */
	const char *world; /* "loopback", "hosts mtu 1280" */
	const char *settings; /* "net.ipv4.tcp_orphan_retries=1", that the script made */
	/* With which the lab's programs were made, for claims about sizes and prototypes: "gcc 12.2.0", "glibc 2.36" */
	const char *compiler, *libc;
};

/* One scenario: the run and its controls. Everything is owned by arena. */
struct scenario_result {
	struct arena *arena;
	const char *lab, *name, *file, *title;
	enum verdict verdict;
	const char *reason; /* one sentence, "" for a pass */
	/* RESULT_SKIP: it is about another kernel, or another setting of it, and says nothing of this one */
	bool elsewhere;
	struct circumstances at;
	unsigned
		played; /* how often in a row it passed so, by the same script on the same kernel; 0: not known */
	struct control_result *controls;
	size_t control_count;
	double seconds, timer_seconds; /* seconds is 0 where nothing was run, as by lab judge */
	unsigned segments, calls, states;
	unsigned may; /* packets that "may" lines have taken, beside these segments */
	struct claim_result {
		const char *id;
		struct claim_says says;
		bool shown; /* the scenario passed: it is so */
		struct evidence {
			enum { EVIDENCE_FRAME, EVIDENCE_CALL, EVIDENCE_STATE } kind;
			const char *text; /* "frame 6: R. 6:6(0) ack 1", "client: close(3) = 0" */
			const char *call; /* its name, "close"; NULL: it is none */
			unsigned frame; /* for EVIDENCE_FRAME */
			unsigned line; /* of the script */
		} * evidence;
		size_t evidence_count;
		/* The evidence that decides, and what else could have come: "0.3 ms after close(): client > server R. 6:6(0) ack
		 * 1; with -l off in place of -l 0: a FIN came". "" where nothing was shown. */
		const char *sentence;
		unsigned line; /* its starred line; 0: none */
		const char *control; /* the control that failed there first; NULL: none did */
		double waited; /* seconds from its act's action to the evidence that came last */
	} * claims;
	size_t claim_count;
	const char *text; /* ladder, failure and summary, ready to print */
	/* A program of the reader's own played: then a pass says that it does as ours, and nothing of any claim. */
	bool yours;
	const char *advice; /* what a teacher would say where it differs; "" where there is nothing to say */
};

/* "pass", "fail", "skip", "inconclusive". */
const char *verdict_text(enum verdict v);
const char *outcome_text(enum outcome o); /* "open", "holds", "fails", "inconclusive" */
/* What the scenario shows of the claim: "holds", "fails rarely", "not shown". */
const char *claim_shown_text(const struct scenario_result *r, const struct claim_result *c);
/* Why a claim is not shown: "fail: line 12 expects ..."; "" where it is. Into arena. */
const char *claim_why_not(const struct scenario_result *r, const struct claim_result *c, struct arena *arena);

/* The version of what is written below. A result of another version is to be made anew. */
enum { RESULT_VERSION = 2 };
/* One scenario as JSON, and back (into a new arena). NULL where the text is not ours. */
json_t *result_to_json(const struct scenario_result *r);
struct scenario_result *result_from_json(const json_t *json);
/* Is it a result, and of another version? */
bool result_is_outdated(const json_t *json);
void result_free(struct scenario_result *r);

/* All of a run. kernel: uname -r. claims: what is known of the claims that it speaks of (common/claims); it is copied. The
 * caller owns what is returned. */
json_t *results_to_json(struct scenario_result *const *results, size_t count, const char *kernel,
			json_t *claims);

#endif
