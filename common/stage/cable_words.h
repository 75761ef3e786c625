/* cable_words.h - what the director and the process that carries say to each other, each in one datagram. */
#ifndef COMMON_STAGE_CABLE_WORDS_H
#define COMMON_STAGE_CABLE_WORDS_H

#include "common/base/error.h"
#include "common/record/timeline.h"
#include "common/script/script.h"
#include "common/stage/hosts.h"

enum cable_asked { CABLE_ARM, CABLE_INJECT, CABLE_MEND, CABLE_DRAIN };

/* Each order is answered with its serial when it has been carried out. */
struct cable_order {
	enum cable_asked asked;
	unsigned serial;
	size_t line; /* CABLE_ARM, CABLE_INJECT: index into script.lines */
};

enum cable_told { CABLE_DONE, CABLE_REFUSED, CABLE_FAULT, CABLE_TROUBLE };

struct cable_news {
	enum cable_told told;
	union {
		unsigned serial; /* CABLE_DONE */
		struct fault fault; /* CABLE_FAULT: begun, or gone on */
		struct error
			trouble; /* CABLE_REFUSED: the order, and why; CABLE_TROUBLE: nothing that was recorded counts */
	};
};

/* One link: packet sockets on both ends of its cable. */
struct strand {
	int out, in; /* towards the host, towards the router or the switch */
};

/* The process itself: carries, on a strand for each of the hosts' ports, until nobody listens at `control` any more, and ends
 * it. */
_Noreturn void cable_carry(const struct script *script, const struct hosts *hosts, int control,
			   const struct strand *strands);

#endif
