/* audit.c - does each verdict follow from its evidence? See audit.h. */
#include "common/claims/audit.h"

#include <stdarg.h>
#include <string.h>

#include "common/base/slip.h"

/* ---- the list ---- */

struct findings *findings_new(void)
{
	struct arena *arena = arena_new();
	struct findings *f = arena_alloc(arena, sizeof(*f));

	f->arena = arena;
	return f;
}

void findings_free(struct findings *f)
{
	if (f)
		arena_free(f->arena);
}

void findings_add(struct findings *f, const char *id, const char *place, const char *format, ...)
{
	struct finding new = { .id = arena_string(f->arena, id), .place = arena_string(f->arena, place) };
	va_list args;

	va_start(args, format);
	new.what = arena_vprintf(f->arena, format, args);
	va_end(args);
	f->list = arena_grow(f->arena, f->list, f->count, &f->capacity, sizeof(new));
	f->list[f->count++] = new;
}

/* ---- one claim line of a script ---- */

/* What a rule looks at. */
struct claim_look {
	struct findings *f;
	const struct script *script;
	size_t index; /* of the script's claims */
	const struct claim_line *line;
	const struct claim *claim; /* NULL: the catalogue has none of that id */
	const char *place;
};

static void look_found(const struct claim_look *l, const char *what)
{
	findings_add(l->f, l->line->id, l->place, "%s", what);
}

static const char *words(const struct claim_look *l)
{
	return claim_says_text(&l->line->says, l->f->arena);
}

/* A question is answered, and a sentence holds or fails. */
static void check_form(const struct claim_look *l)
{
	const struct claim_says *says = &l->line->says;
	struct arena *a = l->f->arena;

	if (l->claim->form == SENTENCE_QUESTION && says->what != CASE_ANSWERS)
		look_found(l, arena_printf(a, "'%s', but the claim is a question: 'answers 1/%u \"...\"'",
					   words(l), l->claim->parts));
	else if (l->claim->form != SENTENCE_QUESTION && says->what == CASE_ANSWERS)
		look_found(l, arena_printf(a, "'%s', but the claim is no question: it holds or fails",
					   words(l)));
	else if (says->what == CASE_ANSWERS && says->parts != l->claim->parts)
		look_found(l, arena_printf(a, "'%s', but the question has %u parts in the catalogue",
					   words(l), l->claim->parts));
}

static void check_undecided(const struct claim_look *l)
{
	if (l->claim->undecidable)
		look_found(l, arena_printf(l->f->arena, "it is listed as undecidable: %s",
					   l->claim->undecidable));
}

static bool has_variant(const struct script *s)
{
	return s->control_count > script_control_count(s);
}

static void check_variant(const struct claim_look *l)
{
	if (l->claim->form == SENTENCE_SAME && l->line->says.what == CASE_HOLDS && !has_variant(l->script))
		look_found(
			l,
			"it says that two ways do the same, and the script has no variant: a control can only "
			"show where they differ");
}

