/*
 * words.h - the answers to choose from, and how what happened is said in their words. Private to common/quiz/.
 *
 * A set of choices belongs to a kind of question, never to a single one: which choices there are tells nothing.
 */
#ifndef COMMON_QUIZ_WORDS_H
#define COMMON_QUIZ_WORDS_H

#include "common/quiz/quiz.h"

#define WORD_OTHER   "something else"
#define WORD_NOTHING "nothing"
#define WORD_NO	     "no"
#define WORD_YES     "yes"
#define WORD_BLOCKS  "does not return (or is not called)"

/* What a call may return: the choices, and which of them stand for 0 and for more than that. */
struct result_words {
	const char *const *choices;
	const char *zero, *more;
	const char *late; /* in place of zero where it took a second or more; NULL: time does not matter */
};

/* timed: the script asks how long it takes. */
const struct result_words *result_words(const struct call_row *call, bool timed);
/* The value of errno_name NULL; took_ns: the call's own duration. */
const char *result_word(const struct result_words *w, int64_t value, const char *errno_name, int64_t took_ns);

/* What the script's line, or a segment, is said to be; NULL for a SYN and a bare acknowledgement, which do not count. */
const char *segment_word(unsigned flags, bool data, unsigned marks);
const char *end_word(int status, const char *signal);
const char *timer_word(unsigned idiag_timer);
/* "2 seconds": whole ones, as no timer fires early and a busy machine only adds to it. */
const char *when_word(int64_t ns);
/* An option's value: "ECONNRESET", "0", "l_onoff=1, l_linger=0". */
const char *value_word(struct arena *arena, const struct argument *value);
/* "readable" of "select: readable\n", what stands behind its first colon; all of it where there is none. */
const char *printed_word(struct arena *arena, const struct bytes *printed);
/* "select" of the same; NULL where it has no colon. */
const char *printed_prefix(struct arena *arena, const struct bytes *printed);
/* What a line of a call says that is printed; nothing where its argument is no string. */
struct bytes line_prints(struct arena *arena, const struct line *l);
const char *line_prefix(struct arena *arena, const struct line *l); /* its printed_prefix() */

extern const char *const segment_choices[],
	*const yes_no_choices[], *const end_choices[],
					 *const state_choices[],
						 *const timer_choices[],
							 *const queue_choices[],
								 *const so_error_choices[],
									 *const select_choices[],
										 *const when_choices[];

/* observe_wire.c and observe_calls.c: an event that the question's line speaks of, in the words of the question (NULL where
 * it does not count for it), and what is shown of it. */
const char *packet_word(enum question_kind kind, const struct timeline *t, const struct event *e);
const char *packet_evidence(const struct timeline *t, const struct event *e, struct arena *arena);
const char *process_word(const struct line *l, const struct question *question, const struct event *e,
			 struct arena *arena);
const char *process_evidence(const struct question *question, const struct timeline *t, const struct event *e,
			     struct arena *arena);

/* asks.c: what can be asked of one line. */
/* False: nothing. word: the script's own answer. */
bool line_asks(const struct line *l, struct arena *arena, enum question_kind *kind, const char **word);
/* Whether the star is about the time at which a keep-alive probe comes. */
bool line_times(const struct line *l);
/* The question in words, for the first (place 0) or the second probe of a step. */
const char *when_text(const struct line *l, size_t place, struct arena *arena);
/* Whether two lines ask about the same, one after the other: the same parties, or the same call of the same process. */
bool same_track(const struct line *a, const struct line *b, struct arena *arena);
/* The test of a queue that the question is about; NULL where a state line is about something else. */
const struct field_test *queue_test(const struct state_pattern *p);
/* The choices for the result of a line's call. */
const struct result_words *line_result_words(const struct line *l);
/* asks_text.c: the question in words. Where it stands in its track: one of it is shown; was asked for just before, or by
 * a question above that one; or data is read before. */
struct place {
	enum { PLACE_FIRST, PLACE_SHOWN, PLACE_ASKED, PLACE_ASKED_EARLIER, PLACE_AFTER_DATA } kind;
	size_t question; /* PLACE_ASKED_EARLIER: its number, from 1 */
};
const char *asks_text(const struct line *l, enum question_kind kind, struct place place, struct arena *arena);
/* Does a wire line bring data? Is the call one that reads data? */
bool brings_data(const struct line *l);
bool takes_data(const struct line *l);
/* Whether arguments of the call belong to the question: those of a read() would tell what it reads. */
bool arguments_asked(const struct line *l);

#endif
