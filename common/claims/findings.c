/* findings.c - what the audit has found, on a terminal; see audit.h. */
#include "common/claims/audit.h"

#include "common/report/strip.h"

void findings_draw(struct text *out, const struct findings *f, const struct ladder_style *style)
{
	enum { TEXT_AT = 4 };
	struct text line = { 0 };

	for (size_t i = 0; i < f->count; i++) {
		const struct finding *one = &f->list[i];

		text_addf(&line, "%s%s%s", one->place, *one->place && *one->id ? ": " : "", one->id);
		strip_line(out, style, 0, text_chars(&line), LOOK_STRONG);
		strip_paragraph(out, style, 0, "", LOOK_PLAIN, TEXT_AT, one->what, LOOK_BAD);
		text_free(&line);
	}
	if (f->count)
		text_addf(&line, "%zu finding%s", f->count, f->count == 1 ? "" : "s");
	else
		text_add(&line, "each verdict follows from its evidence");
	strip_paragraph(out, style, 0, "", LOOK_PLAIN, 0, text_chars(&line),
			(f->count ? LOOK_BAD : LOOK_GOOD) | LOOK_STRONG);
	text_free(&line);
}
