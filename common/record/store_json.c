/* store_json.c - a timeline as JSON and as an annotated capture; the schema is in store.h. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "capture/notation.h"
#include "capture/pcapng.h"
#include "common/base/json.h"
#include "common/base/text.h"
#include "common/record/store.h"

static json_t *address_json(const struct address *a)
{
	char text[ADDRESS_TEXT];

	return a->family ? json_string(address_text(a, text)) : json_null();
}

static json_t *endpoint_json(const struct endpoint *e)
{
	char text[ENDPOINT_TEXT];

	return e->address.family ? json_string(endpoint_text(e, text)) : json_null();
}

static json_t *actor_name(const struct timeline *t, int actor)
{
	return actor == NOBODY ? json_null() : json_text_or_null(t->actors[actor].name);
}

static json_t *process_name(const struct timeline *t, int process)
{
	return process == NOBODY ? json_null() : json_text_or_null(t->processes[process].name);
}

static json_t *host_name(const struct timeline *t, int host)
{
	return host == NOBODY ? json_null() : json_text_or_null(t->hosts[host].name);
}

static void add_packet(json_t *o, const struct timeline *t, const struct event *e)
{
	const struct packet_event *p = &e->packet;
	const struct segment *s = timeline_segment(t, e);
	char text[SEGMENT_TEXT], marks[SEGMENT_TEXT];

	json_object_set_new(o, "frame", json_integer(p->packet.frame));
	json_object_set_new(o, "from", actor_name(t, p->from));
	json_object_set_new(o, "to", actor_name(t, p->to));
	json_object_set_new(o, "number", json_integer(p->number));
	json_object_set_new(o, "lost", json_boolean(p->lost));
	json_object_set_new(o, "link", json_integer(p->link));
	if (t->host_count) {
		json_object_set_new(o, "host", host_name(t, p->host));
		json_object_set_new(o, "again", json_boolean(p->duplicate));
		json_object_set_new(o, "arrived_ns",
				    p->arrived_ns ? json_integer(p->arrived_ns) : json_null());
	}
	json_object_set_new(o, "text",
			    json_text_or_null(s ? segment_text(s, NOTATION_FULL, text, sizeof(text))
						: packet_text(&p->packet, text, sizeof(text))));
	json_object_set_new(o, "marks",
			    json_text_or_null(s ? marks_text(s->marks, marks, sizeof(marks)) : ""));
}

static void add_process_of(json_t *o, const struct timeline *t, int process)
{
	json_object_set_new(o, "actor", actor_name(t, t->processes[process].actor));
	json_object_set_new(o, "process", process_name(t, process));
}

static json_t *socket_json(const struct kernel_socket *s)
{
	json_t *o =
		json_pack("{s:i,s:i,s:o,s:o,s:I,s:I,s:i,s:I,s:i,s:I}", "protocol", s->protocol, "state",
			  s->state, "local", endpoint_json(&s->local), "remote", endpoint_json(&s->remote),
			  "receive_queue", (json_int_t)s->receive_queue, "send_queue",
			  (json_int_t)s->send_queue, "timer", s->timer, "timer_ms", (json_int_t)s->timer_ms,
			  "retransmits", s->retransmits, "inode", (json_int_t)s->inode);

	if (s->has_info) {
		json_object_set_new(o, "mss", json_integer(s->mss));
		json_object_set_new(o, "unacked", json_integer(s->unacked));
		json_object_set_new(o, "rto_ms", json_integer(s->rto_ms));
		json_object_set_new(o, "backoff", json_integer(s->backoff));
		json_object_set_new(o, "probes", json_integer(s->probes));
	}
	return o;
}

/* {"": {"TcpActiveOpens": 1}}, or by the names of the hosts. */
static json_t *moves_json(const struct timeline *t, const struct reading_event *r)
{
	json_t *all = json_object();

	for (size_t i = 0; i < r->move_count; i++) {
		const struct counter_move *m = &r->moves[i];
		const char *host = m->host == NOBODY ? "" : t->hosts[m->host].name;
		json_t *of = json_object_get(all, host);

		if (!of && json_object_set_new(all, host, of = json_object()) != 0)
			continue;
		json_object_set_new(of, m->name, json_integer(m->by));
	}
	return all;
}

/* {"client": "S", "server.1": "Z"} */
static json_t *states_json(const struct reading_event *r)
{
	json_t *all = json_object();

	for (size_t i = 0; i < r->process_count; i++)
		json_object_set_new(all, r->processes[i].process, json_stringn(&r->processes[i].state, 1));
	return all;
}

