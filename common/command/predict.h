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
	const char *folder; /* where the sources of its programs are */
	const char **given; /* per question: answer_read()'s; NULL: not known */
	struct observation *seen; /* per question, once it is graded */
	bool graded; /* it was played, and the record says what came */
	size_t points;
};

struct predict {
	struct run run;
	const char *answers, *json;
	bool sheet;
	struct prediction *all;
	size_t count;
};

/* predict_ask.c */
enum asked { ASKED_ALL, ASKED_QUIT, ASKED_INTERRUPTED };
/* Shows a scenario and takes an answer to each question from standard input. */
enum asked predict_ask(struct predict *p, struct prediction *one);

/* predict_file.c */
/* The scenarios that the file names, each once: words as for run_load(), in p->run.arena. False with a message. */
bool predict_file_names(struct predict *p, char ***words, int *count);
/* Takes the answers. False where a line is faulty: all of them are told, with file and line. */
bool predict_file_read(struct predict *p);

/* predict_reveal.c */
/* Compares what was said with the record that the run left. */
void predict_grade(struct predict *p, struct prediction *one);
/* Answer by answer, then the ladder, then the points. */
void predict_reveal(const struct predict *p, const struct prediction *one);
/* All of it: {"version", "kernel", "points", "of", "scenarios": [...]}; the caller owns it. */
json_t *predict_to_json(const struct predict *p);

#endif
