/*
 * parser.h - what the parts of the parser share. Nothing outside common/script includes it.
 *
 * A line is read from left to right by a cursor (`at` … `end`). Every function that reads something
 * returns false once an error is set, and the first error ends the parse: the errors after it would be
 * guesses.
 */
#ifndef COMMON_SCRIPT_PARSER_H
#define COMMON_SCRIPT_PARSER_H

#include "common/base/slip.h"
#include "common/script/script.h"

/* Bounds that no honest script meets; they keep a hostile one from costing time. */
enum {
	LIMIT_FILE = 1 << 20,
	LIMIT_LINE = 8192,
	LIMIT_CLAIMS = 64, /* bits of line.claims */
	LIMIT_CONTROLS = 64,
	LIMIT_ACTORS = 64,
	LIMIT_NAMES = 256,
	LIMIT_TRACKS = 1024,
	LIMIT_EACH = 256,
	LIMIT_TEXTS = 64,
};

/* A piece of the source text. */
struct word {
	const char *at;
	size_t length;
};

/* An actor that a start line named. */
struct started {
	const char *name;
	unsigned number; /* of that line */
};

/* "let page GET / HTTP/1.0" */
struct named_text {
	const char *name, *text;
};

/* A line whose parse is put off until all lines are known: every control and variant. */
struct pending {
	const char *line, *line_end, *end; /* as in the parser, prepared for reading */
	unsigned number;
};

struct parser {
	struct script *script;
	struct arena *arena;
	struct script_error *error;

	const char *line, *line_end; /* the whole line, for messages; with texts in it, as they make it */
	unsigned number;
	const char *at, *end; /* what is left of it, without comment */
	bool (*wire_line)(struct parser *p, struct line *l); /* reads one, for a line that has one in it */

	struct started actors[LIMIT_ACTORS];
	size_t actor_count;
	struct pending pending[LIMIT_CONTROLS];
	size_t pending_count;
	struct named_text texts[LIMIT_TEXTS];
	size_t text_count;
	size_t claim_capacity, requirement_capacity, control_capacity, line_capacity, name_capacity,
		continued_capacity;
	unsigned yours_number; /* line of "yours" */
	unsigned cut_number; /* line of a cut or an unreachable that is in force */
	bool said_world, said_limit;
	bool in_control; /* the action is one of a control line */
	bool after_control; /* the line before is one of a control */
	bool in_never; /* no NAME may be bound */
};

/* cursor.c */
bool is_blank(char c);
bool is_name_char(char c);
void skip_blanks(struct parser *p);
bool at_end(struct parser *p); /* skips blanks first */
/* The next run without blanks; length 0 at the end. Does not move. */
struct word peek_word(struct parser *p);
/* The next run of name characters [A-Za-z0-9_-] that starts with a letter or '_'; length 0: none. Moves past it. */
struct word take_name(struct parser *p);
/* Skips blanks and `string` where it is next. */
bool take(struct parser *p, const char *string);
/* The same where a blank, a comma or the end follows it. */
bool take_word(struct parser *p, const char *string);
bool word_is(struct word w, const char *string);
const char *word_copy(struct parser *p, struct word w);

