/* script.c - a script from its first line to its last. The language: notes/lab-language.md. */
#include "common/script/parser.h"

#include <string.h>

/* A blank and a backslash at its end: the line goes on in the next one. */
static bool goes_on(struct parser *p)
{
	if (is_file_text(p) || p->end == p->line || p->end[-1] != '\\' ||
	    (p->end - 1 > p->line && !is_blank(p->end[-2])))
		return false;
	for (p->end--; p->end > p->line && is_blank(p->end[-1]);)
		p->end--;
	return true;
}

/* What stands in the line now, behind what stood before it; NULL: nothing did. */
static const char *joined(struct parser *p, const char *before)
{
	if (!before)
		return arena_substring(p->arena, p->line, (size_t)(p->end - p->line));
	skip_blanks(p);
	return arena_printf(p->arena, "%s %.*s", before, (int)(p->end - p->at), p->at);
}

static void note_continued(struct parser *p)
{
	struct script *s = p->script;

	s->continued = arena_grow(p->arena, s->continued, s->continued_count, &p->continued_capacity,
				  sizeof(*s->continued));
	s->continued[s->continued_count++] = p->number;
}

/* The next line of the file, with those in which it goes on: one line, which has the number of the first. Each is lexed for
 * itself, so that each may have a comment, and no quote goes on. */
static bool open_whole(struct parser *p, const char **line, const char *end, unsigned *number)
{
	unsigned first = *number;
	const char *whole = NULL;
	bool more = true;

	while (more) {
		const char *newline = memchr(*line, '\n', (size_t)(end - *line));
		const char *stop = newline ? newline : end;

		if (!line_open(p, *line, (size_t)(stop - *line), (*number)++))
			return false;
		*line = newline ? newline + 1 : end;
		more = goes_on(p);
		if (more && *line == end)
			return fail_at(p, p->end,
				       "the line goes on behind this backslash, and there is no other");
		if (whole)
			note_continued(p);
		if (more || whole)
			whole = joined(p, whole);
		if (whole && strlen(whole) > LIMIT_LINE)
			return fail_at(p, p->line,
				       "with all in which it goes on the line is longer than %d bytes",
				       LIMIT_LINE);
	}
	if (!whole)
		return true;
	p->line = p->at = whole;
	p->line_end = p->end = whole + strlen(whole);
	p->number = first;
	return true;
}

static bool parse_lines(struct parser *p, const char *text, size_t length)
{
	const char *end = text + length, *line = text;
	unsigned number = 1;
	bool said_anything = false;

	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		line += 3; /* a byte order mark, as some editors write one */
	while (line < end) {
		if (!open_whole(p, &line, end, &number))
			return false;
		said_anything = said_anything || !at_end(p);
		if (!parse_line(p))
			return false;
	}
	if (!said_anything)
		return fail_file(p,
				 length ? "there is nothing but comments in this file" : "the file is empty");
	for (size_t i = 0; i < p->pending_count; i++) {
		const struct pending *put_off = &p->pending[i];
		bool variant;

		p->line = p->at = put_off->line;
		p->line_end = put_off->line_end;
		p->end = put_off->end;
		p->number = put_off->number;
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
	*p = (struct parser){ .script = s, .arena = arena, .error = error, .wire_line = parse_wire_line };
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

const char *script_folder(const struct script *s)
{
	const char *slash = strrchr(s->path, '/');

	if (!slash)
		return ".";
	return slash == s->path ? "/" : arena_substring(s->arena, s->path, (size_t)(slash - s->path));
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
