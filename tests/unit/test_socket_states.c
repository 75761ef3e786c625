/* test_socket_states.c - which sockets there were, and in which state when: what segments, calls, hosts and tables say. */
#include <netinet/tcp.h>

#include "common/record/sockets.h"
#include "tests/support/traced_run.h"
#include "tests/unit/suites.h"

enum { PORT = 9877, CLIENT_PORT = 45756 };

#define C_END "<TCP:[" C4 ":45756->" S4 ":9877]>"
#define S_END "<TCP:[" S4 ":9877->" C4 ":45756]>"

static int64_t at(double ms)
{
	return base_ns + (int64_t)(ms * 1e6);
}

static int state_at(const struct socket *s, int64_t time_ns)
{
	int state = STATE_CLOSED;

	for (size_t i = 0; i < s->change_count && s->changes[i].time_ns <= time_ns; i++)
		state = s->changes[i].state;
	return state;
}

static void segment(double ms, bool by_client, unsigned flags, uint32_t seq, uint32_t ack, size_t data)
{
	if (by_client)
		tcp(ms, C4, CLIENT_PORT, S4, PORT, flags, seq, ack, data);
	else
		tcp(ms, S4, PORT, C4, CLIENT_PORT, flags, seq, ack, data);
}

/* server (pid 3) and client (pid 12) have a connection from 3.5 ms on. */
static void open_connection(void)
{
	int server = actor("server", 3), client = actor("client", 12);

	listening(server, 3, 1, S4, PORT);
	line(server, 3, 2, "accept(3<TCP:[" S4 ":9877]>, NULL, NULL) = 4" S_END " <0.001400>");
	line(client, 12, 2.9, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[77]> <0.000010>");
	connecting(client, 12, 3, PORT, "= 0 <0.000359>");
	segment(3.1, true, FLAG_SYN, 10, 0, 0);
	segment(3.2, false, FLAG_SYN | FLAG_ACK, 20, 11, 0);
	segment(3.3, true, FLAG_ACK, 11, 21, 0);
}

static struct kernel_socket entry(uint8_t state, bool of_client)
{
	struct kernel_socket k = { .protocol = IPPROTO_TCP, .state = state };
	struct endpoint client = { .port = CLIENT_PORT }, server = { .port = PORT };

	address_parse(C4, &client.address);
	address_parse(S4, &server.address);
	k.local = of_client ? client : server;
	if (state != TCP_LISTEN)
		k.remote = of_client ? server : client;
	return k;
}

/* A table with so many entries. */
static struct event *table(double ms, const struct kernel_socket *entries, size_t count)
{
	struct event *e = timeline_add(t, EVENT_SOCKETS, at(ms));

	e->sockets.sockets = arena_copy(t->arena, entries, count * sizeof(*entries));
	e->sockets.count = count;
	return e;
}

static const struct socket *end_of(const char *name, unsigned number)
{
	const struct socket *found = NULL;

	for (size_t i = 0; i < t->socket_count; i++) {
		const struct socket *s = &t->sockets[i];

		if (s->actor == timeline_actor_named(t, name) && s->number == number &&
		    (number || (s->change_count && s->changes[0].state == TCP_LISTEN)))
			found = s;
	}
	ck_assert_msg(found != NULL, "no socket %s#%u", name, number);
	return found;
}

/* The states, one after the other; the list ends with -9. */
#define states_are(socket, ...) check_states(socket, (const int[]){ __VA_ARGS__, -9 })

static void check_states(const struct socket *s, const int *states)
{
	size_t count = 0;

	while (states[count] != -9)
		count++;
	ck_assert_uint_eq(s->change_count, count);
	for (size_t i = 0; i < count; i++) {
		ck_assert_int_eq(s->changes[i].state, states[i]);
		ck_assert(!i || s->changes[i].time_ns >= s->changes[i - 1].time_ns);
	}
}

START_TEST(a_connection_from_beginning_to_end)
{
	const struct socket *client, *server;

	open_connection();
	segment(5, true, FLAG_FIN | FLAG_ACK, 11, 21, 0);
	segment(5.1, false, FLAG_ACK, 21, 12, 0);
	segment(6, false, FLAG_FIN | FLAG_ACK, 21, 12, 0);
	segment(6.1, true, FLAG_ACK, 12, 22, 0);
	timeline_index(t);
	client = end_of("client", 1);
	server = end_of("server", 1);
	states_are(client, TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1, TCP_FIN_WAIT2, TCP_TIME_WAIT);
	states_are(server, TCP_SYN_RECV, TCP_ESTABLISHED, TCP_CLOSE_WAIT, TCP_LAST_ACK, STATE_CLOSED);
	states_are(end_of("server", 0), TCP_LISTEN);
	ck_assert(client->changes[1].received && !client->changes[2].received);
	ck_assert_int_eq(t->events[client->changes[2].event]->packet.packet.tcp.flags, FLAG_FIN | FLAG_ACK);
	ck_assert_int_eq(state_at(client, at(3)), STATE_CLOSED);
	ck_assert_int_eq(state_at(client, at(4)), TCP_ESTABLISHED);
	ck_assert_int_eq(state_at(server, at(7)), STATE_CLOSED);
	ck_assert_uint_eq(client->local.port, CLIENT_PORT);
	ck_assert_uint_eq(client->remote.port, PORT);
	ck_assert_uint_eq(server->hold_count, 1);
	ck_assert_int_eq(server->holds[0].descriptor, 4);
}
END_TEST

/* Nobody listens there: the port's end is CLOSED all the time. */
START_TEST(a_refused_connection)
{
	int client = actor("client", 12);

	line(client, 12, 2.9, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[77]> <0.000010>");
	connecting(client, 12, 3, PORT, "= -1 ECONNREFUSED (Connection refused) <0.000359>");
	segment(3.1, true, FLAG_SYN, 10, 0, 0);
	segment(3.2, false, FLAG_RST | FLAG_ACK, 0, 11, 0);
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT, STATE_CLOSED);
	ck_assert_int_eq(t->events[end_of("client", 1)->changes[1].event]->kind, EVENT_PACKET);
	ck_assert_uint_eq(t->sockets[1].change_count, 0);
}
END_TEST

/* No answer ever comes: that connect() is over, its call alone says. In the background it goes on. */
START_TEST(a_connect_that_is_given_up)
{
	int client = actor("client", 12);

	line(client, 12, 2.9, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[77]> <0.000010>");
	connecting(client, 12, 3, PORT, "= -1 EINPROGRESS (Operation now in progress) <0.000020>");
	segment(3.01, true, FLAG_SYN, 10, 0, 0);
	connecting(client, 12, 4, PORT, "= -1 EALREADY (Operation already in progress) <0.000010>");
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT);
	line(client, 12, 5,
	     "connect(3" C_END ", {sa_family=AF_INET}, 16) = -1 ETIMEDOUT (Connection timed out) <0.000010>");
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT, STATE_CLOSED);
	ck_assert_int_eq(end_of("client", 1)->changes[1].time_ns, at(5.01));
}
END_TEST

