/*
 * line.h - the kinds of line, in one list, and what a line of each says.
 *
 * A new kind is a row here. Each room has one table with a row a kind that is made from this list: the parser's functions
 * (parse.c), what the director does (stage/perform.c), what the judge compares (judge/kinds.c), how an action is told
 * (report/acts.c) and an expectation asked for (quiz/asks.c). Where one of them lacks the new kind, it is not built.
 */
#ifndef COMMON_SCRIPT_LINE_H
#define COMMON_SCRIPT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/script/worlds.h"

#include "common/calls/table.h"

/* How a line begins. */
enum line_form {
	FORM_KEYWORD, /* "start …": with its word */
	FORM_WIRE, /* "client > server S …": two parties, and then its word; the one without a word is what is left */
	FORM_COLON, /* "client: close() = 0": a process, ':', and then its word; the same */
	FORM_VERB, /* "client exits 0": a process, and its word */
};

/* Within an act each track is in the order written. */
enum line_track {
	TRACK_NONE, /* an action */
	TRACK_WIRE, /* all of the wire */
	TRACK_PROCESS, /* calls, signals and end of one process */
	TRACK_STATES,
	TRACK_READINGS, /* what is read when the act has ended: nobody waits for it, and it has no order */
};

/* Whom it speaks of: which member of struct line's first union is valid. */
enum line_subject {
	OF_NOBODY,
	OF_ACTOR, /* process: the actor that it starts */
	OF_PROCESS, /* process: one that is there. An action of these is not performed when it has ended */
	OF_HOST, /* host */
	OF_PARTIES, /* from and to; a state's and a counter's have no `to` */
};

/* What is lost. Actions that lose the same host in the same way may stand in for each other in a control. */
enum line_loss {
	LOSS_NONE,
	LOSS_POWER, /* the host's memory */
	LOSS_WAY, /* what is sent */
};

/*
 * X(KIND, name, text, form, word, track, subject, loss). KIND: LINE_KIND; name: of its functions, parse_name(); text: what
 * people call it. First the actions, each of which begins an act:
 *
 *	start client --linger 0 ; start second = server --port 9878 ; start client = exec curl …
 *	type client "text"
 *	eof client           the end of its standard input
 *	kill server KILL ; kill server.1 STOP
 *	file /etc/hosts "127.0.0.2 server\n"	or lines below it, "| 127.0.0.2 server"
 *	wait 500ms
 *	cut ; cut server > client
 *	mend
 *	sysctl net.ipv4.tcp_orphan_retries=1 ; sysctl server net.ipv4.tcp_timestamps=0
 *	crash server         its power goes, nothing more is sent
 *	reboot server        the same, and it is back at once, with its address and without a memory
 *	unreachable server   the router answers for it, ICMP host unreachable, until mend
 *	drop client > server P. 1:6(5) ; drop 3rd server > client data ...:... ; drop every client > server UDP
 *	duplicate, reorder, corrupt: the same
 *	delay 300ms client > server P. 1:6(5)
 *	inject server > client R. 1:1(0) ack 1 ; inject client > server UDP 5 "hello"
 */
#define ACTION_KINDS(X)                                                                                      \
	ACTION_KIND(X, START, start, OF_ACTOR, LOSS_NONE)                                                    \
	ACTION_KIND(X, TYPE, type, OF_PROCESS, LOSS_NONE)                                                    \
	ACTION_KIND(X, INPUT_END, eof, OF_PROCESS, LOSS_NONE)                                                \
	ACTION_KIND(X, KILL, kill, OF_PROCESS, LOSS_NONE)                                                    \
	ACTION_KIND(X, FILE, file, OF_NOBODY, LOSS_NONE)                                                     \
	ACTION_KIND(X, WAIT, wait, OF_NOBODY, LOSS_NONE)                                                     \
	ACTION_KIND(X, CUT, cut, OF_PARTIES, LOSS_WAY)                                                       \
	ACTION_KIND(X, MEND, mend, OF_NOBODY, LOSS_NONE)                                                     \
	ACTION_KIND(X, SYSCTL, sysctl, OF_HOST, LOSS_NONE)                                                   \
	ACTION_KIND(X, CRASH, crash, OF_HOST, LOSS_POWER)                                                    \
	ACTION_KIND(X, REBOOT, reboot, OF_HOST, LOSS_POWER)                                                  \
	ACTION_KIND(X, UNREACHABLE, unreachable, OF_HOST, LOSS_WAY)                                          \
	FAULT_LINES(X)
