/* claims.h - the parts of lab claims: what was asked (claims.c), and what is answered (claims_tell.c). */
#ifndef COMMON_COMMAND_CLAIMS_H
#define COMMON_COMMAND_CLAIMS_H

#include "common/command/look.h"
#include "common/command/options.h"
#include "common/command/spoken.h"

struct claims_asked {
	struct arena *arena;
	struct look look;
	struct places places;
	const char *runs, *markdown;
	bool all, as_written, audit;
	const char *play; /* --play: a claim's id */
	const char **topics;
	size_t topic_count, topic_capacity;
	struct operands words; /* an id, or words to look for */
};

/* All that an answer is made of. */
struct claims_known {
	struct catalogue *catalogue;
	struct spoken spoken;
	struct claims_table *table;
};

/* claims_tell.c: each returns the exit status. */
int claims_tell(const struct claims_asked *c, const struct claims_known *k);
int claims_audit(const struct claims_asked *c, const struct claims_known *k);
/* Plays the scenarios of a claim, as lab run does. */
int claims_play(const struct claims_asked *c);

#endif
