/* test_script.c - the parser: what each kind of line becomes; names and files of scripts. */
#include <check.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/flow.h"
#include "common/base/text.h"
#include "tests/support/parsed_script.h"
#include "tests/unit/suites.h"

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
		"claim    linger-zero-sends-rst            holds\n"
		"claim    linger-zero-waits   fails \"it \\\"returns\\\" # at once\"   # a comment\n"
		"world    loopback mtu 1500\n"
		"limit    8s\n"
		"requires kernel >= 5.10\n"
		"requires program curl\n"
		"requires sysctl net.ipv4.tcp_timestamps = 1\n"
		"requires own-network\n"
		"requires users\n"
		"\n"
		"control start client --linger off\n"
		"start server\r\n"
		"start client --linger 0\n"
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
	ck_assert_int_eq(s->claims[0].says.what, CASE_HOLDS);
	ck_assert_ptr_null(s->claims[0].says.text);
	ck_assert_int_eq(s->claims[1].says.what, CASE_FAILS);
	ck_assert(!s->claims[1].says.rare);
	ck_assert_str_eq(s->claims[1].says.text, "it \"returns\" # at once");
	ck_assert_str_eq(s->world->name, "loopback");
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
	ck_assert(s->lines[3].claims == 2 && s->lines[3].call.within_ns == 10000000 &&
		  s->lines[3].call.takes_ns == -1);
	ck_assert(s->lines[4].claims == 3 && s->lines[4].after_ns == 2000000000);
	ck_assert_str_eq(s->lines[4].text, "+2s server: read() = -1 ECONNRESET");
	ck_assert(s->lines[5].never && !s->lines[5].starred && s->lines[5].after_ns == -1);
	ck_assert_uint_eq(s->control_count, 1);
	ck_assert_str_eq(s->controls[0].text, "start client --linger off");
	ck_assert_uint_eq(s->controls[0].replaces, 1);
	ck_assert_int_eq(s->limit_ns, 8000000000);
	script_free(s);
}
END_TEST

START_TEST(defaults)
{
	struct script *s = parse("\xef\xbb\xbftitle t\nstart client -n #1\n");

	ck_assert_int_eq(s->limit_ns, 5000000000);
	ck_assert_str_eq(s->world->name, "loopback");
	ck_assert_uint_eq(s->mtu, 0);
	ck_assert_uint_eq(s->lines[0].start.argument_count, 1);
	ck_assert(!s->lines[0].starred && s->lines[0].after_ns == -1);
	script_free(s);
}
END_TEST

