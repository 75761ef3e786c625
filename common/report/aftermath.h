/*
 * aftermath.h - what helps after a run that did not pass: what its programs printed, and where to look next.
 */
#ifndef COMMON_REPORT_AFTERMATH_H
#define COMMON_REPORT_AFTERMATH_H

#include "common/base/text.h"
#include "common/report/ladder.h"

/* The last lines of what a program wrote on standard output and error; nothing where it wrote nothing. */
void output_draw(struct text *out, const char *actor, const char *bytes, size_t length,
		 const struct ladder_style *style);
/* What a program of the reader's own calls, and ours does not, or the other way round: one sentence. */
void beside_draw(struct text *out, const char *sentence, const struct ladder_style *style);
/* The command that draws the whole ladder, and the capture for Wireshark. */
void next_draw(struct text *out, const char *show, const char *capture, const struct ladder_style *style);

#endif
