/* json.c - text of any origin as JSON strings; see json.h. */
#include "common/base/json.h"

#include "common/base/text.h"

json_t *json_shown(const char *bytes)
{
	struct text safe = { 0 };
	json_t *value;

	text_add_safe(&safe, bytes ? bytes : "");
	value = json_string(text_chars(&safe));
	text_free(&safe);
	return value;
}

json_t *json_text(const char *bytes)
{
	json_t *value = json_string(bytes ? bytes : "");

	return value ? value : json_shown(bytes);
}

json_t *json_text_or_null(const char *bytes)
{
	return bytes ? json_text(bytes) : json_null();
}
