/*
 * spoken.h - all that speaks of claims: the scripts of the labs as they are on disk, each with the result of its last run.
 *
 * Of a script that was not played here, or was another when it was played, there is a result as well: a skip, and why.
 */
#ifndef COMMON_COMMAND_SPOKEN_H
#define COMMON_COMMAND_SPOKEN_H

#include "common/claims/audit.h"
#include "common/command/places.h"
#include "common/report/result.h"

struct spoken {
	struct script **scripts;
	struct scenario_result **results; /* as many */
	bool *made; /* results that were made here, and not given */
	size_t count;
	struct unread { /* a script that cannot be read, and so says nothing */
		const char *place; /* "labs/linger/02-rst.lab:5:1" */
		const char *why;
	} * unread;
	size_t unread_count;
};

/* A result, and the folder of its record. */
struct kept_result {
	struct scenario_result *result;
	const char *folder;
};

/* Of the results those of the labs' present scripts are taken; they must outlive what is returned. spoken_free() gives the rest back. */
struct spoken spoken_load(struct arena *arena, const struct places *places, const struct kept_result *kept,
			  size_t count);
/* Puts results of now in the place of those of the same scenarios; they must outlive it as well. */
void spoken_put(struct spoken *s, struct scenario_result *const *results, size_t count);
/* The same as if every script had been played and had passed: what they claim. */
struct spoken spoken_as_written(struct arena *arena, const struct places *places);
void spoken_free(struct spoken *s);

/* All results below places->runs that can be read, into arena; the caller frees each. command: for messages; NULL: none. */
struct kept_result *kept_results(struct arena *arena, const struct places *places, const char *command,
				 size_t *count);
/* For the audit, into arena. */
struct audited *spoken_audited(struct arena *arena, const struct spoken *s);

#endif
