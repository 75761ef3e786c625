/* story_sides.c - who stands on which side of a ladder; see story.h. */
#include <string.h>

#include "common/record/sockets.h"
#include "common/report/story.h"

enum side side_of_process(const struct story *story, int process)
{
	const struct timeline *t = story->timeline;

	if (process < 0 || (size_t)process >= t->process_count)
		return LEFT;
	return story->actor_side[t->processes[process].actor];
}

/* The first one stands on the left. */
static enum side side_of_host(int host)
{
	return host ? RIGHT : LEFT;
}

/* Where there are several hosts each has its side, whoever speaks there. */
static bool known_side(const struct story *story, int actor, const struct address *a, enum side *side)
{
	int host = timeline_host_at(story->timeline, a);

	if (is_router(story->timeline, a) || (actor == NOBODY && host == NOBODY))
		return false;
	*side = host == NOBODY ? story->actor_side[actor] : side_of_host(host);
	return true;
}

bool packet_sides(const struct story *story, const struct event *e, enum side *from, enum side *to)
{
	const struct segment *s = timeline_segment(story->timeline, e);
	bool source = known_side(story, e->packet.from, &e->packet.packet.source, from);
	bool destination = known_side(story, e->packet.to, &e->packet.packet.destination, to);

	if (!source && !destination)
		*from = s && !s->from_initiator ? RIGHT : LEFT;
	else if (!source)
		*from = *to == LEFT ? RIGHT : LEFT;
	if (!destination)
		*to = *from == LEFT ? RIGHT : LEFT;
	return *from != *to;
}

/* Of an end of which nobody is known: the other side than its peer's; of two such, who opens stands on the left. */
enum side side_of_socket(const struct story *story, const struct socket *s)
{
	bool opens = (s - story->timeline->sockets) % 2 == 0;
	enum side side;

	if (known_side(story, s->actor, &s->local.address, &side))
		return side;
	if (s->connection != NO_CONNECTION &&
	    known_side(story, (opens ? s + 1 : s - 1)->actor, &s->remote.address, &side))
		return side == LEFT ? RIGHT : LEFT;
	return opens ? LEFT : RIGHT;
}

static void note_packet(struct story *story, size_t event, int actor)
{
	if (actor == NOBODY)
		return;
	story->actor_acts[actor] = true;
	if (story->actor_spoke[actor] == SIZE_MAX &&
	    story->timeline->events[event]->packet.segment != NO_SEGMENT)
		story->actor_spoke[actor] = event;
}

/* Who listens stands on the right. Where nobody does (or all), who was started first is the server. */
void story_choose_sides(struct story *story)
{
	const struct timeline *t = story->timeline;
	size_t right = 0;
	bool wire = false;

	story->actor_side = arena_alloc(story->arena, (t->actor_count + 1) * sizeof(*story->actor_side));
	story->actor_acts = arena_alloc(story->arena, (t->actor_count + 1) * sizeof(*story->actor_acts));
	story->actor_spoke = arena_alloc(story->arena, (t->actor_count + 1) * sizeof(*story->actor_spoke));
	story->actor_socket = arena_alloc(story->arena, (t->actor_count + 1) * sizeof(*story->actor_socket));
	for (size_t i = 0; i < t->actor_count; i++) {
		story->actor_spoke[i] = story->actor_socket[i] = SIZE_MAX;
		story->actor_side[i] = t->actors[i].right ? RIGHT : LEFT;
		right += t->actors[i].right;
	}
	for (size_t i = 0; i < t->event_count; i++)
		wire = wire || (t->events[i]->kind == EVENT_PACKET && packet_is_told(t->events[i]));
	/* Where nothing goes over the wire there is only one side. */
	for (size_t i = 0; i < t->actor_count; i++) {
		if (!wire)
			story->actor_side[i] = LEFT;
		else if (t->actor_count > 1 && (right == 0 || right == t->actor_count))
			story->actor_side[i] = i == 0 ? RIGHT : LEFT;
	}
	for (size_t i = 0; i < t->actor_count; i++)
		if (t->actors[i].host != NOBODY)
			story->actor_side[i] = side_of_host(t->actors[i].host);
	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];
		int process = event_process(e);

		if (process >= 0)
			story->actor_acts[t->processes[process].actor] = true;
		if (process >= 0 && e->kind == EVENT_CALL &&
		    (e->call.row->kin == KIN_SOCKET || call_on_socket(&e->call)) &&
		    story->actor_socket[t->processes[process].actor] == SIZE_MAX)
			story->actor_socket[t->processes[process].actor] = i;
		if (e->kind != EVENT_PACKET || !packet_is_told(e))
			continue;
		note_packet(story, i, e->packet.from);
		note_packet(story, i, e->packet.to);
		story->many_connections = story->many_connections || e->packet.number > 1;
	}
	for (size_t i = 0; i < t->actor_count; i++)
		story->actors_on[story->actor_side[i]] += story->actor_acts[i];
}
