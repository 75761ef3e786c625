/*
 * script.h - a scenario as its .lab file says it. The language: notes/lab-language.md.
 *
 * A script is data: nothing here runs, judges or prints a verdict.
 */
#ifndef COMMON_SCRIPT_SCRIPT_H
#define COMMON_SCRIPT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/arena.h"
#include "common/script/line.h"

/* What a scenario shows of a claim. It says only what it plays itself: the verdict is made of all scenarios that speak of
 * the claim (common/claims). */
enum claim_case {
	CASE_HOLDS, /* claim ID holds */
	CASE_FAILS, /* claim ID fails "under which condition: what happens then" */
	CASE_ANSWERS, /* claim ID answers 2/7 "one part of the answer to a question of seven" */
	CLAIM_CASES,
};

/* What stands behind the id of a claim. */
struct claim_says {
	enum claim_case what;
	bool rare; /* fails rarely: only a corner meets it, and no ordinary program */
	unsigned part, parts; /* answers part/parts, from 1; else 0 */
	const char *text; /* NULL where unsaid */
};

struct claim_line {
	unsigned number; /* line of the file */
	const char *id;
	struct claim_says says;
};

struct control {
	unsigned number; /* line of the file */
	const char *text; /* as written, after "control" or "variant" */
	bool variant; /* another way to do the same: its run must hold, where a control's must fail */
	size_t replaces; /* index into lines: the action that it stands in for */
	bool removes; /* "control without …": the action is not performed at all */
	struct line action; /* the other action (unless removes) */
};

enum requirement_kind {
	REQUIRE_KERNEL,
	REQUIRE_PROGRAM,
	REQUIRE_SYSCTL,
	REQUIRE_OWN_NETWORK,
	REQUIRE_USERS,
	REQUIRE_VIRTUAL_TIME,
};
struct requirement {
	unsigned number;
	enum requirement_kind kind;
	const char *subject; /* program name, sysctl name; NULL for kernel */
	enum comparison compare;
	const char *value; /* "5.10", "1" */
};

/* A track of the wire: two parties, and which of their connections; 0: all of which no line of the script gives the number. */
struct track {
	const char *ends[2];
	unsigned connection;
	size_t last; /* of its lines between these two, and not of a router: the index of the last, and one; 0: none */
};

#define SCRIPT_LIMIT_NS INT64_C(5000000000)

struct script {
	struct arena *arena;
	const char *path; /* as given */
	const char *lab; /* name of its folder: "linger" */
	const char *name; /* file name without ".lab": "02-rst" */
	const char *source; /* the whole text */
	const char *title;
	const struct world *world;
	bool in_its_folder; /* "directory script": its actors begin in the script's folder, not where lab was called */
	unsigned mtu; /* 0: as the kernel has it */
	int64_t limit_ns; /* bound of every wait; SCRIPT_LIMIT_NS unless said */
	struct claim_line *claims;
	size_t claim_count;
	struct requirement *requirements;
	size_t requirement_count;
	struct control *controls;
	size_t control_count;
	struct line *lines; /* actions and expectations, in order */
	size_t line_count;
	unsigned act_count;
	unsigned *continued; /* lines of the file in which the one before goes on */
	size_t continued_count;
	struct track *tracks; /* of the wire, in the order of their first lines (tracks.c) */
	size_t track_count;
	const char **names; /* NAMEs of numbers */
	size_t name_count;
	/* "yours client": these actors run a program of the reader's own where the lab's would be. Such a script is about
	 * that program: it makes no claim and has no control. */
	const char **yours;
	size_t yours_count;
};

/* One error: where, what was expected, and the source line for the caret. */
struct script_error {
	unsigned line, column; /* from 1; 0 where the whole file is meant */
	char message[240]; /* "expected a duration such as 500ms" */
	char source[256]; /* the line itself; of a long one, the part around the error */
	unsigned caret; /* byte of source under which the caret stands */
};

/* Parses text of `length` bytes. path is used for names and messages only. Returns the script, which
 * the caller frees, or NULL with *error set. */
struct script *script_parse(const char *path, const char *text, size_t length, struct script_error *error);
/* The same from a file (at most 1 MiB). */
struct script *script_load(const char *path, struct script_error *error);
void script_free(struct script *s); /* NULL is allowed */

/* The folder in which its file is: "labs/linger", "."; in its arena. */
const char *script_folder(const struct script *s);

/* "linger/02-rst.lab:12:26: expected …\n  the line\n      ^\n" into a malloc'd string for the caller to free. */
char *script_error_text(const char *path, const struct script_error *error);

/* How many of the controls are no variants: these must fail. */
size_t script_control_count(const struct script *s);
/* The script in which control `index` stands in for the action that it replaces: same lines, other action. Where
 * the control leaves an action out, its line is not there, and what stood below it belongs to the act before.
 * It has no controls of its own. Shares the strings of `s`, which must outlive it. Free with script_free(). */
struct script *script_with_control(const struct script *s, size_t index);

/* One of the lab's programs, and the one of the reader's own that stands in for it. */
struct stand_in {
	const char *program; /* "client" */
	const char *path; /* absolute */
	const char *words; /* its arguments, as a shell reads them; NULL: those of the scenario */
};

/* The script's text with stand-ins, each line at its place: whoever is to be `program` runs `path`, and claims and
 * controls are comments, as they are about ours. A malloc'd string for the caller to free; NULL where no line starts
 * any of these programs. */
char *script_with_stand_ins(const struct script *s, const struct stand_in *stand_ins, size_t count);
/* Is this actor, or process ("client.1"), one that "yours" names? NULL is nobody. */
bool script_is_yours(const struct script *s, const char *process);

/* Is this call watched in a run of the script? Each that a line may name is, or nothing would come of such a line; and
 * those that are rare enough always are. */
bool script_watches(const struct script *s, const struct call_row *call);

/* Does the script do anything to single packets? Then its world needs cables that do it. */
bool script_has_faults(const struct script *s);

/* The action on this line of the file; NULL: there is none. A record names its actions so. */
const struct line *script_action(const struct script *s, unsigned number);

/* The track on which these two are with this connection (0: none); NO_TRACK: no line expects anything there. */
int script_track(const struct script *s, const char *a, const char *b, unsigned connection);

/* Words of the language, for messages and reports. */
const char *claim_case_text(enum claim_case c); /* "holds" */
/* "fails rarely", "answers 2/7": all but the text; into arena. */
const char *claim_says_text(const struct claim_says *says, struct arena *arena);
bool line_text_same(const char *a, const char *b); /* blanks do not count */
/* The host on which the actor of this name is started, else the host that has the name; NO_HOST: there is none. */
int script_host(const struct script *s, const struct party *party);
/* The same of one that may be an address: the host that has it. */
int party_host(const struct script *s, const struct party *party);
bool compare_holds(enum comparison c, uint64_t left, uint64_t right);
/* TCP state's name as UNP writes it: "TIME_WAIT"; 0 is "CLOSED". */
const char *tcp_state_text(unsigned state);

#endif
