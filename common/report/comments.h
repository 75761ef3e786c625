/*
 * comments.h - what stands beside each frame in wire.pcapng: the script line that it met, and the claims whose
 * evidence it is; for the rest, why it needs no line. No frame is without one.
 */
#ifndef COMMON_REPORT_COMMENTS_H
#define COMMON_REPORT_COMMENTS_H

#include "common/judge/judge.h"

/* One string per event of the timeline that is a packet, NULL for the others, into the judgement's arena. */
const char *const *frame_comments(const struct script *script, const struct timeline *timeline,
				  const struct judgement *judgement);

#endif
