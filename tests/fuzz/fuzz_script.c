/* fuzz_script.c - libFuzzer target: the parser on arbitrary bytes. No crash, no leak, and every script that
 * parses can be changed by each of its controls; every error can be shown. */
#include <stdint.h>
#include <stdlib.h>

#include "common/script/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct script_error error;
	struct script *s = script_parse("lab/fuzz.lab", (const char *)data, size, &error);

	if (!s) {
		char *text = script_error_text("lab/fuzz.lab", &error);

		/* A message, and a place within the line that it shows. */
		if (!error.message[0] || error.caret >= sizeof(error.source) || !text)
			abort();
		free(text);
		return 0;
	}
	for (size_t i = 0; i < s->control_count; i++) {
		struct script *with = script_with_control(s, i);

		for (size_t k = 0; k < with->line_count; k++)
			if (!with->lines[k].act || with->lines[k].act > with->act_count)
				abort();
		script_free(with);
	}
	script_free(s);
	return 0;
}
