/* test_script.c - the parser: what each kind of line becomes, what each error says and where, controls. */
#include <check.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/flow.h"
#include "common/base/text.h"
#include "common/script/script.h"
#include "tests/suites.h"

static struct script *parse(const char *text)
{
	struct script_error error;
	struct script *s = script_parse("labs/linger/02-rst.lab", text, strlen(text), &error);

	ck_assert_msg(s != NULL, "line %u column %u: %s", error.line, error.column, error.message);
	return s;
}

/* Two actors, a claim, and then the text; the starred line is added below. Line 5 is its first. */
#define HEAD "title t\nclaim a confirmed\nstart server\nstart client\n"
#define TAIL "\n* client exits 0\n"

/* The first line behind the two starts. */
static struct script *parse_line(const char *line, const struct line **out)
{
	struct text t = { 0 };
	struct script *s;

	text_addf(&t, HEAD "%s" TAIL, line);
	s = parse(t.chars);
	text_free(&t);
	*out = &s->lines[2];
	return s;
}

START_TEST(whole_script)
{
	static const char text[] =
		"# labs/linger/02-rst.lab\n"
		"title    SO_LINGER {on, 0 s}: a client's close() # aborts\n"
		"claim    linger-zero-sends-rst            confirmed\n"
		"claim    linger-zero-waits   refuted \"it \\\"returns\\\" # at once\"   # a comment\n"
		"world    loopback mtu 1500\n"
		"limit    8s\n"
		"requires kernel >= 5.10\n"
		"requires program curl\n"
		"requires sysctl net.ipv4.tcp_timestamps = 1\n"
		"requires own-network\n"
		"requires users\n"
		"\n"
		"control start client -l off\n"
		"start server\r\n"
		"start client -l 0\n"
		"*1 client > server   R. 6:6(0) ack 1\n"
		"*2 client: close() = 0   within 10ms\n"
		"* +2s server: read() = -1 ECONNRESET\n"
		"never server > client F. ...:...(0)\n";
	struct script *s = parse(text);

	ck_assert_str_eq(s->lab, "linger");
	ck_assert_str_eq(s->name, "02-rst");
	ck_assert_str_eq(s->title, "SO_LINGER {on, 0 s}: a client's close()");
	ck_assert_uint_eq(s->claim_count, 2);
	ck_assert_str_eq(s->claims[0].id, "linger-zero-sends-rst");
	ck_assert_ptr_null(s->claims[0].instead);
	ck_assert_int_eq(s->claims[1].verdict, VERDICT_REFUTED);
	ck_assert_str_eq(s->claims[1].instead, "it \"returns\" # at once");
	ck_assert_int_eq(s->world, WORLD_LOOPBACK);
	ck_assert_uint_eq(s->mtu, 1500);
	ck_assert_int_eq(s->limit_ns, 8000000000);
	ck_assert_uint_eq(s->requirement_count, 5);
	ck_assert_int_eq(s->requirements[0].compare, COMPARE_GE);
	ck_assert_str_eq(s->requirements[0].value, "5.10");
	ck_assert_str_eq(s->requirements[1].subject, "curl");
	ck_assert_str_eq(s->requirements[2].value, "1");
	ck_assert_int_eq(s->requirements[3].kind, REQUIRE_OWN_NETWORK);
	ck_assert_int_eq(s->requirements[4].kind, REQUIRE_USERS);
	ck_assert_uint_eq(s->line_count, 6);
	ck_assert_uint_eq(s->act_count, 2);
	ck_assert_uint_eq(s->lines[0].act, 1);
	ck_assert_uint_eq(s->lines[5].act, 2);
	ck_assert_uint_eq(s->lines[0].number, 14);
	ck_assert_str_eq(s->lines[2].text, "client > server   R. 6:6(0) ack 1");
	ck_assert(s->lines[2].starred && s->lines[2].claims == 1);
	ck_assert(s->lines[3].claims == 2 && s->lines[3].within_ns == 10000000 && s->lines[3].takes_ns == -1);
	ck_assert(s->lines[4].claims == 3 && s->lines[4].after_ns == 2000000000);
	ck_assert_str_eq(s->lines[4].text, "+2s server: read() = -1 ECONNRESET");
	ck_assert(s->lines[5].never && !s->lines[5].starred && s->lines[5].after_ns == -1);
	ck_assert_uint_eq(s->control_count, 1);
	ck_assert_str_eq(s->controls[0].text, "start client -l off");
	ck_assert_uint_eq(s->controls[0].replaces, 1);
	ck_assert_int_eq(s->limit_ns, 8000000000);
	script_free(s);
}
END_TEST

