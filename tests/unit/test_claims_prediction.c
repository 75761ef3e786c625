/* test_claims_prediction.c - what a claim predicts, and whether a script's stars show it, or the contrary. */
#include <check.h>
#include <string.h>

#include "common/base/text.h"
#include "common/claims/prediction.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

/* ---- as it is written ---- */

START_TEST(as_it_is_written)
{
	static const char text[] =
		"X > Y R[.] ; state X CLOSED;X: write(..., \"a;b\") = -1 EPIPE ; never X > Y F. ; "
		"router > Z ICMP host-unreachable ; Y dies SIGPIPE ; X > Y . N:N(0) keep-alive probe";
	static const enum line_kind kinds[] = { LINE_SEGMENT, LINE_STATE, LINE_CALL,   LINE_SEGMENT,
						LINE_ICMP,    LINE_DIES,  LINE_SEGMENT };
	struct claim_prediction p;
	struct error e = { 0 };

	ck_assert_msg(prediction_parse(&p, text, &e), "%s", said(&e));
	ck_assert_uint_eq(p.count, sizeof(kinds) / sizeof(kinds[0]));
	for (size_t i = 0; i < p.count; i++)
		ck_assert_int_eq(p.lines[i].kind, kinds[i]);
	ck_assert(p.lines[3].never && !p.lines[0].never);
	prediction_free(&p);
}
END_TEST

START_TEST(faults)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "", "expected segments, calls" },
		{ " ; ", "expected segments, calls" },
		{ "X > Y R ; X > Y Q", "prediction 2, 'X > Y Q': expected flags" },
		{ "cleint > Y R", "no actor" },
		{ "X > W R", "no actor" },
		{ "X: clsoe() = 0", "did you mean 'close'?" },
		{ "* X > Y R", "a prediction has no star" },
		{ "may 1 X > Y R", "a prediction has no star and no 'may'" },
		{ "kill X", "expected" },
		{ "wait 1s", "expected segments, calls" },
		{ "X > Y R ; control start X = exec true", "a control must fail" },
		{ "claim a holds", "must stand above the first action" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct claim_prediction p;
		struct error e = { 0 };

		ck_assert_msg(!prediction_parse(&p, rows[i].text, &e), "%s", rows[i].text);
		ck_assert_msg(strstr(said(&e), rows[i].says) != NULL, "%s: %s", rows[i].text, said(&e));
	}
}
END_TEST

/* ---- against a script's stars ---- */

/* What the stars of a scenario show of a prediction: 'i' instance of all, 'c' contradicts one, '-' neither. */
static char shown(const char *prediction, const char *stars)
{
	static const char head[] = "title t\nclaim a holds\nworld hosts\nstart server\nstart client\n";
	struct claim_prediction p;
	struct script_error fault;
	struct text source = { 0 };
	struct error e = { 0 };
	struct script *s;
	bool instance, contrary;

	text_add(&source, head);
	for (const char *at = stars; *at;) {
		size_t length = strcspn(at, "\n");

		text_addf(&source, "* %.*s\n", (int)length, at);
		at += length + (at[length] == '\n');
	}
	s = script_parse("labs/t/t.lab", text_chars(&source), source.length, &fault);
	ck_assert_msg(s != NULL, "%s: %s", stars, fault.message);
	ck_assert_msg(prediction_parse(&p, prediction, &e), "%s", said(&e));
	contrary = prediction_contradicted(&p, s, 0);
	instance = !prediction_unshown(&p, s, 0);
	prediction_free(&p);
	script_free(s);
	text_free(&source);
	ck_assert_msg(!(instance && contrary), "%s: %s is both", prediction, stars);
	return instance ? 'i' : contrary ? 'c' : '-';
}

