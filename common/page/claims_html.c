/* claims_html.c - the table of claims on the page; see parts.h. */
#include <string.h>

#include "common/claims/search.h"
#include "common/page/escape.h"
#include "common/page/parts.h"

/* The status as a class and in the filter: one word. */
static const char *status_word(enum claim_status s)
{
	switch (s) {
	case CLAIM_UNTRIED: return "untried";
	case CLAIM_UNPLAYED: return "unplayed";
	case CLAIM_RARELY: return "rarely";
	default: return claim_status_text(s);
	}
}

static const struct page_scenario *scenario_of(const struct page *p, const struct scenario_result *r)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->scenarios[i].result == r)
			return &p->scenarios[i];
	return NULL;
}

/* "frame 6", "close" */
static const char *evidence_word(struct arena *a, const struct evidence *e)
{
	switch (e->kind) {
	case EVIDENCE_FRAME: return e->frame ? arena_printf(a, "frame %u", e->frame) : "absence";
	case EVIDENCE_CALL: return e->call ? e->call : "call";
	case EVIDENCE_STATE: return "state";
	}
	return "";
}

static void add_case(struct text *out, const struct page *p, const struct claim_voice *v)
{
	const struct claim_says *says = &v->result->says;

	text_addf(out, " <span class=\"case %s\">%s</span>",
		  !v->result->shown ? "unshown"
		  : says->rare	    ? "rare"
				    : claim_case_text(says->what),
		  v->result->shown ? claim_says_text(says, p->arena) : verdict_text(v->scenario->verdict));
}

/* Of what was not played there is no section to lead to. */
static void add_name(struct text *out, const struct page_scenario *s, const struct scenario_result *r)
{
	if (s) {
		text_add(out, "<a href=\"#");
		fragment_add(out, s->id);
		text_add(out, "\">");
	}
	html_add(out, r->lab);
	text_add(out, "/");
	html_add(out, r->name);
	text_add(out, s ? "</a>" : "");
}

static void add_links(struct text *out, const struct page *p, const struct page_scenario *s,
		      const struct claim_voice *v)
{
	for (size_t i = 0; s && i < v->result->evidence_count; i++) {
		const struct evidence *e = &v->result->evidence[i];
		unsigned item = run_place_of(&s->places, e->line);

		if (!item)
			continue;
		text_add(out, " <a href=\"#");
		fragment_add(out, s->id);
		text_addf(out, "/%u\">", item);
		html_add(out, evidence_word(p->arena, e));
		text_add(out, "</a>");
	}
}

static void add_voice(struct text *out, const struct page *p, const struct claim_voice *v)
{
	const struct page_scenario *s = scenario_of(p, v->scenario);
	const char *sentence = v->result->shown ? v->result->sentence : v->scenario->reason;

	text_add(out, "<div class=\"voice\">");
	add_name(out, s, v->scenario);
	add_case(out, p, v);
	add_links(out, p, s, v);
	if (*sentence) {
		text_add(out, "<p>");
		html_add(out, sentence);
		text_add(out, "</p>");
	}
	text_add(out, "</div>");
}

/* What the page's search finds the claim by besides what it shows. */
static void add_words(struct text *out, const struct claim_row *row)
{
	struct text words = { 0 }, meanings = { 0 };

	text_addf(&words, "%s ", row->claim->topic);
	search_background(&words, row);
	for (size_t i = 0; i < row->voice_count; i++)
		search_add_once(&words, row->voices[i].result->says.text);
	search_meanings(&meanings, row->claim->claim);
	search_meanings(&meanings, text_chars(&words));
	text_add(&words, text_chars(&meanings));
	text_add(out, " data-words=\"");
	html_add(out, text_chars(&words));
	text_add(out, "\"");
	text_free(&words);
	text_free(&meanings);
}

/* What a function of table.h's says of the row, as a paragraph; nothing where it says nothing. */
static void add_told(struct text *out, const struct claim_row *row, const char *class,
		     void (*say)(struct text *out, const struct claim_row *row))
{
	struct text text = { 0 };

	say(&text, row);
	if (text.length) {
		text_addf(out, "<p class=\"%s\">", class);
		html_add(out, text_chars(&text));
		text_add(out, "</p>");
	}
	text_free(&text);
}

