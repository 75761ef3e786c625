/* prediction.c - what a claim predicts: read by the parser of scripts, and held against a script's stars; see prediction.h. */
#include "common/claims/prediction.h"

#include <string.h>

#include "common/base/text.h"
#include "common/claims/match.h"

/* In world hosts, so that the router and the hosts themselves can be named as well. */
static const char head[] =
	"title predicted\nworld hosts\nstart X = exec X\nstart Y = exec Y\nstart Z = exec Z\n";
enum { HEAD_LINES = 5, HEAD_ACTIONS = 3, PREDICTIONS_MOST = 16 };

/* "A ; B" as two lines: a semicolon in quotes is none. */
static void add_lines(struct text *out, const char *text)
{
	bool quoted = false;

	for (; *text; text++) {
		if (*text == '"')
			quoted = !quoted;
		text_add_bytes(out, *text == ';' && !quoted ? "\n" : text, 1);
	}
	text_add(out, "\n");
}

/* Nothing but expectations, and of those none that says nothing by itself. */
static bool check(const struct claim_prediction *p, struct error *e)
{
	const struct script *s = p->script;

	if (!p->count || s->claim_count || s->control_count || s->act_count != HEAD_ACTIONS)
		return error_set(e, "expected segments, calls, signals, ends and states, separated by ';'");
	if (p->count > PREDICTIONS_MOST || s->name_count > NAMES_BOUND)
		return error_set(e, "more than %d predictions", PREDICTIONS_MOST);
	for (size_t i = 0; i < p->count; i++)
		if (p->lines[i].starred || p->lines[i].may)
			return error_set(e, "'%s': a prediction has no star and no 'may'", p->lines[i].text);
	for (size_t i = 0; i < p->count; i++)
		if (p->lines[i].each || p->lines[i].counts)
			return error_set(e, "'%s': a prediction has no 'each' and no 'count'",
					 p->lines[i].text);
	return true;
}

bool prediction_parse(struct claim_prediction *p, const char *text, struct error *e)
{
	struct script_error fault;
	struct text source = { 0 };

	*p = (struct claim_prediction){ 0 };
	text_add(&source, head);
	add_lines(&source, text);
	p->script = script_parse("prediction", text_chars(&source), source.length, &fault);
	text_free(&source);
	if (!p->script)
		return error_set(e, "prediction %u, '%s': %s",
				 fault.line > HEAD_LINES ? fault.line - HEAD_LINES : 1,
				 fault.source + strspn(fault.source, " "), fault.message);
	p->lines = p->script->lines + HEAD_ACTIONS;
	p->count = p->script->line_count - HEAD_ACTIONS;
	if (check(p, e))
		return true;
	prediction_free(p);
	return false;
}

void prediction_free(struct claim_prediction *p)
{
	script_free(p->script);
	*p = (struct claim_prediction){ 0 };
}

/* A star for each prediction from `from` on, whatever combination it takes. *reached: how far any of them came. */
static bool find_stars(const struct claim_prediction *p, const struct script *s, size_t claim, size_t from,
		       struct mapping *m, size_t *reached)
{
	*reached = from > *reached ? from : *reached;
	if (from == p->count)
		return true;
	for (size_t i = 0; i < s->line_count; i++) {
		struct mapping tried = *m;

		if (!line_is_star_of(&s->lines[i], claim) ||
		    !line_is_instance(&s->lines[i], &p->lines[from], &tried) ||
		    !find_stars(p, s, claim, from + 1, &tried, reached))
			continue;
		*m = tried;
		return true;
	}
	return false;
}

const struct line *prediction_unshown(const struct claim_prediction *p, const struct script *s, size_t index)
{
	struct mapping m = { 0 };
	size_t reached = 0;

	return find_stars(p, s, index, 0, &m, &reached) ? NULL : &p->lines[reached];
}

bool prediction_contradicted(const struct claim_prediction *p, const struct script *s, size_t index)
{
	for (size_t i = 0; i < s->line_count; i++)
		for (size_t k = 0; k < p->count && line_is_star_of(&s->lines[i], index); k++) {
			struct mapping m = { 0 };

			if (line_contradicts(&s->lines[i], &p->lines[k], &m))
				return true;
		}
	return false;
}
