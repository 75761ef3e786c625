/* test_doctor.c - what the doctor says of this machine, whichever it is. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/stage/doctor.h"
#include "tests/unit/suites.h"

START_TEST(the_doctor_comes_to_an_end)
{
	struct diagnosis *d = calloc(1, sizeof(*d));

	ck_assert_ptr_nonnull(d);
	doctor_examine(d);
	ck_assert_uint_ge(d->count, 3);
	for (size_t i = 0; i < d->count; i++) {
		const struct probe *p = &d->probes[i];

		ck_assert_ptr_nonnull(p->name);
		ck_assert_str_ne(p->what, "");
		ck_assert(p->status == PROBE_OK || p->status == PROBE_LIMITED || p->status == PROBE_MISSING);
		if (p->status == PROBE_OK)
			ck_assert_str_eq(p->remedy, "");
	}
	ck_assert(!d->labs_run || d->has_plan);
	/* and leaves nobody behind */
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
	free(d);
}
END_TEST

START_TEST(the_doctor_prints_what_fits_a_terminal)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int status;

	ck_assert_ptr_nonnull(out);
	status = doctor_print(out, false);
	fclose(out);
	ck_assert(status == 0 || status == 4);
	ck_assert_ptr_null(strchr(text, '\033'));
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		if (strncmp(line, "             ", 13) != 0) /* a command stands as it is */
			ck_assert_msg(strcspn(line, "\n") <= 80, "%.100s", line);
	free(text);
}
END_TEST

START_TEST(every_obstacle_is_explained)
{
	static const int errors[] = { EPERM, EACCES, ENOSPC, EUSERS, EINVAL, 0 };
	char what[PROBE_WHAT], remedy[PROBE_REMEDY], little[8], less[4];

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		doctor_userns_obstacle(errors[i], what, sizeof(what), remedy, sizeof(remedy));
		ck_assert_str_ne(what, "");
		/* Little room: cut off, not beyond. */
		doctor_userns_obstacle(errors[i], little, sizeof(little), less, sizeof(less));
		ck_assert_uint_lt(strlen(little), sizeof(little));
		ck_assert_uint_lt(strlen(less), sizeof(less));
	}
	ck_assert(doctor_userns_obstacle(ENOSPC, what, sizeof(what), remedy, sizeof(remedy)));
	ck_assert_ptr_nonnull(strstr(what, "namespaces"));
}
END_TEST

Suite *suite_doctor(void)
{
	Suite *suite = suite_create("doctor");
	TCase *doctor = tcase_create("doctor");

	tcase_set_timeout(doctor, 60);
	tcase_add_test(doctor, the_doctor_comes_to_an_end);
	tcase_add_test(doctor, the_doctor_prints_what_fits_a_terminal);
	tcase_add_test(doctor, every_obstacle_is_explained);
	suite_add_tcase(suite, doctor);
	return suite;
}
