/* test_flow_retransmissions.c - sequence space sent again: retransmissions and their proofs, D-SACK, overlaps, order. */
#include "tests/support/flow_trace.h"
#include "tests/unit/suites.h"

START_TEST(retransmission_and_its_proofs)
{
	static const uint32_t block[] = { 1, 6 };
	int original, ack, again, dsack;

	handshake();
	original = data(CLIENT, 1, 1, 5);
	ack = bare(SERVER, 1, 6);
	again = data(CLIENT, 1, 1, 5);
	ck_assert_uint_eq(at(again)->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(again)->original, original);
	ck_assert_int_eq(at(again)->acknowledged_by, ack);
	ck_assert_int_eq(at(again)->dsacked_by, NO_SEGMENT);
	dsack = send_sack(SERVER, 1, 6, 1, block);
	ck_assert_uint_eq(at(dsack)->marks, MARK_BARE_ACK | MARK_DSACK);
	ck_assert_int_eq(at(again)->dsacked_by, dsack);
}
END_TEST

START_TEST(acknowledged_in_part_is_no_proof)
{
	int again;

	handshake();
	data(CLIENT, 1, 1, 5);
	data(CLIENT, 6, 1, 5);
	bare(SERVER, 1, 6);
	again = data(CLIENT, 1, 1, 10); /* both in one */
	ck_assert_uint_eq(at(again)->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(again)->original, 3);
	ck_assert_int_eq(at(again)->acknowledged_by, NO_SEGMENT);
	bare(SERVER, 1, 11); /* later: that is no proof either */
	ck_assert_int_eq(at(again)->acknowledged_by, NO_SEGMENT);
}
END_TEST

START_TEST(fin_has_a_number_as_well)
{
	int again;

	handshake();
	data(CLIENT, 1, 1, 5);
	send(CLIENT, FLAG_FIN | FLAG_ACK, 6, 1, 0);
	bare(SERVER, 1, 6);
	again = send(CLIENT, FLAG_FIN | FLAG_ACK, 6, 1, 0);
	ck_assert_uint_eq(at(again)->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(again)->original, 4);
	ck_assert_int_eq(at(again)->acknowledged_by, NO_SEGMENT); /* the data, not the FIN */
	bare(SERVER, 1, 7);
	again = send(CLIENT, FLAG_FIN | FLAG_ACK, 6, 1, 0);
	ck_assert_int_eq(at(again)->acknowledged_by, 7);
	again = send(CLIENT, FLAG_FIN | FLAG_ACK | FLAG_PSH, 1, 1, 5); /* joined with the data */
	ck_assert_uint_eq(at(again)->marks, MARK_RETRANSMISSION);
	ck_assert_int_eq(at(again)->acknowledged_by, 7);
}
END_TEST

START_TEST(each_dsack_proves_one_copy)
{
	static const uint32_t block[] = { 1, 6 };
	int first, second, dsack;

	handshake();
	data(CLIENT, 1, 1, 5);
	first = data(CLIENT, 1, 1, 5);
	second = data(CLIENT, 1, 1, 5);
	dsack = send_sack(SERVER, 1, 6, 1, block);
	ck_assert_int_eq(at(first)->dsacked_by, dsack);
	ck_assert_int_eq(at(second)->dsacked_by, NO_SEGMENT);
	dsack = send_sack(SERVER, 1, 6, 1, block);
	ck_assert_int_eq(at(second)->dsacked_by, dsack);
}
END_TEST

START_TEST(one_dsack_for_two_neighbours)
{
	static const uint32_t block[] = { 1, 11 };
	int first, second, dsack;

	handshake();
	data(CLIENT, 1, 1, 10);
	first = data(CLIENT, 1, 1, 5);
	second = data(CLIENT, 6, 1, 5);
	dsack = send_sack(SERVER, 1, 11, 1, block);
	ck_assert_int_eq(at(first)->dsacked_by, dsack);
	ck_assert_int_eq(at(second)->dsacked_by, dsack);
}
END_TEST

START_TEST(dsack_that_covers_a_part_proves_nothing)
{
	static const uint32_t block[] = { 1, 5 };
	int again;

	handshake();
	data(CLIENT, 1, 1, 5);
	again = data(CLIENT, 1, 1, 5);
	ck_assert(at(send_sack(SERVER, 1, 6, 1, block))->marks & MARK_DSACK);
	ck_assert_int_eq(at(again)->dsacked_by, NO_SEGMENT);
}
END_TEST

