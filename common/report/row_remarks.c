/* row_remarks.c - what a row of a ladder means; see row_remarks.h. */
#include "common/report/row_remarks.h"

#include "common/tutor/meanings.h"

static void say_call(struct remarks *r, const struct timeline *t, const struct cell *cell)
{
	const struct event *e = t->events[cell->event];

	if (cell->kind == CELL_OPEN)
		remark_entry(r, t, e);
	else if (cell->kind == CELL_FOLD)
		remark_calls(r, t, e, cell->words.texts[0]);
	else
		remark_call(r, t, e, cell->kind == CELL_CLOSE);
}

static void say_cell(struct remarks *r, const struct timeline *t, const struct cell *cell)
{
	const struct event *e = t->events[cell->event];

	if (cell->kind == CELL_NONE)
		return;
	switch (e->kind) {
	case EVENT_CALL: say_call(r, t, cell); return;
	case EVENT_SIGNAL: remark_signal(r, t, e); return;
	case EVENT_EXIT: remark_exit(r, t, e); return;
	case EVENT_PACKET:
	case EVENT_SOCKETS:
	case EVENT_READING:
	case EVENT_ACTION: return;
	}
}

/* Of a row of states: each state that somebody is in. */
static void say_states(struct remarks *r, const struct row *row)
{
	remark(r, "The kernel's own table of sockets", NULL);
	for (int side = 0; side < SIDES; side++)
		for (unsigned state = 0; state_meaning(state); state++)
			if (row->states[side] >> state & 1)
				remark(r, tcp_state_text(state),
				       arena_printf(r->arena, "%s: %s",
						    side == LEFT ? "on the left" : "on the right",
						    state_meaning(state)));
}

/* A call that is entered here and never returns: that a line asks for it would tell how it ends. */
static bool never_returns(const struct ladder *l, const struct cell *cell)
{
	return cell->kind == CELL_OPEN && !l->story.timeline->events[cell->event]->call.returned;
}

static void say_lines(struct remarks *r, const struct ladder *l, const struct row *row)
{
	const struct script *script = l->story.script;

	if (never_returns(l, &row->side[LEFT]) || never_returns(l, &row->side[RIGHT]))
		return;
	for (unsigned i = 0; script && i < row->met.line_count; i++)
		for (size_t k = 0; k < script->line_count; k++)
			if (script->lines[k].number == row->met.lines[i] &&
			    !line_is_action(&script->lines[k]))
				remark(r, arena_printf(r->arena, "line %u", row->met.lines[i]),
				       script->lines[k].text);
}

bool row_has_remarks(const struct ladder *l, size_t row)
{
	return row < l->row_count && (l->rows[row].kind == ROW_EVENT || l->rows[row].kind == ROW_STATES);
}

struct remark *row_remarks(struct ladder *l, size_t number, size_t *count)
{
	struct remarks r = { .arena = l->story.arena };
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
		say_cell(&r, l->story.timeline, &row->side[from]);
		if (row->wire.there)
			remark_packet(&r, l->story.timeline, l->story.timeline->events[row->wire_event]);
		say_cell(&r, l->story.timeline, &row->side[from == LEFT ? RIGHT : LEFT]);
	}
	say_lines(&r, l, row);
	*count = r.count;
	return r.list;
}
