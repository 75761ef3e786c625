/* socket_calls.c - what calls, and the ends of processes and hosts, do to sockets; see sockets.h. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "common/record/socket_list.h"

static struct description *description_of(const struct sockets *s, int description)
{
	return description == NO_DESCRIPTION ? NULL : descriptors_description(s->descriptors, description);
}

static bool has_ends(const struct socket *x, const struct annotation *a)
{
	return endpoint_equal(&x->local, &a->local) && endpoint_equal(&x->remote, &a->remote);
}

/* A descriptor shows between which two ends its socket is; of a connection that is over it may show them still. */
static void show_connection(struct sockets *s, int description, const struct event *e, size_t event)
{
	struct description *d = description_of(s, description);
	int there = d->socket;

	if (there != NO_SOCKET && has_ends(&s->all[there].socket, &d->last))
		return;
	there = list_at(s, &d->last.local, &d->last.remote);
	if (there == NO_SOCKET) { /* none of its segments was seen */
		there = list_add(s, IPPROTO_TCP, d->actor);
		s->all[there].socket.local = d->last.local;
		s->all[there].socket.remote = d->last.remote;
		list_put(s, &d->last.local, &d->last.remote, there);
		list_enter(s, there, STATE_UNKNOWN, e->time_ns, event);
	}
	list_describe(s, there, description);
}

static void show(struct sockets *s, int description, const struct event *e, size_t event)
{
	struct description *d = description_of(s, description);
	struct socket *x;

	if (!d || !d->protocol)
		return;
	if (d->protocol == IPPROTO_UDP && d->socket == NO_SOCKET)
		list_describe(s, list_add(s, IPPROTO_UDP, d->actor), description);
	if (!d->last.has_local)
		return;
	if (d->protocol == IPPROTO_TCP && d->last.has_remote) {
		show_connection(s, description, e, event);
		return;
	}
	if (d->socket == NO_SOCKET)
		return;
	x = &s->all[d->socket].socket;
	if (d->protocol == IPPROTO_UDP || s->all[d->socket].listens)
		x->local = d->last.local;
	if (d->protocol == IPPROTO_UDP && d->last.has_remote)
		x->remote = d->last.remote;
}

static void listen_on(struct sockets *s, int description, const struct event *e, size_t event)
{
	struct description *d = description_of(s, description);

	if (d->socket == NO_SOCKET || !s->all[d->socket].listens) {
		list_describe(s, list_add(s, IPPROTO_TCP, d->actor), description);
		s->all[d->socket].listens = true;
		if (d->last.has_local)
			s->all[d->socket].socket.local = d->last.local;
	}
	list_enter(s, d->socket, TCP_LISTEN, e->call.end_ns, event);
}

/* On Linux any shutdown() gives up a connection that is under way, and SHUT_RD makes a listener none. Else the sending
 * direction is closed; to receive no more changes nothing for TCP. */
static void shut_down(struct tcp_end *end, const struct call *c)
{
	bool sending = !argument_names(&c->args, ARG_FLAGS, "SHUT_RD");
	bool receiving = !sending || argument_names(&c->args, ARG_FLAGS, "SHUT_RDWR");

	if (end->state == TCP_SYN_SENT || (end->state == TCP_LISTEN ? receiving : sending))
		tcp_end_closes(end);
}

static bool failed_with(const struct call *c, const char *errno_name)
{
	return c->errno_name && strcmp(c->errno_name, errno_name) == 0;
}

/* TCP has given up (RFC 9293 section 3.8.3): its user is told so, or the last reason that it heard. With IP_RECVERR the
 * user hears of each such reason at once, and the connection goes on (ip(7)). */
static bool is_given_up(const struct description *d, const struct call *c)
{
	return failed_with(c, "ETIMEDOUT") ||
	       (!d->hears_errors && (failed_with(c, "EHOSTUNREACH") || failed_with(c, "ENETUNREACH")));
}

