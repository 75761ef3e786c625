/* test_flow_probes.c - keep-alive and zero-window probes, their answers, and what only looks like one. */
#include "tests/support/flow_trace.h"
#include "tests/unit/suites.h"

START_TEST(keepalive)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	bare(SERVER, 1, 6);
	for (int i = 0; i < 3; i++) {
		ck_assert_uint_eq(at(bare(CLIENT, 5, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
		ck_assert_uint_eq(at(bare(SERVER, 1, 6))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	}
	ck_assert_uint_eq(at(send(CLIENT, FLAG_ACK, 5, 1, 1))->marks, MARK_KEEPALIVE_PROBE); /* with a byte */
	ck_assert_uint_eq(at(bare(SERVER, 1, 6))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	ck_assert_uint_eq(at(bare(SERVER, 0, 6))->marks,
			  MARK_BARE_ACK | MARK_KEEPALIVE_PROBE); /* both ways */
	ck_assert_uint_eq(at(bare(CLIENT, 6, 1))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	ck_assert_uint_eq(at(data(CLIENT, 6, 1, 5))->marks, 0);
}
END_TEST

/* Before any data one below the next expected is the SYN's number; behind a FIN it is the FIN's. */
START_TEST(keepalive_at_the_edges)
{
	handshake();
	ck_assert_uint_eq(at(bare(CLIENT, 0, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
	ck_assert_uint_eq(at(bare(SERVER, 1, 1))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	send(CLIENT, FLAG_FIN | FLAG_ACK, 1, 1, 0);
	bare(SERVER, 1, 2);
	ck_assert_uint_eq(at(bare(SERVER, 0, 2))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
	ck_assert_uint_eq(at(bare(CLIENT, 2, 1))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	ck_assert_uint_eq(at(bare(CLIENT, 1, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
}
END_TEST

/* close() on one processor, the acknowledgement of the peer's FIN on another. */
START_TEST(an_ack_that_a_fin_overtook_is_no_probe)
{
	struct packet p;

	handshake();
	send(SERVER, FLAG_FIN | FLAG_ACK, 1, 1, 0);
	send(CLIENT, FLAG_FIN | FLAG_ACK, 1, 2, 0);
	p = make(SERVER, FLAG_ACK, 2, 2, 0);
	p.time_ns -= 19999000;
	feed(&p);
	p = make(CLIENT, FLAG_ACK, 1, 2, 0);
	p.time_ns -= 39998000;
	ck_assert_uint_eq(at(feed(&p))->marks, MARK_BARE_ACK);
}
END_TEST

START_TEST(keepalives_cross)
{
	handshake();
	ck_assert_uint_eq(at(bare(CLIENT, 0, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
	ck_assert_uint_eq(at(bare(SERVER, 0, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
	ck_assert_uint_eq(at(bare(SERVER, 1, 1))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
	ck_assert_uint_eq(at(bare(CLIENT, 1, 1))->marks, MARK_BARE_ACK | MARK_PROBE_ANSWER);
}
END_TEST

START_TEST(no_keepalive_while_data_is_outstanding)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	ck_assert_uint_eq(at(bare(CLIENT, 5, 1))->marks, MARK_BARE_ACK);
	ck_assert_uint_eq(at(data(CLIENT, 5, 1, 1))->marks, MARK_RETRANSMISSION);
}
END_TEST

/* One byte, sent again because the acknowledgment was lost or late, is no probe. */
START_TEST(one_byte_again_is_a_retransmission)
{
	handshake();
	data(CLIENT, 1, 1, 1);
	ck_assert_uint_eq(at(data(CLIENT, 1, 1, 1))->marks, MARK_RETRANSMISSION);
	bare(SERVER, 1, 2);
	ck_assert_uint_eq(at(data(CLIENT, 1, 1, 1))->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(6)->acknowledged_by, 5);
}
END_TEST

START_TEST(one_other_byte_is_a_probe)
{
	struct packet p;

	handshake();
	p = make(CLIENT, FLAG_ACK | FLAG_PSH, 1, 1, 1);
	p.payload = (const uint8_t *)"a";
	p.payload_captured = 1;
	feed(&p);
	bare(SERVER, 1, 2);
	p.payload = (const uint8_t *)"\0";
	ck_assert_uint_eq(at(feed(&p))->marks, MARK_KEEPALIVE_PROBE);
	p.payload = (const uint8_t *)"a";
	ck_assert_uint_eq(at(feed(&p))->marks, MARK_RETRANSMISSION);
}
END_TEST

START_TEST(zero_window_probe)
{
	handshake();
	data(CLIENT, 1, 1, 50);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 51, 0))->marks, MARK_BARE_ACK | MARK_ZERO_WINDOW);
	for (int i = 0; i < 3; i++) {
		ck_assert_uint_eq(at(bare(CLIENT, 50, 1))->marks, MARK_BARE_ACK | MARK_ZERO_WINDOW_PROBE);
		ck_assert_uint_eq(at(send_window(SERVER, 1, 51, 0))->marks,
				  MARK_BARE_ACK | MARK_PROBE_ANSWER | MARK_ZERO_WINDOW);
	}
	ck_assert_uint_eq(at(bare(CLIENT, 50, 1))->marks, MARK_BARE_ACK | MARK_ZERO_WINDOW_PROBE);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 51, 70))->marks,
			  MARK_BARE_ACK | MARK_PROBE_ANSWER | MARK_WINDOW_UPDATE);
	ck_assert_uint_eq(at(bare(CLIENT, 50, 1))->marks,
			  MARK_BARE_ACK | MARK_KEEPALIVE_PROBE); /* open now */
}
END_TEST

START_TEST(zero_window_probe_with_a_new_byte)
{
	handshake();
	data(CLIENT, 1, 1, 50);
	send_window(SERVER, 1, 51, 0);
	ck_assert_uint_eq(at(send(CLIENT, FLAG_ACK, 51, 1, 1))->marks, MARK_ZERO_WINDOW_PROBE);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 51, 0))->marks,
			  MARK_BARE_ACK | MARK_PROBE_ANSWER | MARK_ZERO_WINDOW);
	ck_assert_uint_eq(at(send(CLIENT, FLAG_ACK, 51, 1, 1))->marks,
			  MARK_ZERO_WINDOW_PROBE); /* the same byte */
	send_window(SERVER, 1, 51, 100);
	ck_assert_uint_eq(at(data(CLIENT, 51, 1, 20))->marks, MARK_PARTIAL_OVERLAP);
}
END_TEST

START_TEST(window_of_an_rst_does_not_count)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	bare(SERVER, 1, 6);
	{
		struct packet p = make(SERVER, FLAG_RST | FLAG_ACK, 1, 6, 0);

		p.tcp.window = 0;
		ck_assert_uint_eq(at(feed(&p))->marks, 0);
	}
	ck_assert_uint_eq(at(bare(CLIENT, 5, 1))->marks, MARK_BARE_ACK | MARK_KEEPALIVE_PROBE);
}
END_TEST

Suite *suite_flow_probes(void)
{
	Suite *suite = suite_create("flow_probes");
	TCase *tcase = tcase_create("probes");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, keepalive);
	tcase_add_test(tcase, keepalive_at_the_edges);
	tcase_add_test(tcase, an_ack_that_a_fin_overtook_is_no_probe);
	tcase_add_test(tcase, keepalives_cross);
	tcase_add_test(tcase, no_keepalive_while_data_is_outstanding);
	tcase_add_test(tcase, one_byte_again_is_a_retransmission);
	tcase_add_test(tcase, one_other_byte_is_a_probe);
	tcase_add_test(tcase, zero_window_probe);
	tcase_add_test(tcase, zero_window_probe_with_a_new_byte);
	tcase_add_test(tcase, window_of_an_rst_does_not_count);
	suite_add_tcase(suite, tcase);
	return suite;
}
