/* arguments.c - each argument by its shape; see arguments.h. */
#include "common/calls/arguments.h"

#include <string.h>

#include "common/base/text.h"
#include "common/calls/value.h"

size_t next_addition(const char *line, size_t length, size_t from, size_t *begin)
{
	struct piece_walk w = { .text = line, .length = length, .at = from };
	bool annotation = false;
	size_t n = 0;

	while (w.at < length && !annotation) {
		*begin = w.at;
		n = walk_on(&w, &annotation);
	}
	return annotation ? n : 0;
}

/* How much of a quoted string is shown: all of it, or what comes before the quote that ends a shorter one. */
static size_t shown_length(const char *string, size_t length, size_t most)
{
	size_t at = 1;

	while (at + 1 < length && at <= most)
		at += string[at] == '\\' ? 2 : 1;
	return at + 1 < length ? at : length;
}

const char *strings_shortened(struct arena *arena, const char *text, size_t most)
{
	struct piece_walk w = { .text = text, .length = strlen(text) };
	struct text out = { 0 };
	const char *result;

	while (w.at < w.length) {
		const char *unit = text + w.at;
		bool annotation;
		size_t length = walk_on(&w, &annotation);
		size_t shown = *unit == '"' ? shown_length(unit, length, most) : length;

		text_add_bytes(&out, unit, shown);
		if (shown < length) /* strace may have shortened it already */
			text_add(&out, strncmp(unit + length, "...", 3) == 0 ? "\"" : "\"...");
	}
	result = arena_string(arena, text_chars(&out));
	text_free(&out);
	return result;
}

const char **arguments_split(struct arena *arena, const char *text, size_t *count)
{
	struct list list = list_of((struct piece){ text, strlen(text) });
	const char **parts = NULL;
	size_t capacity = 0;
	struct piece p;

	*count = 0;
	while (list_next(&list, &p)) {
		parts = arena_grow(arena, parts, *count, &capacity, sizeof(*parts));
		parts[(*count)++] = arena_substring(arena, p.at, p.length);
	}
	return parts;
}

/* The text without what -yy adds; itself where that is nothing. */
static const char *plain_text(struct arena *arena, const char *text)
{
	struct piece_walk w = { .text = text, .length = strlen(text) };
	size_t kept = 0;
	char *plain = NULL;

	while (w.at < w.length) {
		size_t begin = w.at;
		bool annotation;
		size_t n = walk_on(&w, &annotation);

		if (annotation && !plain)
			plain = arena_substring(arena, text, w.length);
		if (!annotation && plain)
			memmove(plain + kept, text + begin, n);
		kept += annotation ? 0 : n;
	}
	if (plain)
		plain[kept] = '\0';
	return plain ? plain : text;
}

static enum value_kind read_descriptor(struct arena *arena, struct piece p, struct argument *a)
{
	struct descriptor d;

	if (!descriptor_read(arena, p, &d))
		return VALUE_NONE;
	a->descriptors.at = arena_copy(arena, &d, sizeof(d));
	a->descriptors.count = 1;
	return VALUE_DESCRIPTORS;
}

static enum value_kind read_polled(struct arena *arena, struct piece p, struct argument *a)
{
	if (!polled_read(arena, p, &a->polled.at, &a->polled.count))
		return VALUE_NONE;
	for (size_t i = 0; i < a->polled.count; i++)
		a->polled.at[i].revents = NULL;
	return VALUE_POLLED;
}

static enum value_kind read_address(struct arena *arena, struct piece p, struct argument *a)
{
	struct socket_address *address = arena_alloc(arena, sizeof(*address));

	a->address = address;
	return socket_address_read(arena, p, address) ? VALUE_ADDRESS : VALUE_NONE;
}

static enum value_kind read_message(struct arena *arena, struct piece p, struct argument *a)
{
	struct socket_message *message = arena_alloc(arena, sizeof(*message));

	a->message = message;
	return message_read(arena, p, message) ? VALUE_MESSAGE : VALUE_NONE;
}

static enum value_kind read_milliseconds(struct piece p, struct argument *a)
{
	static const int64_t ns = 1000000;
	int64_t ms;

	if (!piece_number(p, &ms))
		return VALUE_NONE;
	a->time.endless = ms < 0;
	a->time.ns = ms > INT64_MAX / ns ? INT64_MAX : ms * ns;
	return VALUE_TIME;
}

static enum value_kind read_names(struct arena *arena, struct piece p, struct argument *a)
{
	const char *comment = memmem(p.at, p.length, " /* ", 4); /* 0x63 (with what strace thinks of it) */

	if (names_read(arena, p, &a->names))
		return VALUE_NAMES;
	if (comment)
		p.length = (size_t)(comment - p.at);
	return piece_number(p, &a->number) ? VALUE_NUMBER : VALUE_NONE;
}

/* [1], [ECONNREFUSED], {l_onoff=1, l_linger=0}, {tv_sec=1, tv_usec=0}, or bytes of what strace does not know. */
static enum value_kind read_option(struct arena *arena, struct piece p, struct argument *a)
{
	struct piece inside;

