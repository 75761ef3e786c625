/* story_states.c - what the kernel's tables say of an actor's sockets, and what stands above its lifeline; see story.h. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "common/record/sockets.h"
#include "common/report/story.h"

/* In several lengths: without the queues, and without the actor's name. */
static void tell_states(const struct story *story, struct moment_state *state, const char *bare)
{
	const char *name = story->timeline->actors[state->actor].name;

	if (story->actors_on[story->actor_side[state->actor]] > 1) {
		wording_add(&state->words, arena_printf(story->arena, "%s: %s", name, state->text));
		wording_add(&state->words, arena_printf(story->arena, "%s: %s", name, bare));
	} else {
		wording_add(&state->words, state->text);
	}
	wording_add(&state->words, bare);
}

static void add_state(const struct story *story, const struct kernel_socket *s, struct text *text,
		      bool queues)
{
	unsigned number = story->timeline->sockets[s->socket].number;

	text_add(text, text->length ? ", " : "");
	if (story->many_connections && number)
		text_addf(text, "#%u ", number);
	text_add(text, tcp_state_text(s->state));
	if (queues && s->receive_queue)
		text_addf(text, " Recv-Q %u", s->receive_queue);
	if (queues && s->send_queue)
		text_addf(text, " Send-Q %u", s->send_queue);
}

bool find_states(const struct story *story, size_t event, int actor, struct moment_state *out)
{
	const struct sockets_event *table = &story->timeline->events[event]->sockets;
	struct text text = { 0 }, bare = { 0 };
	bool listens = false;

	*out = (struct moment_state){ .actor = actor };
	for (size_t i = 0; i < table->count; i++) {
		const struct kernel_socket *s = &table->sockets[i];

		if (s->protocol != IPPROTO_TCP || story->timeline->sockets[s->socket].actor != actor)
			continue;
		if (s->state == TCP_LISTEN) {
			listens = true;
			continue;
		}
		out->first = out->states ? out->first : s->state;
		out->states |= 1u << s->state;
		add_state(story, s, &text, true);
		add_state(story, s, &bare, false);
	}
	if (!out->states && (listens || story->actor_spoke[actor] < event)) {
		out->first = story->actor_spoke[actor] < event ? TCP_CLOSE : TCP_LISTEN;
		out->states = 1u << out->first;
		text_add(&text, tcp_state_text((unsigned)out->first));
		text_add(&bare, text.chars);
	}
	out->text = arena_string(story->arena, text_chars(&text));
	tell_states(story, out, arena_string(story->arena, text_chars(&bare)));
	text_free(&text);
	text_free(&bare);
	return out->states;
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
