/*
 * cast.h - the programs that a script starts, each under strace.
 *
 * With `strace -D` the program itself is our child and strace is its grandchild-to-be: pid, exit status and
 * signals are the program's own. strace writes to a pipe of ours; its text becomes events as it comes.
 * Any program in any language can be cast: nothing in it knows that it is watched.
 */
#ifndef COMMON_STAGE_CAST_H
#define COMMON_STAGE_CAST_H

#include <poll.h>
#include <sys/types.h>

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/record/calls.h"
#include "common/record/timeline.h"
#include "common/script/script.h"
#include "common/stage/adversity.h"
#include "common/stage/hosts.h"

enum { CAST_OUTPUT_LIMIT = 64 * 1024 };

/* One program on stage. */
struct player {
	int actor; /* index in the timeline */
	pid_t pid;
	int trace_fd; /* strace's text; -1 at its end */
	int trace_peer; /* our own end for writing, held until strace has opened it; -1 then */
	int output_fd; /* standard output and error; -1 at its end */
	int input_fd; /* standard input, for `type` */
	struct call_reader *reader;
	struct text output; /* at most CAST_OUTPUT_LIMIT bytes of it */
	bool reaped;
	int status; /* of waitpid(), valid when reaped */
};

struct cast {
	struct timeline *timeline;
	const char *folder; /* where a lab's own programs are: "build/labs/linger" */
	const struct script *script;
	const struct hosts *hosts; /* where a line's host is; NULL in a loopback world */
	struct adversity adversity; /* of this run */
	struct player **players; /* a player never moves in memory */
	size_t count, capacity;
};

void cast_begin(struct cast *c, struct timeline *t, const char *folder, const struct script *script,
		const struct hosts *hosts);
/* Ends every process by SIGKILL, reaps, closes and frees. */
void cast_end(struct cast *c);

/* Performs a start, type or kill line. False with a sentence in error. */
bool cast_start(struct cast *c, const struct line *line, struct error *error);
bool cast_type(struct cast *c, const struct line *line, struct error *error);
bool cast_kill(struct cast *c, const struct line *line, struct error *error);

/* Who plays the actor of this name; NULL: it was not started. */
struct player *cast_player(const struct cast *c, const char *name);

/* The path of the program that a start line names, into path: "build/labs/linger/client", or what PATH finds for
 * exec. script: NULL, or the one whose line it is. False with a sentence in error where there is none that may be
 * executed. */
bool cast_program_path(const char *folder, const struct script *script, const struct line *line, char *path,
		       size_t size, struct error *error);

/* Whether programs can be watched here at all: strace is installed and nothing forbids ptrace(2). */
bool cast_possible(struct error *error);

/* Adds the descriptors to wait for; returns their number, at most max. */
size_t cast_poll_fds(const struct cast *c, struct pollfd *fds, size_t max);
/* Takes in all that has arrived without waiting, and reaps; returns how many events came. */
size_t cast_read(struct cast *c);

/* False where a player could not be run or followed: strace's own complaint, a flood. */
bool cast_in_order(const struct cast *c, struct error *error);

#endif
