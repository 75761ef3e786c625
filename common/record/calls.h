/*
 * calls.h - from strace's text to events.
 *
 * Reads what `strace -f -ttt -T -yy` writes, as it arrives: a call that blocks is an event as soon
 * as strace has written its name and "(", and is completed when it returns. Lines that two
 * processes interrupt ("<unfinished ...>", "resumed>") are put together again.
 */
#ifndef COMMON_RECORD_CALLS_H
#define COMMON_RECORD_CALLS_H

#include "common/record/timeline.h"

struct call_reader;

enum { CALL_LIMIT_EVENTS = 200000, CALL_LIMIT_TEXT = 64 << 20, CALL_LIMIT_LINE = 1 << 20 };

/* One reader for each strace. Children that appear are added to the timeline as processes of `actor`. */
struct call_reader *call_reader_new(struct timeline *t, int actor);
void call_reader_free(struct call_reader *r);
/* Takes bytes in pieces of any size. Returns how many events were begun or completed. A line that is
 * not strace's (its own diagnostics) is kept: call_reader_complaint(). */
size_t call_reader_feed(struct call_reader *r, const char *bytes, size_t count);
/* The first line that could not be read, or that there was a flood: more came than is sensible (CALL_LIMIT_…), nothing is added
 * any more, and the record has a hole. NULL where all is well. */
const char *call_reader_complaint(const struct call_reader *r);
/* The whole text so far; it is the evidence, and is kept. */
const char *call_reader_text(const struct call_reader *r, size_t *length);

#endif
