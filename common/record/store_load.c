/*
 * store_load.c - a run's record read back, from its folder or from memory; see store.h. It may come from anybody.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/source.h"
#include "common/record/calls.h"
#include "common/record/loader.h"
#include "common/record/store.h"

enum { LIMIT_JSON = 256 << 20, LIMIT_PACKETS = 1000000, LIMIT_BYTES = 1 << 30 };

/* With errno: a file of the record cannot be read. */
static void unread(struct loader *l, const char *file)
{
	struct error error;

	error_errno(&error, "%s", file);
	loader_pass(l, &error);
}

/* Gives the events from `first` on, which one source has just added, the orders that they had. */
static void restore_orders(struct loader *l, const char *file, size_t first, const struct orders *orders)
{
	if (l->t->event_count - first != orders->count)
		loader_fail(l,
			    "%s holds %zu events, and timeline.json names %zu: they are not of the same run",
			    file, l->t->event_count - first, orders->count);
	for (size_t i = 0; !l->failed && i < orders->count; i++) {
		struct event *e = l->t->events[first + i];

		e->order = orders->values[i].order;
		if (e->kind == EVENT_CALL)
			e->call.end_order = orders->values[i].end;
		else if (e->kind == EVENT_PACKET)
			e->packet.link = orders->values[i].link;
	}
}

static void take_packet(void *context, const struct packet *p)
{
	struct loader *l = context;

	l->packets++;
	l->bytes += p->captured;
	if (p->time_ns < 0)
		loader_fail(l, "wire.pcapng: packet %zu is from before 1970", l->packets);
	if (l->packets <= LIMIT_PACKETS && l->bytes <= LIMIT_BYTES)
		timeline_add_packet(l->t, 0, p);
}

static const struct stored_file *file_given(const struct loader *l, const char *name)
{
	for (size_t i = 0; i < l->file_count; i++)
		if (strcmp(l->files[i].name, name) == 0)
			return &l->files[i];
	return NULL;
}

/* One small file of the record, malloc'd and NUL-terminated; NULL with errno. */
static char *read_small(struct loader *l, const char *name, size_t limit, size_t *length)
{
	const struct stored_file *given = file_given(l, name);
	char path[PATH_MAX];
	char *bytes;

	if (!l->files) {
		errno = ENAMETOOLONG;
		if (snprintf(path, sizeof(path), "%s/%s", l->path, name) >= (int)sizeof(path))
			return NULL;
		return store_read_file(path, limit, length);
	}
	errno = given ? EFBIG : ENOENT;
	if (!given || given->length > limit)
		return NULL;
	bytes = malloc(given->length + 1);
	if (!bytes)
		return NULL;
	memcpy(bytes, given->bytes, given->length);
	bytes[given->length] = '\0';
	*length = given->length;
	return bytes;
}

/* libpcap reads files only: bytes in memory become one that has no name. Returns its descriptor, -1 with errno. */
static int file_of_bytes(const struct stored_file *given)
{
	int fd = memfd_create("wire.pcapng", MFD_CLOEXEC);
	size_t done = 0;

	while (fd >= 0 && done < given->length) {
		ssize_t n = write(fd, given->bytes + done, given->length - done);

		if (n < 0 && errno != EINTR) {
			close(fd);
			return -1;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	return fd;
}

static void read_capture(struct loader *l, const char *path)
{
	struct error error;
	size_t first = l->t->event_count;
	struct source *source;
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) {
		loader_fail(l, "there is no capture file wire.pcapng in it");
		return;
	}
	source = source_open_file(path, NULL, &error);
	if (!source || source_read(source, take_packet, l, &error) < 0) {
		error_within(&error, "wire.pcapng");
		loader_pass(l, &error);
	}
	for (size_t i = 0; !l->failed && i < l->t->link_count; i++)
		if (source_link_type(source) != l->t->links[i].link_type)
			loader_fail(l, "wire.pcapng has link type %d, and timeline.json names %d",
				    source_link_type(source), l->t->links[i].link_type);
	source_close(source);
	if (l->packets > LIMIT_PACKETS || l->bytes > LIMIT_BYTES)
		loader_fail(l, "wire.pcapng is too large");
	restore_orders(l, "wire.pcapng", first, &l->wire);
}

static void read_wire(struct loader *l)
{
	const struct stored_file *given = file_given(l, "wire.pcapng");
	char path[PATH_MAX];
	int fd = -1, length;

	if (l->failed)
		return;
	if (given && (fd = file_of_bytes(given)) < 0) {
		unread(l, "wire.pcapng");
		return;
	}
	length = given ? snprintf(path, sizeof(path), "/proc/self/fd/%d", fd)
		       : snprintf(path, sizeof(path), "%s/wire.pcapng", l->path);
	if (length >= (int)sizeof(path))
		loader_fail(l, "the path is too long");
	else
		read_capture(l, path);
	if (fd >= 0)
		close(fd);
}

static int by_value(const void *left, const void *right)
{
	size_t a = ((const struct order *)left)->order, b = ((const struct order *)right)->order;

	return a < b ? -1 : a > b;
}

/* strace's events came in the order of its text; the JSON has them in the order of time. */
static void read_strace(struct loader *l, int of)
{
	struct orders *orders = &l->straces[of];
	const char *name = l->t->actors[of].name;
	char file[LOADER_NAME + 8];
	size_t first = l->t->event_count, length;
	struct call_reader *reader;
	char *text;

	if (l->failed)
		return;
	snprintf(file, sizeof(file), "%.*s.strace", LOADER_NAME, name);
	text = read_small(l, file, CALL_LIMIT_TEXT, &length);
	if (!text) {
		if (orders->count || errno != ENOENT)
			unread(l, file);
		return;
	}
	reader = call_reader_new(l->t, of);
	call_reader_feed(reader, text, length);
	call_reader_free(reader);
	free(text);
	if (orders->count)
		qsort(orders->values, orders->count, sizeof(*orders->values), by_value);
	restore_orders(l, file, first, orders);
}

static json_t *read_json(struct loader *l)
{
	json_t *root = NULL;
	json_error_t problem;
	size_t length;
	char *text;

	text = read_small(l, "timeline.json", LIMIT_JSON, &length);
	if (!text) {
		unread(l, "timeline.json");
		return NULL;
	}
	root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &problem);
	free(text);
	if (!root)
		loader_fail(l, "timeline.json:%d:%d: %s", problem.line, problem.column, problem.text);
	else if (!json_is_object(root))
		loader_fail(l, "timeline.json is no JSON object");
	return root;
}

static struct timeline *load(struct loader *l)
{
	json_t *root = read_json(l);

	if (!l->failed) {
		l->t = timeline_new();
		loader_parse(l, root);
		read_wire(l);
		for (size_t i = 0; i < l->t->actor_count; i++)
			read_strace(l, (int)i);
	}
	json_decref(root);
	if (l->failed) {
		timeline_free(l->t);
		return NULL;
	}
	timeline_bound_returns(l->t);
	timeline_index(l->t);
	return l->t;
}

struct timeline *store_load(const char *path, struct error *error)
{
	struct loader l = { .path = path, .error = error };

	return load(&l);
}

struct timeline *store_take(const struct stored_file *files, size_t count, struct error *error)
{
	struct loader l = { .path = "the run's record", .files = files, .file_count = count, .error = error };

	return load(&l);
}
