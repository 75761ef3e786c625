/* script.c - a script from its first line to its last. The language: notes/lab-language.md. */
#include "common/script/parser.h"

#include <string.h>

static bool parse_lines(struct parser *p, const char *text, size_t length)
{
	const char *end = text + length, *line = text;
	bool said_anything = false;

	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		line += 3; /* a byte order mark, as some editors write one */
	for (unsigned number = 1; line < end; number++) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *stop = newline ? newline : end;

		if (!line_open(p, line, (size_t)(stop - line), number))
			return false;
		said_anything = said_anything || !at_end(p);
		if (!parse_line(p))
			return false;
		line = newline ? newline + 1 : end;
	}
	if (!said_anything)
		return fail_file(p,
				 length ? "there is nothing but comments in this file" : "the file is empty");
	for (size_t i = 0; i < p->pending_count; i++) {
		bool variant;

		if (!line_open(p, p->pending[i].line, p->pending[i].length, p->pending[i].number))
			return false;
		variant = take_word(p, "variant");
		if (!variant)
			(void)take_word(p, "control");
		if (!parse_control(p, variant))
			return false;
	}
	return check_script(p);
}

/* "labs/linger/02-rst.lab" is scenario "02-rst" of lab "linger". Both become names of folders, so
 * neither may be one that leads elsewhere. */
static void name_script(struct script *s, const char *path)
{
	const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path, *folder = slash;
	size_t length = strlen(file);

	if (length >= 4 && strcmp(file + length - 4, ".lab") == 0)
		length -= 4;
	s->name = arena_substring(s->arena, file, length);
	while (folder && folder > path && folder[-1] != '/')
		folder--;
	s->lab = folder ? arena_substring(s->arena, folder, (size_t)(slash - folder)) : "";
	if (!*s->name || strcmp(s->name, ".") == 0 || strcmp(s->name, "..") == 0)
		s->name = "scenario";
	if (!*s->lab || strcmp(s->lab, ".") == 0 || strcmp(s->lab, "..") == 0)
		s->lab = "local";
}

struct script *script_parse(const char *path, const char *text, size_t length, struct script_error *error)
{
	struct arena *arena = arena_new();
	struct script *s = arena_alloc(arena, sizeof(*s));
	struct parser *p = arena_alloc(arena, sizeof(*p));
	bool good;

	*s = (struct script){ .arena = arena, .world = world_at(0), .limit_ns = SCRIPT_LIMIT_NS };
	s->path = arena_string(arena, path);
	name_script(s, path);
	*p = (struct parser){ .script = s, .arena = arena, .error = error };
	*error = (struct script_error){ 0 };
	if (length > LIMIT_FILE) {
		good = fail_file(p, "the file is %zu bytes long; a script may have at most 1 MiB", length);
	} else {
		s->source = arena_substring(arena, text, length);
		good = parse_lines(p, s->source, length);
	}
	if (good)
		return s;
	script_free(s);
	return NULL;
}

void script_free(struct script *s)
{
	if (s)
		arena_free(s->arena);
}

const struct line *script_action(const struct script *s, unsigned number)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].number == number && line_is_action(&s->lines[i]))
			return &s->lines[i];
	return NULL;
}