#define FAULT_LINES(X)                                                                                       \
	ACTION_KIND(X, DROP, drop, OF_PARTIES, LOSS_NONE)                                                    \
	ACTION_KIND(X, DUPLICATE, duplicate, OF_PARTIES, LOSS_NONE)                                          \
	ACTION_KIND(X, DELAY, delay, OF_PARTIES, LOSS_NONE)                                                  \
	ACTION_KIND(X, REORDER, reorder, OF_PARTIES, LOSS_NONE)                                              \
	ACTION_KIND(X, CORRUPT, corrupt, OF_PARTIES, LOSS_NONE)                                              \
	ACTION_KIND(X, INJECT, inject, OF_PARTIES, LOSS_NONE)
#define ACTION_KIND(X, KIND, name, subject, loss)                                                            \
	X(KIND, name, #name, FORM_KEYWORD, #name, TRACK_NONE, subject, loss)

/*
 *	client > server  P. 1:6(5) ack 1 win > 0 <mss 1460,...>
 *	client > server  data 1:N   one or more data segments without a gap
 *	client > server  UDP 5
 *	server > client  ICMP port-unreachable
 *	client > server  ...        whatever else comes on the connection, in both directions: of "each" alone
 *	client: close() = 0
 *	client: --- SIGPIPE ---
 *	client exits 0
 *	client dies SIGPIPE
 *	state client TIME_WAIT Send-Q > 0
 */
#define SEEN_KINDS(X)                                                                                        \
	X(SEGMENT, segment, "segment", FORM_WIRE, "", TRACK_WIRE, OF_PARTIES, LOSS_NONE)                     \
	X(DATA, data, "data", FORM_WIRE, "data", TRACK_WIRE, OF_PARTIES, LOSS_NONE)                          \
	X(DATAGRAM, datagram, "datagram", FORM_WIRE, "UDP", TRACK_WIRE, OF_PARTIES, LOSS_NONE)               \
	X(ICMP, icmp, "ICMP message", FORM_WIRE, "ICMP", TRACK_WIRE, OF_PARTIES, LOSS_NONE)                  \
	X(REST, rest, "rest", FORM_WIRE, "...", TRACK_WIRE, OF_PARTIES, LOSS_NONE)                           \
	X(CALL, call, "call", FORM_COLON, "", TRACK_PROCESS, OF_PROCESS, LOSS_NONE)                          \
	X(SIGNAL, signal, "signal", FORM_COLON, "---", TRACK_PROCESS, OF_PROCESS, LOSS_NONE)                 \
	X(EXITS, exits, "end of process", FORM_VERB, "exits", TRACK_PROCESS, OF_PROCESS, LOSS_NONE)          \
	X(DIES, dies, "end of process", FORM_VERB, "dies", TRACK_PROCESS, OF_PROCESS, LOSS_NONE)             \
	X(STATE, state, "state", FORM_KEYWORD, "state", TRACK_STATES, OF_PARTIES, LOSS_NONE)

/*
 * What is read as an act ends (TRACK_READINGS). It is no outcome that anybody could be asked for, and no rule of the tutor's
 * speaks of it: a kind is a row here, a parser and a judge.
 *
 *	counter client TCPAbortOnData +1
 *	server.1 is a zombie ; server is stopped
 *	server waits in accept
 */
#define READING_KINDS(X)                                                                                     \
	X(COUNTER, counter, "counter", FORM_KEYWORD, "counter", TRACK_READINGS, OF_PARTIES, LOSS_NONE)       \
	X(IS, is, "state of process", FORM_VERB, "is", TRACK_READINGS, OF_PROCESS, LOSS_NONE)                \
	X(WAITS, waits, "state of process", FORM_VERB, "waits", TRACK_READINGS, OF_PROCESS, LOSS_NONE)

#define EXPECTATION_KINDS(X) SEEN_KINDS(X) READING_KINDS(X)
#define LINE_KINDS(X)	     ACTION_KINDS(X) EXPECTATION_KINDS(X)

#define LINE_KIND(KIND, ...) LINE_##KIND,
enum line_kind { LINE_KINDS(LINE_KIND) };
#undef LINE_KIND
#define ONE(...) 1,
enum { LINE_KIND_COUNT = sizeof((char[]){ LINE_KINDS(ONE) }) };
#undef ONE

/* A row of the list. */
struct line_traits {
	const char *text; /* "segment", "call", "state", … */
	const char *word;
	enum line_form form;
	enum line_track track;
	enum line_subject subject;
	enum line_loss loss;
};
const struct line_traits *line_traits(enum line_kind kind);

/* A number in a script: a value, "..." (any), or a NAME that is bound where it is first met. */
struct number {
	enum { NUMBER_ANY, NUMBER_VALUE, NUMBER_NAME } kind;
	uint64_t value;
	unsigned name; /* index into script.names */
};

enum comparison { COMPARE_NONE, COMPARE_EQ, COMPARE_NE, COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE };

/* "client", "client#2": an actor and, where it has several, which of its connections (from 1; 0: any). */
struct party {
	const char *actor; /* or, where none has that name, the host's; or the address as written */
	unsigned connection;
	int host; /* of this name: index into world.hosts, NO_HOST where none has it */
	struct endpoint
		at; /* "127.0.0.2:9999", whoever has it or nobody; port 0: any. Family 0: a name was written */
	const char *address; /* of at, without the port; NULL: a name was written */
};

/* What its tracks are named by: the actor, or the address, whatever its port. */
const char *party_end(const struct party *p);

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
	bool lost; /* "lost": the link was cut when it was sent */
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
	const struct call_row *row; /* of the table of calls */
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
	int64_t within_ns; /* "within 1s": its own duration at most; -1 unsaid */
	int64_t takes_ns; /* "takes 2s": its own duration at least; -1 unsaid */
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

/* What a start line says of the program. */
struct start_pattern {
	const char *program; /* "client" (of the lab), or what follows "exec" */
	bool exec; /* program is looked up in PATH */
	const char **arguments; /* without the program */
	size_t argument_count;
	int host; /* where the actor lives: index into world.hosts; NO_HOST where there are none */
};

struct datagram_pattern {
	struct number length; /* of its payload */
	bool lost; /* as segment_pattern.lost */
};

struct setting_pattern {
	const char *name, *value; /* "net.ipv4.tcp_orphan_retries", "1" */
};

struct file_pattern {
	const char *path; /* from the root on */
	const char *text;
	unsigned mode;
};

struct counter_pattern {
	const char *name; /* as nstat(8) prints it, perhaps without its group: "TCPAbortOnData" */
	enum comparison compare;
	int64_t by; /* how much it moves in the act */
};

enum { NO_TRACK = -1 };

/* What the cable does to one packet, or to every one, that a line of the wire describes. */
enum { FAULT_EVERY = 0, INJECTED_MOST = 1200 }; /* a packet of so many bytes passes any link */
struct fault_pattern {
	unsigned which; /* from now on: 1 the next, 2 the one after that, …; FAULT_EVERY: all, until mend */
	int64_t delay_ns; /* LINE_DELAY */
	const struct line *what; /* of form FORM_WIRE: its numbers have values, or are "..." */
	const char *payload; /* LINE_INJECT: its bytes; NULL: as many letters as its numbers say */
};

struct line {
	enum line_kind kind;
	unsigned number; /* in the file, from 1 */
	unsigned act; /* which act it belongs to, from 1; 0 before the first action */
	const char *text; /* as written, without star, comment and surrounding blanks */
	bool starred; /* the scenario is about this line; its controls must fail at one */
	uint64_t claims; /* bit per claim of the script whose evidence it is (a plain star: all) */
	bool never; /* "never …": from the action before it to the end of the run */
	bool may; /* "may …": a wire line that is met any number of times, in the same span, */
	unsigned may_most; /* or "may 2 …": at most so often; 0: unsaid */
	bool each; /* "each …": of every connection of its parties, a track of its own each */
	bool counts; /* "count 50 …": how many of it come in its act, whatever other lines say of them; */
	enum comparison count_compare; /* compared so */
	uint64_t count; /* with this */
	bool then; /* "then …": a wire line that comes after all of the wire that stands above it in its act */
	int64_t after_ns; /* "+2s": at least that long after the previous line of its track; -1 unsaid */
	int track; /* of the wire: index into script.tracks; NO_TRACK: an action, a call, a state, and what spans */

	/* Whom it speaks of, by the subject of its kind. */
	union {
		const char *process; /* OF_ACTOR, OF_PROCESS: "client", "server.1" */
		int host; /* OF_HOST: index into world.hosts; of a sysctl NO_HOST is all of them */
		struct { /* OF_PARTIES */
			struct party from, to; /* cut: from.actor NULL is both ways */
		};
	};

	/* What it says, by its kind. */
	union {
		struct start_pattern start; /* LINE_START */
		const char *typed; /* LINE_TYPE: escapes undone; the Enter key is added when it is typed */
		struct file_pattern file; /* LINE_FILE */
		int64_t wait_ns; /* LINE_WAIT */
		struct setting_pattern setting; /* LINE_SYSCTL */
		struct fault_pattern fault; /* of a fault: line_is_fault() */
		struct segment_pattern
			segment; /* LINE_SEGMENT; LINE_DATA uses first, end, length, any_flags and lost */
		struct datagram_pattern datagram; /* LINE_DATAGRAM */
		const char *icmp; /* LINE_ICMP: "port-unreachable"; "..." is any */
		struct call_pattern call; /* LINE_CALL */
		const char *signal; /* LINE_KILL, LINE_SIGNAL, LINE_DIES: "SIGPIPE" */
		unsigned exit_status; /* LINE_EXITS */
		struct state_pattern state; /* LINE_STATE */
		struct counter_pattern counter; /* LINE_COUNTER */
		bool zombie; /* LINE_IS; else stopped */
		const struct call_row *waits_in; /* LINE_WAITS: this call, or one of its kind */
	};
};

bool line_is_action(const struct line *l);
bool line_is_wire(const struct line *l); /* segment, data, datagram, ICMP */
bool line_is_fault(const struct line *l); /* drop, duplicate, delay, reorder, corrupt, inject */
bool line_spans(const struct line *l); /* "never" and "may": nobody waits for them */
bool line_is_read(const struct line *l); /* when its act has ended */
bool line_is_awaited(
	const struct line *l); /* neither of the two: its act goes on until it is met. So is an action's */
bool line_is_star_of(const struct line *l, size_t claim); /* the claim of this index rests on it */
/* The process that it speaks of ("client", "server.1"), or starts; NULL: none. */
const char *line_process(const struct line *l);
/* The host that it is about; NO_HOST: none, or of a setting all of them. */
int line_host(const struct line *l);
/* The two ends that it speaks of, a state line's as `from`; NULL: none. */
const struct party *line_from(const struct line *l);
const struct party *line_to(const struct line *l);
/* Of a line with two parties: which of their connections; 0: it has no number. */
unsigned line_connection(const struct line *l);
/* Its process, else the party that it speaks of first; NULL: nobody. */
const char *line_who(const struct line *l);
/* Do they say the same NAME of a number, of their packets or of what their calls return? */
bool lines_share_name(const struct line *a, const struct line *b);
/* How long its call takes at least; -1: it does not say. */
int64_t line_takes_ns(const struct line *l);
/* Do two actions do the same? Whoever writes a script may name the actors, so their names do not count. */
bool actions_do_same(const struct line *a, const struct line *b);
/* An action that is not performed when this process has ended; NULL: another. */
const char *line_needs(const struct line *l);

#endif
