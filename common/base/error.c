/* error.c - what went wrong: one sentence with its parts; see error.h. */
#include "common/base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/base/names.h"
#include "common/base/text.h"
#include "common/base/utf8.h"

/* Copies as much as fits and ends behind a whole character. */
static void copy(char *to, size_t size, const char *from)
{
	size_t left = strlen(from), used = 0;

	while (left) {
		size_t step = utf8_length(from + used, left);

		step = step ? step : 1;
		if (used + step >= size)
			break;
		used += step;
		left -= step;
	}
	memcpy(to, from, used);
	to[used] = '\0';
}

/* `to` may be among the arguments. */
static void __attribute__((format(printf, 3, 0)))
print(char *to, size_t size, const char *format, va_list args)
{
	char whole[ERROR_TEXT];

	vsnprintf(whole, sizeof(whole), format, args);
	copy(to, size, whole);
}

bool error_vset(struct error *e, int number, const char *format, va_list args)
{
	if (!e)
		return false;
	print(e->attempt, sizeof(e->attempt), format, args);
	e->number = number;
	e->advice[0] = '\0';
	return false;
}

bool error_set(struct error *e, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error_vset(e, 0, format, args);
	va_end(args);
	return false;
}

bool error_errno(struct error *e, const char *format, ...)
{
	int number = errno;
	va_list args;

	va_start(args, format);
	error_vset(e, number, format, args);
	va_end(args);
	return false;
}

bool error_number(struct error *e, int number, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error_vset(e, number, format, args);
	va_end(args);
	return false;
}

bool error_pass(struct error *e, const struct error *from)
{
	if (e)
		*e = *from;
	return false;
}

bool error_within(struct error *e, const char *format, ...)
{
	char outer[ERROR_ATTEMPT], whole[2 * ERROR_ATTEMPT + 1];
	va_list args;

	if (!e)
		return false;
	va_start(args, format);
	print(outer, sizeof(outer), format, args);
	va_end(args);
	snprintf(whole, sizeof(whole), "%s: %s", outer, e->attempt);
	copy(e->attempt, sizeof(e->attempt), whole);
	return false;
}

bool error_advise(struct error *e, const char *format, ...)
{
	va_list args;

	if (!e)
		return false;
	va_start(args, format);
	print(e->advice, sizeof(e->advice), format, args);
	va_end(args);
	return false;
}

bool error_is_set(const struct error *e)
{
	return e->attempt[0] != '\0';
}

const char *error_text(const struct error *e, char text[ERROR_TEXT])
{
	const char *name = errno_name(e->number);
	int used = snprintf(text, ERROR_TEXT, "%s", e->attempt);

	if (e->number)
		used += snprintf(text + used, ERROR_TEXT - (size_t)used, ": %s%s%s", name ? name : "",
				 name ? ": " : "", strerror(e->number));
	if (e->advice[0])
		snprintf(text + used, ERROR_TEXT - (size_t)used, " (%s)", e->advice);
	return text;
}

/* Line breaks and tabs stay: a faulty script is quoted in a line of its own, with a caret in the next one. */
void error_print(const struct error *e, const char *who)
{
	char sentence[ERROR_TEXT], *rest = sentence;
	struct text out = { 0 };

	error_text(e, sentence);
	text_addf(&out, "%s: ", who);
	for (;;) {
		size_t length = strcspn(rest, "\n\t");
		char end = rest[length];

		rest[length] = '\0';
		text_add_safe(&out, rest);
		if (!end)
			break;
		text_add_bytes(&out, &end, 1);
		rest += length + 1;
	}
	fprintf(stderr, "%s\n", text_chars(&out));
	text_free(&out);
}

bool error_tell(const char *who, const char *format, ...)
{
	struct error e;
	va_list args;

	va_start(args, format);
	error_vset(&e, 0, format, args);
	va_end(args);
	error_print(&e, who);
	return false;
}

bool error_tell_errno(const char *who, const char *format, ...)
{
	int number = errno;
	struct error e;
	va_list args;

	va_start(args, format);
	error_vset(&e, number, format, args);
	va_end(args);
	error_print(&e, who);
	return false;
}
