/* loader.c - what went wrong in reading a run's folder back; see loader.h. */
#include "common/record/loader.h"

#include <stdarg.h>

void loader_pass(struct loader *l, const struct error *error)
{
	if (l->failed)
		return;
	error_pass(l->error, error);
	error_within(l->error, "%s", l->path);
	l->failed = true;
}

void loader_fail(struct loader *l, const char *format, ...)
{
	struct error error;
	va_list args;

	va_start(args, format);
	error_vset(&error, 0, format, args);
	va_end(args);
	loader_pass(l, &error);
}
