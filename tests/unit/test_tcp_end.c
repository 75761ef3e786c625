/* test_tcp_end.c - the state machine of TCP: the figures of RFC 9293, and what strays from them. */
#include <netinet/tcp.h>

#include "common/record/tcp_end.h"
#include "tests/unit/suites.h"

enum { A = 1000, B = 9000, WINDOW = 500 }; /* the two initial numbers */

static struct tcp_end a, b;

static void setup(void)
{
	a = b = (struct tcp_end){ 0 };
}

static struct segment segment(unsigned flags, uint32_t seq, uint32_t ack, uint32_t data)
{
	struct segment s = { .window = WINDOW };

	s.packet.tcp.flags = (uint16_t)flags;
	s.packet.tcp.sequence = seq;
	s.packet.tcp.acknowledgment = ack;
	s.packet.payload_length = data;
	return s;
}

/* The segment leaves `from` and reaches `to`; NULL: it is lost. */
static void passes(struct tcp_end *from, struct tcp_end *to, unsigned flags, uint32_t seq, uint32_t ack,
		   uint32_t data)
{
	struct segment s = segment(flags, seq, ack, data);

	if (from)
		tcp_end_sends(from, &s);
	if (to)
		tcp_end_receives(to, &s);
}

static void both_are(int of_a, int of_b)
{
	ck_assert_int_eq(a.state, of_a);
	ck_assert_int_eq(b.state, of_b);
}

/* Figure 6 */
static void open_them(void)
{
	passes(&a, &b, FLAG_SYN, A, 0, 0);
	both_are(TCP_SYN_SENT, STATE_CLOSED); /* who listens is another socket */
	passes(&b, &a, FLAG_SYN | FLAG_ACK, B, A + 1, 0);
	both_are(TCP_ESTABLISHED, TCP_SYN_RECV);
	passes(&a, &b, FLAG_ACK, A + 1, B + 1, 0);
	both_are(TCP_ESTABLISHED, TCP_ESTABLISHED);
}

/* Figure 12 */
START_TEST(normal_close)
{
	open_them();
	passes(&a, &b, FLAG_FIN | FLAG_ACK, A + 1, B + 1, 0);
	both_are(TCP_FIN_WAIT1, TCP_CLOSE_WAIT);
	passes(&b, &a, FLAG_ACK, B + 1, A + 2, 0);
	both_are(TCP_FIN_WAIT2, TCP_CLOSE_WAIT);
	passes(&b, &a, FLAG_FIN | FLAG_ACK, B + 1, A + 2, 0);
	both_are(TCP_TIME_WAIT, TCP_LAST_ACK);
	passes(&a, &b, FLAG_ACK, A + 2, B + 2, 0);
	both_are(TCP_TIME_WAIT, STATE_CLOSED);
}
END_TEST

/* The FIN of the one acknowledges that of the other: FIN_WAIT_2 is passed through. */
START_TEST(fin_with_the_last_acknowledgement)
{
	open_them();
	passes(&a, &b, FLAG_FIN | FLAG_ACK, A + 1, B + 1, 3);
	passes(&b, &a, FLAG_FIN | FLAG_ACK, B + 1, A + 5, 0);
	both_are(TCP_TIME_WAIT, TCP_LAST_ACK);
}
END_TEST

/* Figure 13: the FINs cross. */
START_TEST(simultaneous_close)
{
	struct segment of_a = segment(FLAG_FIN | FLAG_ACK, A + 1, B + 1, 0);
	struct segment of_b = segment(FLAG_FIN | FLAG_ACK, B + 1, A + 1, 0);

	open_them();
	tcp_end_sends(&a, &of_a);
	tcp_end_sends(&b, &of_b);
	both_are(TCP_FIN_WAIT1, TCP_FIN_WAIT1);
	tcp_end_receives(&a, &of_b);
	tcp_end_receives(&b, &of_a);
	both_are(TCP_CLOSING, TCP_CLOSING);
	passes(&a, &b, FLAG_ACK, A + 2, B + 2, 0);
	passes(&b, &a, FLAG_ACK, B + 2, A + 2, 0);
	both_are(TCP_TIME_WAIT, TCP_TIME_WAIT);
}
END_TEST

/* Figure 7: the SYNs cross. */
START_TEST(simultaneous_open)
{
	struct segment of_a = segment(FLAG_SYN, A, 0, 0), of_b = segment(FLAG_SYN, B, 0, 0);

	tcp_end_sends(&a, &of_a);
	tcp_end_sends(&b, &of_b);
	tcp_end_receives(&a, &of_b);
	tcp_end_receives(&b, &of_a);
	both_are(TCP_SYN_RECV, TCP_SYN_RECV);
	passes(&a, &b, FLAG_SYN, A, 0, 0); /* once more says nothing more */
	both_are(TCP_SYN_RECV, TCP_SYN_RECV);
	passes(&b, &a, FLAG_SYN | FLAG_ACK, B, A + 1, 0);
	both_are(TCP_ESTABLISHED, TCP_SYN_RECV);
	passes(&a, &b, FLAG_ACK, A + 1, B + 1, 0);
	both_are(TCP_ESTABLISHED, TCP_ESTABLISHED);
}
END_TEST