START_TEST(defaults)
{
	struct script *s = parse("\xef\xbb\xbftitle t\nstart client -n #1\n");

	ck_assert_int_eq(s->limit_ns, 5000000000);
	ck_assert_int_eq(s->world, WORLD_LOOPBACK);
	ck_assert_uint_eq(s->mtu, 0);
	ck_assert_uint_eq(s->lines[0].argument_count, 1);
	ck_assert(!s->lines[0].starred && s->lines[0].within_ns == -1);
	script_free(s);
}
END_TEST

START_TEST(actions)
{
	struct script *s = parse(
		"title t\n"
		"start server\n"
		"start second = server -p 9878\n"
		"start c = exec curl \"http://127.0.0.2:9877/a b\" 'it is' '#1' e\\ f\"g\\\"\\\\\\n\" ''\n"
		"type c \"a\\n\\t\\\\\\\"\\x41 #\\r\"\n"
		"kill server KILL\n"
		"kill server.2 SIGSTOP\n"
		"wait 1.5s\n"
		"cut\n"
		"mend\n"
		"cut server > c\n"
		"sysctl net.ipv4.tcp_rmem = 4096 8192  16384 # small\n");
	const struct line *l = s->lines;

	ck_assert_uint_eq(s->line_count, 11);
	ck_assert_str_eq(l[0].program, "server");
	ck_assert_uint_eq(l[0].argument_count, 0);
	ck_assert_str_eq(l[1].actor, "second");
	ck_assert_str_eq(l[1].program, "server");
	ck_assert(!l[1].exec && l[1].argument_count == 2);
	ck_assert_str_eq(l[1].arguments[1], "9878");
	ck_assert(l[2].exec && l[2].argument_count == 5);
	ck_assert_str_eq(l[2].program, "curl");
	ck_assert_str_eq(l[2].arguments[0], "http://127.0.0.2:9877/a b");
	ck_assert_str_eq(l[2].arguments[1], "it is");
	ck_assert_str_eq(l[2].arguments[2], "#1");
	ck_assert_str_eq(l[2].arguments[3], "e fg\"\\\\n");
	ck_assert_str_eq(l[2].arguments[4], "");
	ck_assert_str_eq(l[3].string, "a\n\t\\\"A #\r");
	ck_assert_str_eq(l[4].string, "SIGKILL");
	ck_assert_str_eq(l[5].actor, "server.2");
	ck_assert_str_eq(l[5].string, "SIGSTOP");
	ck_assert_int_eq(l[6].wait_ns, 1500000000);
	ck_assert_ptr_null(l[7].from.actor);
	ck_assert_int_eq(l[8].kind, LINE_MEND);
	ck_assert_str_eq(l[9].from.actor, "server");
	ck_assert_str_eq(l[9].to.actor, "c");
	ck_assert_str_eq(l[10].string, "net.ipv4.tcp_rmem");
	ck_assert_str_eq(l[10].value, "4096 8192  16384");
	ck_assert_uint_eq(s->act_count, 11);
	script_free(s);
}
END_TEST

START_TEST(segments)
{
	const struct line *l;
	struct script *s =
		parse_line("client#2>server P. 1:6(5) ack 1 win >= 0 <mss 1460,...> zero window, lost", &l);
	const struct segment_pattern *p = &l->segment;

	ck_assert_int_eq(l->kind, LINE_SEGMENT);
	ck_assert_uint_eq(l->from.connection, 2);
	ck_assert_uint_eq(l->to.connection, 0);
	ck_assert_uint_eq(p->flags, FLAG_PSH | FLAG_ACK);
	ck_assert(!p->any_push && p->has_range && p->has_ack && p->has_options && p->lost);
	ck_assert(p->first.value == 1 && p->end.value == 6 && p->length.value == 5 && p->ack.value == 1);
	ck_assert_int_eq(p->window_compare, COMPARE_GE);
	ck_assert_str_eq(p->options, "mss 1460,...");
	ck_assert_uint_eq(p->marks, MARK_ZERO_WINDOW);
	script_free(s);

	s = parse_line("client > server F[P]. N:M(...) ack N", &l);
	ck_assert_uint_eq(l->segment.flags, FLAG_FIN | FLAG_ACK);
	ck_assert(l->segment.any_push);
	ck_assert_uint_eq(s->name_count, 2);
	ck_assert(l->segment.first.kind == NUMBER_NAME && l->segment.first.name == l->segment.ack.name);
	ck_assert(l->segment.end.name != l->segment.ack.name && l->segment.length.kind == NUMBER_ANY);
	script_free(s);

	s = parse_line("client > server .", &l);
	ck_assert(!l->segment.has_range && !l->segment.has_ack && l->segment.window_compare == COMPARE_NONE);
	script_free(s);

	s = parse_line("client > server . ...:... win 0 <> keep-alive probe", &l);
	ck_assert(l->segment.has_range && l->segment.first.kind == NUMBER_ANY &&
		  l->segment.end.kind == NUMBER_ANY);
	ck_assert(l->segment.window_compare == COMPARE_EQ && l->segment.marks == MARK_KEEPALIVE_PROBE);
	ck_assert(l->segment.has_options && !*l->segment.options);
	script_free(s);

	s = parse_line("client > server data 1:END lost", &l);
	ck_assert_int_eq(l->kind, LINE_DATA);
	ck_assert(l->segment.any_push && l->segment.lost && l->segment.end.kind == NUMBER_NAME);
	ck_assert_str_eq(s->names[0], "END");
	script_free(s);

	s = parse_line("client > server UDP 5", &l);
	ck_assert(l->kind == LINE_DATAGRAM && l->datagram_length.value == 5);
	script_free(s);
	s = parse_line("client > server UDP", &l);
	ck_assert(l->kind == LINE_DATAGRAM && l->datagram_length.kind == NUMBER_ANY);
	script_free(s);
	s = parse_line("client > server ICMP port-unreachable", &l);
	ck_assert_str_eq(l->icmp, "port-unreachable");
	script_free(s);
	s = parse_line("client > server ICMP", &l);
	ck_assert_str_eq(l->icmp, "...");
	script_free(s);
}
END_TEST