/* The process is killed in connect(): what it held is closed. */
START_TEST(who_connects_dies)
{
	int client = actor("client", 12);

	line(client, 12, 2.9, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[77]> <0.000010>");
	connecting(client, 12, 3, PORT, "<unfinished ...>");
	segment(3.1, true, FLAG_SYN, 10, 0, 0);
	line(client, 12, 8, "+++ killed by SIGKILL +++");
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT, STATE_CLOSED);
	ck_assert_int_eq(t->events[end_of("client", 1)->changes[1].event]->kind, EVENT_EXIT);
}
END_TEST

/* TCP gives up a connection: its user hears of that. With IP_RECVERR he hears of each unreachable at once. */
START_TEST(a_connection_that_is_given_up)
{
	static const char *const errors[] = { "ETIMEDOUT (Connection timed out)",
					      "EHOSTUNREACH (No route to host)",
					      "ENETUNREACH (Network is unreachable)" };
	bool hears = _i >= 3;

	open_connection();
	line(1, 12, 4, "setsockopt(3" C_END ", SOL_IP, IP_RECVERR, [%d], 4) = 0 <0.000010>", hears);
	line(1, 12, 5, "read(3" C_END ", 0x7ffc, 100) = -1 %s <0.900000>", errors[_i % 3]);
	timeline_index(t);
	if (hears && _i % 3)
		states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED);
	else
		states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED, STATE_CLOSED);
}
END_TEST

