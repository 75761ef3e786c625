/*
 * junit.c - results as the XML that continuous integration reads as JUnit's: a test suite a lab, a test case a
 * scenario. Inconclusive is an error, not a failure: the experiment went wrong, not the claim.
 *
 * There is no standard; elements and attributes are those that the strictest public schema allows, the junit-10.xsd of
 * Jenkins' xUnit plugin (tests/fixtures/junit.rng states its rules).
 */
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/report/forms.h"

/* Text or an attribute's value. XML 1.0 allows neither control characters nor bad UTF-8, even escaped
 * (section 2.2): text_add_safe() has made both into words; newlines and tabs are kept. */
static void add_xml(struct text *out, const char *string, bool attribute)
{
	while (*string) {
		size_t length = strcspn(string, "\n\t\033");
		struct text piece = { 0 }, safe = { 0 };

		text_add_bytes(&piece, string, length);
		text_add_safe(&safe, text_chars(&piece));
		for (const char *s = text_chars(&safe); *s; s++) {
			if (*s == '&')
				text_add(out, "&amp;");
			else if (*s == '<')
				text_add(out, "&lt;");
			else if (*s == '>')
				text_add(out, "&gt;");
			else if (*s == '"')
				text_add(out, "&quot;");
			else if (strncmp(s, "\xef\xbf\xbe", 3) == 0 || strncmp(s, "\xef\xbf\xbf", 3) == 0)
				s += 2, text_add(out, "?"); /* U+FFFE and U+FFFF are no characters */
			else
				text_add_bytes(out, s, 1);
		}
		text_free(&piece);
		text_free(&safe);
		string += length;
		if (*string == '\033') { /* a colour of the ladder */
			string = text_past_escape(string);
		} else if (*string) {
			text_add(out, *string == '\n' ? (attribute ? "&#10;" : "\n")
				      : attribute     ? "&#9;"
						      : "\t");
			string++;
		}
	}
}

static void add_attribute(struct text *out, const char *name, const char *value)
{
	text_addf(out, " %s=\"", name);
	add_xml(out, value, true);
	text_add(out, "\"");
}

struct counts {
	size_t tests, failures, errors, skipped;
	double seconds;
};

static struct counts tally(struct scenario_result *const *results, size_t total, const char *lab)
{
	struct counts c = { 0 };

	for (size_t i = 0; i < total; i++) {
		if (lab && strcmp(results[i]->lab, lab) != 0)
			continue;
		c.tests++;
		c.failures += results[i]->verdict == RESULT_FAIL;
		c.errors += results[i]->verdict == RESULT_INCONCLUSIVE;
		c.skipped += results[i]->verdict == RESULT_SKIP;
		c.seconds += results[i]->seconds;
	}
	return c;
}

static void add_counts(struct text *out, const struct counts *c)
{
	text_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"%.3f\"", c->tests, c->failures,
		  c->errors, c->seconds);
}

static void add_case(struct text *out, const struct scenario_result *r)
{
	const char *element = NULL;

	text_add(out, "    <testcase");
	add_attribute(out, "classname", r->lab);
	add_attribute(out, "name", r->name);
	text_addf(out, " time=\"%.3f\">\n", r->seconds);
	switch (r->verdict) {
	case RESULT_PASS: break;
	case RESULT_FAIL: element = "failure"; break;
	case RESULT_INCONCLUSIVE: element = "error"; break;
	case RESULT_SKIP:
		text_add(out, "      <skipped");
		add_attribute(out, "message", r->reason);
		text_add(out, "/>\n");
		break;
	}
	if (element) {
		text_addf(out, "      <%s", element);
		add_attribute(out, "type", verdict_text(r->verdict));
		add_attribute(out, "message", r->reason);
		text_add(out, ">");
		add_xml(out, *r->text ? r->text : r->reason, false);
		text_addf(out, "</%s>\n", element);
	}
	text_add(out, "      <system-out>");
	add_xml(out, r->title, false);
	for (size_t i = 0; i < r->claim_count; i++) {
		text_add(out, "\n");
		add_xml(out, r->claims[i].id, false);
		text_addf(out, ": %s", claim_shown_text(r, &r->claims[i]));
	}
	text_add(out, "</system-out>\n    </testcase>\n");
}

static bool lab_is_new(struct scenario_result *const *results, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(results[i]->lab, results[index]->lab) == 0)
			return false;
	return true;
}

char *results_to_junit(struct scenario_result *const *results, size_t count, const char *kernel,
		       json_t *claims)
{
	struct counts all = tally(results, count, NULL);
	struct text out = { 0 };

	(void)claims;
	text_add(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"socklab\"");
	add_counts(&out, &all);
	text_add(&out, ">\n");
	for (size_t i = 0; i < count; i++) {
		struct counts c;

		if (!lab_is_new(results, i))
			continue;
		c = tally(results, count, results[i]->lab);
		text_add(&out, "  <testsuite");
		add_attribute(&out, "name", results[i]->lab);
		add_counts(&out, &c);
		text_addf(&out, " skipped=\"%zu\">\n    <properties><property name=\"kernel\"", c.skipped);
		add_attribute(&out, "value", kernel);
		text_add(&out, "/></properties>\n");
		for (size_t k = i; k < count; k++)
			if (strcmp(results[k]->lab, results[i]->lab) == 0)
				add_case(&out, results[k]);
		text_add(&out, "  </testsuite>\n");
	}
	text_add(&out, "</testsuites>\n");
	return out.chars;
}
