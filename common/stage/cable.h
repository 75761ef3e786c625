/*
 * cable.h - the cables of a world: a process that carries each frame from the one end of a host's cable to the other, unchanged
 * and in order, but for those to which the script does something.
 *
 * Nothing in the kernel is needed for that but packet sockets (packet(7)): netem and nft's queue are not everywhere. Each link
 * of a world with cables is two pairs of devices (ports.h); nothing passes from the one to the other unless it is carried.
 * What is done to what a host sends is done on its own cable, behind the place where it is captured: so the record has each
 * packet as it was sent and, on the link of the host that it is for, as it arrived.
 *
 * The process is the director's child, does as it is told, and tells what it did.
 */
#ifndef COMMON_STAGE_CABLE_H
#define COMMON_STAGE_CABLE_H

#include <sys/types.h>

#include "common/record/timeline.h"
#include "common/script/script.h"
#include "common/stage/hosts.h"

/* The director's end. { .fd = -1 }: there are no cables. */
struct cable {
	const struct script *script;
	struct timeline *timeline;
	pid_t pid;
	int fd; /* to and from the process */
	unsigned serial; /* of the last order */
};

/* Starts the process, and returns when all is carried; nothing where the hosts have no cables. not_its: a descriptor that it is
 * not to keep open. False with a sentence in error, as all of these. */
bool cable_begin(struct cable *c, struct timeline *t, const struct script *script, const struct hosts *hosts,
		 int not_its, struct error *error);
void cable_end(struct cable *c);

/* From now on what the line says is done: it holds for all that is sent after this returns. */
bool cable_arm(struct cable *c, const struct line *line, struct error *error);
/* Sends what the line says to the host that it is for. Refused where nothing is known of which it could be a part. */
bool cable_inject(struct cable *c, const struct line *line, struct error *error);
/* Lines that say "every" hold no more. */
bool cable_mend(struct cable *c, struct error *error);
/* Waits until all that has come to an end of a cable has been carried, but for what is held back, and its news are in the
 * record. */
bool cable_drain(struct cable *c, struct error *error);
/* Takes in, without waiting, what the process tells. */
bool cable_read(struct cable *c, struct error *error);

#endif
