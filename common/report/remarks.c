/* remarks.c - what a row of a ladder means; see remarks.h. */
#include "common/report/remarks.h"

#include <netinet/tcp.h>
#include <string.h>

#include "capture/notation.h"

struct remarks {
	struct ladder *ladder;
	struct arena *arena;
	struct remark *list;
	size_t count, capacity;
};

static void say(struct remarks *r, const char *label, const char *text)
{
	r->list = arena_grow(r->arena, r->list, r->count, &r->capacity, sizeof(*r->list));
	r->list[r->count++] = (struct remark){ label, text };
}

/* Leaves out what no table knows. */
static void say_known(struct remarks *r, const char *label, const char *text)
{
	if (text)
		say(r, label, text);
}

static void say_flags(struct remarks *r, unsigned flags)
{
	static const struct {
		unsigned flag;
		const char *label;
	} names[] = {
		{ FLAG_SYN, "S  SYN" }, { FLAG_FIN, "F  FIN" }, { FLAG_RST, "R  RST" },
		{ FLAG_PSH, "P  PSH" }, { FLAG_URG, "U  URG" }, { FLAG_ECE, "E  ECE" },
		{ FLAG_CWR, "W  CWR" }, { FLAG_ACK, ".  ACK" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (flags & names[i].flag)
			say_known(r, names[i].label, flag_meaning(names[i].flag, flags & FLAG_ACK));
}

static void say_numbers(struct remarks *r, const struct segment *s)
{
	const struct tcp_header *tcp = &s->packet.tcp;
	char options[256];

	if (s->end != s->first)
		say(r, arena_printf(r->arena, "%u:%u(%u)", s->first, s->end, s->packet.payload_length),
		    arena_printf(r->arena, "%u byte%s of data: number %u is the first, and %u the next one's",
				 s->packet.payload_length, s->packet.payload_length == 1 ? "" : "s", s->first,
				 s->end));
	else if (!(s->marks & MARK_BARE_ACK))
		say(r, arena_printf(r->arena, "%u:%u(0)", s->first, s->end),
		    arena_printf(r->arena, "no data; it stands at number %u", s->first));
	if (tcp->flags & FLAG_ACK)
		say(r, arena_printf(r->arena, "ack %u", s->ack),
		    arena_printf(r->arena, "all below number %u has come, and %u is expected next", s->ack,
				 s->ack));
	if (!(tcp->flags & FLAG_RST))
		say(r, arena_printf(r->arena, "win %u", s->window),
		    arena_printf(r->arena, "there is room for %u bytes more", s->window));
	if (tcp->flags & FLAG_SYN && *options_text(&tcp->options, options, sizeof(options)))
		say(r, "options", arena_string(r->arena, options));
}

static void say_packet(struct remarks *r, size_t event)
{
	const struct event *e = r->ladder->timeline->events[event];
	const struct segment *s = timeline_segment(r->ladder->timeline, e);
	const struct packet *p = &e->packet.packet;
	char from[ENDPOINT_TEXT], to[ENDPOINT_TEXT], words[128];

	say(r, event_text(r->ladder->timeline, e, r->arena), NULL);
	if (s) {
		say_flags(r, s->packet.tcp.flags);
		say_numbers(r, s);
		for (unsigned mark = MARK_WINDOW_UPDATE; mark <= MARK_PARTIAL_OVERLAP; mark <<= 1)
			if (s->marks & mark && mark_meaning(mark))
				say(r, "so it is",
				    arena_printf(r->arena, "a %s: %s", marks_text(mark, words, sizeof(words)),
						 mark_meaning(mark)));
	}
	if (e->packet.lost)
		say(r, "lost", "it was sent, and never arrived");
	address_text(&p->source, from);
	address_text(&p->destination, to);
	if (p->transport == TRANSPORT_TCP)
		say(r, "frame",
		    arena_printf(r->arena, "number %u, %u bytes: %s port %u → %s port %u", p->frame,
				 p->length, from, p->tcp.source_port, to, p->tcp.destination_port));
	else
		say(r, "frame",
		    arena_printf(r->arena, "number %u, %u bytes: %s → %s", p->frame, p->length, from, to));
}

/* A file, a pipe or a keyboard may be read and written, too. */
static const char *meaning_of_call(const struct call *c)
{
	return c->descriptor >= 0 && !call_on_socket(c) ? "does so with something that is no socket"
							: call_meaning(c->row);
}

static void say_call(struct remarks *r, const struct cell *cell)
{
	const struct event *e = r->ladder->timeline->events[cell->event];
	const struct call *c = &e->call;
	const char *who = r->ladder->timeline->processes[c->process].name, *result;
	char buf[DURATION_TEXT];

	if (cell->kind == CELL_OPEN) {
		say(r, arena_printf(r->arena, "%s: %s() is entered", who, c->name), NULL);
		say_known(r, "it", meaning_of_call(c));
		say(r, "now", "it has not returned");
		return;
	}
	if (cell->kind == CELL_FOLD) {
		say(r, arena_printf(r->arena, "%s: %s", who, cell->words.texts[0]), NULL);
		say_known(r, "it", meaning_of_call(c));
		return;
	}
	say(r, arena_printf(r->arena, "%s: %s()%s", who, c->name, cell->kind == CELL_CLOSE ? " returns" : ""),
	    NULL);
	say_known(r, "it", meaning_of_call(c));
	result = c->ending == CALL_RUNS ? "?" : c->result_plain;
	if (c->errno_name)
		say(r, c->errno_name,
		    errno_meaning(c->errno_name) ? errno_meaning(c->errno_name) : c->result);
	else if (c->ending == CALL_CUT_SHORT)
		say(r, arena_printf(r->arena, "= %s", result),
		    "a signal came, and the kernel goes on with it; or its process has ended");
	else if (c->ending == CALL_NEVER_RETURNS || c->ending == CALL_RUNS)
		say(r, "= ?", "it never returned: the process has ended");
	else if (c->returned && c->value == 0 && c->row->direction == CALL_READS && call_moves_bytes(c->row))
		say(r, "= 0",
		    "the end of the data: the other end has sent its FIN, or reading was shut here");
	else if (c->returned && call_moves_bytes(c->row))
		say(r, arena_printf(r->arena, "= %s", result), "so many bytes");
	else
		say(r, arena_printf(r->arena, "= %s", result), "its result");
	if (c->end_ns)
		say(r, "took", duration_text(c->end_ns - e->time_ns, buf) ? arena_string(r->arena, buf) : "");
	say_known(r, "strace", c->text);
}

static void say_cell(struct remarks *r, const struct cell *cell)
{
	const struct event *e = r->ladder->timeline->events[cell->event];
	const struct process *processes = r->ladder->timeline->processes;

	if (cell->kind == CELL_NONE)
		return;
	switch (e->kind) {
	case EVENT_CALL: say_call(r, cell); return;
	case EVENT_SIGNAL:
		say(r, arena_printf(r->arena, "%s: %s", processes[e->signal.process].name, e->signal.name),
		    NULL);
		say_known(r, "it", signal_meaning(e->signal.name));
		say_known(r, "strace", e->signal.text);
		return;
	case EVENT_EXIT:
		if (e->exit.signal) {
			say(r,
			    arena_printf(r->arena, "%s dies of %s", processes[e->exit.process].name,
					 e->exit.signal),
			    NULL);
			say_known(r, "it", signal_meaning(e->exit.signal));
		} else {
			say(r,
			    arena_printf(r->arena, "%s exits with status %d", processes[e->exit.process].name,
					 e->exit.status),
			    NULL);
		}
		say(r, "so", "its kernel closes all that it had open");
		return;
	case EVENT_PACKET:
	case EVENT_SOCKETS:
	case EVENT_ACTION: return;
	}
}

/* Of a row of states: each state that somebody is in. */
static void say_states(struct remarks *r, const struct row *row)
{
	say(r, "The kernel's own table of sockets", NULL);
	for (int side = 0; side < SIDES; side++)
		for (unsigned state = 0; row->banner[side] && state_meaning(state); state++) {
			const char *name = tcp_state_text(state), *at = strstr(row->banner[side], name);
			size_t length = strlen(name);

			/* No name may be taken for the beginning of a longer one. */
			if (at && state != TCP_CLOSE && (!at[length] || strchr(" ,", at[length])))
				say(r, name,
				    arena_printf(r->arena, "%s: %s",
						 side == LEFT ? "on the left" : "on the right",
						 state_meaning(state)));
		}
}

/* A call that is entered here and never returns: that a line asks for it would tell how it ends. */
static bool never_returns(const struct ladder *l, const struct cell *cell)
{
	return cell->kind == CELL_OPEN && event_end(l->timeline->events[cell->event]) == INT64_MAX;
}

static void say_lines(struct remarks *r, const struct row *row)
{
	const struct script *script = r->ladder->script;

	if (never_returns(r->ladder, &row->side[LEFT]) || never_returns(r->ladder, &row->side[RIGHT]))
		return;
	for (unsigned i = 0; script && i < row->line_count; i++)
		for (size_t k = 0; k < script->line_count; k++)
			if (script->lines[k].number == row->lines[i] && !line_is_action(&script->lines[k]))
				say(r, arena_printf(r->arena, "line %u", row->lines[i]),
				    script->lines[k].text);
}

bool row_has_remarks(const struct ladder *l, size_t row)
{
	return row < l->row_count && (l->rows[row].kind == ROW_EVENT || l->rows[row].kind == ROW_STATES);
}

struct remark *row_remarks(struct ladder *l, size_t number, size_t *count)
{
	struct remarks r = { .ladder = l, .arena = l->arena };
	const struct row *row;
	enum side from;

	*count = 0;
	if (!row_has_remarks(l, number))
		return NULL;
	row = &l->rows[number];
	from = row->wire.there ? row->wire.from : LEFT;
	if (row->kind == ROW_STATES) {
		say_states(&r, row);
	} else {
		/* In the order in which it happened: the call, what it sent, and whom that woke. */
		say_cell(&r, &row->side[from]);
		if (row->wire.there)
			say_packet(&r, row->wire_event);
		say_cell(&r, &row->side[from == LEFT ? RIGHT : LEFT]);
	}
	say_lines(&r, row);
	*count = r.count;
	return r.list;
}
