/*
 * store_load.c - a run's folder read back; see store.h. The folder may come from anybody.
 */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "capture/source.h"
#include "common/record/calls.h"
#include "common/record/loader.h"
#include "common/record/store.h"

enum { LIMIT_JSON = 256 << 20, LIMIT_PACKETS = 1000000, LIMIT_BYTES = 1 << 30 };

void loader_fail(struct loader *l, const char *format, ...)
{
	char sentence[STORE_ERROR_TEXT - 240];
	va_list args;

	if (l->failed)
		return;
	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	snprintf(l->error, STORE_ERROR_TEXT, "%.200s: %s", l->path, sentence);
	l->failed = true;
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

static void read_wire(struct loader *l)
{
	char path[PATH_MAX], error[SOURCE_ERROR_TEXT];
	size_t first = l->t->event_count;
	struct source *source;
	struct stat st;

	if (l->failed)
		return;
	if (snprintf(path, sizeof(path), "%s/wire.pcapng", l->path) >= (int)sizeof(path)) {
		loader_fail(l, "the path is too long");
		return;
	}
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) {
		loader_fail(l, "there is no capture file wire.pcapng in it");
		return;
	}
	source = source_open_file(path, NULL, error);
	if (!source || source_read(source, take_packet, l, error) < 0)
		loader_fail(l, "wire.pcapng: %s", error);
	for (size_t i = 0; !l->failed && i < l->t->link_count; i++)
		if (source_link_type(source) != l->t->links[i].link_type)
			loader_fail(l, "wire.pcapng has link type %d, and timeline.json names %d",
				    source_link_type(source), l->t->links[i].link_type);
	source_close(source);
	if (l->packets > LIMIT_PACKETS || l->bytes > LIMIT_BYTES)
		loader_fail(l, "wire.pcapng is too large");
	restore_orders(l, "wire.pcapng", first, &l->wire);
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
	char path[PATH_MAX], file[LOADER_NAME + 8];
	size_t first = l->t->event_count, length;
	struct call_reader *reader;
	char *text;

	if (l->failed)
		return;
	snprintf(file, sizeof(file), "%.*s.strace", LOADER_NAME, name);
	if (snprintf(path, sizeof(path), "%s/%s", l->path, file) >= (int)sizeof(path)) {
		loader_fail(l, "the path is too long");
		return;
	}
	text = store_read_file(path, CALL_LIMIT_TEXT, &length);
	if (!text) {
		if (orders->count || errno != ENOENT)
			loader_fail(l, "%s: %s (%s)", file, strerrorname_np(errno), strerror(errno));
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
	char path[PATH_MAX];
	json_t *root = NULL;
	json_error_t problem;
	size_t length;
	char *text;

	if (snprintf(path, sizeof(path), "%s/timeline.json", l->path) >= (int)sizeof(path)) {
		loader_fail(l, "the path is too long");
		return NULL;
	}
	text = store_read_file(path, LIMIT_JSON, &length);
	if (!text) {
		loader_fail(l, "timeline.json: %s (%s)", strerrorname_np(errno), strerror(errno));
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

struct timeline *store_load(const char *path, char error[STORE_ERROR_TEXT])
{
	struct loader l = { .path = path, .error = error };
	json_t *root = read_json(&l);

	if (!l.failed) {
		l.t = timeline_new();
		loader_parse(&l, root);
		read_wire(&l);
		for (size_t i = 0; i < l.t->actor_count; i++)
			read_strace(&l, (int)i);
	}
	json_decref(root);
	if (l.failed) {
		timeline_free(l.t);
		return NULL;
	}
	timeline_index(l.t);
	return l.t;
}