/* RFC 9293 section 3.10.4: the state changes with the call, the FIN may come later. */
START_TEST(shutdown_with_data_in_the_queue)
{
	open_connection();
	line(1, 12, 4, "shutdown(3" C_END ", SHUT_RD) = 0 <0.000010>");
	line(1, 12, 5, "shutdown(3" C_END ", SHUT_WR) = 0 <0.000010>");
	line(1, 12, 6, "shutdown(3" C_END ", SHUT_WR) = 0 <0.000010>");
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1);
	ck_assert_int_eq(end_of("client", 1)->changes[2].time_ns, at(5.01));
}
END_TEST

/* Linux: SHUT_RD and SHUT_RDWR end a listener, any shutdown() a connection under way. */
START_TEST(shutdown_without_a_connection)
{
	static const char *const how[] = { "SHUT_RD", "SHUT_RDWR", "SHUT_WR" };
	int server = actor("server", 3), client = actor("client", 12);

	listening(server, 3, 1, S4, PORT);
	line(server, 3, 2, "shutdown(3<TCP:[" S4 ":9877]>, %s) = 0 <0.000010>", how[_i]);
	line(client, 12, 2.9, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[77]> <0.000010>");
	connecting(client, 12, 3, PORT, "= -1 EINPROGRESS (Operation now in progress) <0.000020>");
	segment(3.01, true, FLAG_SYN, 10, 0, 0);
	line(client, 12, 4, "shutdown(3" C_END ", %s) = 0 <0.000010>", how[_i]);
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT, STATE_CLOSED);
	if (_i == 2)
		states_are(end_of("server", 0), TCP_LISTEN);
	else
		states_are(end_of("server", 0), TCP_LISTEN, STATE_CLOSED);
}
END_TEST

/* close() sends a RST as there is data that nobody has read: its stamp says that it ended before, but it did not. */
START_TEST(close_is_stamped_early)
{
	open_connection();
	line(1, 12, 5, "close(3" C_END ") = 0 <0.000010>");
	segment(5.2, true, FLAG_RST | FLAG_ACK, 11, 21, 0);
	line(1, 12, 5.4, "exit_group(0) = ?");
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED, STATE_CLOSED);
	ck_assert_int_eq(t->events[end_of("client", 1)->changes[2].event]->kind, EVENT_PACKET);
}
END_TEST

/* close() waits (SO_LINGER): it has closed all the same, as soon as somebody looks. */
START_TEST(close_waits)
{
	open_connection();
	line(1, 12, 5, "close(3" C_END " <unfinished ...>");
	timeline_add(t, EVENT_ACTION, at(7))->action = (struct action_event){ .line = 9, .text = "cut" };
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1);
	ck_assert_int_eq(end_of("client", 1)->changes[2].time_ns, at(5));
}
END_TEST

/* The same four-tuple, by whom the old connection is not known any more (labs/crash/35): for the server's TCP it stands,
 * and it answers for it, until the RST that its answer draws. */
START_TEST(the_same_port_again)
{
	const struct socket *old, *fresh;
	int again;

	open_connection();
	line(1, 12, 3.6, "write(3" C_END ", \"hello\", 5) = 5 <0.000010>");
	line(1, 12, 4, "+++ killed by SIGKILL +++");
	again = actor("again", 15);
	line(again, 15, 5.9, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[78]> <0.000010>");
	line(again, 15, 6,
	     "connect(3<TCP:[78]>, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr(\"" S4
	     "\")}, 16) = 0 <0.002000>");
	segment(6.1, true, FLAG_SYN, 5000, 0, 0);
	segment(6.2, false, FLAG_ACK, 21, 11, 0);
	segment(6.3, true, FLAG_RST, 11, 0, 0);
	segment(7.1, true, FLAG_SYN, 5000, 0, 0);
	segment(7.2, false, FLAG_SYN | FLAG_ACK, 7000, 5001, 0);
	segment(7.3, true, FLAG_ACK, 5001, 7001, 0);
	line(again, 15, 8.5, "write(3" C_END ", \"hello\", 5) = 5 <0.000010>");
	timeline_index(t);
	ck_assert_uint_eq(flow_connection_count(t->flows), 2);
	states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1, STATE_CLOSED);
	states_are(end_of("again", 1), TCP_SYN_SENT, TCP_ESTABLISHED);
	old = &t->sockets[1];
	fresh = &t->sockets[3];
	states_are(old, TCP_SYN_RECV, TCP_ESTABLISHED, STATE_CLOSED);
	ck_assert_int_eq(old->changes[2].time_ns, at(6.3));
	states_are(fresh, TCP_SYN_RECV, TCP_ESTABLISHED);
	ck_assert(endpoint_equal(&old->local, &fresh->local) && endpoint_equal(&old->remote, &fresh->remote));
	ck_assert_int_eq(old->holds[0].descriptor, 4);
	ck_assert_uint_eq(fresh->hold_count, 0); /* nobody has called accept() for it */
	ck_assert_int_eq(t->processes[end_of("again", 1)->holds[0].process].pid, 15);
}
END_TEST