/* "unless ..." tells of a case that is not played here. */
static bool begins_otherwise(const char *text)
{
	static const char *const words[] = { "unless ", "only ", "but ", "except " };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strncmp(text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static void check_text(const struct claim_look *l)
{
	const char *text = l->line->says.text, *word;
	struct arena *a = l->f->arena;

	if (!text)
		return;
	if (l->line->says.what == CASE_FAILS && begins_otherwise(text))
		look_found(
			l,
			arena_printf(a,
				     "\"%s\" says when it holds: expected under which condition it fails, as "
				     "it does here",
				     text));
	else if (l->line->says.what == CASE_FAILS && !strstr(text, ": "))
		look_found(l, arena_printf(a, "\"%s\": expected the condition, ': ', and what happens then",
					   text));
	word = condition_unplayed(l->script, text, a);
	if (word)
		look_found(l, arena_printf(a, "its text speaks of %s, and nothing that the script plays does",
					   word));
}

/* The stars, with their lines: "line 15: client > server R. 6:6(0)". */
static const char *stars_text(const struct claim_look *l)
{
	const char *text = "";

	for (size_t i = 0; i < l->script->line_count; i++) {
		const struct line *line = &l->script->lines[i];

		if (line_is_star_of(line, l->index))
			text = arena_printf(l->f->arena, "%s%sline %u: %s", text, *text ? "; " : "",
					    line->number, line->text);
	}
	return text;
}

/* The stars decide between the two: they show all that is predicted, or they do not, and then one shows the contrary. */
static void check_predicted(const struct claim_look *l)
{
	const struct claim_prediction *p = &l->claim->prediction;
	struct arena *a = l->f->arena;
	const struct line *unshown;

	if (!p->count || l->line->says.what == CASE_ANSWERS)
		return;
	unshown = prediction_unshown(p, l->script, l->index);
	if (l->line->says.what == CASE_HOLDS && unshown)
		look_found(l, arena_printf(
				      a, "it predicts '%s', and no star of it shows that (its stars are %s)",
				      unshown->text, stars_text(l)));
	else if (l->line->says.what == CASE_FAILS && !prediction_contradicted(p, l->script, l->index))
		look_found(l,
			   arena_printf(a,
					"it predicts '%s', and no star of it shows the contrary (its stars "
					"are %s)",
					l->claim->predicts, stars_text(l)));
	else if (l->line->says.what == CASE_FAILS && !unshown)
		look_found(l, arena_printf(a, "it predicts '%s', and its stars show just that: they are %s",
					   l->claim->predicts, stars_text(l)));
}

static bool must_predict(const struct claim *c)
{
	return c->form != SENTENCE_QUESTION &&
	       (strcmp(c->kind, "wire") == 0 || strcmp(c->kind, "syscall") == 0 ||
		strcmp(c->kind, "state") == 0);
}

static void check_prediction_there(const struct claim_look *l)
{
	if (must_predict(l->claim) && !l->claim->prediction.count && !l->claim->unpredicted)
		look_found(l, arena_printf(
				      l->f->arena,
				      "the catalogue has no prediction of it, though its kind is %s: column "
				      "predicts, line %u ('- why' where there can be none)",
				      l->claim->kind, l->claim->line));
}

static const char *place_of(struct arena *a, const struct script *s, unsigned number)
{
	return arena_printf(a, "%s:%u", s->path, number);
}

static const char *claim_id(size_t index, void *context)
{
	const struct catalogue *c = context;

	return index < c->count ? c->claims[index].id : NULL;
}

static void audit_unknown(const struct claim_look *l, const struct catalogue *c)
{
	struct catalogue known = *c;
	const char *id = l->line->id, *meant = slip_meant(id, strlen(id), claim_id, &known);

	if (meant)
		look_found(l, arena_printf(l->f->arena, "the catalogue has no such claim; did you mean '%s'?",
					   meant));
	else
		look_found(l, "the catalogue has no such claim");
	l->f->list[l->f->count - 1].of_own = !meant;
}

void audit_script(struct findings *f, const struct catalogue *c, const struct script *s)
{
	static void (*const rules[])(const struct claim_look *l) = {
		check_form, check_undecided,	    check_variant,
		check_text, check_prediction_there, check_predicted,
	};

	for (size_t i = 0; i < s->claim_count; i++) {
		struct claim_look l = { .f = f,
					.script = s,
					.index = i,
					.line = &s->claims[i],
					.claim = catalogue_find(c, s->claims[i].id),
					.place = place_of(f->arena, s, s->claims[i].number) };

		if (!l.claim) {
			audit_unknown(&l, c);
			continue;
		}
		for (size_t k = 0; k < sizeof(rules) / sizeof(rules[0]); k++)
			rules[k](&l);
	}
	if (s->claim_count && !script_control_count(s))
		findings_add(
			f, s->claims[0].id, place_of(f->arena, s, s->claims[0].number),
			"the script has no control: nothing shows that it could have gone the other way");
}

/* ---- all scripts together ---- */

/* What they say of one claim. */
struct claim_tally {
	size_t holds, fails, rare;
	uint64_t parts;
	const struct script *first;
	unsigned line;
};

static struct claim_tally tally_of(const struct audited *all, size_t count, const char *id)
{
	struct claim_tally t = { 0 };

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < all[i].script->claim_count; k++) {
			const struct claim_line *l = &all[i].script->claims[k];

			if (strcmp(l->id, id) != 0)
				continue;
			t.holds += l->says.what == CASE_HOLDS;
			t.fails += l->says.what == CASE_FAILS && !l->says.rare;
			t.rare += l->says.rare;
			t.parts |= l->says.part ? UINT64_C(1) << (l->says.part - 1) : 0;
			if (!t.first) {
				t.first = all[i].script;
				t.line = l->number;
			}
		}
	return t;
}

void audit_catalogue(struct findings *f, const struct catalogue *c, const struct audited *all, size_t count)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct claim *claim = &c->claims[i];
		struct claim_tally t = tally_of(all, count, claim->id);

		if (!t.first)
			continue;
		for (unsigned part = 1; part <= claim->parts; part++)
			if (!(t.parts >> (part - 1) & 1))
				findings_add(f, claim->id, "", "no scenario answers part %u of %u", part,
					     claim->parts);
		if (t.rare && !t.holds && !t.fails)
			findings_add(f, claim->id, place_of(f->arena, t.first, t.line),
				     "it fails rarely, and no scenario plays what an ordinary program meets");
	}
}

/* ---- what the runs have shown ---- */

/* Has a control first failed at a star of this claim? */
static bool has_control(const struct scenario_result *r, size_t claim)
{
	for (size_t i = 0; i < r->control_count; i++)
		for (size_t b = 0; r->controls[i].as_it_must && b < r->controls[i].break_count; b++)
			if (r->controls[i].breaks[b].claims >> claim & 1)
				return true;
	return false;
}

static void audit_controls(struct findings *f, const struct catalogue *c, const struct audited *a)
{
	for (size_t i = 0; i < a->script->claim_count && a->result->verdict != RESULT_SKIP; i++) {
		const struct claim_line *l = &a->script->claims[i];

		if (catalogue_find(c, l->id) && !has_control(a->result, i))
			findings_add(f, l->id, place_of(f->arena, a->script, l->number),
				     "no control fails first at a star of it");
	}
}

/* Both of a pair are confirmed: the table has marked them. */
static void audit_pairs(struct findings *f, const struct claims_table *t)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->rows[i].claim->contradicts_count; k++) {
			const struct claim_row *other =
				claims_table_find(t, t->rows[i].claim->contradicts[k]);

			if (t->rows[i].status == CLAIM_CONTRADICTORY && other &&
			    other->status == CLAIM_CONTRADICTORY)
				findings_add(f, t->rows[i].claim->id, "",
					     "it is confirmed, and so is %s, which contradicts it",
					     other->claim->id);
		}
}

void audit_results(struct findings *f, const struct catalogue *c, const struct audited *all, size_t count,
		   const struct claims_table *t)
{
	for (size_t i = 0; i < count; i++)
		if (all[i].result)
			audit_controls(f, c, &all[i]);
	audit_pairs(f, t);
}
