/* actors.c - names of actors, of their processes ("server.1") and of their connections ("client#2"). */
#include "common/script/parser.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "common/base/text.h"
#include "common/calls/annotation.h"

static const struct started *find_actor(const struct parser *p, struct word w)
{
	for (size_t i = 0; i < p->actor_count; i++)
		if (word_is(w, p->actors[i].name))
			return &p->actors[i];
	return NULL;
}

static const char *actor_list(size_t index, void *context)
{
	const struct parser *p = context;

	return index < p->actor_count ? p->actors[index].name : NULL;
}

bool start_actor(struct parser *p, const char **name)
{
	const struct started *known;
	struct word w = take_name(p);

	if (!w.length)
		return expected(p, "a name for the actor: letters, digits, '_' and '-'");
	if (p->at < p->end && !is_blank(*p->at) && *p->at != '=' && *p->at != '@')
		return fail_at(p, p->at, "a name for an actor is made of letters, digits, '_' and '-'");
	if (keyword_find(w))
		return fail_at(p, w.at, "'%.*s' is a word of the language and cannot name an actor", shown(w),
			       w.at);
	if (world_is_router(p->script->world, world_host_named(p->script->world, w.at, w.length)))
		return fail_at(p, w.at, "'%.*s' is what joins the hosts and cannot name an actor", shown(w),
			       w.at);
	known = find_actor(p, w);
	if (p->in_control) { /* it starts another program under the name that the script knows */
		if (!known)
			return unknown(p, w, "actor", actor_list, p);
		*name = known->name;
		return true;
	}
	if (known)
		return fail_at(
			p, w.at,
			"'%s' was started on line %u; give the second one a name of its own: start second = %s",
			known->name, known->number, known->name);
	if (p->actor_count == LIMIT_ACTORS)
		return fail_at(p, w.at, "more than %d actors", LIMIT_ACTORS);
	*name = word_copy(p, w);
	p->actors[p->actor_count++] = (struct started){ .name = *name, .number = p->number };
	return true;
}

/* How often a name stands below the line that started this actor. */
static unsigned times_below(const struct parser *p, const struct started *actor, struct word name)
{
	const char *at = p->script->source;
	unsigned times = 0;

	for (unsigned n = 0; n < actor->number; n++) {
		at += strcspn(at, "\n");
		at += *at == '\n';
	}
	for (; *at; at++)
		times += strncmp(at, name.at, name.length) == 0 && !is_name_char(at[-1]) &&
			 !is_name_char(at[name.length]);
	return times;
}

/* The actor whose start is the slip: it is named nowhere, and what is like it again and again. NULL: there is none. */
static const struct started *started_wrongly(const struct parser *p, struct word w)
{
	for (size_t i = 0; i < p->actor_count; i++) {
		const struct started *a = &p->actors[i];

		if (slip_is(w.at, w.length, a->name) && times_below(p, a, w) > 1 &&
		    !times_below(p, a, (struct word){ a->name, strlen(a->name) }))
			return a;
	}
	return NULL;
}

/* Names those that are known, which is what a typo needs. */
static bool unknown_actor(struct parser *p, struct word w)
{
	const struct started *wrong;
	struct text names = { 0 };

	if (names_host_elsewhere(w, ROLE_ROUTER) && world_next(p->script->world, ROLE_ROUTER, 0) == NO_HOST)
		return fail_at(p, w.at, "only %s a router, and this is world %s", worlds_with(p, ROLE_ROUTER),
			       p->script->world->name);
	if (!p->actor_count)
		return fail_at(p, w.at, "'%.*s' has not been started: no actor has", shown(w), w.at);
	wrong = started_wrongly(p, w);
	if (wrong)
		return fail_line(p, wrong->number,
				 "no line below names '%s'; did you mean '%.*s', as on line %u?", wrong->name,
				 shown(w), w.at, p->number);
	for (size_t i = 0; i < p->actor_count && i < 6; i++)
		text_addf(&names, "%s%.24s", i ? ", " : "", p->actors[i].name);
	fail_at(p, w.at, "no actor '%.*s' has been started up to here; there is %s%s", shown(w), w.at,
		text_chars(&names), p->actor_count > 6 ? ", ..." : "");
	text_free(&names);
	return false;
}