/* Figure 8: a SYN, ACK of an old connection makes no sense to who has sent a SYN; it says so with a RST and goes on. */
START_TEST(old_acknowledgement_of_a_syn)
{
	passes(&a, &b, FLAG_SYN, A, 0, 0);
	passes(NULL, &a, FLAG_SYN | FLAG_ACK, B, A - 90, 0);
	passes(&a, NULL, FLAG_RST, A - 90, 0, 0);
	ck_assert_int_eq(a.state, TCP_SYN_SENT);
	passes(NULL, &a, FLAG_ACK, B + 1, A + 1, 0); /* without a SYN there is nothing to go by */
	ck_assert_int_eq(a.state, TCP_SYN_SENT);
	passes(NULL, &a, FLAG_SYN | FLAG_ACK, B, A + 1, 0);
	ck_assert_int_eq(a.state, TCP_ESTABLISHED);
}
END_TEST

/* A port at which nobody listens. */
START_TEST(refused)
{
	passes(&a, &b, FLAG_SYN, A, 0, 0);
	passes(NULL, &a, FLAG_RST | FLAG_ACK, 0, A - 90, 0);
	ck_assert_int_eq(a.state, TCP_SYN_SENT); /* it acknowledges another SYN */
	passes(&b, &a, FLAG_RST | FLAG_ACK, 0, A + 1, 0);
	both_are(STATE_CLOSED, STATE_CLOSED);
}
END_TEST

/* RFC 5961: exactly in its place, or it is not believed. */
START_TEST(reset_in_its_place)
{
	open_them();
	passes(NULL, &a, FLAG_RST, B + 2, 0, 0);
	passes(NULL, &a, FLAG_RST, B, 0, 0);
	ck_assert_int_eq(a.state, TCP_ESTABLISHED);
	passes(&b, &a, FLAG_RST | FLAG_ACK, B + 1, A + 1, 0);
	both_are(STATE_CLOSED, STATE_CLOSED);
}
END_TEST

/* An end in SYN_RECEIVED answers a wrong acknowledgement with a RST and goes on; a RST of its own accord ends it. */
START_TEST(reset_from_syn_received)
{
	passes(&a, &b, FLAG_SYN, A, 0, 0);
	passes(&b, NULL, FLAG_SYN | FLAG_ACK, B, A + 1, 0);
	passes(NULL, &b, FLAG_ACK, A + 1, B + 77, 0);
	ck_assert_int_eq(b.state, TCP_SYN_RECV);
	passes(&b, NULL, FLAG_RST, B + 77, 0, 0);
	ck_assert_int_eq(b.state, TCP_SYN_RECV);
	passes(&b, NULL, FLAG_RST | FLAG_ACK, B + 1, A + 1, 0);
	ck_assert_int_eq(b.state, STATE_CLOSED);
}
END_TEST

/* The FIN comes before the data in front of it: it counts when that has come, which its receiver's ACK tells. */
START_TEST(fin_out_of_order)
{
	open_them();
	passes(&a, NULL, FLAG_ACK, A + 1, B + 1, 10);
	passes(&a, &b, FLAG_FIN | FLAG_ACK, A + 11, B + 1, 0);
	passes(&b, &a, FLAG_ACK, B + 1, A + 1, 0);
	both_are(TCP_FIN_WAIT1, TCP_ESTABLISHED);
	passes(&a, &b, FLAG_ACK, A + 1, B + 1, 10);
	passes(&b, &a, FLAG_ACK, B + 1, A + 12, 0);
	both_are(TCP_FIN_WAIT2, TCP_CLOSE_WAIT);
}
END_TEST

/* What lies beyond the window is not taken, a FIN as little as data; acknowledged it has been taken after all. */
START_TEST(fin_against_a_closed_window)
{
	struct segment closed = segment(FLAG_ACK, B + 1, A + 1 + WINDOW, 0);

	open_them();
	passes(&a, &b, FLAG_ACK, A + 1, B + 1, WINDOW);
	closed.window = 0;
	tcp_end_sends(&b, &closed);
	passes(&a, &b, FLAG_FIN | FLAG_ACK, A + 1 + WINDOW, B + 1, 0);
	both_are(TCP_FIN_WAIT1, TCP_ESTABLISHED);
	passes(&b, NULL, FLAG_ACK, B + 1, A + 2 + WINDOW, 0);
	ck_assert_int_eq(b.state, TCP_CLOSE_WAIT);
}
END_TEST

