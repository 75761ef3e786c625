/* test_script_hosts.c - the language of world hosts: who lives where, whose power goes, and what cannot be performed. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/script/script.h"
#include "tests/unit/suites.h"

/* Line 6 is the first of the text, a starred one follows it. */
#define HEAD "title t\nclaim a holds\nworld hosts\nstart server\nstart client\n"
#define TAIL "\n* client exits 0\n"

static struct script *parse_whole(const char *text)
{
	struct script_error error;
	struct script *s = script_parse("labs/crash/01.lab", text, strlen(text), &error);

	ck_assert_msg(s != NULL, "line %u column %u: %s", error.line, error.column, error.message);
	return s;
}

static struct script *parse(const char *lines)
{
	struct text t = { 0 };
	struct script *s;

	text_addf(&t, HEAD "%s" TAIL, lines);
	s = parse_whole(t.chars);
	text_free(&t);
	return s;
}

static const char *name_of(const struct script *s, int host)
{
	ck_assert_int_ne(host, NO_HOST);
	return s->world->hosts[host].name;
}

static int host_of(const struct script *s, const char *name)
{
	return script_host(
		s, &(struct party){ .actor = name, .host = world_host_named(s->world, name, strlen(name)) });
}

START_TEST(who_lives_where)
{
	struct script *s = parse("start second = server --port 9878\n"
				 "start third@server = client -x\n"
				 "start fourth@server\n"
				 "start fifth = exec server\n"
				 "start sixth = build/labs/linger/server\n"
				 "start seventh = exec python3 server");
	const struct line *l = s->lines;

	ck_assert_str_eq(s->world->name, "hosts");
	ck_assert_str_eq(name_of(s, l[0].start.host), "server");
	ck_assert_str_eq(name_of(s, l[1].start.host), "client");
	ck_assert_str_eq(name_of(s, l[2].start.host), "server");
	ck_assert_str_eq(name_of(s, l[3].start.host), "server");
	ck_assert_str_eq(l[3].start.program, "client");
	ck_assert_str_eq(l[3].start.arguments[0], "-x");
	ck_assert_str_eq(name_of(s, l[4].start.host), "server");
	ck_assert_str_eq(l[4].start.program, "fourth");
	ck_assert_str_eq(name_of(s, l[5].start.host), "server");
	ck_assert_str_eq(name_of(s, l[6].start.host), "server");
	ck_assert_str_eq(name_of(s, l[7].start.host), "client");
	ck_assert_str_eq(name_of(s, host_of(s, "third")), "server");
	ck_assert_str_eq(name_of(s, host_of(s, "client")), "client");
	ck_assert_str_eq(name_of(s, host_of(s, "router")), "router");
	ck_assert_int_eq(host_of(s, "nobody"), NO_HOST);
	script_free(s);

	s = parse_whole("title t\nworld hosts mtu 1280\nstart client@server\n");
	ck_assert_uint_eq(s->mtu, 1280);
	ck_assert_str_eq(name_of(s, s->lines[0].start.host), "server");
	ck_assert_str_eq(name_of(s, host_of(s, "client")), "server");
	script_free(s);

	/* By the names of whatever hosts there are: the actor's first, and the first host for who is called like none. */
	s = parse_whole(
		"title t\nworld lan\nstart other\nstart server = other\nstart a = other\nstart b = client\n");
	ck_assert_str_eq(name_of(s, s->lines[0].start.host), "other");
	ck_assert_str_eq(name_of(s, s->lines[1].start.host), "server");
	ck_assert_str_eq(name_of(s, s->lines[2].start.host), "other");
	ck_assert_str_eq(name_of(s, s->lines[3].start.host), "client");
	script_free(s);

	s = parse_whole("title t\nstart server\n");
	ck_assert_int_eq(s->lines[0].start.host, NO_HOST);
	ck_assert_int_eq(host_of(s, "server"), NO_HOST);
	script_free(s);
}
END_TEST