/* A server that gives up a half-open connection unseen answers the next SYN with another number of its own. */
START_TEST(answered_anew)
{
	int client = actor("client", 12);

	connecting(client, 12, 3, PORT, "= 0 <1.000000>");
	segment(3.1, true, FLAG_SYN, 10, 0, 0);
	segment(3.2, false, FLAG_SYN | FLAG_ACK, 20, 11, 0);
	segment(900, true, FLAG_SYN, 10, 0, 0);
	segment(900.1, false, FLAG_SYN | FLAG_ACK, 7000, 11, 0);
	segment(900.2, true, FLAG_ACK, 11, 7001, 0);
	timeline_index(t);
	ck_assert_uint_eq(flow_connection_count(t->flows), 1);
	states_are(&t->sockets[1], TCP_SYN_RECV, TCP_ESTABLISHED);
	ck_assert_int_eq(t->sockets[1].changes[1].time_ns, at(900.2));
}
END_TEST

/* A capture that begins in the middle: nobody knows, until the kernel's table says. */
START_TEST(from_the_middle)
{
	struct kernel_socket entries[] = { entry(TCP_FIN_WAIT2, true) };

	segment(1, true, FLAG_PSH | FLAG_ACK, 100, 200, 5);
	segment(1.1, false, FLAG_ACK, 200, 105, 0);
	timeline_index(t);
	states_are(&t->sockets[0], STATE_UNKNOWN);
	states_are(&t->sockets[1], STATE_UNKNOWN);
	table(2, entries, 1);
	timeline_index(t);
	states_are(&t->sockets[0], STATE_UNKNOWN, TCP_FIN_WAIT2);
	states_are(&t->sockets[1], STATE_UNKNOWN, STATE_CLOSED);
}
END_TEST

/* A timer's work shows in the table alone; and each entry of it is told whose it is. */
START_TEST(the_table_decides)
{
	struct kernel_socket entries[] = { entry(TCP_LISTEN, false), entry(TCP_CLOSE_WAIT, true) };
	const struct event *look;

	open_connection();
	look = table(5, entries, 2);
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED, TCP_CLOSE_WAIT);
	states_are(end_of("server", 1), TCP_SYN_RECV, TCP_ESTABLISHED, STATE_CLOSED);
	states_are(end_of("server", 0), TCP_LISTEN);
	ck_assert_ptr_eq(t->events[end_of("client", 1)->changes[2].event], look);
	ck_assert_ptr_eq(&t->sockets[look->sockets.sockets[0].socket], end_of("server", 0));
	ck_assert_ptr_eq(&t->sockets[look->sockets.sockets[1].socket], end_of("client", 1));
}
END_TEST

/* The kernel's own numbers for a SYN that nobody has accepted, and for a socket that is not connected. */
START_TEST(states_of_the_kernels_own)
{
	struct kernel_socket entries[] = { entry(12, false), entry(7, true) };

	open_connection();
	table(5, entries, 2);
	timeline_index(t);
	states_are(end_of("server", 1), TCP_SYN_RECV, TCP_ESTABLISHED, TCP_SYN_RECV);
	states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED, STATE_CLOSED);
}
END_TEST

/* The table is stamped when it has been read. What came to the record later but was stamped before may have happened after
 * the reading: such a table contradicts nothing. */
