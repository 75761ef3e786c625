/*
 * worker.h - one run in a world of its own, seen from outside: a child process that plays a script and hands
 * back its record through a pipe. It writes no file: however it ends, nothing is left.
 */
#ifndef COMMON_COMMAND_WORKER_H
#define COMMON_COMMAND_WORKER_H

#include <sys/types.h>

#include "common/base/text.h"
#include "common/record/store.h"
#include "common/script/script.h"
#include "common/stage/world.h"

enum worker_status {
	WORKER_RUNNING,
	WORKER_DONE, /* files hold the record */
	WORKER_SKIPPED, /* this machine lacks what the script requires: error */
	WORKER_BROKEN, /* the run itself failed, or its process ended early: error */
};

struct worker {
	enum worker_status status;
	pid_t pid;
	int fd; /* to poll for reading; -1 at the end */
	int64_t begin_ns, end_ns; /* CLOCK_MONOTONIC */
	struct text received; /* what came through the pipe: it owns the files' names and bytes */
	size_t taken; /* bytes of it that have been looked at */
	struct stored_file *files; /* valid with WORKER_DONE */
	size_t file_count;
	struct error error; /* why not */
	char awaits[256]; /* what it waits for now; "" while it does not wait */
};

/* Starts playing script (which must outlive the worker), or, where control is not 0, it with the control of that number,
 * from 1. folder: where the lab's programs are.
 * False with a sentence in w->error where no world can be made. */
bool worker_start(struct worker *w, const struct world_plan *plan, const struct script *script,
		  size_t control, const char *folder);
/* Takes in what has come without waiting; status changes when all is there. */
void worker_read(struct worker *w);
/* Whether its process is gone, without waiting for that: a world takes some 50 ms to be taken down. */
bool worker_reap(struct worker *w);
/* Ends it now, without waiting: of many, first all are ended, then all are waited for. */
void worker_end(const struct worker *w);
/* Ends it now, and waits: the kernel ends all that lives in its world. */
void worker_kill(struct worker *w);
/* Frees what came through the pipe; the process is worker_reap()'s or worker_kill()'s. */
void worker_free(struct worker *w);

int64_t monotonic_ns(void);

#endif
