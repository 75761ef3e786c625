/* index_html.c - all scenarios, lab by lab; see parts.h. */
#include <string.h>

#include "common/page/escape.h"
#include "common/page/parts.h"

static void add_scenario(struct text *out, const struct page_scenario *s)
{
	const char *verdict = verdict_text(s->result->verdict);

	text_addf(out, "<li data-verdict=\"%s\"><a href=\"#", verdict);
	fragment_add(out, s->id);
	text_add(out, "\"><span class=\"name\">");
	html_add(out, s->result->name);
	text_add(out, "</span> <span class=\"title\">");
	html_add(out, s->result->title);
	text_addf(out, "</span></a> <span class=\"verdict %s\">%s</span>\n", verdict, verdict);
}

void index_html(struct text *out, const struct page *p)
{
	const char *lab = NULL;

	for (size_t i = 0; i < p->count; i++) {
		const struct page_scenario *s = &p->scenarios[i];

		if (!lab || strcmp(lab, s->result->lab) != 0) {
			text_add(out, lab ? "</ol></section>\n" : "");
			lab = s->result->lab;
			text_add(out, "<section class=\"lab\" id=\"lab/");
			fragment_add(out, lab);
			text_add(out, "\"><h3>");
			html_add(out, lab);
			text_add(out, "</h3>\n<ol class=\"scenarios\">\n");
		}
		add_scenario(out, s);
	}
	text_add(out, lab ? "</ol></section>\n" : "<p>No scenario has been run yet.</p>\n");
}
