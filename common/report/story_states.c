/* story_states.c - what the kernel's tables say of an actor's sockets, and what stands above its lifeline; see story.h. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "common/record/sockets.h"
#include "common/report/story.h"

const char *states_text(const struct story *story, size_t event, int actor)
{
	const struct sockets_event *table = &story->timeline->events[event]->sockets;
	struct text t = { 0 };
	bool listens = false;
	const char *text;

	for (size_t i = 0; i < table->count; i++) {
		const struct kernel_socket *s = &table->sockets[i];
		const struct socket *own = &story->timeline->sockets[s->socket];

		if (s->protocol != IPPROTO_TCP || own->actor != actor)
			continue;
		if (s->state == TCP_LISTEN) {
			listens = true;
			continue;
		}
		text_add(&t, t.length ? ", " : "");
		if (story->many_connections && own->number)
			text_addf(&t, "#%u ", own->number);
		text_add(&t, tcp_state_text(s->state));
		if (s->receive_queue)
			text_addf(&t, " Recv-Q %u", s->receive_queue);
		if (s->send_queue)
			text_addf(&t, " Send-Q %u", s->send_queue);
	}
	if (t.length)
		text = arena_string(story->arena, t.chars);
	else if (story->actor_spoke[actor] < event)
		text = "CLOSED";
	else
		text = listens ? "LISTEN" : NULL;
	text_free(&t);
	return text;
}

/* The one endpoint that all actors of a side share; without its port where they had several, "" where even the
 * addresses differ. */
static const char *endpoint_of(const struct story *story, enum side side)
{
	const struct endpoint *first = NULL;
	bool ports = false;
	char buf[ENDPOINT_TEXT];

	for (size_t i = 0; i < story->timeline->socket_count; i++) {
		const struct socket *s = &story->timeline->sockets[i];
		const struct endpoint *e = &s->local;

		if (s->actor == NOBODY || story->actor_side[s->actor] != side || !e->port ||
		    address_is_wildcard(&e->address))
			continue;
		if (!first)
			first = e;
		else if (!address_equal(&first->address, &e->address))
			return "";
		else
			ports = ports || first->port != e->port;
	}
	if (!first)
		return "";
	return arena_printf(story->arena, " %s",
			    ports ? address_text(&first->address, buf) : endpoint_text(first, buf));
}

const char *side_title(const struct story *story, enum side side)
{
	struct text t = { 0 };
	const char *title;

	for (size_t i = 0; i < story->timeline->actor_count; i++)
		if (story->actor_side[i] == side &&
		    (story->actor_acts[i] || story->timeline->actor_count < 3))
			text_addf(&t, "%s%s", t.length ? ", " : "", story->timeline->actors[i].name);
	if (t.length)
		text_add(&t, endpoint_of(story, side));
	else if (!story->timeline->actor_count)
		text_add(&t, side == LEFT ? "initiator" : "responder");
	title = arena_string(story->arena, text_chars(&t));
	text_free(&t);
	return title;
}
