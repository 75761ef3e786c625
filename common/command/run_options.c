/* run_options.c - the options of lab run. */
#include <errno.h>
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
	      "  --list           only name the scenarios that are meant\n"
	      "  --quiet          nothing: the exit status tells\n"
	      "  --set NAME=VALUE set net.… in each world first, as net.ipv4.tcp_sack=0; may be given several times.\n"
	      "                   The records then go to build/set/NAME=VALUE\n"
	      "  --adversity SEED hold programs and director up at random, as SEED (a number above 0) says: no verdict may\n"
	      "                   depend on it. The records then go to build/adversity/SEED\n"
	      "  --no-control     leave the controls out: then nothing is shown, and no scenario passes\n"
	      "  --runs DIR       keep the records there\n"
	      "  --client PATH    a program of your own in place of the lab's client: does it do as ours?\n"
	      "  --client-args WORDS  with these arguments instead of the scenario's, quoted as for a shell\n"
	      "  --server PATH, --server-args WORDS  the same in place of the lab's server\n",
	      out);
	for (int form = 0; form < FORM_COUNT; form++)
		fprintf(out, "  --%s FILE %*s%s\n", report_forms[form].name,
			strlen(report_forms[form].name) < 9 ? 9 - (int)strlen(report_forms[form].name) : 1,
			"", report_forms[form].help);
	fputs(LOOK_HELP, out);
}

enum {
	OPTION_BRIEF = 2000,
	OPTION_LIST,
	OPTION_QUIET,
	OPTION_PROGRAMS,
	OPTION_SCRIPT,
	OPTION_SET,
	OPTION_ADVERSITY,
	OPTION_NO_CONTROL,
	OPTION_RUNS,
	OPTION_CLIENT,
	OPTION_CLIENT_ARGS,
	OPTION_SERVER,
	OPTION_SERVER_ARGS,
	OPTION_FORM, /* and one more for each further form */
};

/* Who reads a report on standard output wants nothing else there. */
static bool report_on_stdout(const struct run *r)
{
	bool any = false;

	for (int form = 0; form < FORM_COUNT; form++)
		any = any || (r->forms[form] && strcmp(r->forms[form], "-") == 0);
	return any;
}

/* All options of lab run, those for the forms of a report among them. */
static const struct option *all_options(void)
{
	static struct option options[40] = { { "brief", no_argument, NULL, OPTION_BRIEF },
					     { "list", no_argument, NULL, OPTION_LIST },
					     { "quiet", no_argument, NULL, OPTION_QUIET },
					     { "programs", required_argument, NULL, OPTION_PROGRAMS },
					     { "script", required_argument, NULL, OPTION_SCRIPT },
					     { "set", required_argument, NULL, OPTION_SET },
					     { "adversity", required_argument, NULL, OPTION_ADVERSITY },
					     { "no-control", no_argument, NULL, OPTION_NO_CONTROL },
					     { "runs", required_argument, NULL, OPTION_RUNS },
					     { "client", required_argument, NULL, OPTION_CLIENT },
					     { "client-args", required_argument, NULL, OPTION_CLIENT_ARGS },
					     { "server", required_argument, NULL, OPTION_SERVER },
					     { "server-args", required_argument, NULL, OPTION_SERVER_ARGS },
					     LOOK_OPTIONS,
					     { 0 } };
	size_t n = 0;

	while (options[n].name)
		n++;
	for (int form = 0; form < FORM_COUNT; form++)
		options[n++] = (struct option){ report_forms[form].name, required_argument, NULL,
						OPTION_FORM + form };
	return options;
}

/* --client and --server, when all options are known. */
static bool take_stand_ins(struct run *r, struct stand_in *given)
{
	for (int i = 0; i < 2; i++) {
		struct stand_in *s = &given[i];

		if (!s->path && s->words)
			fprintf(stderr, "lab run: --%s-args: whose? Give --%s PATH as well\n", s->program,
				s->program);
		if (!s->path && s->words)
			return false;
		if (!s->path)
			continue;
		if (!mine_find(r->arena, s))
			return false;
		r->stand_ins[r->stand_in_count++] = *s;
	}
	return true;
}

int run_options(struct run *r, int argc, char **argv)
{
	struct stand_in given[2] = { { .program = "client" }, { .program = "server" } };
	const struct option *options = all_options();
	int option;
	char *end;

	while ((option = getopt_long(argc, argv, "j:h", options, NULL)) != -1) {
		if (option >= OPTION_FORM && option < OPTION_FORM + FORM_COUNT) {
			r->forms[option - OPTION_FORM] = optarg;
			continue;
		}
		switch (option) {
		case 'j':
			r->side_by_side = strtol(optarg, &end, 10);
			if (*end || r->side_by_side < 1 || r->side_by_side > 256) {
				fprintf(stderr, "lab run: -j %s: expected a number from 1 to 256\n", optarg);
				return EXIT_USAGE;
			}
			break;
		case OPTION_BRIEF: r->brief = true; break;
		case OPTION_LIST: r->list = true; break;
		case OPTION_QUIET: r->quiet = true; break;
		case OPTION_PROGRAMS: r->programs = optarg; break;
		case OPTION_SCRIPT: r->script = optarg; break;
		case OPTION_SET:
			if (!run_add_setting(r, optarg))
				return EXIT_USAGE;
			break;
		case OPTION_ADVERSITY:
			if (!run_set_adversity(r, optarg))
				return EXIT_USAGE;
			break;
		case OPTION_NO_CONTROL: r->controls = false; break;
		case OPTION_RUNS: r->runs = optarg; break;
		case OPTION_CLIENT: given[0].path = optarg; break;
		case OPTION_CLIENT_ARGS: given[0].words = optarg; break;
		case OPTION_SERVER: given[1].path = optarg; break;
		case OPTION_SERVER_ARGS: given[1].words = optarg; break;
		case 'h':
		case OPTION_HELP: usage(stdout); return -1;
		default:
			if (!look_option(&r->look, option, optarg)) {
				fprintf(stderr, "`%s run --help` lists the options\n",
					program_invocation_name);
				return EXIT_USAGE;
			}
		}
	}
	if (r->script && argc - optind != 1) {
		fprintf(stderr,
			"lab run: --script %s: expected one LAB or LAB/SCENARIO that it is an answer to, as in\n"
			"  %s run --script %s linger\n",
			r->script, program_invocation_name, r->script);
		return EXIT_USAGE;
	}
	if (report_on_stdout(r))
		r->quiet = true;
	return take_stand_ins(r, given) ? EXIT_HOLDS : EXIT_USAGE;
}
