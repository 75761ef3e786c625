/*
 * line.h - the kinds of line, in one list.
 *
 * A new kind is a row here. Each room has one table with a row a kind that is made from this list: the parser's functions
 * (parse.c), what the director does (stage/perform.c), what the judge compares (judge/kinds.c), how an action is told
 * (report/acts.c) and an expectation asked for (quiz/asks.c). Where one of them lacks the new kind, it is not built.
 */
#ifndef COMMON_SCRIPT_LINE_H
#define COMMON_SCRIPT_LINE_H

#include <stdbool.h>

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
};

/* Whom it speaks of: which member of struct line's first union is valid. */
enum line_subject {
	OF_NOBODY,
	OF_ACTOR, /* process: the actor that it starts */
	OF_PROCESS, /* process: one that is there. An action of these is not performed when it has ended */
	OF_HOST, /* host */
	OF_PARTIES, /* from and to; a state's alone has no `to` */
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
 *	start client -l 0 ; start second = server -p 9878 ; start client = exec curl …
 *	type client "text"
 *	kill server KILL ; kill server.1 STOP
 *	wait 500ms
 *	cut ; cut server > client
 *	mend
 *	sysctl net.ipv4.tcp_orphan_retries=1 ; sysctl server net.ipv4.tcp_timestamps=0
 *	crash server         its power goes, nothing more is sent
 *	reboot server        the same, and it is back at once, with its address and without a memory
 *	unreachable server   the router answers for it, ICMP host unreachable, until mend
 */
#define ACTION_KINDS(X)                                                                                      \
	ACTION_KIND(X, START, start, OF_ACTOR, LOSS_NONE)                                                    \
	ACTION_KIND(X, TYPE, type, OF_PROCESS, LOSS_NONE)                                                    \
	ACTION_KIND(X, KILL, kill, OF_PROCESS, LOSS_NONE)                                                    \
	ACTION_KIND(X, WAIT, wait, OF_NOBODY, LOSS_NONE)                                                     \
	ACTION_KIND(X, CUT, cut, OF_PARTIES, LOSS_WAY)                                                       \
	ACTION_KIND(X, MEND, mend, OF_NOBODY, LOSS_NONE)                                                     \
	ACTION_KIND(X, SYSCTL, sysctl, OF_HOST, LOSS_NONE)                                                   \
	ACTION_KIND(X, CRASH, crash, OF_HOST, LOSS_POWER)                                                    \
	ACTION_KIND(X, REBOOT, reboot, OF_HOST, LOSS_POWER)                                                  \
	ACTION_KIND(X, UNREACHABLE, unreachable, OF_HOST, LOSS_WAY)
#define ACTION_KIND(X, KIND, name, subject, loss)                                                            \
	X(KIND, name, #name, FORM_KEYWORD, #name, TRACK_NONE, subject, loss)

/*
 *	client > server  P. 1:6(5) ack 1 win > 0 <mss 1460,...>
 *	client > server  data 1:N   one or more data segments without a gap
 *	client > server  UDP 5
 *	server > client  ICMP port-unreachable
 *	client: close() = 0
 *	client: --- SIGPIPE ---
 *	client exits 0
 *	client dies SIGPIPE
 *	state client TIME_WAIT Send-Q > 0
 */
#define EXPECTATION_KINDS(X)                                                                                 \
	X(SEGMENT, segment, "segment", FORM_WIRE, "", TRACK_WIRE, OF_PARTIES, LOSS_NONE)                     \
	X(DATA, data, "data", FORM_WIRE, "data", TRACK_WIRE, OF_PARTIES, LOSS_NONE)                          \
	X(DATAGRAM, datagram, "datagram", FORM_WIRE, "UDP", TRACK_WIRE, OF_PARTIES, LOSS_NONE)               \
	X(ICMP, icmp, "ICMP message", FORM_WIRE, "ICMP", TRACK_WIRE, OF_PARTIES, LOSS_NONE)                  \
	X(CALL, call, "call", FORM_COLON, "", TRACK_PROCESS, OF_PROCESS, LOSS_NONE)                          \
	X(SIGNAL, signal, "signal", FORM_COLON, "---", TRACK_PROCESS, OF_PROCESS, LOSS_NONE)                 \
	X(EXITS, exits, "end of process", FORM_VERB, "exits", TRACK_PROCESS, OF_PROCESS, LOSS_NONE)          \
	X(DIES, dies, "end of process", FORM_VERB, "dies", TRACK_PROCESS, OF_PROCESS, LOSS_NONE)             \
	X(STATE, state, "state", FORM_KEYWORD, "state", TRACK_STATES, OF_PARTIES, LOSS_NONE)

#define LINE_KINDS(X) ACTION_KINDS(X) EXPECTATION_KINDS(X)

#define LINE_KIND(KIND, ...) LINE_##KIND,
enum line_kind { LINE_KINDS(LINE_KIND) };
#undef LINE_KIND
#define ONE(...) +1
enum { LINE_KIND_COUNT = LINE_KINDS(ONE) };
#undef ONE

/* A row of the list. */
struct line_traits {
	const char *text; /* "segment", "call", "state", … */
	enum line_form form;
	const char *word;
	enum line_track track;
	enum line_subject subject;
	enum line_loss loss;
};
const struct line_traits *line_traits(enum line_kind kind);

#endif