/* A connect() that has failed leaves no connection, unless it goes on in the background. */
static bool is_refused(const struct tcp_end *end, const struct call *c)
{
	return end->state == TCP_SYN_SENT && c->row->kin == KIN_CONNECT && c->errno_name &&
	       !failed_with(c, "EINPROGRESS") && !failed_with(c, "EALREADY") && !failed_with(c, "EINTR");
}

static void take_outcome(struct tcp_end *end, const struct description *d, const struct call *c)
{
	if (end->state != TCP_LISTEN && (is_given_up(d, c) || is_refused(end, c)))
		end->state = STATE_CLOSED;
	else if (c->row->kin == KIN_SHUTDOWN && c->returned && c->value == 0)
		shut_down(end, c);
}

static void release(struct sockets *s, const struct descriptor_news *news, int64_t time_ns, size_t event)
{
	for (size_t i = 0; i < news->released_count; i++) {
		int socket = description_of(s, news->released[i])->socket;

		if (socket == NO_SOCKET || s->all[socket].socket.protocol != IPPROTO_TCP)
			continue;
		tcp_end_closes(&s->all[socket].end);
		list_changed(s, socket, time_ns, event, false);
	}
}

void sockets_begin_call(struct sockets *s, size_t event)
{
	const struct event *e = s->t->events[event];
	struct descriptor_news news = descriptors_begin_call(s->descriptors, e);

	release(s, &news, e->time_ns, event);
	show(s, news.about, e, event);
}

void sockets_return_call(struct sockets *s, size_t event)
{
	const struct event *e = s->t->events[event];
	struct descriptor_news news = descriptors_return_call(s->descriptors, e, e->call.end_ns);

	release(s, &news, e->call.end_ns, event);
	show(s, news.made, e, event);
}

/* setsockopt(IP_RECVERR), or IPv6's. */
static bool asks_for_errors(const struct call *c)
{
	const struct argument *value = argument_shaped(&c->args, ARG_VALUE);

	return c->row->kin == KIN_SETSOCKOPT && value && value->kind == VALUE_NUMBER && value->number &&
	       (argument_names(&c->args, ARG_OPTION, "IP_RECVERR") ||
		argument_names(&c->args, ARG_OPTION, "IPV6_RECVERR"));
}

void sockets_end_call(struct sockets *s, size_t event, int64_t time_ns)
{
	const struct event *e = s->t->events[event];
	const struct call *c = &e->call;
	struct descriptor_news news = descriptors_end_call(s->descriptors, e, time_ns);
	struct description *d = description_of(s, news.about);

	release(s, &news, time_ns, event);
	if (!d || d->protocol != IPPROTO_TCP)
		return;
	if (c->row->kin == KIN_LISTEN && c->returned && c->value == 0)
		listen_on(s, news.about, e, event);
	if (asks_for_errors(c))
		d->hears_errors = true;
	if (d->socket == NO_SOCKET)
		return;
	take_outcome(&s->all[d->socket].end, d, c);
	list_changed(s, d->socket, time_ns, event, false);
}

void sockets_take_exit(struct sockets *s, size_t event)
{
	const struct event *e = s->t->events[event];
	struct descriptor_news news = descriptors_exit(s->descriptors, e);

	release(s, &news, e->time_ns, event);
}

static int host_of(const struct sockets *s, const struct socket *x)
{
	return x->actor != NOBODY ? s->t->actors[x->actor].host : timeline_host_at(s->t, &x->local.address);
}

/* What a host's TCP knew is gone when its power goes. */
void sockets_take_action(struct sockets *s, size_t event)
{
	const struct event *e = s->t->events[event];
	const char *text = e->action.text, *name = text ? strchr(text, ' ') : NULL;
	int host = NOBODY;

	if (name && (strncmp(text, "reboot ", 7) == 0 || strncmp(text, "crash ", 6) == 0))
		host = timeline_host_named(s->t, name + 1);
	for (size_t i = 0; i < s->count && host != NOBODY; i++)
		if (host_of(s, &s->all[i].socket) == host)
			list_enter(s, (int)i, STATE_CLOSED, e->time_ns, event);
}