START_TEST(calls)
{
	const struct line *l;
	struct script *s =
		parse_line("client: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}) = 0", &l);
	const struct call_pattern *c = &l->call;

	ck_assert_int_eq(l->kind, LINE_CALL);
	ck_assert_str_eq(c->name, "setsockopt");
	ck_assert(c->descriptor == -1 && !c->any_descriptor && c->argument_count == 3);
	ck_assert_str_eq(c->arguments[2], "{l_onoff=1, l_linger=0}");
	ck_assert(c->result == RESULT_VALUE && c->compare == COMPARE_EQ && c->value.value == 0);
	script_free(s);

	s = parse_line("client.1: read(0) = 6", &l);
	ck_assert_str_eq(l->actor, "client.1");
	ck_assert(l->call.descriptor == 0 && l->call.argument_count == 0 && l->call.value.value == 6);
	script_free(s);

	s = parse_line("client: read(..., ..., 100) = > 0", &l);
	ck_assert(l->call.any_descriptor && l->call.argument_count == 2 && l->call.compare == COMPARE_GT);
	script_free(s);

	s = parse_line("client: close(-1) = -1 EBADF (Bad file descriptor)", &l);
	ck_assert(l->call.any_descriptor && l->call.argument_count == 1 && l->call.result == RESULT_ERRNO);
	ck_assert_str_eq(l->call.errno_name, "EBADF");
	script_free(s);

	s = parse_line("client: socket(AF_INET, SOCK_STREAM)", &l);
	ck_assert(l->call.any_descriptor && l->call.argument_count == 2 && l->call.result == RESULT_ANY);
	script_free(s);

	s = parse_line("client: write(\"a, (b\\\")\", ...) = N takes 1s within 2s", &l);
	ck_assert_uint_eq(l->call.argument_count, 2);
	ck_assert_str_eq(l->call.arguments[0], "\"a, (b\\\")\"");
	ck_assert(l->call.value.kind == NUMBER_NAME && l->takes_ns == 1000000000 &&
		  l->within_ns == 2000000000);
	script_free(s);

	s = parse_line("client: close() <unfinished ...>", &l);
	ck_assert_int_eq(l->call.result, RESULT_UNFINISHED);
	script_free(s);
	s = parse_line("client: exit_group(3) = ?", &l);
	ck_assert(l->call.result == RESULT_NEVER && l->call.argument_count == 1);
	script_free(s);
	s = parse_line("client: close() = ...", &l);
	ck_assert_int_eq(l->call.result, RESULT_ANY);
	script_free(s);
	s = parse_line("client: sendto() = -1 EWOULDBLOCK", &l);
	ck_assert_str_eq(l->call.errno_name, "EAGAIN");
	script_free(s);
}
END_TEST

START_TEST(signals_and_ends)
{
	const struct line *l;
	struct script *s = parse_line("client: --- SIGPIPE {si_signo=SIGPIPE, si_pid=7} ---", &l);

	ck_assert(l->kind == LINE_SIGNAL && strcmp(l->signal, "SIGPIPE") == 0);
	script_free(s);
	s = parse_line("client: --- URG ---", &l);
	ck_assert_str_eq(l->signal, "SIGURG");
	script_free(s);
	s = parse_line("server.1 exits 255", &l);
	ck_assert(l->kind == LINE_EXITS && l->exit_status == 255 && strcmp(l->actor, "server.1") == 0);
	script_free(s);
	s = parse_line("client dies SIGPOLL", &l);
	ck_assert(l->kind == LINE_DIES && strcmp(l->signal, "SIGIO") == 0);
	script_free(s);
}
END_TEST