/* All in one text: a line for each would be most of the file. */
static json_t *counters_json(const struct timeline *t)
{
	struct text names = { 0 };
	json_t *json;

	for (size_t i = 0; i < t->counter_count; i++)
		text_addf(&names, "%s%s", i ? " " : "", t->counters[i]);
	json = json_text_or_null(text_chars(&names));
	text_free(&names);
	return json;
}

static const char *kind_text(enum event_kind kind)
{
	switch (kind) {
	case EVENT_PACKET: return "packet";
	case EVENT_CALL: return "call";
	case EVENT_SIGNAL: return "signal";
	case EVENT_EXIT: return "exit";
	case EVENT_SOCKETS: return "sockets";
	case EVENT_READING: return "reading";
	case EVENT_ACTION: return "action";
	}
	return "";
}

static json_t *event_json(const struct timeline *t, const struct event *e)
{
	json_t *o = json_pack("{s:s,s:f,s:I,s:I}", "kind", kind_text(e->kind), "ms",
			      (double)(e->time_ns - timeline_origin(t)) / 1e6, "time_ns",
			      (json_int_t)e->time_ns, "order", (json_int_t)e->order);
	json_t *sockets;

	switch (e->kind) {
	case EVENT_PACKET: add_packet(o, t, e); break;
	case EVENT_CALL:
		add_process_of(o, t, e->call.process);
		json_object_set_new(o, "name", json_text_or_null(e->call.name));
		json_object_set_new(o, "arguments", json_text_or_null(e->call.arguments));
		json_object_set_new(o, "result", json_text_or_null(e->call.result));
		json_object_set_new(o, "end_ns", e->call.end_ns ? json_integer(e->call.end_ns) : json_null());
		json_object_set_new(o, "end_order", json_integer((json_int_t)e->call.end_order));
		break;
	case EVENT_SIGNAL:
		add_process_of(o, t, e->signal.process);
		json_object_set_new(o, "name", json_text_or_null(e->signal.name));
		json_object_set_new(o, "text", json_text_or_null(e->signal.text));
		break;
	case EVENT_EXIT:
		add_process_of(o, t, e->exit.process);
		json_object_set_new(o, "status", json_integer(e->exit.status));
		json_object_set_new(o, "signal", json_text_or_null(e->exit.signal));
		break;
	case EVENT_SOCKETS:
		sockets = json_array();
		for (size_t i = 0; i < e->sockets.count; i++)
			json_array_append_new(sockets, socket_json(&e->sockets.sockets[i]));
		json_object_set_new(o, "sockets", sockets);
		break;
	case EVENT_READING:
		json_object_set_new(o, "counters", moves_json(t, &e->reading));
		json_object_set_new(o, "processes", states_json(&e->reading));
		break;
	case EVENT_ACTION:
		json_object_set_new(o, "line", json_integer(e->action.line));
		json_object_set_new(o, "text", json_text_or_null(e->action.text));
		break;
	}
	return o;
}

static json_t *cut_json(const struct cut *c)
{
	return json_pack("{s:I,s:o,s:o,s:o}", "from_ns", (json_int_t)c->from_ns, "to_ns",
			 c->to_ns == INT64_MAX ? json_null() : json_integer(c->to_ns), "source",
			 address_json(&c->source), "destination", address_json(&c->destination));
}

static json_t *fault_json(const struct fault *f)
{
	json_t *went_on = json_array();

	for (unsigned i = 0; i < f->times; i++)
		json_array_append_new(went_on, json_integer(f->went_on_ns[i]));
	return json_pack("{s:s,s:I,s:I,s:I,s:I,s:o,s:o,s:o}", "kind", fault_word(f->kind), "line",
			 (json_int_t)f->line, "link", (json_int_t)f->link, "frame", (json_int_t)f->frame,
			 "sent_ns", (json_int_t)f->sent_ns, "due_ns",
			 f->due_ns ? json_integer(f->due_ns) : json_null(), "went_on_ns", went_on, "changed",
			 f->changed ? json_integer(f->changed) : json_null());
}

static void add_faults(json_t *root, const struct timeline *t)
{
	json_t *faults = t->fault_count ? json_array() : NULL;

	for (size_t i = 0; i < t->fault_count; i++)
		json_array_append_new(faults, fault_json(&t->faults[i]));
	if (faults)
		json_object_set_new(root, "faults", faults);
}

