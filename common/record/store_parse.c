/*
 * store_parse.c - timeline.json read back; see store.h. Its members are read by store_members.c.
 */
#include <limits.h>
#include <string.h>

#include "common/calls/annotation.h"
#include "common/record/loader.h"

enum { LIMIT_ACTORS = 256, LIMIT_HOSTS = 16, LIMIT_ADDRESSES = 64, LIMIT_COUNTERS = 4096 };

/* A name becomes a file's name: nothing in it may lead elsewhere. */
static bool good_name(const char *name)
{
	size_t length = strlen(name);

	if (!length || length > LOADER_NAME || name[0] == '.')
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)name[i] <= ' ' || name[i] == '/' || name[i] == 0x7f)
			return false;
	return true;
}

static void read_actors(struct loader *l, const json_t *root)
{
	const json_t *list = member_array(l, root, "actors"), *o;

	if (json_array_size(list) > LIMIT_ACTORS)
		loader_fail(l, "timeline.json: more than %d actors", LIMIT_ACTORS);
	for (size_t i = 0; member_each(l, list, "actors", i, &o); i++) {
		const char *name = member_string(l, o, "name"), *command = member_string(l, o, "command");
		int pid = (int)member_integer(l, o, "pid", INT_MIN, INT_MAX);

		if (!l->failed && (!good_name(name) || timeline_actor_named(l->t, name) != NOBODY))
			member_fail(l, "name", "no actor's name, or another's");
		if (!l->failed) {
			int added = timeline_add_actor(l->t, name, command, pid);

			l->t->actors[added].host = member_host(l, o, "host");
		}
	}
	l->where = NULL;
}

static void read_hosts(struct loader *l, const json_t *root)
{
	const json_t *list = member_array(l, root, "hosts"), *o;

	if (json_array_size(list) > LIMIT_HOSTS)
		loader_fail(l, "timeline.json: more than %d hosts", LIMIT_HOSTS);
	for (size_t i = 0; member_each(l, list, "hosts", i, &o); i++) {
		const char *name = member_string(l, o, "name");
		const json_t *texts = member_array(l, o, "addresses");
		struct address addresses[LIMIT_ADDRESSES];
		size_t count = json_array_size(texts);

		if (count > LIMIT_ADDRESSES)
			member_fail(l, "addresses", "too long");
		for (size_t k = 0; !l->failed && k < count; k++) {
			const char *text = json_string_value(json_array_get(texts, k));

			if (!text || !address_parse(text, &addresses[k]))
				member_fail(l, "addresses", "no list of addresses");
		}
		if (!l->failed)
			timeline_add_host(l->t, name, addresses, count);
	}
	l->where = NULL;
}

static void read_links(struct loader *l, const json_t *root)
{
	const json_t *list = member_array(l, root, "links"), *o;

	if (json_array_size(list) < 1 || json_array_size(list) > LIMIT_HOSTS)
		loader_fail(l, "timeline.json: links is empty, or names more than %d", LIMIT_HOSTS);
	for (size_t i = 0; member_each(l, list, "links", i, &o); i++) {
		const char *interface = member_string(l, o, "interface");
		int link_type = (int)member_integer(l, o, "link_type", 0, INT_MAX);

		timeline_add_link(l->t, interface, link_type, member_host(l, o, "host"));
	}
	l->where = NULL;
}

static enum fault_kind fault_kind(struct loader *l, const json_t *o)
{
	const char *word = member_string(l, o, "kind");

	for (int kind = 0; kind < FAULT_KINDS; kind++)
		if (strcmp(word, fault_word((enum fault_kind)kind)) == 0)
			return (enum fault_kind)kind;
	member_fail(l, "kind", "nothing that a cable does");
	return FAULT_DROP;
}

static void read_went_on(struct loader *l, const json_t *o, struct fault *f)
{
	const json_t *list = member_array(l, o, "went_on_ns");
	size_t count = json_array_size(list);

	if (count > sizeof(f->went_on_ns) / sizeof(f->went_on_ns[0])) {
		member_fail(l, "went_on_ns", "too long");
		return;
	}
	for (; f->times < count; f->times++) {
		const json_t *v = json_array_get(list, f->times);

		f->went_on_ns[f->times] = json_integer_value(v);
		if (f->went_on_ns[f->times] <= 0)
			member_fail(l, "went_on_ns", "no list of times");
	}
}