START_TEST(states)
{
	const struct line *l;
	struct script *s =
		parse_line("state client#3 FIN_WAIT_1|FIN_WAIT_2 Send-Q > 0 mss 1460 timer persist", &l);

	ck_assert(l->kind == LINE_STATE && l->from.connection == 3);
	ck_assert_uint_eq(l->state.states, 1u << TCP_FIN_WAIT1 | 1u << TCP_FIN_WAIT2);
	ck_assert_uint_eq(l->state.field_count, 2);
	ck_assert(l->state.fields[0].field == FIELD_SEND_Q && l->state.fields[0].compare == COMPARE_GT);
	ck_assert(l->state.fields[1].field == FIELD_MSS && l->state.fields[1].value == 1460);
	ck_assert_int_eq(l->state.timer, TIMER_PERSIST);
	script_free(s);
	s = parse_line("state client CLOSED", &l);
	ck_assert(l->state.states & 1);
	ck_assert(!(l->state.states & 1u << TCP_TIME_WAIT));
	script_free(s);
}
END_TEST

/* ---- errors ---- */

struct fault {
	const char *text; /* with HEAD before and TAIL behind it, so that it is line 5 */
	unsigned line, column; /* 0: the whole file */
	const char *says;
};

static const struct fault faults[] = {
	{ "clsoe", 5, 1, "unknown keyword 'clsoe'" },
	{ "strat x", 5, 1, "did you mean 'start'?" },
	{ "cleint > server S 0:0(0)", 5, 1,
	  "no actor 'cleint' has been started up to here; there is server, client" },
	{ "client > sevrer S 0:0(0)", 5, 10, "no actor 'sevrer'" },
	{ "state sever CLOSED", 5, 7, "there is server, client" },
	{ "client exit 0", 5, 8, "expected ':', '>', 'exits' or 'dies' after 'client'" },
	{ "client: clsoe() = 0", 5, 9, "unknown system call 'clsoe'; did you mean 'close'?" },
	{ "client: recv() = 0", 5, 9, "the system call is recvfrom" },
	{ "client: read() = -1", 5, 18, "-1 needs the errno" },
	{ "client: read() = -1 within 1s", 5, 18, "-1 needs the errno" },
	{ "client: read() = -2", 5, 18, "returns -1 and sets errno" },
	{ "client: read() = -1 ECONRESET", 5, 21, "did you mean 'ECONNRESET'?" },
	{ "client: read() = 5 bytes", 5, 20, "expected '= RESULT'" },
	{ "client: read( = 5", 5, 13, "is not closed" },
	{ "client: read = 5", 5, 14, "expected '('" },
	{ "client: read(4, , 5)", 5, 13, "argument 2 is empty" },
	{ "client: close(3<TCP:[1]>)", 5, 15, "the descriptor's number alone: 3" },
	{ "client: close() = 0 within 1s takes 2s", 5, 31, "no call takes" },
	{ "client: close() = 0 within 1s within 2s", 5, 31, "said twice" },
	{ "client: close() <unfinished ...> within 2s", 5, 34, "has not returned" },
	{ "never client: close() within 2s", 5, 23, "however long it takes" },
	{ "client#2: close()", 5, 7, "not to a connection" },
	{ "client dies SIGPIP", 5, 13, "did you mean 'SIGPIPE'?" },
	{ "client: --- SIGFOO ---", 5, 13, "unknown signal 'SIGFOO'" },
	{ "client exits 256", 5, 14, "at most 255" },
	{ "client exits 99999999999999999999999", 5, 14, "too large" },
	{ "state client TIMEWAIT", 5, 14, "did you mean 'TIME_WAIT'?" },
	{ "state client FIN_WAIT_1|", 5, 25, "expected a TCP state" },
	{ "state client ESTABLISHED Snd-Q > 0", 5, 26, "did you mean 'Send-Q'?" },
	{ "state client ESTABLISHED timer of", 5, 32, "did you mean 'off'?" },
	{ "state client ESTABLISHED rto 200", 5, 30, "expected a duration" },
	{ "state client ESTABLISHED expires > 1.5us", 5, 36, "whole milliseconds" },
	{ "state client ESTABLISHED backoff 1s", 5, 35, "unknown field 's'" },
	{ "state client ESTABLISHED probs 1", 5, 26, "did you mean 'probes'?" },
	{ "state client CLOSED Send-Q 0", 5, 21, "no entry in the table" },
	{ "state client CLOSED within 1s", 5, 21, "this line is no call" },
	{ "start client -x", 5, 7, "was started on line 4" },
	{ "start", 5, 6, "expected a name for the actor" },
	{ "start state", 5, 7, "is a word of the language" },
	{ "start a.b", 5, 8, "letters, digits" },
	{ "start x =", 5, 10, "expected a program" },
	{ "start x = exec", 5, 15, "expected a program after 'exec'" },
	{ "start x a\\", 5, 10, "nothing follows this backslash" },
	{ "start x 'a", 5, 9, "the quote that begins here is not closed" },
	{ "type client hello", 5, 13, "expected the text to type, in double quotes, found 'hello'" },
	{ "type client \"a\\q\"", 5, 15, "unknown escape" },
	{ "type client \"a\\x00\"", 5, 15, "a NUL byte cannot be typed" },
	{ "kill client", 5, 12, "expected a signal" },
	{ "kill client KIL", 5, 13, "did you mean 'KILL'?" },
	{ "wait 5", 5, 6, "expected a duration such as" },
	{ "wait 0s", 5, 6, "zero" },
	{ "cut client", 5, 11, "expected '>'" },
	{ "cut client > client", 5, 5, "to itself" },
	{ "cut client#1 > server", 5, 5, "no connection can be singled out" },
	{ "mend", 5, 1, "nothing to mend" },
	{ "sysctl kernel.panic=1", 5, 8, "only net.* settings" },
	{ "sysctl net.ipv4/x=1", 5, 16, "is made of" },
	{ "sysctl net..x=1", 5, 12, "is made of" },
	{ "sysctl net.ipv4.x", 5, 18, "expected '='" },
	{ "client > server P. 1:6(6)", 5, 20, "from 1 to 6 are 5 bytes, not 6" },
	{ "client > server P. 6:1", 5, 20, "ends before it begins" },
	{ "client > server P. 1: 6", 5, 22, "right after ':'" },
	{ "client > server P. 1:6(5", 5, 25, "expected ')'" },
	{ "client > server P. 4294967296:4294967297", 5, 20, "too large" },
	{ "client > server X", 5, 17, "expected flags such as" },
	{ "client > server SS", 5, 17, "expected flags such as" },
	{ "client > server P[P].", 5, 18, "both named and optional" },
	{ "client > server", 5, 16, "expected flags such as" },
	{ "client > server S ack 1", 5, 19, "without the ACK flag" },
	{ "client > server . win >", 5, 24, "expected the window" },
	{ "client > server . <mss 1460", 5, 19, "is not closed with '>'" },
	{ "client > server . <mss 1460,sakOK>", 5, 29, "did you mean 'sackOK'?" },
	{ "client > server . <mss 1460,>", 5, 29, "an empty option" },
	{ "client > server . retransmision", 5, 19, "did you mean 'retransmission'?" },
	{ "client > server . within 1s", 5, 19, "this line is no call" },
	{ "client > server . lost,", 5, 24, "another word after ','" },
	{ "client > server ICMP port-unreachble", 5, 22, "did you mean 'port-unreachable'?" },
	{ "client > server UDP 65536", 5, 21, "too large" },
	{ "client.1 > server data 1:6", 5, 7, "belongs to the actor" },
	{ "client#0 > server data 1:6", 5, 8, "counted from 1" },
	{ "client#x > server data 1:6", 5, 8, "the number of a connection" },
	{ "client > server data 1:6 retransmission", 5, 26, "expected the end of the line" },
	{ "never client > server F. N:N(0)", 5, 26, "N has no value yet" },
	{ "never never client exits 0", 5, 7, "stands once" },
	{ "never start x", 5, 7, "this is an action" },
	{ "+2s start x", 5, 5, "write 'wait'" },
	{ "+2s never client exits 0", 5, 5, "a time has no meaning" },
	{ "+ 2s client exits 0", 5, 3, "right after '+'" },
	{ "* start x", 5, 1, "only an expectation can be starred" },
	{ "*2 client exits 0", 5, 2, "star 2, but the script has 1 claim" },
	{ "*0 client exits 0", 5, 2, "star 0" },
	{ "*1,x client exits 0", 5, 4, "numbers of claims" },
	{ "*client exits 0", 5, 2, "expected a blank, or numbers" },
	{ "*", 5, 2, "expected an expectation after the star" },
	{ "* title x", 5, 3, "a header has no star" },
	{ "limit 5s", 5, 1, "must stand above the first action" },
	{ "reboot server", 5, 1, "reboot: only 'world hosts' has hosts, and this is world loopback" },
	{ "unreachable server", 5, 1, "only 'world hosts'" },
	{ "crash server", 5, 1, "only 'world hosts'" },
	{ "start x@server", 5, 8, "'@': only 'world hosts'" },
	{ "sysctl server net.ipv4.x=1", 5, 8, "a setting of one host: only 'world hosts'" },
	{ "sysctl sever net.ipv4.x=1", 5, 8, "only net.* settings" },
	{ "router > client ICMP", 5, 1, "no actor 'router' has been started" },
	{ "control", 5, 8, "expected an action" },
	{ "control close", 5, 9, "unknown action 'close'" },
	{ "control state client CLOSED", 5, 9, "unknown action 'state'" },
	{ "control start serve -l", 5, 15, "unknown actor 'serve'; did you mean 'server'?" },
	{ "control kill server KILL", 5, 9, "the script has no 'kill server' that this could replace" },
	{ "control start client", 5, 9, "it changes nothing" },
	{ "control without start third", 5, 17, "the script has no action 'start third'" },
	{ "control without", 5, 16, "expected the action that is left out" },
	{ "control start client -x\ncontrol start client -x", 6, 9, "the same control as on line 5" },
	{ "kill client STOP\nkill client CONT\ncontrol kill client TERM", 7, 9, "on lines 5 and 6" },
	{ "type client \"a\"\ncontrol without start client", 6, 17,
	  "the action on line 5 cannot be performed" },
	{ "client exits 0 \xff", 5, 16, "byte 0xff is not UTF-8" },
	{ "client exits 0 \x1b[31m", 5, 16, "a control character (0x1b)" },
	{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e client", 5, 1, "unknown keyword" },
	{ "# \xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\nclient > server\t\tX", 6, 18, "expected flags" },
};

static void check_fault(const struct fault *f, const char *text, size_t length)
{
	struct script_error e;
	struct script *s = script_parse("x/y.lab", text, length, &e);
	char *shown;

	ck_assert_msg(s == NULL, "no error in: %s", f->text);
	ck_assert_msg(strstr(e.message, f->says) != NULL, "%s: \"%s\" where \"%s\" was expected", f->text,
		      e.message, f->says);
	ck_assert_msg(e.line == f->line && e.column == f->column, "%s: at %u:%u, expected %u:%u", f->text,
		      e.line, e.column, f->line, f->column);
	shown = script_error_text("x/y.lab", &e);
	ck_assert_int_eq(strncmp(shown, "x/y.lab:", 8), 0);
	free(shown);
}

START_TEST(one_fault)
{
	struct text t = { 0 };

	text_addf(&t, HEAD "%s" TAIL, faults[_i].text);
	check_fault(&faults[_i], t.chars, t.length);
	text_free(&t);
}
END_TEST

static const struct fault whole_faults[] = {
	{ "", 0, 0, "the file is empty" },
	{ "# only\n\n  # comments\n", 0, 0, "nothing but comments" },
	{ "start client\n", 0, 0, "has no title" },
	{ "title t\n", 0, 0, "has no action" },
	{ "title\n", 1, 6, "expected the title" },
	{ "title t\ntitle u\n", 2, 1, "a second title" },
	{ "title t\nclient exits 0\n", 2, 1, "'client' has not been started" },
	{ "title t\nclaim A confirmed\n", 2, 7, "lower-case" },
	{ "title t\nclaim a\n", 2, 8, "expected a verdict" },
	{ "title t\nclaim a confrimed\n", 2, 9, "did you mean 'confirmed'?" },
	{ "title t\nclaim a refuted\n", 2, 16, "what happens instead" },
	{ "title t\nclaim a qualified it\n", 2, 19, "under which condition" },
	{ "title t\nclaim a answered\n", 2, 17, "the answer" },
	{ "title t\nclaim a answered \"  \"\n", 2, 21, "the text is empty" },
	{ "title t\nclaim a confirmed\nclaim a confirmed\n", 3, 7, "given twice, first on line 2" },
	{ "title t\n\n  claim a confirmed\nstart x\nx exits 0\n", 3, 3,
	  "no line is evidence for this claim" },
	{ "title t\nclaim a confirmed\nclaim b confirmed\nstart x\n*1 x exits 0\n", 3, 1, "'*2 '" },
	{ "title t\nstart x\ncontrol start x -a\n", 3, 1, "a control must fail at a starred line" },
	{ "title t\nworld lopback\n", 2, 7, "did you mean 'loopback'?" },
	{ "title t\nworld loopback mtu 67\n", 2, 20, "from 68 (the least that IPv4 allows) to 65536" },
	{ "title t\nworld loopback6 mtu 1279\n", 2, 21, "from 1280 (the least that IPv6 allows)" },
	{ "title t\nworld loopback mtu 65537\n", 2, 20, "to 65536" },
	{ "title t\nlimit 25h\n", 2, 7, "more than a day" },
	{ "title t\nrequires kernel 5.10\n", 2, 17, "expected a comparison" },
	{ "title t\nrequires kernel >= 5\n", 2, 20, "expected a kernel version" },
	{ "title t\nrequires kernal >= 5\n", 2, 10, "did you mean 'kernel'?" },
	{ "title t\nrequires sysctl fs.nr_open\n", 2, 17, "only net.*" },
	{ "title t\nstart x\nx exits 0\ncontrol without start x\n", 4, 17, "before any action" },
	{ "title t\nstate\n", 2, 6, "expected the name of an actor" },
};

START_TEST(one_whole_fault)
{
	check_fault(&whole_faults[_i], whole_faults[_i].text, strlen(whole_faults[_i].text));
}
END_TEST

static void place(char *at, const char *text)
{
	while (*text)
		*at++ = *text++;
}

START_TEST(hostile_files)
{
	static const char nul[] = "title t\nstart\0x\n";
	struct fault f = { "NUL", 2, 6, "a NUL byte" };
	size_t length = 1 << 20;
	char *big = malloc(length + 1);
	struct script_error e;
	char *shown;

	check_fault(&f, nul, sizeof(nul) - 1);

	memset(big, 'x', length + 1);
	f = (struct fault){ "too long a file", 0, 0, "at most 1 MiB" };
	check_fault(&f, big, length + 1);
	place(big, "title t\n");
	f = (struct fault){ "too long a line", 2, 8193, "1048568 bytes long" };
	check_fault(&f, big, length);
	ck_assert_ptr_null(script_parse("x", big, length, &e));
	shown = script_error_text("x", &e);
	ck_assert_uint_lt(strlen(shown), 900);
	free(shown);

	memset(big, ' ', length);
	place(big, "title t\n");
	place(big + 1000, "bogus");
	f = (struct fault){ "far to the right", 2, 993, "unknown keyword 'bogus'" };
	check_fault(&f, big, 1010);
	ck_assert_ptr_null(script_parse("x", big, 1010, &e));
	ck_assert_int_eq(strncmp(e.source + e.caret, "bogus", 5), 0);
	free(big);
}
END_TEST

START_TEST(too_many)
{
	struct text t = { 0 };
	struct fault f = { "claims", 66, 7, "more than 64 claims" };

	text_add(&t, "title t\n");
	for (int i = 0; i < 65; i++)
		text_addf(&t, "claim c%d confirmed\n", i);
	check_fault(&f, t.chars, t.length);
	text_free(&t);

	text_add(&t, "title t\n");
	for (int i = 0; i < 64; i++)
		text_addf(&t, "claim c%d confirmed\n", i);
	text_add(&t, "start x\n* x exits 0\n*64 x exits 0\n");
	struct script *s = parse(t.chars);

	ck_assert(s->lines[1].claims == UINT64_MAX && s->lines[2].claims == (uint64_t)1 << 63);
	script_free(s);
	text_free(&t);
}
END_TEST

/* The caret stands under the place in terminal columns, whatever stands before it. */
START_TEST(caret)
{
	static const char text[] = "title t\n\xe6\x97\xa5\tx \x1b\n";
	struct script_error e;
	char *shown;

	ck_assert_ptr_null(script_parse("a\x1b.lab", text, sizeof(text) - 1, &e));
	ck_assert_uint_eq(e.column, 5);
	shown = script_error_text("a\x1b.lab", &e);
	ck_assert_str_eq(shown,
			 "a\\x1b.lab:2:5: a control character (0x1b)\n  \xe6\x97\xa5\tx ?\n    \t  ^\n");
	free(shown);
}
END_TEST

/* ---- controls ---- */

START_TEST(control_replaces)
{
	struct script *s =
		parse("title t\nstart server\nstart client -l 0\nsysctl net.ipv4.x=1\nwait 1s\n"
		      "* client exits 0\n"
		      "control start client = exec true\ncontrol sysctl net.ipv4.x = 2\ncontrol wait 2s\n");
	struct script *w = script_with_control(s, 0);

	ck_assert_uint_eq(s->control_count, 3);
	ck_assert_uint_eq(w->line_count, s->line_count);
	ck_assert_uint_eq(w->act_count, s->act_count);
	ck_assert_uint_eq(w->control_count, 0);
	ck_assert(w->lines[1].exec && strcmp(w->lines[1].program, "true") == 0 && w->lines[1].number == 7);
	ck_assert_uint_eq(w->lines[1].act, 2);
	ck_assert_str_eq(w->lines[1].actor, "client");
	ck_assert(!s->lines[1].exec);
	script_free(w);
	w = script_with_control(s, 1);
	ck_assert_str_eq(w->lines[2].value, "2");
	script_free(w);
	w = script_with_control(s, 2);
	ck_assert_int_eq(w->lines[3].wait_ns, 2000000000);
	script_free(w);
	ck_assert_ptr_null(script_with_control(s, 3));
	script_free(s);
}
END_TEST

START_TEST(control_removes)
{
	struct script *s = parse("title t\nstart server\nstart client\nclient: close()\nkill client STOP\n"
				 "client: read()\nkill client CONT\n* client exits 0\n"
				 "control without kill client CONT\ncontrol without start server\n");
	struct script *w = script_with_control(s, 0);

	ck_assert(s->controls[0].removes && s->controls[0].replaces == 5);
	ck_assert_uint_eq(w->line_count, 6);
	ck_assert_uint_eq(w->act_count, 3);
	ck_assert_int_eq(w->lines[5].kind, LINE_EXITS);
	ck_assert_uint_eq(w->lines[5].act, 3);
	ck_assert_uint_eq(w->lines[4].act, 3);
	script_free(w);
	w = script_with_control(s, 1);
	ck_assert_int_eq(w->lines[0].kind, LINE_START);
	ck_assert_str_eq(w->lines[0].actor, "client");
	ck_assert_uint_eq(w->lines[0].act, 1);
	ck_assert_uint_eq(w->lines[5].act, 3);
	ck_assert_uint_eq(w->act_count, 3);
	script_free(w);
	script_free(s);
}
END_TEST

/* ---- names, files, words ---- */

static void check_names(const char *path, const char *lab, const char *name)
{
	struct script_error e;
	struct script *s = script_parse(path, "title t\nstart x\n", 16, &e);

	ck_assert_str_eq(s->lab, lab);
	ck_assert_str_eq(s->name, name);
	script_free(s);
}

START_TEST(names)
{
	check_names("labs/linger/02-rst.lab", "linger", "02-rst");
	check_names("02-rst.lab", "local", "02-rst");
	check_names("../x.lab", "local", "x");
	check_names("/x.lab", "local", "x");
	check_names("a//b.txt", "local", "b.txt");
	check_names("a/..lab", "a", "scenario");
	check_names("a/.lab", "a", "scenario");
	check_names("", "local", "scenario");
}
END_TEST

START_TEST(files)
{
	char folder[] = "/tmp/test-script-XXXXXX", path[64];
	struct script_error e;
	struct script *s;
	FILE *f;

	ck_assert_ptr_null(script_load("/nonexistent/x.lab", &e));
	ck_assert_str_eq(e.message, "cannot be read: ENOENT: No such file or directory");
	ck_assert_ptr_null(script_load("/", &e));
	ck_assert_ptr_nonnull(strstr(e.message, "EISDIR"));
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/x.lab", folder);
	f = fopen(path, "w");
	fputs("title t\nstart x\n", f);
	fclose(f);
	s = script_load(path, &e);
	ck_assert_ptr_nonnull(s);
	ck_assert_str_eq(s->lab, folder + strlen("/tmp/"));
	ck_assert_str_eq(s->source, "title t\nstart x\n");
	script_free(s);
	ck_assert_int_eq(truncate(path, (1 << 20) + 1), 0);
	ck_assert_ptr_null(script_load(path, &e));
	ck_assert_ptr_nonnull(strstr(e.message, "1 MiB"));
	unlink(path);
	rmdir(folder);
}
END_TEST

START_TEST(words)
{
	ck_assert_str_eq(tcp_state_text(TCP_TIME_WAIT), "TIME_WAIT");
	ck_assert_str_eq(tcp_state_text(TCP_SYN_RECV), "SYN_RCVD");
	ck_assert_str_eq(tcp_state_text(TCP_CLOSING), "CLOSING");
	ck_assert_str_eq(tcp_state_text(TCP_LAST_ACK), "LAST_ACK");
	ck_assert_str_eq(tcp_state_text(0), "CLOSED");
	ck_assert_str_eq(tcp_state_text(99), "unknown");
	ck_assert_str_eq(claim_verdict_text(VERDICT_QUALIFIED), "qualified");
	ck_assert_str_eq(line_kind_text(LINE_STATE), "state");
	ck_assert(compare_holds(COMPARE_LE, 1, 1) && !compare_holds(COMPARE_LT, 1, 1) &&
		  compare_holds(COMPARE_NE, 1, 2));
	ck_assert(compare_holds(COMPARE_NONE, 1, 2) && compare_holds(COMPARE_GE, 2, 1) &&
		  !compare_holds(COMPARE_GT, 1, 1));
}
END_TEST

Suite *suite_script(void)
{
	Suite *suite = suite_create("script");
	TCase *c = tcase_create("lines");

	tcase_add_test(c, whole_script);
	tcase_add_test(c, defaults);
	tcase_add_test(c, actions);
	tcase_add_test(c, segments);
	tcase_add_test(c, calls);
	tcase_add_test(c, signals_and_ends);
	tcase_add_test(c, states);
	suite_add_tcase(suite, c);
	c = tcase_create("errors");
	tcase_add_loop_test(c, one_fault, 0, sizeof(faults) / sizeof(faults[0]));
	tcase_add_loop_test(c, one_whole_fault, 0, sizeof(whole_faults) / sizeof(whole_faults[0]));
	tcase_add_test(c, hostile_files);
	tcase_add_test(c, too_many);
	tcase_add_test(c, caret);
	suite_add_tcase(suite, c);
	c = tcase_create("whole");
	tcase_add_test(c, control_replaces);
	tcase_add_test(c, control_removes);
	tcase_add_test(c, names);
	tcase_add_test(c, files);
	tcase_add_test(c, words);
	suite_add_tcase(suite, c);
	return suite;
}