static const struct {
	const char *prediction, *stars;
	char shows;
} rows[] = {
	/* segments: every part that the prediction writes is written, and equal or narrower */
	{ "X > Y R[.]", "client > server R. 6:6(0) ack 1", 'i' },
	{ "X > Y R[.]", "server > client R 1:1(0)", 'i' },
	{ "X > Y R[.]", "client > server R[.]", 'i' },
	{ "X > Y R.", "client > server R", '-' },
	{ "X > Y R.", "client > server R[.]", '-' },
	{ "X > Y R[.]", "client > server F. 6:6(0) ack 1", 'c' },
	{ "X > Y R[.]", "client > server data 1:6", 'c' },
	{ "X > Y F.", "client > server P. 1:6(5)", 'c' },
	{ "X > Y F.", "client > server . ack 6", '-' }, /* what only acknowledges is in nobody's place */
	{ "X > Y .", "client > server P. 1:6(5)", '-' },
	{ "X > Y [P].", "client > server P. 1:6(5)", 'i' },
	{ "X > Y F. ...:...(0)", "client > server F. 6:6(0)", 'i' },
	{ "X > Y F. ...:...(0)", "client > server F.", '-' },
	{ "X > Y F. ...:...(5)", "client > server F. 1:6", 'i' },
	{ "X > Y F. N:N", "client > server F. 6:6(0)", 'i' },
	{ "X > Y F. N:N", "client > server F. 5:6", '-' },
	{ "X > Y F. N:...; Y > X . ack N", "client > server F. 6:6(0)\nserver > client . ack 6", 'i' },
	{ "X > Y F. N:...; Y > X . ack N", "client > server F. 6:6(0)\nserver > client . ack 7", '-' },
	{ "X > Y . win > 0", "client > server . win 512", 'i' },
	{ "X > Y . win > 0", "client > server . win 0", '-' },
	{ "X > Y . win > 0", "client > server .", '-' },
	{ "X > Y . win 0", "client > server . win < 1", 'i' },
	{ "X > Y S <...,sackOK,...>", "client > server S <mss 1460,sackOK>", 'i' },
	{ "X > Y S <...,sackOK,...>", "client > server S <mss 1460>", '-' },
	{ "X > Y . keep-alive probe", "client > server . 0:0(0) keep-alive probe, lost", 'i' },
	{ "X > Y . keep-alive probe", "client > server . 0:0(0)", '-' },
	{ "X > Y F. lost", "client > server F. 6:6(0) lost", 'i' },
	{ "X > Y F. lost", "client > server F. 6:6(0)", '-' },
	{ "+1s X > Y .", "+2s client > server .", 'i' },
	{ "+1s X > Y .", "client > server .", '-' },
	/* runs of data, of which a segment with data is one */
	{ "X > Y data ...:...", "client > server data 1:4097", 'i' },
	{ "X > Y data ...:...", "client > server P. 1:6(5) ack 1", 'i' },
	{ "X > Y data ...:...", "client > server F. 1:6(5) ack 1", 'c' },
	{ "X > Y data ...:...", "client > server . 1:1(0)", '-' },
	{ "X > Y data ...:...", "client > server R. 1:1(0)", 'c' },
	{ "X > Y UDP", "client > server UDP 5", 'i' },
	{ "X > Y UDP 5", "client > server UDP", '-' },
	{ "Y > X ICMP", "server > client ICMP port-unreachable", 'i' },
	{ "router > X ICMP host-unreachable", "router > client ICMP host-unreachable", 'i' },
	{ "router > X ICMP host-unreachable", "router > client ICMP", '-' },
	{ "router > X ICMP", "server > client ICMP", '-' },
	/* X and Y are two, and the same throughout */
	{ "X > Y S ; Y > X S.", "client > server S\nserver > client S.", 'i' },
	{ "X > Y S ; X > Y S.", "client > server S\nserver > client S.", '-' },
	{ "X > Y F. ; X: read() = 0", "client > server F.\nserver: read() = 0", '-' },
	{ "X > Y F. ; Y: read() = 0", "client > server F.\nserver: read() = 0", 'i' },
	{ "X > Y F. ; Y > X F.", "server > client F.\nclient > server F.", 'i' },
	{ "X exits 0 ; Y exits 0", "client exits 0", '-' },
	{ "X#2 > Y S", "client#2 > server S", 'i' },
	{ "X > Y S", "client#2 > server S", 'i' },
	{ "X#2 > Y S", "client > server S", '-' },
	/* calls */
	{ "X: close() = -1 EAGAIN", "client: close() = -1 EAGAIN", 'i' },
	{ "X: close() = -1 EAGAIN", "client: close() = 0", 'c' },
	{ "X: close() = -1 EAGAIN", "client: close() = -1 ECONNRESET", 'c' },
	{ "X: close() = -1 EAGAIN", "client: close() <unfinished ...>", 'c' },
	{ "X: close() = -1 EAGAIN", "client: close()", '-' },
	{ "X: close() = -1 EAGAIN", "client: shutdown() = 0", '-' },
	{ "X: close()", "client: close() = 0", 'i' },
	{ "X: close()", "client: close() <unfinished ...>", 'c' },
	{ "X: close() <unfinished ...>", "client: close() = 0", 'c' },
	{ "X: close() = ?", "client: close() = ?", 'i' },
	{ "X: read() = > 0", "client: read() = 5", 'i' },
	{ "X: read() = > 0", "client: read() = 0", 'c' },
	{ "X: read() = > 0", "client: read() = >= 0", '-' },
	{ "X: read() = 0", "server.1: read(4) = 0", 'i' },
	{ "X: read() = 0", "client: recvfrom() = 0", 'i' },
	{ "X.1: read() = 0", "server: read() = 0", '-' },
	{ "X.1: read() = 0", "server.1: read() = 0", 'i' },
	{ "X: read(0)", "client: read(3)", '-' },
	{ "X: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, ...}) = 0",
	  "client: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}) = 0", 'i' },
	{ "X: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}) = 0",
	  "client: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, ...}) = 0", '-' },
	{ "X: setsockopt(SOL_SOCKET, SO_LINGER)", "client: setsockopt(SOL_SOCKET) = 0", '-' },
	{ "X: close() takes 2s within 3s", "client: close() = 0 takes 2s within 2500ms", 'i' },
	{ "X: close() takes 2s within 3s", "client: close() = 0 takes 2s", '-' },
	{ "X: close() takes 2s within 3s", "client: close() = 0 within 1s", 'c' },
	{ "X: close() within 10ms", "client: close() = 0 takes 2s", 'c' },
	{ "X: write() = N", "client: write() = M", 'i' },
	/* signals and ends */
	{ "X: --- SIGPIPE ---", "client: --- SIGPIPE ---", 'i' },
	{ "X: --- SIGPIPE ---", "client: --- SIGIO ---", '-' },
	{ "X dies SIGPIPE", "client dies SIGPIPE", 'i' },
	{ "X dies SIGPIPE", "client exits 0", 'c' },
	{ "X dies SIGPIPE", "client dies SIGTERM", 'c' },
	{ "X exits 0", "client exits 1", 'c' },
	/* states */
	{ "state X CLOSED", "state client CLOSED", 'i' },
	{ "state X CLOSED", "state client TIME_WAIT", 'c' },
	{ "state X FIN_WAIT_1|FIN_WAIT_2", "state client FIN_WAIT_2", 'i' },
	{ "state X FIN_WAIT_2", "state client FIN_WAIT_1|FIN_WAIT_2", '-' },
	{ "state X ESTABLISHED Send-Q > 0", "state client ESTABLISHED Send-Q 5", 'i' },
	{ "state X ESTABLISHED Send-Q > 0", "state client ESTABLISHED", '-' },
	{ "state X ESTABLISHED Send-Q > 0", "state client ESTABLISHED Send-Q 0", 'c' },
	{ "state X ESTABLISHED timer off", "state client ESTABLISHED timer on", 'c' },
	{ "state X ESTABLISHED timer off", "state client ESTABLISHED", '-' },
	/* never: who forbids at least as much */
	{ "never X > Y F[.]", "never client > server F[.]", 'i' },
	{ "never X > Y F[.]", "never client > server F.", '-' },
	{ "never X > Y F.", "never client > server F[.]", 'i' },
	{ "never X > Y F. 6:6(0)", "never client > server F.", 'i' },
	{ "never X > Y F.", "never client > server F. 6:6(0)", '-' },
	{ "never X > Y F.", "client > server F. 6:6(0)", 'c' },
	{ "never X > Y F.", "server > client F. 6:6(0)", 'c' },
	{ "never X > Y F.", "client > server R. 6:6(0)", '-' },
	{ "never X: write() = -1 EPIPE", "never client: write()", 'i' },
	{ "never X: write()", "never client: sendto()", '-' },
	{ "never X: write() = -1 EPIPE", "client: write() = -1 EPIPE", 'c' },
	{ "never X: write() = -1 EPIPE", "client: write() = 5", '-' },
	{ "never X dies SIGPIPE", "client dies SIGPIPE", 'c' },
	/* what is predicted is forbidden */
	{ "X > Y R[.]", "never client > server R[.]", 'c' },
	{ "X > Y R[.]", "never client > server R.", '-' },
	{ "X dies SIGPIPE", "never client.1 dies SIGPIPE", 'c' },
	{ "X.2 dies SIGPIPE", "never client.1 dies SIGPIPE", '-' },
	{ "X.1 dies SIGPIPE", "never client.1 dies SIGPIPE", 'c' },
	{ "+1s X > Y . keep-alive probe", "never client > server . keep-alive probe", 'c' },
	{ "X: close() takes 2s", "never client: close()", 'c' },
	/* several predictions: one of them unmet is enough to fail */
	{ "X > Y R[.] ; state X CLOSED", "client > server R.\nstate client CLOSED", 'i' },
	{ "X > Y R[.] ; state X CLOSED", "client > server R.", '-' },
	{ "X > Y R[.] ; state X CLOSED", "client > server R.\nstate client TIME_WAIT", 'c' },
};

