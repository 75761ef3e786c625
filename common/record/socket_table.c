/* socket_table.c - what the kernel's table of sockets says, which is what counts; see sockets.h. */
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "common/record/socket_list.h"

/* 7 and 12 are for the kernel's own use: see tcp_state_text(). */
static int state_of(const struct kernel_socket *k)
{
	enum { TCP_NEW_SYN_RECV = 12 };

	return k->state == TCP_CLOSE ? STATE_CLOSED : k->state == TCP_NEW_SYN_RECV ? TCP_SYN_RECV : k->state;
}

static bool has_inode(const struct sockets *s, const struct listed *l, uint32_t inode)
{
	return inode && l->description != NO_DESCRIPTION &&
	       descriptors_description(s->descriptors, l->description)->inode == inode;
}

/* "Any address" is written in more than one way. */
static bool same_local(const struct endpoint *a, const struct endpoint *b)
{
	return endpoint_equal(a, b) ||
	       (a->port == b->port && address_is_wildcard(&a->address) && address_is_wildcard(&b->address));
}

/* Without a remote end several may have the same address and port (SO_REUSEPORT): the inode tells them apart. */
static int find_unconnected(const struct sockets *s, const struct kernel_socket *k, const bool *taken)
{
	int found = NO_SOCKET;

	for (size_t i = 0; i < s->count; i++) {
		const struct listed *l = &s->all[i];

		if (l->socket.connection != NO_CONNECTION || l->socket.protocol != k->protocol || taken[i] ||
		    (k->protocol == IPPROTO_TCP && !l->listens))
			continue;
		if (has_inode(s, l, k->inode))
			return (int)i;
		if (same_local(&l->socket.local, &k->local) &&
		    (found == NO_SOCKET || l->end.state == TCP_LISTEN))
			found = (int)i;
	}
	return found;
}

/* Of what only the kernel's table shows: who had its own end before, or has it later. */
static int likely_actor(const struct sockets *s, const struct endpoint *local)
{
	int actor = NOBODY;

	for (size_t i = 0; i < s->count; i++) {
		const struct socket *x = &s->all[i].socket;

		if (x->actor == NOBODY || !same_local(&x->local, local))
			continue;
		if (s->all[i].end.state != STATE_CLOSED)
			return x->actor;
		actor = x->actor;
	}
	return actor;
}

static int find_socket(struct sockets *s, const struct kernel_socket *k, const bool *taken)
{
	bool connected = k->protocol == IPPROTO_TCP && k->state != TCP_LISTEN;
	int found = connected ? list_at(s, &k->local, &k->remote) : find_unconnected(s, k, taken);

	if (found != NO_SOCKET)
		return found;
	found = list_add(s, k->protocol, likely_actor(s, &k->local));
	s->all[found].socket.local = k->local;
	s->all[found].socket.remote = k->remote;
	s->all[found].listens = k->protocol == IPPROTO_TCP && k->state == TCP_LISTEN;
	if (connected)
		list_put(s, &k->local, &k->remote, found);
	return found;
}

/* A table shows what was when it was read, a moment before its stamp. What came to the record only later may have happened
 * since: a state that the socket has left by that is no error of ours. */
static void take_state(struct sockets *s, int socket, int state, size_t event)
{
	const struct event *table = s->t->events[event];
	const struct socket *x = &s->all[socket].socket;

	for (size_t i = x->change_count; i > 0 && s->t->events[x->changes[i - 1].event]->order > table->order;
	     i--)
		if ((i > 1 ? x->changes[i - 2].state : STATE_CLOSED) == state)
			return;
	list_enter(s, socket, state, table->time_ns, event);
}

void sockets_take_table(struct sockets *s, size_t event)
{
	struct sockets_event *table = &s->t->events[event]->sockets;
	size_t known = s->count; /* before what only this table shows */
	bool *taken = arena_alloc(s->scratch, known + table->count + 1);

	for (size_t i = 0; i < table->count; i++) {
		struct kernel_socket *k = &table->sockets[i];

		k->socket = find_socket(s, k, taken);
		taken[k->socket] = true;
		if (k->protocol == IPPROTO_TCP)
			take_state(s, k->socket, state_of(k), event);
	}
	for (size_t i = 0; i < known; i++)
		if (!taken[i] && s->all[i].end.state != STATE_CLOSED)
			take_state(s, (int)i, STATE_CLOSED, event);
}
