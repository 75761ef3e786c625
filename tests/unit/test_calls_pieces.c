/* test_calls_pieces.c - strace's text in whatever pieces it comes: the same events. */
#include <stdlib.h>

#include "common/base/text.h"
#include "common/record/store.h"
#include "tests/support/read_calls.h"
#include "tests/unit/suites.h"

/* All that is known of the events, one line each. */
static char *dump(void)
{
	struct text out = { 0 };
	char local[ENDPOINT_TEXT], remote[ENDPOINT_TEXT];

	for (size_t i = 0; i < t->event_count; i++) {
		const struct event *e = t->events[i];
		const struct call *c = &e->call;

		text_addf(&out, "%lld %d ", (long long)e->time_ns, (int)e->kind);
		if (e->kind == EVENT_CALL)
			text_addf(&out, "%s %s(%s) = %s|%d %lld %s %lld|%d %d %s %s|%s\n",
				  process_of(c->process), c->name, c->arguments, c->result ? c->result : "-",
				  c->returned, (long long)c->value, c->errno_name ? c->errno_name : "-",
				  (long long)c->end_ns, c->descriptor, call_on_socket(c),
				  c->file->has_local ? endpoint_text(&c->file->local, local) : "-",
				  c->file->has_remote ? endpoint_text(&c->file->remote, remote) : "-",
				  c->text);
		else if (e->kind == EVENT_SIGNAL)
			text_addf(&out, "%s %s %s\n", process_of(e->signal.process), e->signal.name,
				  e->signal.text);
		else
			text_addf(&out, "%s %d %s\n", process_of(e->exit.process), e->exit.status,
				  e->exit.signal ? e->exit.signal : "-");
	}
	for (size_t i = 0; i < t->process_count; i++)
		text_addf(&out, "%s %d of %s gone %d\n", process_of((int)i), t->processes[i].pid,
			  t->processes[i].parent == NOBODY ? "-" : process_of(t->processes[i].parent),
			  t->processes[i].gone);
	text_add(&out, call_reader_complaint(r) ? call_reader_complaint(r) : "no complaint");
	return out.chars;
}

static const char sample[] =
	"3     1795250525.1 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[6742]> <0.000086>\n"
	"3     1795250525.2 clone(child_stack=NULL, flags=SIGCHLD) = 16 <0.000407>\n"
	"3     1795250525.3 accept(3<TCP:[127.0.0.2:9877]>,  <unfinished ...>\n"
	"16    1795250525.4 write(4<TCP:[127.0.0.2:9877->127.0.0.1:45756]>, \"a\\\")<unfinished ...> = 3 <0.1>\\33\", 5 "
	"<unfinished ...>\n"
	"3     1795250525.5 <... accept resumed>NULL, NULL) = ? ERESTARTSYS (To be restarted) <0.2>\n"
	"3     1795250525.6 --- SIGCHLD {si_signo=SIGCHLD} ---\n"
	"16    1795250525.7 <... write resumed>) = -1 EPIPE (Broken pipe) <0.3>\n"
	"strace: Process 12 attached\n"
	"16    1795250525.8 exit_group(3)   = ?\n"
	"16    1795250525.9 +++ exited with 3 +++\n"
	"3     1795250526.0 accept(3<TCP:[127.0.0.2:9877]>, NULL, NULL";

static void same_in_pieces(const char *text, size_t length, size_t step)
{
	char *whole, *pieces;

	begin();
	call_reader_feed(r, text, length);
	whole = dump();
	end();
	/* In two pieces, cut everywhere; then in pieces of 1, 2, 3, ... bytes. */
	for (size_t cut = 0; cut <= length; cut += step) {
		begin();
		call_reader_feed(r, text, cut);
		call_reader_feed(r, text + cut, length - cut);
		pieces = dump();
		ck_assert_str_eq(pieces, whole);
		free(pieces);
		end();
	}
	for (size_t size = 1; size < 40; size++) {
		size_t kept;

		begin();
		for (size_t at = 0; at < length; at += size)
			call_reader_feed(r, text + at, length - at < size ? length - at : size);
		pieces = dump();
		ck_assert_str_eq(pieces, whole);
		ck_assert(memcmp(call_reader_text(r, &kept), text, length) == 0 && kept == length);
		free(pieces);
		end();
	}
	free(whole);
}

START_TEST(the_same_in_all_pieces)
{
	same_in_pieces(sample, strlen(sample), 1);
}
END_TEST

START_TEST(a_recorded_server_in_pieces)
{
	static const char *const files[] = { "tests/fixtures/echo-server.strace",
					     "tests/fixtures/echo-client.strace" };
	size_t length;
	char *text = store_read_file(files[_i], 1 << 20, &length);

	ck_assert_ptr_nonnull(text);
	same_in_pieces(text, length, 37);
	begin();
	call_reader_feed(r, text, length);
	ck_assert_ptr_null(call_reader_complaint(r));
	ck_assert_uint_gt(t->event_count, 30);
	for (size_t i = 0; i < t->event_count; i++)
		if (t->events[i]->kind == EVENT_CALL)
			ck_assert_ptr_nonnull(t->events[i]->call.result);
	end();
	free(text);
}
END_TEST

START_TEST(what_was_under_way_at_an_action_returns_after_it)
{
	begin();
	feed("3     1795250525.100000 read(0<pipe:[1]>, ");
	timeline_add(t, EVENT_ACTION, 1795250525500000000);
	feed("\"x\\n\", 4096) = 2 <0.399000>\n"
	     "3     1795250525.600000 read(0<pipe:[1]>, \"y\\n\", 4096) = 2 <0.000010>\n"
	     "3     1795250525.400000 read(0<pipe:[1]>, \"z\\n\", 4096) = 2 <0.000010>\n");
	ck_assert_int_eq(call(0)->end_ns, 1795250525499000000);
	timeline_bound_returns(t);
	ck_assert_int_eq(call(0)->end_ns, 1795250525500000000);
	ck_assert_int_eq(call(2)->end_ns, 1795250525600010000);
	ck_assert_int_eq(call(3)->end_ns,
			 1795250525400010000); /* was not seen before the action: may be older */
	end();
}
END_TEST

Suite *suite_calls_pieces(void)
{
	Suite *s = suite_create("calls_pieces");
	TCase *pieces = tcase_create("pieces");

	tcase_set_timeout(pieces, 60);
	tcase_add_test(pieces, the_same_in_all_pieces);
	tcase_add_loop_test(pieces, a_recorded_server_in_pieces, 0, 2);
	tcase_add_test(pieces, what_was_under_way_at_an_action_returns_after_it);
	suite_add_tcase(s, pieces);
	return s;
}