bool take_actor(struct parser *p, const char **name)
{
	struct word w = take_name(p);
	const struct started *actor;

	if (!w.length)
		return expected(p, "the name of an actor");
	actor = find_actor(p, w);
	if (!actor)
		return unknown_actor(p, w);
	*name = actor->name;
	return true;
}

/* The number behind '.' or '#'. */
static bool take_ordinal(struct parser *p, const char *what, uint64_t *value)
{
	const char *at = ++p->at;

	if (at == p->end || !isdigit((unsigned char)*at))
		return expected(p, what);
	if (!take_value(p, 9999, what, value))
		return false;
	if (!*value)
		return fail_at(p, at, "connections and children are counted from 1");
	return true;
}

bool take_process(struct parser *p, const char **name)
{
	uint64_t child = 0;

	skip_blanks(p);
	if (!take_actor(p, name))
		return false;
	if (p->at == p->end || *p->at != '.')
		return true;
	if (!take_ordinal(p, "the number of a child, as in server.1", &child))
		return false;
	*name = arena_printf(p->arena, "%s.%u", *name, (unsigned)child);
	return true;
}

/* What stands behind the name of a party. */
static bool take_connection(struct parser *p, struct party *party)
{
	uint64_t connection = 0;

	if (p->at < p->end && *p->at == '.')
		return fail_at(p, p->at,
			       "a connection belongs to the actor, not to a process of it: write '%s'",
			       party->actor);
	if (p->at < p->end && *p->at == '#' &&
	    !take_ordinal(p, "the number of a connection, as in client#2", &connection))
		return false;
	party->connection = (unsigned)connection;
	return true;
}

bool take_party(struct parser *p, struct party *party)
{
	if (!take_actor(p, &party->actor))
		return false;
	party->host = world_host_named(p->script->world, party->actor, strlen(party->actor));
	return take_connection(p, party);
}

static bool read_address(struct word w, struct endpoint *at)
{
	char text[ADDRESS_TEXT];

	if (endpoint_read(w.at, w.length, at))
		return true;
	at->port = 0;
	snprintf(text, sizeof(text), "%.*s", (int)w.length, w.at);
	return w.length < sizeof(text) && address_parse(text, &at->address);
}

/* Up to the '>' that may follow without a blank. */
static struct word address_word(struct word w)
{
	const char *end = memchr(w.at, '>', w.length);

	return (struct word){ w.at, end ? (size_t)(end - w.at) : w.length };
}

bool is_address(struct word w)
{
	struct endpoint at;

	w = address_word(w);
	return w.length && (isdigit((unsigned char)*w.at) || *w.at == '[' || read_address(w, &at));
}

bool take_packet_party(struct parser *p, struct party *party)
{
	struct word w = address_word(peek_word(p));
	char text[ADDRESS_TEXT];

	if (!is_address(w))
		return take_wire_party(p, party);
	*party = (struct party){ .actor = word_copy(p, w), .host = NO_HOST };
	if (!read_address(w, &party->at))
		return fail_at(p, w.at,
			       "no address with or without a port, such as 127.0.0.2:9877 or [::1]:9877");
	party->address = arena_string(p->arena, address_text(&party->at.address, text));
	p->at += w.length;
	return true;
}

bool take_wire_party(struct parser *p, struct party *party)
{
	const char *begin = p->at;
	struct word w = take_name(p);

	party->host = world_host_named(p->script->world, w.at, w.length);
	if (party->host == NO_HOST || find_actor(p, w)) {
		p->at = begin;
		return take_party(p, party);
	}
	party->actor = p->script->world->hosts[party->host].name;
	return take_connection(p, party);
}
