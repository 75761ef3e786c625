/* run_options.c - the options of lab run. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/command/run.h"

static void usage(FILE *out)
{
	fputs("usage: lab run [OPTION]... [LAB | LAB/SCENARIO | FILE.lab]...\n\n"
	      "Runs scenarios with their controls, each in a world of its own, and draws what happened.\n"
	      "Without an argument: all scenarios of all labs. The record is kept: see `lab show`.\n\n"
	      "  -j N             so many runs side by side (default: for each processor 8 that move, 64 in all)\n"
	      "  --brief          one line a scenario; the whole story only of those that do not hold\n"
	      "  --programs LAB   the scripts start this lab's programs\n"
	      "  --script FILE    grade FILE, a script of one's own, as an answer to the LAB or LAB/SCENARIO\n"
	      "  --quiet          nothing: the exit status tells\n"
	      "  --set NAME=VALUE set net.… in each world first, as net.ipv4.tcp_sack=0; may be given several times\n"
	      "  --no-control     leave the controls out: then nothing is shown, and no scenario passes\n"
	      "  --runs DIR       keep the records there\n"
	      "  --json FILE      the whole result; `-` is standard output, also for the next two\n"
	      "  --tap FILE       as Test Anything Protocol\n"
	      "  --junit FILE     as JUnit XML\n" LOOK_HELP,
	      out);
}

enum {
	OPTION_BRIEF = 2000,
	OPTION_QUIET,
	OPTION_PROGRAMS,
	OPTION_SCRIPT,
	OPTION_SET,
	OPTION_NO_CONTROL,
	OPTION_RUNS,
	OPTION_JSON,
	OPTION_TAP,
	OPTION_JUNIT
};

static bool add_setting(struct run *r, const char *text)
{
	size_t name = strcspn(text, "=");

	if (strncmp(text, "net.", 4) != 0 || !text[name] || !text[name + 1]) {
		fprintf(stderr, "lab run: --set %s: expected net.NAME=VALUE, as in net.ipv4.tcp_sack=0\n",
			text);
		return false;
	}
	r->settings = arena_grow(r->arena, r->settings, r->setting_count, &r->setting_capacity,
				 sizeof(*r->settings));
	r->settings[r->setting_count++] =
		(struct setting){ arena_substring(r->arena, text, name), text + name + 1 };
	return true;
}

static bool is_stdout(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

int run_options(struct run *r, int argc, char **argv)
{
	static const struct option options[] = { { "brief", no_argument, NULL, OPTION_BRIEF },
						 { "quiet", no_argument, NULL, OPTION_QUIET },
						 { "programs", required_argument, NULL, OPTION_PROGRAMS },
						 { "script", required_argument, NULL, OPTION_SCRIPT },
						 { "set", required_argument, NULL, OPTION_SET },
						 { "no-control", no_argument, NULL, OPTION_NO_CONTROL },
						 { "runs", required_argument, NULL, OPTION_RUNS },
						 { "json", required_argument, NULL, OPTION_JSON },
						 { "tap", required_argument, NULL, OPTION_TAP },
						 { "junit", required_argument, NULL, OPTION_JUNIT },
						 LOOK_OPTIONS,
						 { 0 } };
	int option;
	char *end;

	while ((option = getopt_long(argc, argv, "j:h", options, NULL)) != -1) {
		switch (option) {
		case 'j':
			r->side_by_side = strtol(optarg, &end, 10);
			if (*end || r->side_by_side < 1 || r->side_by_side > 256) {
				fprintf(stderr, "lab run: -j %s: expected a number from 1 to 256\n", optarg);
				return EXIT_USAGE;
			}
			break;
		case OPTION_BRIEF: r->brief = true; break;
		case OPTION_QUIET: r->quiet = true; break;
		case OPTION_PROGRAMS: r->programs = optarg; break;
		case OPTION_SCRIPT: r->script = optarg; break;
		case OPTION_SET:
			if (!add_setting(r, optarg))
				return EXIT_USAGE;
			break;
		case OPTION_NO_CONTROL: r->controls = false; break;
		case OPTION_RUNS: r->runs = optarg; break;
		case OPTION_JSON: r->json = optarg; break;
		case OPTION_TAP: r->tap = optarg; break;
		case OPTION_JUNIT: r->junit = optarg; break;
		case 'h':
		case OPTION_HELP: usage(stdout); return -1;
		default:
			if (!look_option(&r->look, option, optarg)) {
				fputs("`lab run --help` lists the options\n", stderr);
				return EXIT_USAGE;
			}
		}
	}
	if (r->script && argc - optind != 1) {
		fprintf(stderr,
			"lab run: --script %s: expected one LAB or LAB/SCENARIO that it is an answer to, as in\n"
			"  lab run --script %s linger\n",
			r->script, r->script);
		return EXIT_USAGE;
	}
	/* Who reads a report there wants nothing else there. */
	if (is_stdout(r->json) || is_stdout(r->tap) || is_stdout(r->junit))
		r->quiet = true;
	return EXIT_HOLDS;
}