/* error.c */
bool fail_at(struct parser *p, const char *at, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* For the whole file, or for a line that is not the current one. */
bool fail_file(struct parser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool fail_line(struct parser *p, unsigned number, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* "expected WHAT, found 'x'" at the cursor. */
bool expected(struct parser *p, const char *what);
/* "unknown WHAT 'x'; did you mean 'y'?" */
bool unknown(struct parser *p, struct word w, const char *what, name_list *names, void *context);
/* "a, b or c": names, each in quotes (the second the same as the first's beginning), with `last` before the last one. */
const char *listed(struct parser *p, name_list *names, void *context, const char *quote, const char *last);
/* A length that cuts no character in two and fits a message; use with "%.*s". */
int shown(struct word w);

/* lex.c: lines and quoted strings. */
/* Prepares line [line, line + length) for reading: checks its bytes, cuts its comment off and puts in its texts. */
bool line_open(struct parser *p, const char *line, size_t length, unsigned number);
/* Does the line begin with '|'? Then no comment is cut off, no quote is closed and it goes on nowhere. */
bool is_file_text(const struct parser *p);
/* parse_let.c: what stands for $page is put in its place. */
bool expand_texts(struct parser *p);
/* Nothing may follow. */
bool expect_end(struct parser *p);
/* parse_many.c: "count" with its number, and "each". What they may stand before is checked when the line is read. */
bool take_count(struct parser *p, struct line *l);
bool take_each(struct parser *p, struct line *l);
bool check_many(struct parser *p, const struct line *l, const char *at);
/* Of the whole script, when the tracks are settled. */
bool check_each(struct parser *p);
/* parse_may.c: the number behind "may"; and whether the line says what it may take, and how many. */
bool take_may_most(struct parser *p, struct line *l);
bool check_may(struct parser *p, const struct line *l, const char *at);
enum quoting { QUOTED_PLAIN, QUOTED_ESCAPES };
/* A text in double quotes: \" and \\ ; with QUOTED_ESCAPES \n \t \r \xNN as well. */
bool take_quoted(struct parser *p, enum quoting quoting, const char *what, const char **out);
/* Words as a shell has them, up to the end of the line. */
bool take_shell_words(struct parser *p, const char ***words, size_t *count);

/* numbers.c */
bool take_value(struct parser *p, uint64_t most, const char *what, uint64_t *value);
bool take_number(struct parser *p, uint64_t most, const char *what, struct number *out);
bool take_comparison(struct parser *p, enum comparison *out); /* false: none is next; never an error */
bool take_duration(struct parser *p, int64_t *ns);

/* keywords.c */
#define HEADERS(X)   X(title) X(claim) X(world) X(requires) X(limit) X(yours) X(let) X(directory)
#define HEADER(name) HEADER_##name,
enum header { HEADERS(HEADER) HEADER_COUNT };
#undef HEADER
struct keyword {
	const char *name; /* "" where a line of this kind begins with a name */
	enum { KEYWORD_HEADER, KEYWORD_LINE, KEYWORD_CONTROL, KEYWORD_PREFIX } group;
	enum header header;
	enum line_kind kind;
};
const struct keyword *keyword_find(struct word w); /* NULL: none */
name_list keyword_list, action_list;

/* actors.c */
bool start_actor(struct parser *p, const char **name);
bool take_actor(struct parser *p, const char **name); /* "client" */
bool take_process(struct parser *p, const char **name); /* "client" or "client.1" */
bool take_party(struct parser *p, struct party *party); /* "client" or "client#2" */
/* The same, and in world hosts a host: "router", and "client" and "server" for what no actor there sends. */
bool take_wire_party(struct parser *p, struct party *party);
/* The same, and an address with or without a port: "127.0.0.2:9999", which nobody need have. */
bool take_packet_party(struct parser *p, struct party *party);
bool is_address(struct word w); /* such a one, and not a name */

/* One function for each header and each kind of line; the cursor stands behind the word that told them apart (line.h), and
 * the parties or the process that stand before it are read. */
#define DECLARE(name) bool parse_##name(struct parser *p);
HEADERS(DECLARE)
#undef DECLARE
#define DECLARE(KIND, name, ...) bool parse_##name(struct parser *p, struct line *l);
LINE_KINDS(DECLARE)
#undef DECLARE

/* parse_file.c: "| text", a line of the file that the line above writes. */
bool parse_file_text(struct parser *p);

/* parse_faults.c: has this world a cable? The cursor stands behind the keyword. And can the cable tell whose packets are meant? */
bool check_cable(struct parser *p, const struct line *l);
bool check_faults(struct parser *p);

bool take_sysctl_name(struct parser *p, const char **name); /* parse_actions.c */

/* parse_hosts.c */
/* The host of a "start" line, behind '@'; NO_HOST where none is named. */
bool take_start_host(struct parser *p, int *host);
/* Where it is to be told by the names of the actor and its program. */
void settle_host(const struct parser *p, struct line *l);
/* "sysctl server net.…": NO_HOST where none is named. */
bool take_setting_host(struct parser *p, int *host);
/* "'world hosts' has": which worlds have a host of this role; and whether one of them has such a host of this name. */
const char *worlds_with(struct parser *p, enum host_role role);
bool names_host_elsewhere(struct word w, enum host_role role);
/* A cut needs two hosts. */
bool check_cut(struct parser *p, const struct line *l, const char *at);
/* Do the two parties of a line live on two hosts, from and to? */
bool check_apart(struct parser *p, const struct line *l, int from, int to, const char *at);
/* Can every action be performed, as hosts crash and come back? @with: NULL, or the control that makes it so. */
bool check_hosts(struct parser *p, const struct script *s, const struct control *with);

/* parse.c */
/* A line that line_open() has prepared, into the script. */
bool parse_line(struct parser *p);
/* "client > server", and what is seen of it, up to the end of the line. */
bool parse_wire_line(struct parser *p, struct line *l);
/* An action from its keyword on, for control lines too. False with an error where there is none. */
bool parse_action(struct parser *p, struct line *l);
/* control.c: what stands behind "control" or "variant", when all other lines are known. */
bool parse_control(struct parser *p, bool variant);
/* yours.c: are the actors of "yours" there? Their calls are then judged by their kind. */
bool check_yours(struct parser *p);
/* tracks.c: gives each line of the wire its track. */
bool settle_tracks(struct parser *p);
/* check.c: what can be said only of the whole. */
bool check_script(struct parser *p);

/* words.c */
const char *errno_find(struct word w); /* strace's name for it; NULL: no errno */
const char *signal_find(struct word w); /* with or without SIG; NULL: none */
const char *signal_list(size_t index, void *context); /* context: the word, which may lack its SIG */

#endif
