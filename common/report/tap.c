/*
 * tap.c - results as TAP 13 (https://testanything.org/tap-version-13-specification.html), diagnostics as its YAML
 * blocks. Nothing in a result can begin a line or a directive of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/report/forms.h"

/* A description: one line in which '#' would begin a directive. */
static void add_description(struct text *out, const char *string)
{
	struct text safe = { 0 };

	text_add_safe(&safe, string);
	for (const char *s = text_chars(&safe); *s; s++) {
		if (*s == '#' || (*s == '\\' && s[1] != 'n' && s[1] != 't' && s[1] != 'x' && s[1] != 'u'))
			text_add(out, "\\");
		text_add_bytes(out, s, 1);
	}
	text_free(&safe);
}

/* A YAML double-quoted scalar: for what text_add_safe() leaves, JSON's escapes are YAML's. */
static void add_quoted(struct text *out, const char *string)
{
	struct text safe = { 0 };

	text_add_safe(&safe, string);
	text_add(out, "\"");
	for (const char *s = text_chars(&safe); *s; s++) {
		if (*s == '"' || *s == '\\')
			text_add(out, "\\");
		text_add_bytes(out, s, 1);
	}
	text_add(out, "\"");
	text_free(&safe);
}

static void add_field(struct text *out, const char *indent, const char *key, const char *value)
{
	text_addf(out, "%s%s: ", indent, key);
	add_quoted(out, value);
	text_add(out, "\n");
}

static void add_diagnostics(struct text *out, const struct scenario_result *r)
{
	text_add(out, "  ---\n");
	add_field(out, "  ", "verdict", verdict_text(r->verdict));
	if (*r->reason)
		add_field(out, "  ", "message", r->reason);
	add_field(out, "  ", "file", r->file);
	if (*r->advice)
		add_field(out, "  ", "advice", r->advice);
	text_addf(out, "  duration_ms: %.3f\n", r->seconds * 1e3);
	if (r->control_count)
		text_add(out, "  controls:\n");
	for (size_t i = 0; i < r->control_count; i++) {
		add_field(out, "    - ", "text", r->controls[i].text);
		text_addf(out, "      as_it_must: %s\n", r->controls[i].as_it_must ? "true" : "false");
		add_field(out, "      ", "sentence", r->controls[i].sentence);
	}
	if (r->claim_count)
		text_add(out, "  claims:\n");
	for (size_t i = 0; i < r->claim_count; i++) {
		const struct claim_result *c = &r->claims[i];

		add_field(out, "    - ", "id", c->id);
		add_field(out, "      ", "case", claim_says_text(&c->says, r->arena));
		text_addf(out, "      shown: %s\n", c->shown ? "true" : "false");
		if (c->evidence_count)
			add_field(out, "      ", "evidence", c->evidence[0].text);
	}
	text_add(out, "  ...\n");
}

char *results_to_tap(struct scenario_result *const *results, size_t count, const char *kernel, json_t *claims)
{
	struct text out = { 0 };

	(void)kernel;
	(void)claims;
	text_addf(&out, "TAP version 13\n1..%zu", count);
	text_add(&out, count ? "\n" : " # SKIP nothing was run\n");
	for (size_t i = 0; i < count; i++) {
		const struct scenario_result *r = results[i];
		bool good = r->verdict == RESULT_PASS || r->verdict == RESULT_SKIP;

		text_addf(&out, "%s %zu - ", good ? "ok" : "not ok", i + 1);
		add_description(&out, r->lab);
		text_add(&out, "/");
		add_description(&out, r->name);
		text_add(&out, ": ");
		add_description(&out, r->title);
		if (r->verdict == RESULT_SKIP) {
			text_add(&out, " # SKIP ");
			add_description(&out, r->reason);
		}
		text_add(&out, "\n");
		if (r->verdict != RESULT_SKIP)
			add_diagnostics(&out, r);
	}
	return out.chars;
}
