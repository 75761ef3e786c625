/*
 * predict.h - what the parts of lab predict share: asking (predict_ask.c), answers from a file (predict_file.c), and the
 * reveal (predict_reveal.c).
 */
#ifndef COMMON_COMMAND_PREDICT_H
#define COMMON_COMMAND_PREDICT_H

#include <jansson.h>

#include "common/command/run.h"
#include "common/quiz/quiz.h"

/* One scenario: what was said of it, and what came. */
struct prediction {
	struct job *job;
	struct quiz *quiz;
	const char *name; /* "linger/02" */
	struct program_texts programs; /* of its lab */
	const char **given; /* per question: answer_read()'s; NULL: not known */
	const char *
		*refused; /* per question: what was written and is none of its answers; NULL: nothing such */
	unsigned *lines; /* per question: of its answer in the file; 0: none */
	struct observation *seen; /* per question, once it is graded */
	bool graded; /* it was played, and the record says what came */
	size_t points;
};

/* A line of a file with answers. */
struct predict_entry {
	unsigned line;
	const char *name; /* "linger/02" */
	size_t number; /* of the question, from 1 */
	const char *answer; /* "" where there is none */
};

struct predict {
	struct run run;
	const char *answers, *json;
	bool sheet;
	struct predict_entry *entries; /* of the file */
	size_t entry_count;
	bool faulty; /* it has a line that is no answer */
	struct prediction *all;
	size_t count;
};

/* predict_ask.c */
enum asked { ASKED_ALL, ASKED_QUIT, ASKED_INTERRUPTED };
/* Shows a scenario and takes an answer to each question from standard input. */
enum asked predict_ask(struct predict *p, struct prediction *one);

/* predict_file.c */
/* Reads the lines of p->answers into p->entries, and tells those that are no answer. False with a message where the file
 * cannot be read or has no answer. */
bool predict_file_open(struct predict *p);
/* The scenarios that it names, each once: words as for run_load(), in p->run.arena. */
char **predict_file_names(const struct predict *p, int *count);
/* Gives the answers to their questions. False where a line is no answer, or belongs to no question, or to one that is
 * answered already: each is told, with file and line. An answer that is none of the choices is told too, but only refused:
 * it counts as none. */
bool predict_file_take(struct predict *p);

/* predict_reveal.c */
/* Compares what was said with the record that the run left. */
void predict_grade(struct predict *p, struct prediction *one);
/* Answer by answer, then the ladder, then the points. */
void predict_reveal(const struct predict *p, const struct prediction *one);
/* All of it: {"version", "kernel", "points", "of", "scenarios": [...]}; the caller owns it. */
json_t *predict_to_json(const struct predict *p);

#endif