	if (!piece_begins(p, "0x") && number_value_read(p, &a->number))
		return VALUE_NUMBER;
	if (linger_read(p, &a->linger))
		return VALUE_LINGER;
	if (time_read(p, false, &a->time))
		return VALUE_TIME;
	if (bytes_read(arena, p, &a->bytes))
		return VALUE_BYTES;
	return piece_inside(p, '[', &inside) && names_read(arena, inside, &a->names) ? VALUE_NAMES
										     : VALUE_NONE;
}

static enum value_kind read_value(struct arena *arena, struct piece p, struct argument *a)
{
	switch (a->shape) {
	case ARG_FD:
	case ARG_OTHER_FD: return read_descriptor(arena, p, a);
	case ARG_FDS:
		return descriptors_read(arena, p, &a->descriptors.at, &a->descriptors.count)
			       ? VALUE_DESCRIPTORS
			       : VALUE_NONE;
	case ARG_POLLFDS: return read_polled(arena, p, a);
	case ARG_ADDRESS: return read_address(arena, p, a);
	case ARG_MESSAGE:
	case ARG_MESSAGES: return read_message(arena, p, a);
	case ARG_VALUE: return read_option(arena, p, a);
	case ARG_DATA:
	case ARG_PATH: return bytes_read(arena, p, &a->bytes) ? VALUE_BYTES : VALUE_NONE;
	case ARG_VECTOR: return vector_read(arena, p, &a->bytes) ? VALUE_BYTES : VALUE_NONE;
	case ARG_LEVEL:
	case ARG_OPTION:
	case ARG_FLAGS:
	case ARG_SIGNAL: return read_names(arena, p, a);
	case ARG_SIZE:
	case ARG_NUMBER: return number_value_read(p, &a->number) ? VALUE_NUMBER : VALUE_NONE;
	case ARG_MILLISECONDS: return read_milliseconds(p, a);
	case ARG_LIMIT:
	case ARG_TIME: return time_read(p, a->shape == ARG_LIMIT, &a->time) ? VALUE_TIME : VALUE_NONE;
	case ARG_STATUS: return status_read(arena, p, &a->status) ? VALUE_STATUS : VALUE_NONE;
	case ARG_NONE:
	case ARG_OTHER: break;
	}
	return VALUE_NONE;
}

struct argument argument_read(struct arena *arena, enum argument_shape shape, const char *text)
{
	struct argument a = { .text = text, .plain = plain_text(arena, text), .shape = shape };
	struct piece p = { text, strlen(text) };

	a.kind = read_value(arena, p, &a);
	if (a.kind == VALUE_NONE && (piece_is(p, "NULL") || piece_begins(p, "0x")))
		a.kind = VALUE_POINTER;
	return a;
}

/* Of a call that the table does not know, only a descriptor with a file behind it can be told. */
static enum argument_shape shape_of(const struct call_row *row, size_t index, struct piece p)
{
	enum argument_shape shape = index < ARGUMENTS_MOST ? row->takes[index] : ARG_NONE;

	if (index || call_is_known(row))
		return shape ? shape : ARG_OTHER;
	return memchr(p.at, '<', p.length) ? ARG_FD : ARG_OTHER;
}

/* strace may write a timeout that it does not know as bytes: a struct timeval of this machine. 0 is no limit. */
static void read_timeout_option(const struct argument *option, struct argument *value)
{
	struct {
		int64_t seconds, us;
	} raw;

	if (value->shape != ARG_VALUE || option->kind != VALUE_NAMES || !strstr(option->names, "TIMEO"))
		return;
	if (value->kind == VALUE_BYTES && value->bytes.length == sizeof(raw)) {
		memcpy(&raw, value->bytes.at, sizeof(raw));
		if (raw.seconds < 0 || raw.seconds > INT64_MAX / 2000000000 || raw.us < 0 ||
		    raw.us >= 1000000)
			return;
		value->kind = VALUE_TIME;
		value->time = (struct time_value){ .ns = raw.seconds * 1000000000 + raw.us * 1000 };
	}
	if (value->kind == VALUE_TIME)
		value->time.endless = value->time.ns == 0;
}

struct arguments arguments_read(struct arena *arena, const struct call_row *row, const char *text,
				size_t length)
{
	struct list list = list_of((struct piece){ text, length });
	struct arguments all = { 0 };
	size_t capacity = 0;
	struct piece p;

	while (all.count < ARGUMENTS_READ_MOST && list_next(&list, &p)) {
		struct argument *a;

		all.at = arena_grow(arena, all.at, all.count, &capacity, sizeof(*all.at));
		a = &all.at[all.count];
		*a = argument_read(arena, shape_of(row, all.count, p),
				   arena_substring(arena, p.at, p.length));
		if (all.count)
			read_timeout_option(a - 1, a);
		all.count++;
	}
	return all;
}
