/* test_owners.c - whose socket a TCP endpoint is, by what strace shows of the calls; who stands on the right. */
#include "tests/unit/suites.h"
#include "tests/support/traced_run.h"

START_TEST(a_plain_connection)
{
	int server = actor("server", 3), client = actor("client", 12);
	struct event *syn, *synack, *data, *fin;

	listening(server, 3, 1, S4, 9877);
	line(server, 3, 2,
	     "accept(3<TCP:[" S4 ":9877]>, NULL, NULL) = 4<TCP:[" S4 ":9877->" C4 ":45756]> <0.003000>");
	connecting(client, 12, 3, 9877, "= 0 <0.000359>");
	line(client, 12, 6, "write(3<TCP:[" C4 ":45756->" S4 ":9877]>, \"hello\", 5) = 5 <0.000117>");
	syn = tcp(3.1, C4, 45756, S4, 9877, FLAG_SYN, 10, 0, 0);
	synack = tcp(3.2, S4, 9877, C4, 45756, FLAG_SYN | FLAG_ACK, 20, 11, 0);
	data = tcp(6.05, C4, 45756, S4, 9877, FLAG_PSH | FLAG_ACK, 11, 21, 5);
	fin = tcp(7, S4, 9877, C4, 45756, FLAG_FIN | FLAG_ACK, 21, 16, 0);
	timeline_index(t);
	owned(syn, client, server, 1);
	owned(synack, server, client, 1);
	owned(data, client, server, 1);
	owned(fin, server, client, 1);
	ck_assert(t->actors[server].right && !t->actors[client].right);
}
END_TEST

START_TEST(a_refused_connect_is_known_by_its_syn)
{
	int server = actor("server", 3), client = actor("client", 12);
	struct event *syn, *rst;

	listening(server, 3, 1, S4, 9878);
	connecting(client, 12, 3, 9877, "= -1 ECONNREFUSED (Connection refused) <0.000359>");
	syn = tcp(3.1, C4, 45756, S4, 9877, FLAG_SYN, 10, 0, 0);
	rst = tcp(3.2, S4, 9877, C4, 45756, FLAG_RST | FLAG_ACK, 0, 11, 0);
	timeline_index(t);
	owned(syn, client, server, 1); /* nothing is bound there, but the host is the server's */
	owned(rst, server, client, 1);
}
END_TEST

