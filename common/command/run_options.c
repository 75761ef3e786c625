/* run_options.c - the options of lab run. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/command/run.h"

const struct option_row run_rows[] = {
	{ .letter = 'j',
	  .argument = "N",
	  .help = "so many runs side by side (default: for each processor 8 that move, 64 in all)",
	  IS_NUMBER(struct run, side_by_side, 1, 256) },
	{ .name = "brief",
	  .help = "one line a scenario; the whole story only of those that do not hold",
	  TURNS_ON(struct run, brief) },
	{ .name = "programs",
	  .argument = "LAB",
	  .help = "the scripts start this lab's programs",
	  IS_TEXT(struct run, programs) },
	{ .name = "script",
	  .argument = "FILE",
	  .help = "grade FILE, a script of one's own, as an answer to the LAB or LAB/SCENARIO",
	  IS_TEXT(struct run, script) },
	{ .name = "list", .help = "only name the scenarios that are meant", TURNS_ON(struct run, list) },
	{ .name = "quiet", .help = "nothing: the exit status tells", TURNS_ON(struct run, quiet) },
	{ .name = "set",
	  .argument = "NAME=VALUE",
	  .help = "set net.… in each world first, as net.ipv4.tcp_sack=0; may be given several times. The records then "
		  "go to build/set/NAME=VALUE",
	  IS_TAKEN_BY(run_add_setting) },
	{ .name = "adversity",
	  .argument = "SEED",
	  .help = "hold programs and director up at random, as SEED (a number above 0) says: no verdict may depend on it. "
		  "The records then go to build/adversity/SEED",
	  IS_TAKEN_BY(run_set_adversity) },
	{ .name = "no-control",
	  .help = "leave the controls out: then nothing is shown, and no scenario passes",
	  TURNS_OFF(struct run, controls) },
	{ .name = "runs", .argument = "DIR", .help = "keep the records there", IS_TEXT(struct run, runs) },
	{ .name = "client",
	  .argument = "PATH",
	  .help = "a program of your own in place of the lab's client: does it do as ours?",
	  IS_TEXT(struct run, stand_ins[0].path) },
	{ .name = "client-args",
	  .argument = "WORDS",
	  .help = "with these arguments instead of the scenario's, quoted as for a shell",
	  IS_TEXT(struct run, stand_ins[0].words) },
	{ .name = "server",
	  .argument = "PATH",
	  .help = "the same in place of the lab's server",
	  IS_TEXT(struct run, stand_ins[1].path) },
	{ .name = "server-args",
	  .argument = "WORDS",
	  .help = "with these arguments instead of the scenario's",
	  IS_TEXT(struct run, stand_ins[1].words) },
	{ .name = "json",
	  .argument = "FILE",
	  .help = "the whole result; `-` is standard output, here and below",
	  IS_TEXT(struct run, forms[FORM_JSON]) },
	{ .name = "tap",
	  .argument = "FILE",
	  .help = "as Test Anything Protocol",
	  IS_TEXT(struct run, forms[FORM_TAP]) },
	{ .name = "junit",
	  .argument = "FILE",
	  .help = "as JUnit XML",
	  IS_TEXT(struct run, forms[FORM_JUNIT]) },
	{ .name = "gradescope",
	  .argument = "FILE",
	  .help = "as the results.json of a Gradescope autograder",
	  IS_TEXT(struct run, forms[FORM_GRADESCOPE]) },
	{ .name = "annotations",
	  .argument = "FILE",
	  .help = "as annotations of GitHub Actions: what did not hold, beside its script",
	  IS_TEXT(struct run, forms[FORM_ANNOTATIONS]) },
	{ 0 }
};

/* Who reads a report on standard output wants nothing else there. */
static bool report_on_stdout(const struct run *r)
{
	bool any = false;

	for (int form = 0; form < FORM_COUNT; form++)
		any = any || (r->forms[form] && strcmp(r->forms[form], "-") == 0);
	return any;
}

/* --client and --server: those that were given are found, and stand first. */
static bool find_stand_ins(struct run *r)
{
	for (int i = 0; i < 2; i++) {
		struct stand_in s = r->stand_ins[i];
		struct error why;

		if (!s.path && s.words)
			error_tell("lab run", "--%s-args: whose? Give --%s PATH as well", s.program,
				   s.program);
		if (!s.path && s.words)
			return false;
		if (!s.path)
			continue;
		if (!mine_find(r->arena, &s, &why)) {
			error_print(&why, "lab run");
			return false;
		}
		r->stand_ins[r->stand_in_count++] = s;
	}
	return true;
}

bool run_options_good(struct run *r)
{
	if (r->script && r->given.count != 1)
		return error_tell(
			"lab run",
			"--script %s: expected one LAB or LAB/SCENARIO that it is an answer to, as in\n"
			"  %s run --script %s linger",
			r->script, program_invocation_name, r->script);
	if (report_on_stdout(r))
		r->quiet = true;
	return find_stand_ins(r);
}
