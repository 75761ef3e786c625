/* test_owners_datagrams.c - whose socket sent and received a datagram, and which one an ICMP error is about. */
#include "tests/unit/suites.h"
#include "tests/support/traced_run.h"

START_TEST(datagrams)
{
	int server = actor("server", 3), client = actor("client", 12);
	struct event *first, *answer, *second, *refused, *unreachable;
	struct packet p;
	uint8_t quoted[FRAME_ROOM];

	line(server, 3, 1,
	     "bind(4<UDP:[10]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"0.0.0.0\")}, 16) = 0 <0.000125>");
	line(client, 12, 2,
	     "sendto(4<UDP:[9]>, \"dgram\", 5, 0, {sa_family=AF_INET, sin_port=htons(5000), "
	     "sin_addr=inet_addr(\"" S4 "\")}, 16) = 5 <0.000359>");
	first = udp(2.1, C4, 34048, S4, 5000);
	answer = udp(2.5, S4, 5000, C4, 34048);
	line(client, 12, 3,
	     "connect(5<UDP:[19]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
	     "\")}, 16) = 0 <0.000010>");
	line(client, 12, 4, "send(5<UDP:[" C4 ":40000->" S4 ":5000]>, \"x\", 1, 0) = 1 <0.000010>");
	second = udp(4.001, C4, 40000, S4, 5000);
	line(client, 12, 5,
	     "sendto(4<UDP:[0.0.0.0:34048]>, \"dg\", 2, 0, {sa_family=AF_INET, sin_port=htons(5003), "
	     "sin_addr=inet_addr(\"" S4 "\")}, 16) = 2 <0.000420>");
	refused = udp(5.1, C4, 34048, S4, 5003);
	memcpy(quoted, room, sizeof(quoted));
	line(server, 3, 5.5, "close(6<TCP:[" S4 ":9877]>) = 0 <0.000010>"); /* its host is 127.0.0.2 */
	frame_unreachable(&p, room, base_ns + (int64_t)(5.2e6), S4, C4, quoted);
	unreachable = timeline_add_packet(t, 0, &p);
	timeline_index(t);
	owned(first, client, server, 1);
	owned(answer, server, client, 1);
	owned(second, client, server, 2);
	owned(refused, client, server, 3);
	owned(unreachable, server, client, 3);
	ck_assert(t->actors[server].right && !t->actors[client].right);
}
END_TEST

START_TEST(datagrams_to_a_shared_port)
{
	int first = actor("first", 3), second = actor("second", 4), client = actor("client", 12);
	struct event *to_first, *to_second, *unread;

	for (int i = 0; i < 2; i++)
		line(i ? second : first, i ? 4 : 3, 1 + i,
		     "bind(4<UDP:[10]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
		     "\")}, 16) = 0 <0.000125>");
	for (int i = 0; i < 3; i++)
		line(client, 12, 3 + i,
		     "sendto(4<UDP:[9]>, \"x\", 1, 0, {sa_family=AF_INET, sin_port=htons(5000), "
		     "sin_addr=inet_addr(\"" S4 "\")}, 16) = 1 <0.000359>");
	to_first = udp(3.1, C4, 41, S4, 5000);
	to_second = udp(4.1, C4, 42, S4, 5000);
	unread = udp(5.1, C4, 43, S4, 5000);
	for (int i = 0; i < 2; i++)
		line(i ? second : first, i ? 4 : 3, 7 - i,
		     i ? "recvfrom(4<UDP:[" S4
			 ":5000]>, \"x\", 9, 0, {sa_family=AF_INET, sin_port=htons(42), "
			 "sin_addr=inet_addr(\"" C4 "\")}, [16]) = 1 <0.000010>"
		       : "recvfrom(4<UDP:[" S4
			 ":5000]>, \"x\", 9, 0, {sa_family=AF_INET, sin_port=htons(41), "
			 "sin_addr=inet_addr(\"" C4 "\")}, [16]) = 1 <0.000010>");
	timeline_index(t);
	owned(to_first, client, first, 1);
	owned(to_second, client, second, 1);
	owned(unread, client, second, 2); /* bound last: the kernel asks it first */
	ck_assert(t->actors[first].right && t->actors[second].right && !t->actors[client].right);
}
END_TEST