START_TEST(a_syn_is_known_before_connect_returns)
{
	int client = actor("client", 12);
	char text[] = "12 1795250525.003000 connect(3<TCP:[77]>, {sa_family=AF_INET, sin_port=htons(9877), "
		      "sin_addr=inet_addr(\"127.0.0.2\")}, 16";
	struct event *syn;

	call_reader_feed(readers[client], text, strlen(text));
	syn = tcp(3.1, C4, 45756, S4, 9877, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(syn, client, NOBODY, 1);
}
END_TEST

START_TEST(a_syn_outside_of_any_connect_is_nobodys)
{
	int client = actor("client", 12);
	struct event *early, *elsewhere, *late;

	connecting(client, 12, 3, 9877, "= -1 ECONNREFUSED (Connection refused) <0.001000>");
	early = tcp(2.9, C4, 1, S4, 9877, FLAG_SYN, 10, 0, 0);
	elsewhere = tcp(3.5, C4, 2, S4, 9878, FLAG_SYN, 10, 0, 0);
	line(client, 12, 4.05, "close(3<TCP:[77]>) = 0 <0.000010>"); /* now connect() is over */
	late = tcp(4.1, C4, 3, S4, 9877, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(early, NOBODY, NOBODY, 1);
	owned(elsewhere, NOBODY, NOBODY, 2);
	owned(late, NOBODY, NOBODY, 3);
}
END_TEST

/* strace stamps a call before it writes it down, and measures its duration only from there. */
START_TEST(a_syn_may_leave_later_than_the_stamps_say)
{
	int client = actor("client", 12);
	struct event *syn;

	connecting(client, 12, 3, 9877, "= -1 ECONNREFUSED (Connection refused) <0.000100>");
	syn = tcp(3.6, C4, 1, S4, 9877, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(syn, client, NOBODY, 1);
}
END_TEST

/* Two clients enter connect() one after the other; the second's SYN leaves first, and is told apart by
 * what strace shows later. Then the first's is the one that is left. */
START_TEST(two_clients_at_once)
{
	int server = actor("server", 3), one = actor("one", 12), two = actor("two", 13);
	struct event *syn[2];

	listening(server, 3, 1, S4, 9877);
	connecting(one, 12, 3, 9877, "= 0 <0.002000>");
	connecting(two, 13, 3.1, 9877, "= 0 <0.002000>");
	syn[0] = tcp(3.2, C4, 2002, S4, 9877, FLAG_SYN, 10, 0, 0);
	syn[1] = tcp(3.3, C4, 2001, S4, 9877, FLAG_SYN, 10, 0, 0);
	timeline_index(t); /* by what is known now: in the order of the calls */
	owned(syn[0], one, server, 1);
	owned(syn[1], two, server, 1);
	line(two, 13, 6, "close(3<TCP:[" C4 ":2002->" S4 ":9877]>) = 0 <0.000117>");
	timeline_index(t);
	owned(syn[0], two, server, 1);
	owned(syn[1], one, server, 1);
}
END_TEST

START_TEST(connections_are_numbered_per_pair)
{
	int server = actor("server", 3), one = actor("one", 12), two = actor("two", 13);
	struct event *syn[4], *back;

	listening(server, 3, 1, S4, 9877);
	for (int i = 0; i < 4; i++) {
		int who = i == 1 ? two : one;

		syn[i] = tcp(3 + i, C4, 2000 + (unsigned)i, S4, 9877, FLAG_SYN, 10, 0, 0);
		line(who, who == one ? 12 : 13, 3.5 + i,
		     "close(3<TCP:[" C4 ":%d->" S4 ":9877]>) = 0 <0.000010>", 2000 + i);
	}
	/* The server connects back. */
	line(one, 12, 8, "listen(5<TCP:[" C4 ":3000]>, 5) = 0 <0.000010>");
	line(server, 3, 9, "read(7<TCP:[" S4 ":4000->" C4 ":3000]>, \"\", 5) = 0 <0.000010>");
	back = tcp(8.5, S4, 4000, C4, 3000, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(syn[0], one, server, 1);
	owned(syn[1], two, server, 1);
	owned(syn[2], one, server, 2);
	owned(syn[3], one, server, 3);
	owned(back, server, one, 4);
}
END_TEST

START_TEST(children_share_with_their_actor)
{
	int server = actor("server", 3);
	struct event *data;

	listening(server, 3, 1, S4, 9877);
	line(server, 3, 5, "fork() = 16 <0.000407>");
	line(server, 16, 6, "write(4<TCP:[" S4 ":9999->" C4 ":45756]>, \"hello\", 5) = 5 <0.000117>");
	data = tcp(6.1, S4, 9999, C4, 45756, FLAG_PSH | FLAG_ACK, 11, 21, 5);
	timeline_index(t);
	owned(data, server, NOBODY, 1);
}
END_TEST

START_TEST(an_injected_segment_is_its_endpoints_owners)
{
	int server = actor("server", 3), client = actor("client", 12);
	struct event *stranger, *elsewhere, *late;

	listening(server, 3, 1, S4, 9877);
	tcp(2, C4, 45756, S4, 9877, FLAG_SYN, 10, 0, 0);
	line(client, 12, 6, "write(3<TCP:[" C4 ":45756->" S4 ":9877]>, \"hello\", 5) = 5 <0.000117>");
	elsewhere = tcp(7, C4, 45756, S4, 9999, FLAG_RST, 10, 0, 0); /* same source, no such connection */
	stranger = tcp(8, "127.0.0.9", 666, S4, 9877, FLAG_RST, 10, 0, 0);
	line(server, 3, 9, "+++ killed by SIGKILL +++");
	late = tcp(10, S4, 9877, C4, 45756, FLAG_RST, 10, 0, 0); /* owned once */
	timeline_index(t);
	owned(elsewhere, client, server, 2);
	owned(stranger, NOBODY, server, 1);
	owned(late, server, client, 1);
}
END_TEST

START_TEST(a_wildcard_address_stands_for_all)
{
	int four = actor("four", 3), six = actor("six", 4);
	struct event *to_four, *to_six, *mapped;

	listening(four, 3, 1, "0.0.0.0", 9877);
	line(six, 4, 2, "listen(3<TCPv6:[[::]:9878]>, 5) = 0 <0.000010>");
	to_four = tcp(3, C4, 1, S4, 9877, FLAG_SYN, 10, 0, 0);
	to_six = tcp(4, "::1", 1, "::1", 9878, FLAG_SYN, 10, 0, 0);
	mapped = tcp(5, C4, 2, S4, 9878, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(to_four, NOBODY, four, 1);
	owned(to_six, NOBODY, six, 1);
	owned(mapped, NOBODY, six, 2);
}
END_TEST

START_TEST(ipv6_and_mapped_addresses)
{
	int client = actor("client", 12);
	struct event *six, *mapped, *refused;

	line(client, 12, 1,
	     "connect(3<TCPv6:[77]>, {sa_family=AF_INET6, sin6_port=htons(9), sin6_flowinfo=htonl(0), "
	     "inet_pton(AF_INET6, \"::1\", &sin6_addr), sin6_scope_id=0}, 28) = -1 ECONNREFUSED (Connection refused) <0.0010>");
	line(client, 12, 5, "close(3<TCPv6:[[::1]:60282->[::1]:9878]>) = 0 <0.000010>");
	line(client, 12, 6,
	     "close(4<TCPv6:[[::ffff:127.0.0.1]:37928->[::ffff:127.0.0.2]:9878]>) = 0 <0.000010>");
	refused = tcp(1.1, "::1", 5, "::1", 9, FLAG_SYN, 10, 0, 0);
	six = tcp(4, "::1", 60282, "::1", 9878, FLAG_SYN, 10, 0, 0);
	mapped = tcp(4.5, C4, 37928, S4, 9878, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	ck_assert_int_eq(refused->packet.from, client);
	ck_assert_int_eq(six->packet.from, client);
	owned(mapped, client, NOBODY, 1);
}
END_TEST

/* A client's port, and later a server's, can be another's after it was left. */
START_TEST(endpoints_change_hands)
{
	int first = actor("first", 3), second = actor("second", 4), a = actor("a", 5), b = actor("b", 6);
	struct event *syn[2];

	listening(first, 3, 1, S4, 9877);
	line(a, 5, 2.5, "write(3<TCP:[" C4 ":5000->" S4 ":9877]>, \"x\", 1) = 1 <0.000010>");
	line(first, 3, 3, "+++ exited with 0 +++");
	listening(second, 4, 4, S4, 9877);
	line(b, 6, 6, "write(3<TCP:[" C4 ":5000->" S4 ":9877]>, \"x\", 1) = 1 <0.000010>");
	syn[0] = tcp(2, C4, 5000, S4, 9877, FLAG_SYN, 1000, 0, 0);
	tcp(2.1, C4, 5000, S4, 9877, FLAG_RST, 1001, 0, 0);
	syn[1] = tcp(5, C4, 5000, S4, 9877, FLAG_SYN, 900000, 0, 0);
	timeline_index(t);
	owned(syn[0], a, first, 1);
	owned(syn[1], b, second, 1);
}
END_TEST

START_TEST(strings_of_a_program_own_nothing)
{
	int server = actor("server", 3), client = actor("client", 12);
	struct event *syn;

	listening(server, 3, 1, S4, 9877);
	line(client, 12, 2,
	     "write(1</dev/pts/0<char 136:0>>, \"3<TCP:[" C4 ":7->" S4 ":9877]>\", 5) = 5 <0.000117>");
	syn = tcp(3, C4, 7, S4, 9877, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(syn, NOBODY, server, 1);
}
END_TEST

/* One that asks for a port waits for others, even where the port is refused; but not if it connects. */
START_TEST(sides_of_who_binds)
{
	int refused = actor("refused", 3), client = actor("client", 4);

	line(refused, 3, 1,
	     "bind(3<TCP:[10]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
	     "\")}, 16) = -1 EADDRINUSE (Address already in use) <0.000125>");
	line(client, 4, 2,
	     "bind(3<TCP:[11]>, {sa_family=AF_INET, sin_port=htons(40000), sin_addr=inet_addr(\"" C4
	     "\")}, 16) = 0 <0.000125>");
	line(client, 4, 3,
	     "connect(3<TCP:[" C4
	     ":40000]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
	     "\")}, 16) = -1 ECONNREFUSED (Connection refused) <0.000125>");
	timeline_index(t);
	ck_assert(t->actors[refused].right && !t->actors[client].right);
}
END_TEST

START_TEST(a_capture_from_elsewhere)
{
	int client = timeline_add_actor(t, "client", "", 0), server = timeline_add_actor(t, "server", "", 0);
	struct endpoint e = { .port = 0 }, f = { .port = 9877 };
	struct event *syn, *other;

	address_parse(C4, &e.address);
	address_parse(S4, &f.address);
	timeline_add_owned(t, client, &e);
	timeline_add_owned(t, server, &f);
	syn = tcp(1, C4, 7, S4, 9877, FLAG_SYN, 10, 0, 0);
	other = tcp(2, C4, 8, S4, 1, FLAG_SYN, 10, 0, 0);
	timeline_index(t);
	owned(syn, client, server, 1);
	owned(other, client, NOBODY, 1);
	ck_assert(t->actors[server].right && !t->actors[client].right);
}
END_TEST

/* Who speaks first is the client: who answers later, and last, stands on the right. */
START_TEST(who_began_stands_on_the_left)
{
	int server = timeline_add_actor(t, "server", "", 0), client = timeline_add_actor(t, "client", "", 0);
	struct endpoint e = { .port = 0 }, f = { .port = 9877 };

	address_parse(C4, &e.address);
	address_parse(S4, &f.address);
	timeline_add_owned(t, client, &e);
	timeline_add_owned(t, server, &f);
	tcp(1, C4, 7, S4, 9877, FLAG_SYN, 10, 0, 0);
	tcp(2, S4, 9877, C4, 7, FLAG_SYN | FLAG_ACK, 20, 11, 0);
	timeline_index(t);
	ck_assert(t->actors[server].right && !t->actors[client].right);
}
END_TEST

/* A connect() is over with the next call of its process, not with that of another one. */
START_TEST(each_process_has_its_own_connect)
{
	int one = actor("one", 12), two = actor("two", 13);
	struct event *syn;

	connecting(one, 12, 3, 9877, "= 0 <0.000100>");
	line(two, 13, 3.2, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[78]> <0.000010>");
	syn = tcp(3.5, C4, 2001, S4, 9877, FLAG_SYN, 10, 0, 0); /* on a machine that stalls */
	timeline_index(t);
	owned(syn, one, NOBODY, 1);
	line(one, 12, 3.4, "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 4<TCP:[79]> <0.000010>");
	timeline_index(t);
	owned(syn, NOBODY, NOBODY, 1);
}
END_TEST

/* World hosts: what is sent from a port that nobody has is its host's only actor's; of several nobody can tell, and who has
 * not begun yet is not there. */
START_TEST(the_only_actor_of_a_host)
{
	struct address addresses[2] = { 0 };
	struct event *reset[2];
	int client, one, two;

	address_parse(C4, &addresses[0]);
	address_parse(S4, &addresses[1]);
	timeline_add_host(t, "client", &addresses[0], 1);
	timeline_add_host(t, "server", &addresses[1], 1);
	timeline_add_link(t, "client", DLT_RAW, 0);
	client = actor("client", 12);
	one = actor("one", 3);
	two = actor("two", 4);
	t->actors[client].host = 0;
	t->actors[one].host = t->actors[two].host = 1;
	line(client, 12, 1, "read(0<pipe:[1]>, \"x\", 9) = 1 <0.000010>");
	line(one, 3, 1, "read(0<pipe:[1]>, \"x\", 9) = 1 <0.000010>");
	line(two, 4, 5, "read(0<pipe:[1]>, \"x\", 9) = 1 <0.000010>");
	reset[0] = tcp(3, S4, 9877, C4, 7, FLAG_RST | FLAG_ACK, 0, 11, 0);
	reset[1] = tcp(6, S4, 9878, C4, 7, FLAG_RST | FLAG_ACK, 0, 11, 0);
	timeline_index(t);
	owned(reset[0], one, client, 1);
	owned(reset[1], NOBODY, client, 1);
}
END_TEST

/* Indexed again and again while a run grows: no step may cost more than its length. */
START_TEST(ten_thousand_events_have_their_owners)
{
	int server = actor("server", 3), client = actor("client", 12);

	listening(server, 3, 1, S4, 9877);
	for (unsigned i = 0; i < 2500; i++) {
		unsigned port = 10000 + i;
		double at = 2 + i * 0.3;

		connecting(client, 12, at, 9877,
			   i % 2 ? "= 0 <0.000100>" : "= -1 ECONNREFUSED (Connection refused) <0.000100>");
		tcp(at + 0.01, C4, port, S4, 9877, FLAG_SYN, 10, 0, 0);
		tcp(at + 0.02, S4, 9877, C4, port, FLAG_RST | FLAG_ACK, 0, 11, 0);
		line(server, 3, at + 0.1,
		     "read(4<TCP:[" S4 ":9877->" C4 ":%u]>, \"hello\", 5) = 5 <0.000010>", port);
	}
	timeline_index(t);
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_PACKET)
			ck_assert(t->events[i]->packet.from != NOBODY && t->events[i]->packet.to != NOBODY);
}
END_TEST

Suite *suite_owners(void)
{
	Suite *s = suite_create("owners");
	TCase *owners = tcase_create("connections");

	tcase_add_checked_fixture(owners, setup, teardown);
	tcase_add_test(owners, a_plain_connection);
	tcase_add_test(owners, a_refused_connect_is_known_by_its_syn);
	tcase_add_test(owners, a_syn_is_known_before_connect_returns);
	tcase_add_test(owners, a_syn_outside_of_any_connect_is_nobodys);
	tcase_add_test(owners, a_syn_may_leave_later_than_the_stamps_say);
	tcase_add_test(owners, two_clients_at_once);
	tcase_add_test(owners, connections_are_numbered_per_pair);
	tcase_add_test(owners, children_share_with_their_actor);
	tcase_add_test(owners, an_injected_segment_is_its_endpoints_owners);
	tcase_add_test(owners, a_wildcard_address_stands_for_all);
	tcase_add_test(owners, ipv6_and_mapped_addresses);
	tcase_add_test(owners, endpoints_change_hands);
	tcase_add_test(owners, strings_of_a_program_own_nothing);
	tcase_add_test(owners, sides_of_who_binds);
	tcase_add_test(owners, a_capture_from_elsewhere);
	tcase_add_test(owners, who_began_stands_on_the_left);
	tcase_add_test(owners, each_process_has_its_own_connect);
	tcase_add_test(owners, the_only_actor_of_a_host);
	tcase_add_test(owners, ten_thousand_events_have_their_owners);
	suite_add_tcase(s, owners);
	return s;
}