START_TEST(actions)
{
	struct script *s = parse("sysctl net.ipv4.tcp_sack = 0\n"
				 "sysctl server net.ipv4.tcp_sack=1\n"
				 "sysctl router net.ipv4.ip_forward = 0\n"
				 "unreachable server\nmend\n"
				 "crash client\nreboot client\nreboot server\n"
				 "cut client > server\nmend\n"
				 "start again = server\n"
				 "cut again > client");
	const struct line *l = &s->lines[2];

	ck_assert_int_eq(l[0].host, NO_HOST);
	ck_assert_str_eq(l[0].setting.name, "net.ipv4.tcp_sack");
	ck_assert_str_eq(name_of(s, l[1].host), "server");
	ck_assert_str_eq(l[1].setting.value, "1");
	ck_assert_str_eq(name_of(s, l[2].host), "router");
	ck_assert_int_eq(l[3].kind, LINE_UNREACHABLE);
	ck_assert_str_eq(name_of(s, l[3].host), "server");
	ck_assert_int_eq(l[4].kind, LINE_MEND);
	ck_assert_int_eq(l[5].kind, LINE_CRASH);
	ck_assert_str_eq(name_of(s, l[5].host), "client");
	ck_assert_int_eq(l[6].kind, LINE_REBOOT);
	ck_assert_str_eq(name_of(s, l[6].host), "client");
	ck_assert_str_eq(name_of(s, l[7].host), "server");
	ck_assert_str_eq(l[8].from.actor, "client");
	ck_assert(line_is_action(&l[5]) && line_is_action(&l[6]) && line_is_action(&l[3]));
	ck_assert_uint_eq(l[11].act, 14);
	script_free(s);
}
END_TEST

START_TEST(wire_and_states)
{
	struct script *s =
		parse("router > client ICMP host-unreachable\n"
		      "client > router UDP 5 lost\n"
		      "client > server UDP lost\n"
		      "state client ESTABLISHED rto >= 1.6s backoff 3 probes 0 expires > 7000s timer on");
	const struct line *l = &s->lines[2];
	const struct field_test *f = l[3].state.fields;

	ck_assert_int_eq(l[0].kind, LINE_ICMP);
	ck_assert_str_eq(l[0].from.actor, "router");
	ck_assert_str_eq(l[1].to.actor, "router");
	ck_assert(l[1].datagram.lost && l[2].datagram.lost);
	ck_assert_uint_eq(l[1].datagram.length.value, 5);
	ck_assert_int_eq(l[2].datagram.length.kind, NUMBER_ANY);
	ck_assert_uint_eq(l[3].state.field_count, 4);
	ck_assert_int_eq(f[0].field, FIELD_RTO);
	ck_assert_int_eq(f[0].compare, COMPARE_GE);
	ck_assert_uint_eq(f[0].value, 1600);
	ck_assert_int_eq(f[1].field, FIELD_BACKOFF);
	ck_assert_uint_eq(f[1].value, 3);
	ck_assert_int_eq(f[2].field, FIELD_PROBES);
	ck_assert_int_eq(f[3].field, FIELD_EXPIRES);
	ck_assert_uint_eq(f[3].value, 7000000);
	script_free(s);

	/* The hosts themselves, where no actor has the name. */
	s = parse_whole("title t\nworld hosts\nstart one\none > server S\nserver > one R. ack 1\n"
			"cut client > server\n");
	ck_assert_str_eq(s->lines[1].to.actor, "server");
	ck_assert_str_eq(s->lines[2].from.actor, "server");
	script_free(s);
}
END_TEST