static void add_row(struct text *out, const struct page *p, const struct claim_row *row)
{
	const char *status = status_word(row->status);
	struct text text = { 0 };

	text_addf(out, "<tr data-status=\"%s\"", status);
	add_words(out, row);
	text_add(out, " id=\"claim/");
	fragment_add(out, row->claim->id);
	text_addf(out, "\"><td><span class=\"verdict %s\">%s</span>", status, claim_status_text(row->status));
	if (claim_is_told(row) && row->shown < row->cases)
		text_addf(out, "<p class=\"part\">%zu of %zu</p>", row->shown, row->cases);
	text_add(out, "</td>\n<td><a class=\"id\" href=\"#claim/");
	fragment_add(out, row->claim->id);
	text_add(out, "\">");
	html_add(out, row->claim->id);
	text_add(out, "</a><p class=\"sentence\">");
	html_add(out, row->claim->claim);
	text_add(out, "</p>");
	if (row->claim->undecidable) {
		text_add(out, "<p class=\"instead\">");
		html_add(out, row->claim->undecidable);
		text_add(out, "</p>");
	}
	add_told(out, row, "instead", claim_instead_text);
	add_told(out, row, "waited", claim_waited_text);
	text_add(out, "</td>\n<td>");
	for (size_t i = 0; i < row->voice_count; i++)
		add_voice(out, p, &row->voices[i]);
	text_add(out, "</td>\n<td class=\"sources\">");
	claim_sources_text(&text, row->claim->sources);
	if (text.length)
		html_add(out, text_chars(&text));
	add_told(out, row, "at", claim_circumstances_text);
	text_add(out, "</td></tr>\n");
	text_free(&text);
}

static void add_errors(struct text *out, const struct claims_table *t)
{
	for (size_t i = 0; i < t->error_count; i++) {
		text_add(out, "<p class=\"error\">");
		html_add(out, t->errors[i]);
		text_add(out, "</p>\n");
	}
}

/* The filter's buttons say how many there are of each, so they are the summary as well. */
static void add_filter(struct text *out, const struct claims_table *t)
{
	text_add(out, "<div class=\"filter\" role=\"group\" aria-label=\"Show claims by verdict\">\n");
	for (size_t s = 0; s < CLAIM_STATUSES; s++)
		if (t->counts[s])
			text_addf(out,
				  "<button type=\"button\" class=\"verdict %s\" data-status=\"%s\" "
				  "aria-pressed=\"%s\">%zu %s</button>\n",
				  status_word((enum claim_status)s), status_word((enum claim_status)s),
				  s == CLAIM_UNTRIED || s == CLAIM_UNPLAYED ? "false" : "true", t->counts[s],
				  claim_status_text((enum claim_status)s));
	text_add(out, "</div>\n");
}

static bool is_first_of_topic(const struct claims_table *t, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(t->rows[i].claim->topic, t->rows[index].claim->topic) == 0)
			return false;
	return true;
}

void claims_html(struct text *out, const struct page *p, const struct claims_table *t)
{
	add_errors(out, t);
	add_filter(out, t);
	text_add(
		out,
		"<table class=\"claims\">\n<thead><tr><th scope=\"col\">On this kernel<th scope=\"col\">Claim, and "
		"what Linux does<th scope=\"col\">Evidence<th scope=\"col\">Source</tr></thead>\n");
	for (size_t i = 0; i < t->count; i++) {
		const char *topic = t->rows[i].claim->topic;

		if (!is_first_of_topic(t, i))
			continue;
		text_add(out, "<tbody><tr class=\"topic\"><th colspan=\"4\" scope=\"rowgroup\" id=\"topic/");
		fragment_add(out, topic);
		text_add(out, "\">");
		html_add(out, *topic ? topic : "(no topic)");
		text_add(out, "</th></tr>\n");
		for (size_t k = i; k < t->count; k++)
			if (strcmp(t->rows[k].claim->topic, topic) == 0)
				add_row(out, p, &t->rows[k]);
		text_add(out, "</tbody>\n");
	}
	text_add(out, "</table>\n");
}