START_TEST(fin_twice_counts_once)
{
	open_them();
	passes(&a, &b, FLAG_FIN | FLAG_ACK, A + 1, B + 1, 0);
	tcp_end_closes(&b);
	passes(&a, &b, FLAG_FIN | FLAG_ACK, A + 1, B + 1, 0);
	both_are(TCP_FIN_WAIT1, TCP_LAST_ACK);
	passes(&a, &b, FLAG_ACK, A + 2, B + 1, 0); /* of its own FIN it says nothing */
	ck_assert_int_eq(b.state, TCP_LAST_ACK);
}
END_TEST

/* close() before all is sent: FIN_WAIT_1 at once, though the FIN comes later (section 3.10.4). */
START_TEST(closed_with_data_in_the_queue)
{
	open_them();
	tcp_end_closes(&a);
	both_are(TCP_FIN_WAIT1, TCP_ESTABLISHED);
	passes(&b, &a, FLAG_ACK, B + 1, A + 1, 0);
	ck_assert_int_eq(a.state, TCP_FIN_WAIT1);
	passes(&a, &b, FLAG_FIN | FLAG_ACK, A + 1, B + 1, 9);
	passes(&b, &a, FLAG_ACK, B + 1, A + 11, 0);
	both_are(TCP_FIN_WAIT2, TCP_CLOSE_WAIT);
	tcp_end_closes(&a);
	ck_assert_int_eq(a.state, TCP_FIN_WAIT2);
}
END_TEST

START_TEST(closed_before_there_was_a_connection)
{
	passes(&a, NULL, FLAG_SYN, A, 0, 0);
	tcp_end_closes(&a);
	b.state = TCP_LISTEN;
	tcp_end_closes(&b);
	both_are(STATE_CLOSED, STATE_CLOSED);
	passes(NULL, &a, FLAG_SYN | FLAG_ACK, B, A + 1, 0);
	ck_assert_int_eq(a.state, STATE_CLOSED);
}
END_TEST

/* The queue of connections is full: the ACK is not taken, though it came, and the SYN, ACK comes again. */
START_TEST(acknowledgement_that_is_not_taken)
{
	open_them();
	passes(&b, &a, FLAG_SYN | FLAG_ACK, B, A + 1, 0);
	both_are(TCP_ESTABLISHED, TCP_SYN_RECV);
	passes(&a, &b, FLAG_ACK, A + 1, B + 1, 0);
	both_are(TCP_ESTABLISHED, TCP_ESTABLISHED);
}
END_TEST

/* From the middle of a connection nobody can tell; but a RST in its place ends it whatever it was. */
START_TEST(from_the_middle)
{
	passes(&a, &b, FLAG_ACK, A + 500, B + 700, 20);
	passes(&b, &a, FLAG_ACK, B + 700, A + 520, 5);
	both_are(STATE_UNKNOWN, STATE_UNKNOWN);
	passes(&a, &b, FLAG_FIN | FLAG_ACK, A + 520, B + 705, 0);
	both_are(STATE_UNKNOWN, STATE_UNKNOWN); /* FIN_WAIT_1 or LAST_ACK */
	passes(NULL, &b, FLAG_RST, A + 500, 0, 0);
	ck_assert_int_eq(b.state, STATE_UNKNOWN);
	passes(&a, &b, FLAG_RST | FLAG_ACK, A + 521, B + 705, 0);
	both_are(STATE_CLOSED, STATE_CLOSED);
}
END_TEST

START_TEST(another_initial_number_is_another_connection)
{
	struct segment again = segment(FLAG_SYN, A, 0, 0), other = segment(FLAG_SYN, A + 7, 0, 0),
		       data = segment(FLAG_ACK, A + 7, B + 1, 0);

	ck_assert(!tcp_end_opens_anew(&a, &again)); /* it has had none */
	open_them();
	ck_assert(!tcp_end_opens_anew(&a, &again));
	ck_assert(tcp_end_opens_anew(&a, &other));
	ck_assert(!tcp_end_opens_anew(&a, &data));
}
END_TEST

Suite *suite_tcp_end(void)
{
	Suite *s = suite_create("tcp_end");
	TCase *tc = tcase_create("states");

	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, normal_close);
	tcase_add_test(tc, fin_with_the_last_acknowledgement);
	tcase_add_test(tc, simultaneous_close);
	tcase_add_test(tc, simultaneous_open);
	tcase_add_test(tc, old_acknowledgement_of_a_syn);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, reset_in_its_place);
	tcase_add_test(tc, reset_from_syn_received);
	tcase_add_test(tc, fin_out_of_order);
	tcase_add_test(tc, fin_against_a_closed_window);
	tcase_add_test(tc, fin_twice_counts_once);
	tcase_add_test(tc, closed_with_data_in_the_queue);
	tcase_add_test(tc, closed_before_there_was_a_connection);
	tcase_add_test(tc, acknowledgement_that_is_not_taken);
	tcase_add_test(tc, from_the_middle);
	tcase_add_test(tc, another_initial_number_is_another_connection);
	suite_add_tcase(s, tc);
	return s;
}
