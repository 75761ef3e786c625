/*
 * durations.h - how long each scenario took the last time, controls included: who knows that can begin with the longest.
 *
 * Kept beside the records, in the file `durations`: a line a scenario, "4.321 labs/keepalive/13-silence.lab". It is a
 * hint and nothing else: one that is missing, old or spoilt makes a run of many scenarios slower.
 */
#ifndef COMMON_RECORD_DURATIONS_H
#define COMMON_RECORD_DURATIONS_H

#include <stddef.h>
#include <stdint.h>

#include "common/base/arena.h"

struct durations {
	struct arena *arena; /* the caller's */
	const char *path;
	struct duration {
		const char *script;
		int64_t ns;
	} * all;
	size_t count, capacity;
};

/* folder: that of the records; or of the labs, which has a hint for where none has been played. Empty where there is none yet. */
struct durations durations_load(struct arena *arena, const char *folder);
/* -1 where it is not known. */
int64_t duration_of(const struct durations *d, const char *script);
void duration_set(struct durations *d, const char *script, int64_t ns);
/* Where it cannot be written, the next run does without. */
void durations_save(const struct durations *d);

#endif