START_TEST(controls)
{
	struct script *s = parse("sysctl client net.ipv4.tcp_sack=0\n"
				 "sysctl server net.ipv4.tcp_sack=0\n"
				 "sysctl net.ipv4.tcp_sack=0\n"
				 "reboot server\nunreachable client\n"
				 "start again@server = client\n"
				 "crash client\n"
				 "control sysctl server net.ipv4.tcp_sack=1\n"
				 "control sysctl net.ipv4.tcp_sack=1\n"
				 "control without crash\n"
				 "control without unreachable client\n"
				 "control start again = client\n"
				 "control start again@server = server");
	struct script *with = script_with_control(s, 4);

	ck_assert_uint_eq(s->control_count, 6);
	ck_assert_uint_eq(s->controls[0].replaces, 3);
	ck_assert_uint_eq(s->controls[1].replaces, 4);
	ck_assert_uint_eq(s->controls[2].replaces, 8);
	ck_assert_uint_eq(s->controls[3].replaces, 6);
	ck_assert_uint_eq(s->controls[4].replaces, 7);
	ck_assert_str_eq(name_of(s, host_of(s, "again")), "server");
	ck_assert_str_eq(name_of(with, host_of(with, "again")), "client");
	script_free(with);
	script_free(s);

	/* One way to lose a host stands in for another. */
	s = parse(
		"reboot server\nunreachable client\nmend\ncontrol crash server\ncontrol cut client > server");
	ck_assert_uint_eq(s->controls[0].replaces, 2);
	ck_assert_int_eq(s->controls[0].action.kind, LINE_CRASH);
	ck_assert_uint_eq(s->controls[1].replaces, 3);
	script_free(s);
}
END_TEST

struct fault {
	const char *text;
	unsigned line, column;
	const char *says;
};

static const struct fault faults[] = {
	{ "crash", 6, 6, "expected a host: client or server" },
	{ "crash sever", 6, 7, "unknown host 'sever'; did you mean 'server'?" },
	{ "crash router", 6, 7, "the router stays what it is" },
	{ "reboot router", 6, 8, "the router stays" },
	{ "unreachable clint", 6, 13, "did you mean 'client'?" },
	{ "crash server now", 6, 14, "expected the end of the line" },
	{ "never crash server", 6, 7, "this is an action" },
	{ "* reboot server", 6, 1, "only an expectation can be starred" },
	{ "sysctl sever net.ipv4.x=1", 6, 8, "unknown host 'sever'; did you mean 'server'?" },
	{ "sysctl server", 6, 14, "expected the name of a setting" },
	{ "sysctl server kernel.panic=1", 6, 15, "only net.* settings" },
	{ "start x@", 6, 9, "expected a host right after '@'" },
	{ "start x@ server", 6, 9, "right after '@'" },
	{ "start x@sever", 6, 9, "unknown host 'sever'" },
	{ "start x@router", 6, 9, "nothing can be started on the router" },
	{ "start x@server.1", 6, 15, "expected a blank or '='" },
	{ "start router", 6, 7, "'router' is what joins the hosts" },
	{ "start server@client", 6, 7, "was started on line 4" },
	{ "state router ESTABLISHED", 6, 7, "no actor 'router'" },
	{ "router: close()", 6, 1, "no actor 'router'" },
	{ "rooter > client ICMP", 6, 1, "no actor 'rooter' has been started up to here" },
	{ "router.1 > client ICMP", 6, 7, "belongs to the actor" },
	{ "mend", 6, 1, "no cut and no unreachable stands above" },
	{ "unreachable server\nmend\nmend", 8, 1, "nothing to mend" },
	{ "cut client > router", 6, 5, "the router cuts what passes through it" },
	{ "start second\ncut client > second", 7, 5, "'client' and 'second' both live on host client" },
	{ "crash server\ncrash server", 7, 1,
	  "this cannot be performed: host server has been down since line 6" },
	{ "crash server\nstart again = server", 7, 1, "down since line 6" },
	{ "crash server\nsysctl server net.ipv4.x=1", 7, 1, "down since line 6" },
	{ "crash server\ntype server \"\"", 7, 1, "'server' died with its host server on line 6" },
	{ "reboot client\nkill client.1 TERM", 7, 1, "'client.1' died with its host client on line 6" },
	{ "crash server\nreboot server\nstart again = server\ncontrol without reboot", 9, 1,
	  "with this control line 8 cannot be performed: host server has been down since line 6" },
	{ "crash server\nstart third\ncontrol start third@server", 8, 1, "with this control" },
	{ "crash server\nreboot server\ncontrol crash server", 8, 9, "it changes nothing" },
	{ "reboot server\nreboot server\ncontrol crash server", 8, 9, "on lines 6 and 7" },
	{ "crash server\ncontrol crash client", 7, 9,
	  "the script has no 'crash client' that this could replace" },
	{ "sysctl server net.ipv4.x=1\ncontrol sysctl net.ipv4.x=2", 7, 9,
	  "the script has no 'sysctl net.ipv4.x' that" },
	{ "sysctl net.ipv4.x=1\ncontrol sysctl server net.ipv4.x=2", 7, 9,
	  "the script has no 'sysctl server net.ipv4.x' that" },
};

