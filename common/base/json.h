/*
 * json.h - text of any origin as JSON strings, for jansson, by which all JSON here is written: it takes UTF-8 only.
 */
#ifndef COMMON_BASE_JSON_H
#define COMMON_BASE_JSON_H

#include <jansson.h>

/* The text as it is; where it is not UTF-8, what is not is written as \xNN. NULL: "". The caller owns it. */
json_t *json_text(const char *bytes);
json_t *json_text_or_null(const char *bytes); /* NULL: null */
/* As people are to see it: what could do harm where it is shown is written as \xNN (text_add_safe()). NULL: "". */
json_t *json_shown(const char *bytes);

#endif
