/* pids.c - the processes of one strace; see pids.h. */
#include "common/record/pids.h"

#include <stdlib.h>
#include <string.h>

#include "common/record/memory.h"

void pids_init(struct pids *p, struct timeline *t, int actor)
{
	*p = (struct pids){ .t = t, .actor = actor, .forker = -1 };
}

void pids_free(struct pids *p)
{
	for (size_t i = 0; i < p->count; i++)
		free(p->states[i]);
	free(p->states);
	free(p->slots);
	*p = (struct pids){ 0 };
}

static size_t slot_of(const struct pids *p, int pid)
{
	size_t slot = ((uint32_t)pid * 2654435761u >> 7) & (p->slot_count - 1);

	while (p->slots[slot] >= 0 && p->states[p->slots[slot]]->pid != pid)
		slot = (slot + 1) & (p->slot_count - 1);
	return slot;
}

struct pid_state *pids_known(const struct pids *p, int pid)
{
	int index = p->slot_count ? p->slots[slot_of(p, pid)] : -1;

	return index < 0 ? NULL : p->states[index];
}

static struct pid_state *add(struct pids *p, int pid, int process)
{
	struct pid_state *state = memory_zeroed(1, sizeof(*state));

	*state = (struct pid_state){ .pid = pid, .process = process };
	p->states = memory_grown(p->states, p->count, &p->capacity, sizeof(struct pid_state *));
	p->states[p->count++] = state;
	if (p->count * 2 >= p->slot_count) {
		p->slot_count = p->slot_count ? p->slot_count * 2 : 32;
		p->slots = memory_resized(p->slots, p->slot_count, sizeof(*p->slots));
		memset(p->slots, 0xff, p->slot_count * sizeof(*p->slots));
		for (size_t i = 0; i < p->count - 1; i++)
			p->slots[slot_of(p, p->states[i]->pid)] = (int)i;
	}
	p->slots[slot_of(p, pid)] = (int)p->count - 1;
	return state;
}

/* The actor's own first process. */
static int first_process(const struct pids *p)
{
	for (size_t i = 0; i < p->t->process_count; i++)
		if (p->t->processes[i].actor == p->actor)
			return (int)i;
	return NOBODY;
}

/* The parent of a child that speaks before its parent's fork() has returned: who is in one; else the actor. */
static int likely_parent(const struct pids *p)
{
	return p->forker >= 0 ? p->states[p->forker]->process : first_process(p);
}

static bool gone(const struct pids *p, const struct pid_state *state)
{
	return p->t->processes[state->process].gone;
}

struct pid_state *pids_at(struct pids *p, int pid)
{
	struct pid_state *state = pids_known(p, pid);

	if (!p->seen) { /* strace's first line is of the program itself, whatever number it bears here */
		p->seen = true;
		return add(p, pid, first_process(p));
	}
	if (state && !gone(p, state))
		return state;
	if (!state)
		state = add(p, pid, NOBODY);
	state->process = timeline_add_process(p->t, p->actor, pid, likely_parent(p));
	state->orphan = true;
	state->open = state->last = NULL;
	return state;
}

static void forget_forker(struct pids *p, const struct pid_state *state)
{
	if (p->forker >= 0 && p->states[p->forker] == state)
		p->forker = -1;
}

void pids_entered(struct pids *p, struct pid_state *state, const struct call_row *row)
{
	forget_forker(p, state);
	if (row->kin == KIN_FORK)
		p->forker = p->slots[slot_of(p, state->pid)];
}

void pids_returned(struct pids *p, struct pid_state *state, const struct call_row *row, int64_t value)
{
	struct pid_state *child;

	if (row->kin != KIN_FORK)
		return;
	forget_forker(p, state);
	if (value <= 0 || value > INT32_MAX || value == state->pid)
		return;
	child = pids_known(p, (int)value);
	if (!child || (gone(p, child) && !child->orphan)) {
		child = child ? child : add(p, (int)value, NOBODY);
		child->process = timeline_add_process(p->t, p->actor, (int)value, state->process);
		child->open = child->last = NULL;
	} else if (child->orphan) {
		p->t->processes[child->process].parent = state->process;
	}
	child->orphan = false;
}
