/* section.c - a scenario on the page: what it says, what became of it, its controls, its script; see parts.h. */
#include "common/page/escape.h"
#include "common/page/parts.h"

/* "<span class="verdict pass">pass</span>" */
static void add_verdict(struct text *out, const char *verdict)
{
	text_addf(out, "<span class=\"verdict %s\">%s</span>", verdict, verdict);
}

static void add_link(struct text *out, const struct page_scenario *s, unsigned line)
{
	unsigned item = run_place_of(&s->places, line);

	text_add(out, "<a href=\"#");
	fragment_add(out, s->id);
	if (item)
		text_addf(out, "/%u", item);
	text_add(out, "\">");
}

/* A claim that the catalogue does not have has no row in the table to lead to. */
static void add_claim_name(struct text *out, const struct page *p, const char *id)
{
	bool known = catalogue_find(p->catalogue, id) != NULL;

	if (known) {
		text_add(out, " <a class=\"id\" href=\"#claim/");
		fragment_add(out, id);
		text_add(out, "\">");
	} else {
		text_add(out, " <span class=\"id\">");
	}
	html_add(out, id);
	text_add(out, known ? "</a>" : "</span>");
}

/* "<span class="verdict fails">fails rarely</span>" */
static void add_case(struct text *out, const struct scenario_result *r, const struct claim_result *c)
{
	text_addf(out, "<span class=\"verdict %s\">%s</span>",
		  c->shown ? claim_case_text(c->says.what) : "unshown", claim_shown_text(r, c));
}

static void add_claim(struct text *out, const struct page *p, const struct page_scenario *s,
		      const struct claim_result *c)
{
	text_add(out, "<li>");
	add_case(out, s->result, c);
	add_claim_name(out, p, c->id);
	if (c->says.text) {
		text_add(out, "<p>");
		html_add(out, c->says.text);
		text_add(out, "</p>");
	}
	text_add(out, "<ul class=\"evidence\">");
	for (size_t i = 0; i < c->evidence_count; i++) {
		text_add(out, "<li>");
		add_link(out, s, c->evidence[i].line);
		html_add(out, c->evidence[i].text ? c->evidence[i].text : "");
		text_add(out, "</a>\n");
	}
	text_add(out, "</ul>\n");
}

static void add_claims(struct text *out, const struct page *p, const struct page_scenario *s)
{
	if (!s->result->claim_count)
		return;
	text_add(out, "<h3>Claims</h3>\n<ul class=\"claims\">\n");
	for (size_t i = 0; i < s->result->claim_count; i++)
		add_claim(out, p, s, &s->result->claims[i]);
	text_add(out, "</ul>\n");
}

static void add_controls(struct text *out, const struct page_scenario *s)
{
	if (!s->result->control_count)
		return;
	text_add(out, "<h3>Controls</h3>\n<ul class=\"controls\">\n");
	for (size_t i = 0; i < s->result->control_count; i++) {
		const struct control_result *c = &s->result->controls[i];

		text_addf(out, "<li>%s<code>", c->variant ? "variant " : "");
		html_add(out, c->text);
		text_add(out, "</code> ");
		html_add(out, c->sentence);
		text_add(out, c->as_it_must ? ", as it must\n" : "\n");
	}
	text_add(out, "</ul>\n");
}

static void add_source(struct text *out, const struct page *p)
{
	if (!p->source)
		return;
	text_add(out, "<details class=\"source\" open><summary>The script</summary><pre>");
	html_add_lines(out, p->source);
	text_add(out, "</pre></details>\n");
}

static void add_count(struct text *out, unsigned n, const char *what, const char *end)
{
	text_addf(out, " %u %s%s%s", n, what, n == 1 ? "" : "s", end);
}

void section_write(struct page *p)
{
	const struct page_scenario *s = &p->scenarios[p->count - 1];
	const struct scenario_result *r = s->result;
	struct text *out = &p->sections;

	text_add(out, "<section class=\"scenario\" tabindex=\"-1\" id=\"");
	fragment_add(out, s->id);
	text_add(out, "\">\n<h2><span class=\"name\">");
	html_add(out, s->id);
	text_add(out, "</span> <span class=\"title\">");
	html_add(out, r->title);
	text_add(out, "</span></h2>\n<p class=\"outcome\">");
	add_verdict(out, verdict_text(r->verdict));
	add_count(out, r->segments, "segment", r->may ? "" : " ·");
	if (r->may)
		text_addf(out, " (and %u that may come) ·", r->may);
	add_count(out, r->calls, "call", " ·");
	add_count(out, r->states, "state", ",");
	text_addf(out, " %.2f s", r->seconds);
	if (r->reason && *r->reason) {
		text_add(out, "<br>");
		html_add(out, r->reason);
	}
	text_add(out, "</p>\n<div class=\"stage\"></div>\n<noscript><ol class=\"steps\">\n");
	text_add(out, text_chars(&p->list));
	text_add(out, "</ol></noscript>\n<div class=\"notes\">\n<div>");
	add_claims(out, p, s);
	text_add(out, "</div>\n<div>");
	add_controls(out, s);
	text_add(out, "</div>\n</div>\n");
	add_source(out, p);
	text_add(out, "</section>\n\n");
}