START_TEST(the_table_is_a_little_old)
{
	struct kernel_socket entries[] = { entry(TCP_LISTEN, false), entry(TCP_ESTABLISHED, false),
					   entry(TCP_ESTABLISHED, true) };

	open_connection();
	segment(4.8, true, FLAG_FIN | FLAG_ACK, 11, 21, 0);
	if (_i) { /* the director knew of it when it looked */
		table(5, entries, 3);
	} else {
		struct event *look = table(5, entries, 3);

		look->order = 0;
	}
	timeline_index(t);
	if (_i)
		states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1,
			   TCP_ESTABLISHED);
	else
		states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1);
}
END_TEST

/* Several listeners share a port: whose an entry is, and which of them is closed, the inode tells. */
START_TEST(listeners_on_one_port)
{
	struct kernel_socket entries[] = { entry(TCP_LISTEN, false), entry(TCP_LISTEN, false) };
	int one = actor("one", 3), two = actor("two", 4);
	const struct event *both, *last;

	listening(one, 3, 1, S4, PORT); /* its inode is 11 */
	line(two, 4, 2, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[22]> <0.000010>");
	line(two, 4, 2.2, "listen(3<TCP:[" S4 ":9877]>, 5) = 0 <0.000010>");
	entries[0].inode = 22;
	entries[1].inode = 11;
	both = table(3, entries, 2);
	line(one, 3, 4, "close(3<TCP:[" S4 ":9877]>) = 0 <0.000010>");
	last = table(5, entries, 1);
	timeline_index(t);
	ck_assert_ptr_eq(&t->sockets[both->sockets.sockets[0].socket], end_of("two", 0));
	ck_assert_ptr_eq(&t->sockets[both->sockets.sockets[1].socket], end_of("one", 0));
	ck_assert_ptr_eq(&t->sockets[last->sockets.sockets[0].socket], end_of("two", 0));
	states_are(end_of("one", 0), TCP_LISTEN, STATE_CLOSED);
	states_are(end_of("two", 0), TCP_LISTEN);
}
END_TEST

/* What only the table shows: a connection of which no segment passed the capture, of whom was seen with its own end. */
START_TEST(unseen_by_the_capture)
{
	struct kernel_socket entries[] = { entry(TCP_ESTABLISHED, false), entry(TCP_ESTABLISHED, true) };
	int server = actor("server", 3);
	const struct socket *ours, *theirs;
	const struct event *look;

	listening(server, 3, 1, S4, PORT);
	look = table(5, entries, 2);
	timeline_index(t);
	ours = &t->sockets[look->sockets.sockets[0].socket];
	theirs = &t->sockets[look->sockets.sockets[1].socket];
	ck_assert_int_eq(ours->actor, server);
	ck_assert_int_eq(theirs->actor, NOBODY);
	ck_assert_int_eq(ours->connection, NO_CONNECTION);
	ck_assert_uint_eq(ours->number, 0);
	states_are(ours, TCP_ESTABLISHED);
}
END_TEST

/* The same, but its program shows it: which state it is in nobody knows. */
START_TEST(unseen_but_accepted)
{
	int server = actor("server", 3);
	const struct socket *s;

	listening(server, 3, 1, S4, PORT);
	line(server, 3, 2, "accept(3<TCP:[" S4 ":9877]>, NULL, NULL) = 4" S_END " <0.001400>");
	timeline_index(t);
	s = &t->sockets[t->socket_count - 1];
	ck_assert_int_eq(s->actor, server);
	ck_assert_uint_eq(s->remote.port, CLIENT_PORT);
	states_are(s, STATE_UNKNOWN);
}
END_TEST

/* A UDP socket has ends, but no state. */
START_TEST(datagrams)
{
	int client = actor("client", 12);
	const struct socket *s;

	line(client, 12, 1, "socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3<UDP:[77]> <0.000010>");
	line(client, 12, 3, "write(3<UDP:[" C4 ":40000->" S4 ":9877]>, \"hello\", 5) = 5 <0.000010>");
	timeline_index(t);
	ck_assert_uint_eq(t->socket_count, 1);
	s = &t->sockets[0];
	ck_assert_int_eq(s->protocol, IPPROTO_UDP);
	ck_assert_int_eq(s->actor, client);
	ck_assert_uint_eq(s->local.port, 40000);
	ck_assert_uint_eq(s->remote.port, PORT);
	ck_assert_uint_eq(s->change_count, 0);
}
END_TEST

/* Neither connected nor listened on: it is there, as its descriptor says, and CLOSED. */
START_TEST(never_used)
{
	int client = actor("client", 12);

	line(client, 12, 1, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[77]> <0.000010>");
	line(client, 12, 2, "setsockopt(3<TCP:[" C4 ":40000]>, SOL_SOCKET, SO_LINGER, {}, 8) = 0 <0.000010>");
	timeline_index(t);
	ck_assert_uint_eq(t->socket_count, 1);
	ck_assert_uint_eq(t->sockets[0].local.port, 40000);
	ck_assert_uint_eq(t->sockets[0].hold_count, 1);
	ck_assert_uint_eq(t->sockets[0].change_count, 0);
}
END_TEST

/* A host's TCP forgets all when the power goes, the other one's nothing. */
START_TEST(a_host_loses_its_power)
{
	static const char *const actions[] = { "crash server", "reboot server", "unreachable server" };
	struct address addresses[2] = { 0 };

	address_parse(C4, &addresses[0]);
	address_parse(S4, &addresses[1]);
	timeline_add_host(t, "client", &addresses[0], 1);
	timeline_add_host(t, "server", &addresses[1], 1);
	timeline_add_link(t, "client", DLT_RAW, 0);
	open_connection();
	t->actors[0].host = 1;
	t->actors[1].host = 0;
	timeline_add(t, EVENT_ACTION, at(7))->action =
		(struct action_event){ .line = 9, .text = actions[_i] };
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED);
	if (_i == 2) {
		states_are(end_of("server", 1), TCP_SYN_RECV, TCP_ESTABLISHED);
	} else {
		states_are(end_of("server", 1), TCP_SYN_RECV, TCP_ESTABLISHED, STATE_CLOSED);
		states_are(end_of("server", 0), TCP_LISTEN, STATE_CLOSED);
	}
}
END_TEST

/* However the run comes to be known, piece by piece or at once, it is the same run. */
START_TEST(indexed_again_and_again)
{
	open_connection();
	timeline_index(t);
	line(0, 3, 4.5, "read(4" S_END ", ");
	timeline_index(t);
	segment(5, true, FLAG_FIN | FLAG_ACK, 11, 21, 0);
	timeline_index(t);
	timeline_index(t);
	segment(4.9, true, FLAG_PSH | FLAG_ACK, 11, 21, 0);
	timeline_index(t);
	states_are(end_of("client", 1), TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1);
	states_are(end_of("server", 1), TCP_SYN_RECV, TCP_ESTABLISHED, TCP_CLOSE_WAIT);
	ck_assert_uint_eq(t->socket_count, 3);
}
END_TEST

Suite *suite_socket_states(void)
{
	Suite *s = suite_create("socket_states");
	TCase *tc = tcase_create("sockets");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_connection_from_beginning_to_end);
	tcase_add_test(tc, a_refused_connection);
	tcase_add_test(tc, a_connect_that_is_given_up);
	tcase_add_test(tc, who_connects_dies);
	tcase_add_loop_test(tc, a_connection_that_is_given_up, 0, 6);
	tcase_add_test(tc, shutdown_with_data_in_the_queue);
	tcase_add_loop_test(tc, shutdown_without_a_connection, 0, 3);
	tcase_add_test(tc, close_is_stamped_early);
	tcase_add_test(tc, close_waits);
	tcase_add_test(tc, the_same_port_again);
	tcase_add_test(tc, answered_anew);
	tcase_add_test(tc, from_the_middle);
	tcase_add_test(tc, the_table_decides);
	tcase_add_test(tc, states_of_the_kernels_own);
	tcase_add_loop_test(tc, the_table_is_a_little_old, 0, 2);
	tcase_add_test(tc, listeners_on_one_port);
	tcase_add_test(tc, unseen_by_the_capture);
	tcase_add_test(tc, unseen_but_accepted);
	tcase_add_test(tc, datagrams);
	tcase_add_test(tc, never_used);
	tcase_add_loop_test(tc, a_host_loses_its_power, 0, 3);
	tcase_add_test(tc, indexed_again_and_again);
	suite_add_tcase(s, tc);
	return s;
}
