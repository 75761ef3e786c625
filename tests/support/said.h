/* said.h - what an error says, for an assertion to look at. */
#ifndef TESTS_SUPPORT_SAID_H
#define TESTS_SUPPORT_SAID_H

#include "common/base/error.h"

/* Until the next call. */
static inline const char *said(const struct error *e)
{
	static char text[ERROR_TEXT];

	return error_text(e, text);
}

#endif