static void check_fault(const struct fault *f, const char *text)
{
	struct script_error e;
	struct script *s = script_parse("x/y.lab", text, strlen(text), &e);

	if (!*f->says) { /* no error: what looks like one */
		ck_assert_msg(s != NULL, "%s: %s", f->text, e.message);
		script_free(s);
		return;
	}
	ck_assert_msg(s == NULL, "no error in: %s", f->text);
	ck_assert_msg(strstr(e.message, f->says) != NULL, "%s: \"%s\" where \"%s\" was expected", f->text,
		      e.message, f->says);
	ck_assert_msg(e.line == f->line && e.column == f->column, "%s: at %u:%u, expected %u:%u", f->text,
		      e.line, e.column, f->line, f->column);
}

START_TEST(one_fault)
{
	struct text t = { 0 };

	text_addf(&t, HEAD "%s" TAIL, faults[_i].text);
	check_fault(&faults[_i], t.chars);
	text_free(&t);
}
END_TEST

static const struct fault whole_faults[] = {
	{ "title t\nworld host\nstart a\n", 2, 7, "did you mean 'hosts'?" },
	{ "title t\nworld\nstart a\n", 2, 6, "expected loopback, loopback6, hosts, lan or switched" },
	{ "title t\nworld hosts mtu 1279\nstart a\n", 2, 17,
	  "from 1280 (the least that IPv6 allows) to 65535" },
	{ "title t\nworld lan\nstart a\nunreachable server\n", 4, 1,
	  "only 'world hosts' and 'world switched' have a router that could report it, and this is world lan" },
	{ "title t\nworld lan\nstart a\nrouter > a ICMP\n", 4, 1,
	  "only 'world hosts' and 'world switched' have a router" },
	{ "title t\nworld lan\nstart a\ncrash", 4, 6, "expected a host: client, server or other" },
	{ "title t\nworld lan\nstart a\nstart b\ncut a > b\n", 5, 5, "both live on host client" },
	{ "title t\nworld hosts mtu 65536\nstart a\n", 2, 17, "to 65535" },
};

START_TEST(whole_fault)
{
	check_fault(&whole_faults[_i], whole_faults[_i].text);
}
END_TEST

Suite *suite_script_hosts(void)
{
	Suite *s = suite_create("script_hosts");
	TCase *t = tcase_create("all");

	tcase_add_test(t, who_lives_where);
	tcase_add_test(t, actions);
	tcase_add_test(t, wire_and_states);
	tcase_add_test(t, controls);
	tcase_add_loop_test(t, one_fault, 0, sizeof(faults) / sizeof(faults[0]));
	tcase_add_loop_test(t, whole_fault, 0, sizeof(whole_faults) / sizeof(whole_faults[0]));
	suite_add_tcase(s, t);
	return s;
}
