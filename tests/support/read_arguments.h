/* read_arguments.h - the arguments of a call, read from their text. Each file has them of its own. */
#ifndef TESTS_READ_ARGUMENTS_H
#define TESTS_READ_ARGUMENTS_H

#include <check.h>
#include <string.h>

#include "common/calls/arguments.h"

static struct arena *arena;
static struct arguments args;

static inline void begin(void)
{
	arena = arena_new();
}

static inline void end(void)
{
	arena_free(arena);
}

/* The arguments of a call of this name, from their text. */
static inline void read_call(const char *name, const char *text)
{
	args = arguments_read(arena, call_row(name), text, strlen(text));
}

static inline const struct argument *arg(size_t index)
{
	ck_assert_uint_lt(index, args.count);
	return &args.at[index];
}

static inline const struct argument *of_kind(size_t index, enum value_kind kind)
{
	ck_assert_msg(arg(index)->kind == kind, "%s: %d and not %d", arg(index)->text, arg(index)->kind,
		      kind);
	return arg(index);
}

static inline struct call_outcome outcome(const char *text)
{
	return outcome_read(arena, text, strlen(text), &args);
}

#endif
