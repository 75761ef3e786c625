/* story_teller.h - what story.c and story_wire.c share; nobody else includes it. */
#ifndef TESTS_STORY_TELLER_H
#define TESTS_STORY_TELLER_H

#include "common/record/calls.h"
#include "common/script/script.h"

enum { MOST_ACTORS = 8, MOST_CHILDREN = 16 };

struct teller {
	const struct script *script;
	struct timeline *t;
	struct call_reader *readers[MOST_ACTORS];
	int open_pid[MOST_ACTORS]; /* whose call is being written on the reader's line; 0: none */
	char *halves[MOST_ACTORS][MOST_CHILDREN]; /* name of the call that each process has begun */
	bool hosts; /* the script's world */
	bool lost; /* the packet that is told now */
	uint32_t frames;
	const char *line;
};

/* The text of the story is wrong: ends the program. */
_Noreturn void story_wrong(const char *line, const char *what);
/* Moves past the next word, "" at the end. The words stand in the text, which is changed. */
char *story_word(char **text);
/* A number that must be one; *text moves past it. */
unsigned story_number(struct teller *k, const char *text, char **end);

/* story_wire.c */
void story_links(struct teller *k);
struct endpoint story_endpoint(struct teller *k, const char *party);
/* "server  P. 1:6 ack 1", sent by `from`. */
void story_packet(struct teller *k, int64_t when, const char *from, char *rest);

#endif
