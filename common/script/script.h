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

/* A number in a script: a value, "..." (any), or a NAME that is bound where it is first met. */
struct number {
	enum { NUMBER_ANY, NUMBER_VALUE, NUMBER_NAME } kind;
	uint64_t value;
	unsigned name; /* index into script.names */
};

enum comparison { COMPARE_NONE, COMPARE_EQ, COMPARE_NE, COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE };

/* "client", "client#2": an actor and, where it has several, which of its connections (from 1; 0: any). */
struct party {
	const char *actor;
	unsigned connection;
};

struct segment_pattern {
	unsigned flags; /* enum tcp_flag of capture/packet.h: compared exactly, */
	unsigned
		any_flags; /* but for PSH and ACK where the script wrote "[P]" or "[.]": they may be there or not */
	struct number first, end, length;
	bool has_range; /* false: a bare ". ack 6" says nothing of its sequence number */
	bool has_ack;
	struct number ack;
	enum comparison window_compare; /* of the scaled window, in bytes */
	uint64_t window;
	bool has_options;
	const char *options; /* the text between < and >, items separated by ',' and perhaps "..." */
	unsigned marks; /* enum segment_mark (capture/flow.h) that the script names in words at the
				      line's end: "retransmission", "keep-alive probe", "zero-window probe", … */
	bool lost; /* "lost": the cable was cut when it was sent */
};

enum result_kind {
	RESULT_ANY, /* nothing written, or "= ..." */
	RESULT_VALUE, /* "= 0", "= N", or "= > 0" with compare */
	RESULT_ERRNO, /* "= -1 ECONNRESET" */
	RESULT_NEVER, /* "= ?": the call never returned (exit, killed) */
	RESULT_UNFINISHED, /* "<unfinished ...>": entered, and not returned when the act ends */
};

struct call_pattern {
	const char *name; /* "close" */
	int descriptor; /* -1: any descriptor that is a socket */
	bool any_descriptor; /* the script wrote "..." as the first argument, or the call takes none: no test */
	const char **
		arguments; /* after the descriptor; each may contain "..." ; further ones of the real call are ignored */
	size_t argument_count;
	enum result_kind result;
	enum comparison compare; /* RESULT_VALUE */
	struct number value;
	const char *errno_name;
	bool kin; /* any call of its kind will do: recv() for read(). For programs that are not ours */
};

enum socket_field {
	FIELD_RECV_Q,
	FIELD_SEND_Q,
	FIELD_MSS,
	FIELD_RETRANS,
	FIELD_UNACKED,
	FIELD_RTO, /* retransmission timeout of now, ms; a script writes a duration */
	FIELD_BACKOFF, /* how often it has been doubled */
	FIELD_PROBES, /* unanswered keep-alive or zero-window probes */
	FIELD_EXPIRES, /* until the timer fires, ms; a script writes a duration */
};

struct state_pattern {
	/* kernel's TCP_ESTABLISHED … (netinet/tcp.h, linux/tcp_states.h); 0 is CLOSED: no entry in the table */
	unsigned
		states; /* bit per state: 1u << TCP_ESTABLISHED; several where written "FIN_WAIT_2|TIME_WAIT" */
	struct field_test {
		enum socket_field field;
		enum comparison compare;
		uint64_t value;
	} * fields;
	size_t field_count;
	enum { TIMER_UNSAID, TIMER_OFF, TIMER_ON, TIMER_KEEPALIVE, TIMER_TIME_WAIT, TIMER_PERSIST } timer;
};

struct line {
	enum line_kind kind;
	unsigned number; /* in the file, from 1 */
	unsigned act; /* which act it belongs to, from 1; 0 before the first action */
	const char *text; /* as written, without star, comment and surrounding blanks */
	bool starred; /* the scenario is about this line; its control must fail at one */
	uint64_t claims; /* bit per claim of the script whose evidence it is (a plain star: all) */
	bool never; /* "never …": from the action before it to the end of the run */
	bool may; /* "may …": a wire line that is met any number of times, in the same span */
	int64_t after_ns; /* "+2s": at least that long after the previous line of its track; -1 unsaid */
	int64_t within_ns; /* "within 1s": the call's own duration at most; -1 unsaid */
	int64_t takes_ns; /* "takes 2s": the call's own duration at least; -1 unsaid */

	const char *
		actor; /* of actions (start, type, kill), calls, signals, exits, dies: "client", "server.1" */
	struct party from, to; /* wire lines and cut (from.actor NULL: both ways); state uses from */

	/* actions */
	const char *program; /* start: "client" (of the lab), or what follows "exec" */
	bool exec; /* start: program is looked up in PATH */
	const char **arguments; /* start: without the program */
	size_t argument_count;
	const char *
		string; /* type: the text (escapes undone; the Enter key is added when it is typed); kill: "SIGKILL"; sysctl: "net.ipv4.x" */
	const char *value; /* sysctl */
	int64_t wait_ns; /* wait */
	const char *
		host; /* world hosts, "client", "router" or "server": where a start line's actor lives (never NULL
			   * there), whose power goes, whom the router cannot reach; sysctl: NULL is all of them */

	/* expectations, from here to the last: a switch over actions names them as that range */
	struct segment_pattern
		segment; /* LINE_SEGMENT; LINE_DATA uses first, end, length, any_flags and lost, LINE_DATAGRAM lost */
	struct call_pattern call;
	struct state_pattern state;
	unsigned exit_status; /* exits */
	const char *signal; /* dies, signal: "SIGPIPE" */
	struct number datagram_length; /* LINE_DATAGRAM; from and to say who */
	const char *icmp; /* LINE_ICMP: "port-unreachable" */
};

enum claim_verdict { VERDICT_CONFIRMED, VERDICT_QUALIFIED, VERDICT_REFUTED, VERDICT_ANSWERED };

struct claim_line {
	unsigned number; /* line of the file */
	const char *id;
	enum claim_verdict verdict;
	const char *instead; /* what happens instead, or under which condition; NULL where unsaid */
};

struct control {
	unsigned number; /* line of the file */
	const char *text; /* as written, after "control" */
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

#define SCRIPT_LIMIT_NS INT64_C(5000000000)

enum world_kind { WORLD_LOOPBACK, WORLD_LOOPBACK6, WORLD_HOSTS };

struct script {
	struct arena *arena;
	const char *path; /* as given */
	const char *lab; /* name of its folder: "linger" */
	const char *name; /* file name without ".lab": "02-rst" */
	const char *source; /* the whole text */
	const char *title;
	enum world_kind world;
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

/* "linger/02-rst.lab:12:26: expected …\n  the line\n      ^\n" into a malloc'd string for the caller to free. */
char *script_error_text(const char *path, const struct script_error *error);

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

/* The system calls that a line may name, by index; NULL behind the last. What the stage traces is exactly these. */
const char *traced_call(size_t index);

/* Words of the language, for messages and reports. */
const char *claim_verdict_text(enum claim_verdict v); /* "confirmed" */
bool line_is_action(const struct line *l);
bool line_text_same(const char *a, const char *b); /* blanks do not count */
/* World hosts: the host on which this actor is started; of a host's own name that host. NULL: there is none. */
const char *script_host(const struct script *s, const char *party);
bool line_is_wire(const struct line *l); /* segment, data, datagram, ICMP */
bool line_spans(const struct line *l); /* "never" and "may": nobody waits for them */
bool compare_holds(enum comparison c, uint64_t left, uint64_t right);
/* TCP state's name as UNP writes it: "TIME_WAIT"; 0 is "CLOSED". */
const char *tcp_state_text(unsigned state);

#endif
