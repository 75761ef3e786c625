/* parsed_script.c - scripts from their text; see parsed_script.h. */
#include "tests/support/parsed_script.h"

#include <check.h>
#include <string.h>

struct script *parse(const char *text)
{
	struct script_error error;
	struct script *s = script_parse("labs/linger/02-rst.lab", text, strlen(text), &error);

	ck_assert_msg(s != NULL, "line %u column %u: %s", error.line, error.column, error.message);
	return s;
}
