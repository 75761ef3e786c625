/* test_flow_windows.c - windows: scaling, updates, and which ACKs are duplicates. */
#include "tests/support/flow_trace.h"
#include "tests/unit/suites.h"

START_TEST(scaled_windows)
{
	struct packet p = make(CLIENT, FLAG_SYN, 0, 0, 0);

	p.tcp.options.has_window_scale = true;
	p.tcp.options.window_scale = 15; /* counts as 14 */
	ck_assert_uint_eq(at(feed(&p))->window, 100);
	p = make(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	p.tcp.options.has_window_scale = true;
	p.tcp.options.window_scale = 2;
	ck_assert_uint_eq(at(feed(&p))->window, 100);
	ck_assert_uint_eq(at(feed(&p))->window, 100); /* never in a SYN, though both have agreed by now */
	ck_assert_uint_eq(at(bare(CLIENT, 1, 1))->window, 100 << 14);
	ck_assert_uint_eq(at(data(SERVER, 1, 1, 1))->window, 400);
	ck_assert_uint_eq(at(send(SERVER, FLAG_RST | FLAG_ACK, 2, 1, 0))->window, 400);
}
END_TEST

START_TEST(scale_takes_two)
{
	struct packet p = make(CLIENT, FLAG_SYN, 0, 0, 0);

	p.tcp.options.has_window_scale = true;
	p.tcp.options.window_scale = 7;
	feed(&p);
	send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	ck_assert_uint_eq(at(bare(CLIENT, 1, 1))->window, 100);
}
END_TEST

START_TEST(window_updates)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	send_window(SERVER, 1, 6, 100);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 6, 200))->marks, MARK_BARE_ACK | MARK_WINDOW_UPDATE);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 6, 50))->marks, MARK_BARE_ACK | MARK_WINDOW_UPDATE);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 6, 0))->marks,
			  MARK_BARE_ACK | MARK_WINDOW_UPDATE | MARK_ZERO_WINDOW);
	data(CLIENT, 6, 1, 5);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 11, 300))->marks,
			  MARK_BARE_ACK); /* moves the ACK as well */
}
END_TEST

START_TEST(window_after_the_handshake_is_no_update)
{
	send(CLIENT, FLAG_SYN, 0, 0, 0);
	send(SERVER, FLAG_SYN | FLAG_ACK, 0, 1, 0);
	ck_assert_uint_eq(at(send_window(CLIENT, 1, 1, 333))->marks, MARK_BARE_ACK);
	ck_assert_uint_eq(at(send_window(SERVER, 1, 1, 333))->marks, MARK_BARE_ACK);
}
END_TEST

START_TEST(duplicate_acks)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	ck_assert_uint_eq(at(bare(SERVER, 1, 1))->marks, MARK_BARE_ACK); /* the last one was a SYN */
	ck_assert_uint_eq(at(bare(SERVER, 1, 1))->marks, MARK_BARE_ACK | MARK_DUPLICATE_ACK);
	bare(SERVER, 1, 6);
	ck_assert_uint_eq(at(bare(SERVER, 1, 6))->marks, MARK_BARE_ACK); /* nothing is outstanding */
}
END_TEST

Suite *suite_flow_windows(void)
{
	Suite *suite = suite_create("flow_windows");
	TCase *tcase = tcase_create("windows");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, scaled_windows);
	tcase_add_test(tcase, scale_takes_two);
	tcase_add_test(tcase, window_updates);
	tcase_add_test(tcase, window_after_the_handshake_is_no_update);
	tcase_add_test(tcase, duplicate_acks);
	suite_add_tcase(suite, tcase);
	return suite;
}