START_TEST(dsack_within_the_second_block)
{
	static const uint32_t inside[] = { 20, 25, 15, 30 }, beside[] = { 20, 25, 30, 40 },
			      sack[] = { 15, 30 };

	handshake();
	data(CLIENT, 1, 1, 40);
	ck_assert(at(send_sack(SERVER, 1, 10, 2, inside))->marks & MARK_DSACK);
	ck_assert(!(at(send_sack(SERVER, 1, 10, 2, beside))->marks & MARK_DSACK));
	ck_assert(!(at(send_sack(SERVER, 1, 10, 1, sack))->marks & MARK_DSACK));
}
END_TEST

START_TEST(dsack_blocks_that_are_nonsense)
{
	static const uint32_t empty[] = { 3, 3 }, reversed[] = { 6, 1 };

	handshake();
	data(CLIENT, 1, 1, 5);
	data(CLIENT, 1, 1, 5);
	ck_assert(!(at(send_sack(SERVER, 1, 6, 1, empty))->marks & MARK_DSACK));
	ck_assert(!(at(send_sack(SERVER, 1, 6, 1, reversed))->marks & MARK_DSACK));
}
END_TEST

START_TEST(out_of_order_and_overlap)
{
	handshake();
	data(CLIENT, 1, 1, 10);
	ck_assert_uint_eq(at(data(CLIENT, 21, 1, 10))->marks, 0); /* a gap: lost, or not captured */
	ck_assert_uint_eq(at(data(CLIENT, 11, 1, 10))->marks, MARK_OUT_OF_ORDER);
	ck_assert_uint_eq(at(data(CLIENT, 26, 1, 10))->marks, MARK_PARTIAL_OVERLAP);
	ck_assert_uint_eq(at(data(CLIENT, 5, 1, 30))->marks, MARK_RETRANSMISSION); /* from four segments */
	ck_assert_int_eq(at(7)->original, 3);
	ck_assert_uint_eq(at(data(CLIENT, 41, 1, 5))->marks, 0);
	ck_assert_uint_eq(at(data(CLIENT, 30, 1, 16))->marks, MARK_PARTIAL_OVERLAP); /* over a gap */
	ck_assert_uint_eq(at(data(CLIENT, 30, 1, 16))->marks, MARK_RETRANSMISSION);
}
END_TEST

START_TEST(what_was_never_sent_is_not_acknowledged)
{
	int again;

	handshake();
	data(CLIENT, 1, 1, 5);
	bare(SERVER, 1, 1000); /* another incarnation's, or a forgery */
	again = data(CLIENT, 1, 1, 5);
	ck_assert_int_eq(at(again)->acknowledged_by, NO_SEGMENT);
}
END_TEST

START_TEST(rst_proves_nothing)
{
	handshake();
	data(CLIENT, 1, 1, 5);
	send(SERVER, FLAG_RST | FLAG_ACK, 1, 6, 0);
	ck_assert_int_eq(at(data(CLIENT, 1, 1, 5))->acknowledged_by, NO_SEGMENT);
	ck_assert_uint_eq(at(send(CLIENT, FLAG_RST, 6, 0, 0))->marks, 0);
	ck_assert_uint_eq(at(send(CLIENT, FLAG_RST, 6, 0, 0))->marks, 0); /* has no sequence space */
}
END_TEST

Suite *suite_flow_retransmissions(void)
{
	Suite *suite = suite_create("flow_retransmissions");
	TCase *tcase = tcase_create("retransmissions");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, retransmission_and_its_proofs);
	tcase_add_test(tcase, acknowledged_in_part_is_no_proof);
	tcase_add_test(tcase, fin_has_a_number_as_well);
	tcase_add_test(tcase, each_dsack_proves_one_copy);
	tcase_add_test(tcase, one_dsack_for_two_neighbours);
	tcase_add_test(tcase, dsack_that_covers_a_part_proves_nothing);
	tcase_add_test(tcase, dsack_within_the_second_block);
	tcase_add_test(tcase, dsack_blocks_that_are_nonsense);
	tcase_add_test(tcase, out_of_order_and_overlap);
	tcase_add_test(tcase, what_was_never_sent_is_not_acknowledged);
	tcase_add_test(tcase, rst_proves_nothing);
	suite_add_tcase(suite, tcase);
	return suite;
}