START_TEST(against_the_stars)
{
	char is = shown(rows[_i].prediction, rows[_i].stars);

	ck_assert_msg(is == rows[_i].shows, "%s: %s is '%c'", rows[_i].prediction, rows[_i].stars, is);
}
END_TEST

/* Which prediction it is that no star shows. */
START_TEST(which_is_unshown)
{
	static const char text[] =
		"title t\nclaim a holds\nstart server\nstart client\n"
		"* client > server S\n* state client CLOSED\nclient > server R.\n* client > server R.\n";
	struct script_error fault;
	struct script *s = script_parse("labs/t/t.lab", text, strlen(text), &fault);
	struct claim_prediction p;

	ck_assert_ptr_nonnull(s);
	ck_assert(prediction_parse(&p, "X > Y R[.] ; state X CLOSED", NULL));
	ck_assert_ptr_null(prediction_unshown(&p, s, 0));
	prediction_free(&p);
	ck_assert(prediction_parse(&p, "X > Y R[.] ; state X TIME_WAIT", NULL));
	ck_assert_ptr_eq(prediction_unshown(&p, s, 0), &p.lines[1]);
	ck_assert(prediction_contradicted(&p, s, 0));
	prediction_free(&p);
	/* A star of another claim shows nothing of this one. */
	ck_assert(prediction_parse(&p, "X > Y R[.]", NULL));
	ck_assert_ptr_nonnull(prediction_unshown(&p, s, 1));
	prediction_free(&p);
	script_free(s);
}
END_TEST

Suite *suite_claims_prediction(void)
{
	Suite *suite = suite_create("claims_prediction");
	TCase *t = tcase_create("prediction");

	tcase_add_test(t, as_it_is_written);
	tcase_add_test(t, faults);
	tcase_add_loop_test(t, against_the_stars, 0, sizeof(rows) / sizeof(rows[0]));
	tcase_add_test(t, which_is_unshown);
	suite_add_tcase(suite, t);
	return suite;
}