static void add_places(json_t *root, const struct timeline *t)
{
	json_t *hosts = json_array(), *links = json_array();

	for (size_t i = 0; i < t->host_count; i++) {
		const struct host *h = &t->hosts[i];
		json_t *addresses = json_array();

		for (size_t k = 0; k < h->address_count; k++)
			json_array_append_new(addresses, address_json(&h->addresses[k]));
		json_array_append_new(hosts, json_pack("{s:o,s:o}", "name", json_text_or_null(h->name),
						       "addresses", addresses));
	}
	for (size_t i = 0; i < t->link_count; i++)
		json_array_append_new(links, json_pack("{s:o,s:i,s:o}", "interface",
						       json_text_or_null(t->links[i].interface), "link_type",
						       t->links[i].link_type, "host",
						       host_name(t, t->links[i].host)));
	json_object_set_new(root, "hosts", hosts);
	json_object_set_new(root, "links", links);
}

static void add_people(json_t *root, const struct timeline *t)
{
	json_t *actors = json_array(), *processes = json_array(), *owned = json_array();

	for (size_t i = 0; i < t->actor_count; i++) {
		const struct actor *a = &t->actors[i];

		json_array_append_new(actors,
				      json_pack("{s:o,s:o,s:i,s:b,s:o}", "name", json_text_or_null(a->name),
						"command", json_text_or_null(a->command), "pid", a->pid,
						"right", a->right, "host", host_name(t, a->host)));
	}
	for (size_t i = 0; i < t->process_count; i++) {
		const struct process *p = &t->processes[i];

		json_array_append_new(processes,
				      json_pack("{s:o,s:o,s:i,s:o}", "name", json_text_or_null(p->name),
						"actor", actor_name(t, p->actor), "pid", p->pid, "parent",
						process_name(t, p->parent)));
	}
	for (size_t i = 0; i < t->owned_count; i++)
		json_array_append_new(owned, json_pack("{s:o,s:o}", "actor", actor_name(t, t->owned[i].actor),
						       "endpoint", endpoint_json(&t->owned[i].endpoint)));
	json_object_set_new(root, "actors", actors);
	json_object_set_new(root, "processes", processes);
	json_object_set_new(root, "owned", owned);
}

char *store_timeline_json(const struct timeline *t, size_t *length)
{
	json_t *root =
		json_pack("{s:i,s:o,s:{s:I,s:I},s:I}", "version", 1, "kernel", json_text_or_null(t->kernel),
			  "packets", "received", (json_int_t)t->packets_received, "dropped",
			  (json_int_t)t->packets_dropped, "timer_ns", (json_int_t)t->timer_ns);
	json_t *cuts = json_array(), *events = json_array();
	char *text;

	add_places(root, t);
	add_people(root, t);
	for (size_t i = 0; i < t->cut_count; i++)
		json_array_append_new(cuts, cut_json(&t->cuts[i]));
	json_object_set_new(root, "trouble", t->trouble ? json_text_or_null(t->trouble) : json_null());
	json_object_set_new(root, "counters", counters_json(t));
	add_faults(root, t);
	json_object_set_new(root, "cuts", cuts);
	for (size_t i = 0; i < t->event_count; i++)
		json_array_append_new(events, event_json(t, t->events[i]));
	json_object_set_new(root, "events", events);
	text = json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
	json_decref(root);
	*length = text ? strlen(text) : 0;
	return text;
}

/* Where the capture stood. */
static const char *link_description(const struct link *l)
{
	return l->host == NOBODY ? "the loopback that both programs share"
				 : "the router's end of the link to this host";
}

char *store_pcapng(const struct timeline *t, const char *const *comments, const char *section, size_t *length)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&bytes, &size);
	bool good;

	if (!out)
		return NULL;
	good = pcapng_write_section(out, section, "socklab");
	for (size_t i = 0; good && i < t->link_count; i++)
		good = pcapng_write_interface(out, t->links[i].link_type, t->links[i].interface,
					      link_description(&t->links[i]));
	for (size_t i = 0; good && i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_PACKET)
			good = pcapng_write_packet(out, t->events[i]->packet.link,
						   &t->events[i]->packet.packet,
						   comments ? comments[i] : NULL);
	if (fclose(out) != 0 || !good) {
		free(bytes);
		return NULL;
	}
	*length = size;
	return bytes;
}