static void read_faults(struct loader *l, const json_t *root)
{
	const json_t *list = member_maybe(root, "faults") ? member_array(l, root, "faults") : NULL, *o;

	for (size_t i = 0; member_each(l, list, "faults", i, &o); i++) {
		struct fault f = {
			.kind = fault_kind(l, o),
			.line = (unsigned)member_integer(l, o, "line", 0, UINT_MAX),
			.link = (unsigned)member_integer(l, o, "link", 0, (int64_t)l->t->link_count - 1),
			.frame = (uint32_t)member_integer(l, o, "frame", 0, UINT32_MAX),
			.sent_ns = member_integer(l, o, "sent_ns", 0, INT64_MAX),
		};

		if (member_maybe(o, "due_ns"))
			f.due_ns = member_integer(l, o, "due_ns", 0, INT64_MAX);
		if (member_maybe(o, "changed"))
			f.changed = (uint32_t)member_integer(l, o, "changed", 1, UINT32_MAX);
		read_went_on(l, o, &f);
		if (!l->failed)
			timeline_add_fault(l->t, &f);
	}
	l->where = NULL;
}

static void read_world(struct loader *l, const json_t *root)
{
	const json_t *packets = json_object_get(root, "packets"), *list, *o;
	struct timeline *t = l->t;

	if (member_integer(l, root, "version", INT_MIN, INT_MAX) != 1)
		loader_fail(l, "timeline.json: its version is not 1: a newer program wrote it");
	t->kernel = arena_string(t->arena, member_string(l, root, "kernel"));
	t->timer_ns = member_integer(l, root, "timer_ns", 0, INT64_MAX);
	if (member_maybe(root, "trouble"))
		t->trouble = arena_string(t->arena, member_string(l, root, "trouble"));
	t->packets_received = (uint64_t)member_integer(l, packets, "received", 0, INT64_MAX);
	t->packets_dropped = (uint64_t)member_integer(l, packets, "dropped", 0, INT64_MAX);
	read_hosts(l, root);
	read_links(l, root);
	read_actors(l, root);
	list = member_array(l, root, "owned");
	for (size_t i = 0; member_each(l, list, "owned", i, &o); i++) {
		int owner = member_actor(l, o, "actor");
		struct endpoint e = member_endpoint(l, o, "endpoint");

		if (!l->failed)
			timeline_add_owned(t, owner, &e);
	}
	read_faults(l, root);
	list = member_array(l, root, "cuts");
	for (size_t i = 0; member_each(l, list, "cuts", i, &o); i++) {
		struct address source = member_address(l, o, "source"),
			       destination = member_address(l, o, "destination");

		timeline_add_cut(t, member_integer(l, o, "from_ns", INT64_MIN, INT64_MAX), &source,
				 &destination);
		if (member_maybe(o, "to_ns"))
			t->cuts[t->cut_count - 1].to_ns = member_integer(l, o, "to_ns", INT64_MIN, INT64_MAX);
	}
}

static struct kernel_socket read_socket(struct loader *l, const json_t *o)
{
	struct kernel_socket s = {
		.protocol = (uint8_t)member_integer(l, o, "protocol", 0, UINT8_MAX),
		.state = (uint8_t)member_integer(l, o, "state", 0, 31), /* a bit of a mask in the judge */
		.local = member_endpoint(l, o, "local"),
		.remote = member_endpoint(l, o, "remote"),
		.receive_queue = (uint32_t)member_integer(l, o, "receive_queue", 0, UINT32_MAX),
		.send_queue = (uint32_t)member_integer(l, o, "send_queue", 0, UINT32_MAX),
		.timer = (uint8_t)member_integer(l, o, "timer", 0, UINT8_MAX),
		.timer_ms = (uint32_t)member_integer(l, o, "timer_ms", 0, UINT32_MAX),
		.retransmits = (uint8_t)member_integer(l, o, "retransmits", 0, UINT8_MAX),
		.inode = (uint32_t)member_integer(l, o, "inode", 0, UINT32_MAX),
		.has_info = member_maybe(o, "mss"),
	};

	if (s.has_info) {
		s.mss = (uint32_t)member_integer(l, o, "mss", 0, UINT32_MAX);
		s.unacked = (uint32_t)member_integer(l, o, "unacked", 0, UINT32_MAX);
		s.rto_ms = (uint32_t)member_integer(l, o, "rto_ms", 0, UINT32_MAX);
		s.backoff = (uint8_t)member_integer(l, o, "backoff", 0, UINT8_MAX);
		s.probes = (uint8_t)member_integer(l, o, "probes", 0, UINT8_MAX);
	}
	return s;
}

static void read_sockets(struct loader *l, const json_t *o, struct sockets_event *out)
{
	const json_t *list = member_array(l, o, "sockets");
	size_t count = json_array_size(list);

	out->sockets = arena_alloc(l->t->arena, count * sizeof(*out->sockets));
	for (size_t i = 0; i < count && !l->failed; i++)
		out->sockets[out->count++] = read_socket(l, json_array_get(list, i));
}

