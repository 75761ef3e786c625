/* main.c - runs all Check suites; the list is suites.h. `check -l` lists them, `check NAME...` runs some. */
#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/suites.h"

static const struct {
	const char *name;
	Suite *(*make)(void);
} suites[] = {
#define SUITE(name) { #name, suite_##name },
	ALL_SUITES
#undef SUITE
};

enum { COUNT = sizeof(suites) / sizeof(suites[0]) };

int main(int argc, char **argv)
{
	SRunner *runner = srunner_create(NULL);
	int failed;

	if (argc > 1 && strcmp(argv[1], "-l") == 0) {
		for (int i = 0; i < COUNT; i++)
			puts(suites[i].name);
		srunner_free(runner);
		return 0;
	}
	for (int i = 0; i < COUNT; i++) {
		bool wanted = argc < 2;

		for (int k = 1; k < argc; k++)
			wanted = wanted || strcmp(argv[k], suites[i].name) == 0;
		if (wanted)
			srunner_add_suite(runner, suites[i].make());
	}
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