START_TEST(actions)
{
	struct script *s = parse(
		"title t\n"
		"start server\n"
		"start second = server --port 9878\n"
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
	ck_assert_str_eq(l[0].start.program, "server");
	ck_assert_uint_eq(l[0].start.argument_count, 0);
	ck_assert_str_eq(l[1].process, "second");
	ck_assert_str_eq(l[1].start.program, "server");
	ck_assert(!l[1].start.exec && l[1].start.argument_count == 2);
	ck_assert_str_eq(l[1].start.arguments[1], "9878");
	ck_assert(l[2].start.exec && l[2].start.argument_count == 5);
	ck_assert_str_eq(l[2].start.program, "curl");
	ck_assert_str_eq(l[2].start.arguments[0], "http://127.0.0.2:9877/a b");
	ck_assert_str_eq(l[2].start.arguments[1], "it is");
	ck_assert_str_eq(l[2].start.arguments[2], "#1");
	ck_assert_str_eq(l[2].start.arguments[3], "e fg\"\\\\n");
	ck_assert_str_eq(l[2].start.arguments[4], "");
	ck_assert_str_eq(l[3].typed, "a\n\t\\\"A #\r");
	ck_assert_str_eq(l[4].signal, "SIGKILL");
	ck_assert_str_eq(l[5].process, "server.2");
	ck_assert_str_eq(l[5].signal, "SIGSTOP");
	ck_assert_int_eq(l[6].wait_ns, 1500000000);
	ck_assert_ptr_null(l[7].from.actor);
	ck_assert_int_eq(l[8].kind, LINE_MEND);
	ck_assert_str_eq(l[9].from.actor, "server");
	ck_assert_str_eq(l[9].to.actor, "c");
	ck_assert_str_eq(l[10].setting.name, "net.ipv4.tcp_rmem");
	ck_assert_str_eq(l[10].setting.value, "4096 8192  16384");
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
	ck_assert(!p->any_flags && p->has_range && p->has_ack && p->has_options && p->lost);
	ck_assert(p->first.value == 1 && p->end.value == 6 && p->length.value == 5 && p->ack.value == 1);
	ck_assert_int_eq(p->window_compare, COMPARE_GE);
	ck_assert_str_eq(p->options, "mss 1460,...");
	ck_assert_uint_eq(p->marks, MARK_ZERO_WINDOW);
	script_free(s);

	s = parse_line("client > server F[P]. N:M(...) ack N", &l);
	ck_assert_uint_eq(l->segment.flags, FLAG_FIN | FLAG_ACK);
	ck_assert_uint_eq(l->segment.any_flags, FLAG_PSH);
	ck_assert_uint_eq(s->name_count, 2);
	ck_assert(l->segment.first.kind == NUMBER_NAME && l->segment.first.name == l->segment.ack.name);
	ck_assert(l->segment.end.name != l->segment.ack.name && l->segment.length.kind == NUMBER_ANY);
	script_free(s);

	s = parse_line("client > server R[.] 6:6(0)", &l);
	ck_assert_uint_eq(l->segment.flags, FLAG_RST);
	ck_assert_uint_eq(l->segment.any_flags, FLAG_ACK);
	ck_assert(l->segment.has_range && !l->segment.has_ack);
	script_free(s);

	s = parse_line("client > server F[.][P]", &l);
	ck_assert_uint_eq(l->segment.flags, FLAG_FIN);
	ck_assert_uint_eq(l->segment.any_flags, FLAG_ACK | FLAG_PSH);
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
	ck_assert(l->segment.any_flags == FLAG_PSH && l->segment.lost && l->segment.end.kind == NUMBER_NAME);
	ck_assert_str_eq(s->names[0], "END");
	script_free(s);

	s = parse_line("client > server UDP 5", &l);
	ck_assert(l->kind == LINE_DATAGRAM && l->datagram.length.value == 5);
	script_free(s);
	s = parse_line("client > server UDP", &l);
	ck_assert(l->kind == LINE_DATAGRAM && l->datagram.length.kind == NUMBER_ANY);
	script_free(s);
	s = parse_line("client > server ICMP port-unreachable", &l);
	ck_assert_str_eq(l->icmp, "port-unreachable");
	script_free(s);
	s = parse_line("client > server ICMP", &l);
	ck_assert_str_eq(l->icmp, "...");
	script_free(s);
}
END_TEST

START_TEST(end_of_input)
{
	/* Of somebody else, and of the same one before it, there is nothing to say. */
	struct script *s =
		parse("title t\nstart a\nstart b\ntype a \"x\"\neof a\ntype b \"y\"\neof b\na exits 0\n");
	const struct line *l = &s->lines[3];

	ck_assert_int_eq(l->kind, LINE_INPUT_END);
	ck_assert_str_eq(l->process, "a");
	ck_assert_str_eq(line_needs(l), "a");
	ck_assert_uint_eq(l->act, 4);
	ck_assert(actions_do_same(l, &s->lines[5]) && !actions_do_same(l, &s->lines[2]));
	script_free(s);

	/* A control that types something else stands where the line stands that it replaces: above the end. */
	s = parse("title t\nstart a\ntype a \"x\"\neof a\n* a exits 0\n"
		  "control type a \"y\"\ncontrol without eof a\n");
	ck_assert_uint_eq(s->controls[0].replaces, 1);
	ck_assert(s->controls[1].removes && s->controls[1].replaces == 2);
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
	ck_assert_str_eq(l->process, "client.1");
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
	ck_assert(l->call.value.kind == NUMBER_NAME && l->call.takes_ns == 1000000000 &&
		  l->call.within_ns == 2000000000);
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
	ck_assert(l->kind == LINE_EXITS && l->exit_status == 255 && strcmp(l->process, "server.1") == 0);
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
	ck_assert_str_eq(claim_case_text(CASE_ANSWERS), "answers");
	ck_assert_str_eq(line_traits(LINE_STATE)->text, "state");
	ck_assert(compare_holds(COMPARE_LE, 1, 1) && !compare_holds(COMPARE_LT, 1, 1) &&
		  compare_holds(COMPARE_NE, 1, 2));
	ck_assert(compare_holds(COMPARE_NONE, 1, 2) && compare_holds(COMPARE_GE, 2, 1) &&
		  !compare_holds(COMPARE_GT, 1, 1));
}
END_TEST

/* Several cases of one claim, and several parts of one question. */
START_TEST(claims)
{
	struct script *s = parse("title t\n"
				 "claim a holds\n"
				 "claim a fails \"x: y\"\n"
				 "claim a fails rarely \"z: y\"\n"
				 "claim q answers 2/7 \"yes\"\n"
				 "claim q answers 7/7 \"no\"\n"
				 "start client\n*1,2,3,4,5 client exits 0\n");
	struct arena *arena = arena_new();

	ck_assert_uint_eq(s->claim_count, 5);
	ck_assert_str_eq(s->claims[1].says.text, "x: y");
	ck_assert(s->claims[2].says.rare && !s->claims[1].says.rare);
	ck_assert_uint_eq(s->claims[3].says.part, 2);
	ck_assert_uint_eq(s->claims[3].says.parts, 7);
	ck_assert_str_eq(claim_says_text(&s->claims[0].says, arena), "holds");
	ck_assert_str_eq(claim_says_text(&s->claims[2].says, arena), "fails rarely");
	ck_assert_str_eq(claim_says_text(&s->claims[4].says, arena), "answers 7/7");
	script_free(s);
	arena_free(arena);
}
END_TEST

START_TEST(files_that_are_written)
{
	struct script *s = parse("title t\nlet port 80\n"
				 "file /etc/a.conf mode 600\n"
				 "| listen $port; # no comment\n"
				 "  |\n"
				 "|  \"no quote \\\n"
				 "file /b \"one\\n\"\n"
				 "start client\n* client exits 0\n"
				 "control file /b \"other\"\n");

	ck_assert_str_eq(s->lines[0].file.path, "/etc/a.conf");
	ck_assert_uint_eq(s->lines[0].file.mode, 0600);
	ck_assert_str_eq(s->lines[0].file.text, "listen 80; # no comment\n\n \"no quote \\\n");
	ck_assert_str_eq(s->lines[0].text,
			 "file /etc/a.conf mode 600 | listen 80; # no comment |  |  \"no quote \\");
	ck_assert_uint_eq(s->lines[1].number, 7);
	ck_assert_str_eq(s->lines[1].file.text, "one\n");
	ck_assert_uint_eq(s->lines[1].file.mode, 0644);
	ck_assert_uint_eq(s->controls[0].replaces, 1);
	ck_assert_str_eq(s->controls[0].action.file.text, "other");
	ck_assert(!s->in_its_folder);
	script_free(s);
	s = parse("title t\ndirectory script\nstart client\n");
	ck_assert(s->in_its_folder);
	ck_assert_str_eq(script_folder(s), "labs/linger");
	script_free(s);
}
END_TEST

START_TEST(addresses)
{
	struct script *s = parse("title t\nstart client\nclient > 127.0.0.2:9999 S\n127.0.0.2>client R\n"
				 "client > [2001:db8::7]:80 S\nclient > ::1 S\n");
	const struct endpoint *at = &s->lines[1].to.at;

	ck_assert(at->address.family == 4 && at->address.bytes[3] == 2 && at->port == 9999);
	ck_assert_str_eq(s->lines[1].to.actor, "127.0.0.2:9999");
	ck_assert_uint_eq(s->lines[1].from.at.address.family, 0);
	ck_assert_uint_eq(s->lines[2].from.at.port, 0);
	ck_assert_uint_eq(s->lines[2].from.at.address.family, 4);
	ck_assert(s->lines[3].to.at.address.family == 6 && s->lines[3].to.at.port == 80);
	ck_assert(s->lines[4].to.at.address.family == 6 && !s->lines[4].to.at.port);
	script_free(s);
}
END_TEST

START_TEST(texts_that_have_a_name)
{
	struct script *s = parse("title  it is $page\n"
				 "let    page GET / HTTP/1.0   # no part of it\n"
				 "let    page2  \"$page\\nHost: x\"\n"
				 "start  server\n"
				 "start  client = exec sh -c 'echo $HOME $1 $page2; echo $'\n"
				 "type   client $page2  # $page\n"
				 "* client exits 0\n"
				 "control start client = exec sh -c 'echo $page'\n");

	ck_assert_str_eq(s->title, "it is $page"); /* it stands above */
	ck_assert_str_eq(s->lines[1].start.arguments[1],
			 "echo $HOME $1 \"GET / HTTP/1.0\\nHost: x\"; echo $");
	ck_assert_str_eq(s->lines[2].typed, "GET / HTTP/1.0\nHost: x");
	ck_assert_str_eq(s->lines[2].text, "type   client \"GET / HTTP/1.0\\nHost: x\"");
	ck_assert_str_eq(s->controls[0].action.start.arguments[1], "echo GET / HTTP/1.0");
	script_free(s);
}
END_TEST

START_TEST(lines_that_go_on)
{
	struct script *s = parse("title  one \\\n"
				 "    line  # and its comment\n"
				 "start  server \\   # a comment here, too\n"
				 "\t-a \\\r\n"
				 "  'b c' d\\\\\n"
				 "start  client\n"
				 "# no line at all \\\n"
				 "* client exits 0\n"
				 "control start client \\\n"
				 "  -x\n");

	ck_assert_str_eq(s->title, "one line");
	ck_assert_uint_eq(s->lines[0].number, 3);
	ck_assert_uint_eq(s->lines[0].start.argument_count, 3);
	ck_assert_str_eq(s->lines[0].start.arguments[1], "b c");
	ck_assert_str_eq(s->lines[0].start.arguments[2], "d\\");
	ck_assert_str_eq(s->lines[0].text, "start  server -a 'b c' d\\\\");
	ck_assert_uint_eq(s->lines[1].number, 6);
	ck_assert_uint_eq(s->lines[2].number, 8);
	ck_assert_str_eq(s->controls[0].action.start.arguments[0], "-x");
	script_free(s);
}
END_TEST

Suite *suite_script(void)
{
	Suite *suite = suite_create("script");
	TCase *lines = tcase_create("lines"), *whole = tcase_create("whole");

	tcase_add_test(lines, claims);
	tcase_add_test(lines, whole_script);
	tcase_add_test(lines, defaults);
	tcase_add_test(lines, actions);
	tcase_add_test(lines, segments);
	tcase_add_test(lines, end_of_input);
	tcase_add_test(lines, calls);
	tcase_add_test(lines, signals_and_ends);
	tcase_add_test(lines, states);
	tcase_add_test(lines, files_that_are_written);
	tcase_add_test(lines, addresses);
	tcase_add_test(lines, texts_that_have_a_name);
	tcase_add_test(lines, lines_that_go_on);
	suite_add_tcase(suite, lines);
	tcase_add_test(whole, names);
	tcase_add_test(whole, files);
	tcase_add_test(whole, words);
	suite_add_tcase(suite, whole);
	return suite;
}