/* A record from before counters were kept has none. */
static void read_counters(struct loader *l, const json_t *root)
{
	char *names = member_maybe(root, "counters")
			      ? arena_string(l->t->arena, member_string(l, root, "counters"))
			      : NULL;
	char *rest = NULL;

	for (char *name = names ? strtok_r(names, " ", &rest) : NULL; name;
	     name = strtok_r(NULL, " ", &rest)) {
		if (l->t->counter_count == LIMIT_COUNTERS) {
			member_fail(l, "counters", "too long");
			return;
		}
		timeline_add_counter(l->t, name);
	}
}

static void read_moves(struct loader *l, const json_t *o, struct reading_event *out)
{
	json_t *all = json_object_get(o, "counters"), *of, *by;
	const char *host, *name;
	size_t capacity = 0;

	if (!json_is_object(all))
		member_fail(l, "counters", all ? "no object" : "missing");
	json_object_foreach(all, host, of)
	{
		int where = *host ? timeline_host_named(l->t, host) : NOBODY;

		if (!json_is_object(of) || (*host && where == NOBODY))
			member_fail(l, "counters", "not told by hosts");
		json_object_foreach(of, name, by)
		{
			if (out->move_count == (size_t)LIMIT_COUNTERS * LIMIT_HOSTS || !json_is_integer(by)) {
				member_fail(l, "counters", "too long, or no integers");
				return;
			}
			out->moves = arena_grow(l->t->arena, out->moves, out->move_count, &capacity,
						sizeof(*out->moves));
			out->moves[out->move_count++] =
				(struct counter_move){ where, arena_string(l->t->arena, name),
						       json_integer_value(by) };
		}
	}
}

static void read_states(struct loader *l, const json_t *o, struct reading_event *out)
{
	json_t *all = json_object_get(o, "processes"), *state;
	const char *name;

	if (!json_is_object(all))
		member_fail(l, "processes", all ? "no object" : "missing");
	out->processes = arena_alloc(l->t->arena, (json_object_size(all) + 1) * sizeof(*out->processes));
	json_object_foreach(all, name, state)
	{
		if (json_string_length(state) != 1)
			member_fail(l, "processes", "not told by letters");
		else
			out->processes[out->process_count++] =
				(struct process_seen){ arena_string(l->t->arena, name),
						       json_string_value(state)[0] };
	}
}

static void remember(struct loader *l, struct orders *orders, struct order order)
{
	orders->values = arena_grow(l->t->arena, orders->values, orders->count, &orders->capacity,
				    sizeof(*orders->values));
	orders->values[orders->count++] = order;
}

static void read_events(struct loader *l, const json_t *root)
{
	const json_t *list = member_array(l, root, "events"), *o;

	for (size_t i = 0; member_each(l, list, "events", i, &o); i++) {
		const char *kind = member_string(l, o, "kind");
		int64_t time_ns = member_integer(l, o, "time_ns", 0, INT64_MAX);
		size_t order = (size_t)member_integer(l, o, "order", 0, INT64_MAX);
		struct event *e;

		if (l->failed)
			return;
		if (strcmp(kind, "packet") == 0) {
			int most = (int)l->t->link_count - 1;
			unsigned link = (unsigned)member_integer(l, o, "link", 0, most);

			remember(l, &l->wire, (struct order){ .order = order, .link = link });
		} else if (strcmp(kind, "call") == 0 || strcmp(kind, "signal") == 0 ||
			   strcmp(kind, "exit") == 0) {
			int of = member_actor(l, o, "actor");
			size_t end = 0;

			if (json_object_get(o, "end_order"))
				end = (size_t)member_integer(l, o, "end_order", 0, INT64_MAX);
			if (of != NOBODY)
				remember(l, &l->straces[of], (struct order){ .order = order, .end = end });
		} else if (strcmp(kind, "sockets") == 0) {
			e = timeline_add(l->t, EVENT_SOCKETS, time_ns);
			e->order = order;
			read_sockets(l, o, &e->sockets);
		} else if (strcmp(kind, "reading") == 0) {
			e = timeline_add(l->t, EVENT_READING, time_ns);
			e->order = order;
			read_moves(l, o, &e->reading);
			read_states(l, o, &e->reading);
		} else if (strcmp(kind, "action") == 0) {
			e = timeline_add(l->t, EVENT_ACTION, time_ns);
			e->order = order;
			e->action.line = (unsigned)member_integer(l, o, "line", 0, UINT_MAX);
			e->action.text = arena_string(l->t->arena, member_string(l, o, "text"));
		} else {
			member_fail(l, "kind", "none that we know");
		}
	}
}

void loader_parse(struct loader *l, const json_t *root)
{
	read_world(l, root);
	l->straces = arena_alloc(l->t->arena, (l->t->actor_count + 1) * sizeof(*l->straces));
	if (!l->failed)
		read_counters(l, root);
	if (!l->failed)
		read_events(l, root);
}
