/* claims_tell.c - what lab claims answers; see claims.h. */
#include "common/command/claims.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/base/slip.h"
#include "common/claims/search.h"
#include "common/command/command.h"

static bool write_markdown(const char *path, const struct text *text)
{
	bool own = strcmp(path, "-") != 0;
	FILE *out = own ? fopen(path, "w") : stdout;
	bool good;

	good = out && fputs(text_chars(text), out) >= 0;
	if (out && own)
		good = fclose(out) == 0 && good;
	if (!good)
		error_tell_errno("lab claims", "%s", path);
	return good;
}

/* Of the whole table, or, where @row is not NULL, of one claim. */
static bool keep_markdown(const struct claims_asked *c, const struct claims_known *k,
			  const struct claim_row *row)
{
	struct text text = { 0 };
	bool good;

	if (!c->markdown)
		return true;
	if (row)
		claim_markdown(&text, k->table, row);
	else if (c->as_written)
		claims_table_markdown_short(&text, k->table);
	else
		claims_table_markdown(&text, k->table);
	good = write_markdown(c->markdown, &text);
	text_free(&text);
	return good;
}

static void print(struct text *out, const struct claims_asked *c)
{
	if (!c->markdown || strcmp(c->markdown, "-") != 0)
		fputs(text_chars(out), stdout);
	text_free(out);
}

static int tell_table(const struct claims_asked *c, const struct claims_known *k)
{
	struct ladder_style style = look_style(&c->look, STDOUT_FILENO);
	struct text out = { 0 };

	claims_table_draw(&out, k->table, c->all, &style);
	print(&out, c);
	if (!keep_markdown(c, k, NULL))
		return EXIT_BROKEN;
	return claims_table_is_faulty(k->table) ? EXIT_BROKEN : EXIT_HOLDS;
}

/* The best hit in full, and a line for each of the others, as many as a screen has room for. */
static int tell_hits(const struct claims_asked *c, const struct claims_known *k, const struct claim_hit *hits,
		     size_t count)
{
	enum { OTHERS = 4 };
	struct ladder_style style = look_style(&c->look, STDOUT_FILENO);
	struct text out = { 0 };
	size_t most = c->all ? count : OTHERS + 1;

	claim_draw(&out, k->table, hits[0].row, program_invocation_name, &style);
	if (count > 1)
		text_add(&out, "\n");
	for (size_t i = 1; i < count && i < most; i++)
		claim_draw_line(&out, hits[i].row, &style);
	if (count > most)
		text_addf(&out, "and %zu more: the same with --all\n", count - most);
	print(&out, c);
	return keep_markdown(c, k, hits[0].row) ? EXIT_HOLDS : EXIT_BROKEN;
}

static const char *id_at(size_t index, void *context)
{
	const struct catalogue *catalogue = context;

	return index < catalogue->count ? catalogue->claims[index].id : NULL;
}

/* What --play names is what is asked for. */
static const char *const *words_of(const struct claims_asked *c)
{
	return c->play ? &c->play : (const char *const *)c->words.words;
}

static size_t word_count_of(const struct claims_asked *c)
{
	return c->play ? 1 : (size_t)c->words.count;
}

/* Nothing was found: an id with a slip in it, or words that nothing says. */
static int tell_none(const struct claims_asked *c, const struct claims_known *k)
{
	const char *const *words = words_of(c);
	bool one = word_count_of(c) == 1;
	const char *meant = one ? slip_meant(words[0], strlen(words[0]), id_at, k->catalogue) : NULL;

	if (one && catalogue_find(k->catalogue, words[0]))
		error_tell("lab claims", "no claim '%s' under that topic", words[0]);
	else if (meant)
		error_tell("lab claims", "no claim '%s' in the catalogue; did you mean '%s'?", words[0],
			   meant);
	else
		error_tell("lab claims", "%s; `%s claims --all` lists them",
			   claims_search_hint(c->arena, k->table, words, word_count_of(c)),
			   program_invocation_name);
	return EXIT_USAGE;
}

int claims_tell(const struct claims_asked *c, const struct claims_known *k)
{
	const char *const *words = words_of(c);
	size_t word_count = word_count_of(c), count = 0;
	const struct claim_row *row = word_count == 1 ? claims_table_find(k->table, words[0]) : NULL;
	struct claim_hit one = { .row = row }, *hits = &one;

	if (!word_count)
		return tell_table(c, k);
	if (!row)
		hits = claims_search(c->arena, k->table, words, word_count, &count);
	return row || count ? tell_hits(c, k, hits, row ? 1 : count) : tell_none(c, k);
}

int claims_audit(const struct claims_asked *c, const struct claims_known *k)
{
	struct ladder_style style = look_style(&c->look, STDOUT_FILENO);
	struct audited *all = spoken_audited(c->arena, &k->spoken);
	struct findings *f = findings_new();
	struct text out = { 0 };
	int status;

	for (size_t i = 0; i < k->spoken.unread_count; i++)
		findings_add(f, "", k->spoken.unread[i].place, "the script cannot be read: %s",
			     k->spoken.unread[i].why);
	for (size_t i = 0; i < k->spoken.count; i++)
		audit_script(f, k->catalogue, k->spoken.scripts[i]);
	audit_catalogue(f, k->catalogue, all, k->spoken.count);
	audit_results(f, k->catalogue, all, k->spoken.count, k->table);
	findings_draw(&out, f, &style);
	fputs(text_chars(&out), stdout);
	text_free(&out);
	status = f->count ? EXIT_BROKEN : EXIT_HOLDS;
	findings_free(f);
	return status;
}

static bool speaks_of(const struct script *s, const char *id)
{
	for (size_t i = 0; i < s->claim_count; i++)
		if (strcmp(s->claims[i].id, id) == 0)
			return true;
	return false;
}

int claims_play(const struct claims_asked *c)
{
	struct spoken all = spoken_as_written(c->arena, &c->places);
	char **argv = arena_alloc(c->arena, (all.count + 8) * sizeof(char *));
	int argc = 0, status;

	argv[argc++] = arena_string(c->arena, "lab run");
	argv[argc++] = arena_string(c->arena, "--quiet");
	if (c->runs)
		argv[argc++] = arena_printf(c->arena, "--runs=%s", c->runs);
	for (size_t i = 0; i < all.count; i++)
		if (speaks_of(all.scripts[i], c->play))
			argv[argc++] =
				arena_printf(c->arena, "%s/%s", all.scripts[i]->lab, all.scripts[i]->name);
	argv[argc] = NULL;
	spoken_free(&all);
	if (argc < 3 || argv[argc - 1][0] == '-')
		return error_tell("lab claims", "--play %s: no scenario speaks of it", c->play), EXIT_USAGE;
	status = command_run.run(argv);
	return status == EXIT_USAGE ? EXIT_USAGE : EXIT_HOLDS;
}
