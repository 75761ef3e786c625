/* test_script_controls.c - controls: the script that each of them leaves, with a line replaced or removed. */
#include <check.h>
#include <string.h>

#include "tests/support/parsed_script.h"
#include "tests/unit/suites.h"

START_TEST(control_replaces)
{
	struct script *s =
		parse("title t\nstart server\nstart client --linger 0\nsysctl net.ipv4.x=1\nwait 1s\n"
		      "* client exits 0\n"
		      "control start client = exec true\ncontrol sysctl net.ipv4.x = 2\ncontrol wait 2s\n");
	struct script *w = script_with_control(s, 0);

	ck_assert_uint_eq(s->control_count, 3);
	ck_assert_uint_eq(w->line_count, s->line_count);
	ck_assert_uint_eq(w->act_count, s->act_count);
	ck_assert_uint_eq(w->control_count, 0);
	ck_assert(w->lines[1].start.exec && strcmp(w->lines[1].start.program, "true") == 0 &&
		  w->lines[1].number == 7);
	ck_assert_uint_eq(w->lines[1].act, 2);
	ck_assert_str_eq(w->lines[1].process, "client");
	ck_assert(!s->lines[1].start.exec);
	script_free(w);
	w = script_with_control(s, 1);
	ck_assert_str_eq(w->lines[2].setting.value, "2");
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
	ck_assert_str_eq(w->lines[0].process, "client");
	ck_assert_uint_eq(w->lines[0].act, 1);
	ck_assert_uint_eq(w->lines[5].act, 3);
	ck_assert_uint_eq(w->act_count, 3);
	script_free(w);
	script_free(s);
}
END_TEST

/* A variant is another way to do the same: written as a control, and counted apart. */
START_TEST(variants)
{
	struct script *s = parse("title t\nvariant start client -x\nstart client\nwait 1s\n* client exits 0\n"
				 "control start client -y\nvariant without wait\n");
	struct script *w = script_with_control(s, 0);

	ck_assert_uint_eq(s->control_count, 3);
	ck_assert_uint_eq(script_control_count(s), 1);
	ck_assert(s->controls[0].variant && !s->controls[1].variant && s->controls[2].variant);
	ck_assert_str_eq(s->controls[0].text, "start client -x");
	ck_assert_str_eq(w->lines[0].start.arguments[0], "-x");
	ck_assert(s->controls[2].removes);
	script_free(w);
	script_free(s);
}
END_TEST

Suite *suite_script_controls(void)
{
	Suite *suite = suite_create("script_controls");
	TCase *controls = tcase_create("controls");

	tcase_add_test(controls, control_replaces);
	tcase_add_test(controls, control_removes);
	tcase_add_test(controls, variants);
	suite_add_tcase(suite, controls);
	return suite;
}
