/*
 * strace_text.c - strace's own line of a call, without what stands elsewhere on the page: the process and the time in
 * front, the duration at its end, and what is behind the descriptors ("<TCP:[127.0.0.1:45158->127.0.0.2:9877]>"), which
 * is the same in every line of a connection. The page's script puts all of it back, to the letter.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/base/json.h"
#include "common/base/text.h"
#include "common/page/teller.h"

enum { NOTE_MOST = 200, NOTES_MOST = 6000 };

static size_t note_number(struct teller *t, const char *note, size_t length)
{
	const char *copy = arena_substring(t->story.arena, note, length);

	for (size_t i = t->note_count; i-- > 0;)
		if (strcmp(t->notes[i], copy) == 0)
			return i;
	t->notes = arena_grow(t->story.arena, t->notes, t->note_count, &t->note_capacity, sizeof(*t->notes));
	t->notes[t->note_count] = copy;
	return t->note_count++;
}

/* A character of the private use area, from U+E000 on, stands for a note. strace itself writes ASCII only. */
static void add_note(struct text *out, size_t number)
{
	unsigned c = 0xe000 + (unsigned)number;
	char utf8[] = { (char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)), (char)(0x80 | (c & 0x3f)) };

	text_add_bytes(out, utf8, sizeof(utf8));
}

static bool ends_in(const char *text, size_t length, const char *end)
{
	size_t n = strlen(end);

	return length >= n && memcmp(text + length - n, end, n) == 0;
}

const char *strace_text(struct teller *t, const struct event *e, unsigned *bits)
{
	const struct process *process = &t->story.timeline->processes[e->call.process];
	const char *s = e->call.text ? e->call.text : "", *body;
	int64_t us = e->time_ns / 1000, took = (e->call.end_ns - e->time_ns) / 1000;
	struct text out = { 0 };
	char edge[64];
	size_t length, at = 0, begin, n;

	snprintf(edge, sizeof(edge), "%-5d %" PRId64 ".%06" PRId64 " ", process->pid, us / 1000000,
		 us % 1000000);
	if (strncmp(s, edge, strlen(edge)) == 0) {
		s += strlen(edge);
		*bits |= CALL_STAMPED;
	}
	length = strlen(s);
	snprintf(edge, sizeof(edge), " <%" PRId64 ".%06" PRId64 ">", took / 1000000, took % 1000000);
	if (e->call.end_ns && ends_in(s, length, edge)) {
		length -= strlen(edge);
		*bits |= CALL_TIMED;
	}
	while ((n = next_addition(s, length, at, &begin))) {
		text_add_bytes(&out, s + at, begin - at);
		if (n <= NOTE_MOST && t->note_count < NOTES_MOST)
			add_note(&out, note_number(t, s + begin, n));
		else
			text_add_bytes(&out, s + begin, n);
		at = begin + n;
	}
	text_add_bytes(&out, s + at, length - at);
	body = arena_string(t->story.arena, text_chars(&out));
	text_free(&out);
	return body;
}

json_t *notes_json(const struct teller *t)
{
	json_t *all = json_array();

	for (size_t i = 0; i < t->note_count; i++)
		json_array_append_new(all, json_shown(t->notes[i]));
	return all;
}
