/*
 * annotations.c - results as workflow commands of GitHub Actions, which stand beside the script on the page of a commit
 * or a student's submission (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/report/forms.h"

/* The runner ends a message at a line's end, and a property also at ':' and ','; '%' begins an escape. */
static void add_escaped(struct text *out, const char *string, const char *also)
{
	struct text safe = { 0 };

	text_add_safe(&safe, string);
	for (const char *s = text_chars(&safe); *s; s++) {
		if (*s == '%' || strchr(also, *s))
			text_addf(out, "%%%02X", (unsigned char)*s);
		else
			text_add_bytes(out, s, 1);
	}
	text_free(&safe);
}

static const char *severity(enum verdict v)
{
	return v == RESULT_FAIL ? "error" : v == RESULT_INCONCLUSIVE ? "warning" : "notice";
}

char *results_to_annotations(struct scenario_result *const *results, size_t count, const char *kernel,
			     json_t *claims)
{
	struct text out = { 0 };

	(void)kernel;
	(void)claims;
	text_add(&out, ""); /* a run in which all held has nothing to say, and is a text still */
	for (size_t i = 0; i < count; i++) {
		const struct scenario_result *r = results[i];

		if (r->verdict == RESULT_PASS)
			continue;
		text_addf(&out, "::%s file=", severity(r->verdict));
		add_escaped(&out, r->file, ":,");
		text_add(&out, ",title=");
		add_escaped(&out, r->lab, ":,");
		text_add(&out, "/");
		add_escaped(&out, r->name, ":,");
		text_addf(&out, " - %s::", verdict_text(r->verdict));
		add_escaped(&out, *r->advice ? r->advice : r->reason, "");
		text_add(&out, "\n");
	}
	return out.chars;
}
