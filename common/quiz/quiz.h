/*
 * quiz.h - a scenario as questions: what will a call return, which segment comes next, which state remains?
 *
 * The questions come from the script's expectations, what its stars are about first; whether an answer is right is read
 * from the timeline of a run, not from the script. Nothing here runs or judges anything. What is shown before the
 * reveal (quiz_draw(), quiz_sheet()) holds no title, claim, comment or file name, and of the expectations only such as
 * stand above the first question.
 */
#ifndef COMMON_QUIZ_QUIZ_H
#define COMMON_QUIZ_QUIZ_H

#include "common/base/text.h"
#include "common/judge/judge.h"
#include "common/quiz/programs.h"

enum question_kind {
	ASK_SEGMENT, /* which comes next from one party to another */
	ASK_CALL, /* what it returns */
	ASK_OPTION, /* what getsockopt() reports */
	ASK_PRINTED, /* what a program writes on its standard output, after a prefix */
	ASK_PRINTS, /* whether it writes anything there */
	ASK_SIGNAL, /* whether a process gets this signal */
	ASK_END, /* how a process ends */
	ASK_STATE, /* of a connection, in the kernel's table */
	ASK_TIMER, /* which timer runs for it */
	ASK_QUEUE, /* whether bytes wait in one of its queues */
	ASK_ICMP, /* whether such a message is sent */
	ASK_DATAGRAM,
	ASK_PROBE_ANSWER,
	ASK_WHEN, /* after how many seconds a keep-alive probe comes */
};

struct question {
	enum question_kind kind;
	size_t line; /* index into script.lines: the expectation that it was made from */
	size_t step; /* index into script.lines: the action that begins its step; the first line where there is none */
	unsigned number; /* of that step among the script's actions, from 1; 0: before the first */
	size_t place; /* how many of its kind come before it in the step: 0, it is the first (ASK_WHEN: how many probes) */
	const char *asks; /* one sentence */
	const char *const
		*choices; /* in alphabetical order, "something else" last; NULL: an answer of one's own */
	const struct result_words *words; /* ASK_CALL */
	const char *expected; /* the script's own answer, as observe() would word it */
};

struct quiz {
	struct arena *arena;
	const struct script *script;
	struct question *questions;
	size_t count;
	size_t shown_below; /* index into script.lines: expectations from here on are hidden */
};

/* script must outlive it. It may have no question. Free with quiz_free(). */
struct quiz *quiz_make(const struct script *script);
void quiz_free(struct quiz *q);

/* "linger/02": a name that does not tell the outcome. A script without a number in front keeps its name. */
const char *quiz_name(struct arena *arena, const struct script *script);
/* Whether an expectation may be seen before the reveal. */
bool quiz_shows(const struct quiz *q, size_t line);

/* What the machine did where the question asks. */
struct observation {
	const char *answer; /* in the words of the choices, or free text */
	const char *evidence; /* "frame 6: client > server  R. 6:6(0) ack 1"; where nothing came, that */
};

/* timeline: indexed, of a run of this script; j: its final judgement. Strings live in arena. */
struct observation observe(const struct quiz *q, const struct question *question, const struct timeline *t,
			   const struct judgement *j, struct arena *arena);

/* What a person wrote, as the choice that it means (a letter, the words, a usual short form), or, for an answer of one's
 * own, the text without surrounding blanks. NULL where it is none of the choices. Lives in arena. */
const char *answer_read(struct arena *arena, const struct question *q, const char *given);
/* given: answer_read()'s. */
bool answer_right(const struct question *q, const char *given, const struct observation *seen);
/* How a question is to be answered: "a) FIN  b) new data  ...", broken at width, each line after indent. */
void choices_draw(struct text *out, const struct question *q, const char *indent, int width);

/* The pair, and the actions with what is known; questions[0] to [shown - 1] are named in their steps. programs: what the
 * lab says of those that it starts. */
void quiz_draw(struct text *out, const struct quiz *q, const struct program_texts *programs, int width);
/* What "next" and "then" mean; each line begins with margin. */
void quiz_legend(struct text *out, const char *margin, int width);
/* The same as a sheet to fill in: comments, and a line "linger/02 1:" for each question. */
void quiz_sheet(struct text *out, const struct quiz *q, const struct program_texts *programs);

#endif