/* While a call of "one" is under way another program sends a datagram: it is that one's. */
static void names_no_datagram_of_others(void)
{
	int two = actor("two", 4);
	struct event *sent;

	line(two, 4, 2,
	     "sendto(4<UDP:[9]>, \"x\", 1, 0, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
	     "\")}, 16) = 1 <0.000100>");
	sent = udp(2.05, C4, 34048, S4, 5000);
	timeline_index(t);
	owned(sent, two, NOBODY, 1);
}

/* connect() of a UDP socket sends nothing, and names no datagram that another program sends there meanwhile. */
START_TEST(connect_sends_no_datagram)
{
	line(actor("one", 3), 3, 1,
	     "connect(5<UDP:[19]>, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
	     "\")}, 16) = 0 <0.500000>");
	names_no_datagram_of_others();
}
END_TEST

/* A call that says nobody whom it sends to names no datagram either. */
START_TEST(a_call_without_an_address)
{
	line(actor("one", 3), 3, 1,
	     "sendmsg(5<UDP:[19]>, {msg_name=NULL, msg_namelen=0, msg_iovlen=1}, 0) = 1 <0.500000>");
	names_no_datagram_of_others();
}
END_TEST

/* The call is about its first argument; another descriptor in it is for something else. */
START_TEST(another_descriptor_in_the_call)
{
	int client = actor("client", 12);
	struct event *sent;

	line(client, 12, 1,
	     "sendmsg(4<UDP:[9]>, {msg_name={sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr(\"" S4
	     "\")}, msg_namelen=16, msg_control=[{cmsg_type=SCM_RIGHTS, cmsg_data=[7<TCP:[11]>]}]}, 0) = 1 <0.000100>");
	sent = udp(1.05, C4, 34048, S4, 5000);
	timeline_index(t);
	owned(sent, client, NOBODY, 1);
}
END_TEST

/* TCP connections and UDP's pairs of endpoints are numbered apart, and for each two actors. */
START_TEST(numbered_apart)
{
	int server = actor("server", 3), one = actor("one", 12), two = actor("two", 13);
	struct event *syn, *udp_one, *udp_two, *udp_more;

	listening(server, 3, 1, S4, 9877);
	line(server, 3, 1.5, "recvfrom(4<UDP:[" S4 ":5000]>, ");
	connecting(one, 12, 2, 9877, "= 0 <0.000100>");
	syn = tcp(2.05, C4, 45756, S4, 9877, FLAG_SYN, 10, 0, 0);
	for (int i = 0; i < 3; i++)
		line(i == 1 ? two : one, i == 1 ? 13 : 12, 3 + i,
		     "write(5<UDP:[" C4 ":%d->" S4 ":5000]>, \"x\", 1) = 1 <0.000100>", 40000 + i);
	udp_one = udp(3.01, C4, 40000, S4, 5000);
	udp_two = udp(4.01, C4, 40001, S4, 5000);
	udp_more = udp(5.01, C4, 40002, S4, 5000);
	timeline_index(t);
	owned(syn, one, server, 1);
	owned(udp_one, one, server, 1);
	owned(udp_two, two, server, 1);
	owned(udp_more, one, server, 2);
}
END_TEST

Suite *suite_owners_datagrams(void)
{
	Suite *s = suite_create("owners_datagrams");
	TCase *owners = tcase_create("datagrams");

	tcase_add_checked_fixture(owners, setup, teardown);
	tcase_add_test(owners, datagrams);
	tcase_add_test(owners, datagrams_to_a_shared_port);
	tcase_add_test(owners, connect_sends_no_datagram);
	tcase_add_test(owners, a_call_without_an_address);
	tcase_add_test(owners, another_descriptor_in_the_call);
	tcase_add_test(owners, numbered_apart);
	suite_add_tcase(s, owners);
	return s;
}
