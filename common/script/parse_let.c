/* parse_let.c - texts that stand in a script several times: "let page GET / HTTP/1.0", and then $page. */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

#include "common/base/text.h"

static bool is_text_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* What is next behind a '$', up to the first character that no name has. */
static struct word text_name(const char *at, const char *end)
{
	struct word w = { .at = at };

	while (at + w.length < end && is_text_char(at[w.length]))
		w.length++;
	return w;
}

static const struct named_text *find_text(const struct parser *p, struct word name)
{
	for (size_t i = 0; i < p->text_count; i++)
		if (word_is(name, p->texts[i].name))
			return &p->texts[i];
	return NULL;
}

static const char *text_list(size_t index, void *context)
{
	const struct parser *p = context;

	return index < p->text_count ? p->texts[index].name : NULL;
}

bool parse_let(struct parser *p)
{
	struct word w = peek_word(p), name = text_name(w.at, w.at + w.length);

	if (!name.length || name.length < w.length)
		return expected(p, "a name of letters, digits and '_' for the text");
	if (find_text(p, name))
		return fail_at(p, name.at, "a second text '%.*s'", shown(name), name.at);
	if (p->text_count == LIMIT_TEXTS)
		return fail_at(p, p->line, "more than %d texts", LIMIT_TEXTS);
	p->at += w.length;
	if (at_end(p))
		return expected(p, "the text that it stands for");
	p->texts[p->text_count++] =
		(struct named_text){ word_copy(p, name),
				     arena_substring(p->arena, p->at, (size_t)(p->end - p->at)) };
	p->at = p->end;
	return true;
}

/* A '$' before what no "let" names is itself: it may be a shell's. But a slip of a text's name is one. */
bool expand_texts(struct parser *p)
{
	struct text out = { 0 };
	bool any = false;

	for (const char *s = p->line; p->text_count && s < p->end;) {
		struct word name = *s == '$' ? text_name(s + 1, p->end) : (struct word){ .length = 0 };
		const struct named_text *t = find_text(p, name);
		const char *meant = !t && name.length ? slip_meant(name.at, name.length, text_list, p) : NULL;

		if (meant) {
			text_free(&out);
			return fail_at(p, s, "no text '%.*s'; did you mean '$%s'?", shown(name), name.at,
				       meant);
		}
		any = any || t;
		if (t)
			text_add(&out, t->text);
		else
			text_add_bytes(&out, s, 1);
		s += t ? 1 + name.length : 1;
	}
	if (any) {
		p->line = p->at = arena_substring(p->arena, out.chars, out.length);
		p->line_end = p->end = p->line + out.length;
	}
	text_free(&out);
	if ((size_t)(p->end - p->line) > LIMIT_LINE)
		return fail_at(p, p->line,
			       "with its texts the line is %zu bytes long; at most %d are allowed",
			       (size_t)(p->end - p->line), LIMIT_LINE);
	return true;
}
