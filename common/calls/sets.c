/* sets.c - descriptors, alone, in sets and in what poll() takes; see value.h. */
#include "common/calls/annotation.h"
#include "common/calls/value.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>

static const struct annotation untold = { .kind = FILE_UNTOLD };

struct descriptor no_descriptor(void)
{
	return (struct descriptor){ .number = -1, .file = &untold };
}

/* "3", "-1", "AT_FDCWD" at the beginning of p: the bytes of it; 0: there is none. */
static size_t number_begins(struct piece p, int *out)
{
	static const char cwd[] = "AT_FDCWD";
	size_t minus = p.length && p.at[0] == '-', n = minus;
	int value = 0;

	if (piece_begins(p, cwd)) {
		*out = AT_FDCWD;
		return sizeof(cwd) - 1;
	}
	while (n < p.length && n < minus + 9 && isdigit((unsigned char)p.at[n]))
		value = value * 10 + (p.at[n++] - '0');
	if (n == minus || (n < p.length && isdigit((unsigned char)p.at[n])))
		return 0;
	*out = minus ? -1 : value;
	return n;
}

/* And with what stands behind it. */
static size_t descriptor_begins(struct arena *arena, struct piece p, struct descriptor *out)
{
	struct annotation file;
	size_t used, n;

	*out = no_descriptor();
	n = number_begins(p, &out->number);
	if (!n || n >= p.length || p.at[n] != '<')
		return n;
	used = annotation_read(p.at + n, p.length - n, &file);
	if (used)
		out->file = arena_copy(arena, &file, sizeof(file));
	return used ? n + used : 0;
}

/* "(deleted)" may stand behind a file. */
bool descriptor_read(struct arena *arena, struct piece p, struct descriptor *out)
{
	struct descriptor d;
	size_t n = descriptor_begins(arena, p, &d);

	if (!n || (n < p.length && p.at[n] != '('))
		return false;
	*out = d;
	return true;
}

bool descriptors_read(struct arena *arena, struct piece p, struct descriptor **out, size_t *count)
{
	struct descriptor *all = NULL, d;
	size_t found = 0, capacity = 0, n;
	struct piece rest;

	if (!piece_inside(p, '[', &rest))
		return false;
	while (found < ELEMENTS_MOST) {
		while (rest.length && (rest.at[0] == ' ' || rest.at[0] == ','))
			rest = piece_behind(rest, 1);
		n = descriptor_begins(arena, rest, &d);
		if (!n)
			break;
		all = arena_grow(arena, all, found, &capacity, sizeof(*all));
		all[found++] = d;
		rest = piece_behind(rest, n);
	}
	*out = all;
	*count = found;
	return true;
}

static const char *names_or_none(struct arena *arena, struct piece inside, const char *member)
{
	const char *names = "";
	struct piece value;

	if (piece_member(inside, member, &value))
		names_read(arena, value, &names);
	return names;
}

bool polled_read(struct arena *arena, struct piece p, struct polled **out, size_t *count)
{
	struct piece inside, element, member, fd;
	size_t found = 0, capacity = 0;
	struct polled *all = NULL;
	struct list list;

	if (!piece_inside(p, '[', &inside))
		return false;
	list = list_of(inside);
	while (found < ELEMENTS_MOST && list_next(&list, &element)) {
		struct descriptor d;

		if (!piece_inside(element, '{', &member) || !piece_member(member, "fd", &fd) ||
		    !descriptor_read(arena, fd, &d))
			break;
		all = arena_grow(arena, all, found, &capacity, sizeof(*all));
		all[found++] = (struct polled){ .number = d.number,
						.file = d.file,
						.events = names_or_none(arena, member, "events"),
						.revents = names_or_none(arena, member, "revents") };
	}
	*out = all;
	*count = found;
	return true;
}
