/* rules_yours.c - what is said of a program of the reader's own, from the special to the general; see rules.h. */
#include "common/tutor/rules.h"

static const struct rule table[] = {
	/* it does not run, or no longer */
	{ ANYTHING, ANYTHING, CANNOT_RUN, NULL,
	  "@yours exited with status @status, which a shell gives for a command that it cannot find (127) or execute "
	  "(126)" },
	{ PIPE_SIGNAL, ANYTHING, SURVIVES_PIPE, NULL,
	  "write() gave @yours EPIPE and no signal: something ignores SIGPIPE. Python does so from its start; "
	  "signal.signal(signal.SIGPIPE, signal.SIG_DFL) brings the default back" },
	{ DEATH, ANYTHING, SURVIVES_PIPE, NULL,
	  "write() gave @yours EPIPE and no signal: something ignores SIGPIPE. Python does so from its start; "
	  "signal.signal(signal.SIGPIPE, signal.SIG_DFL) brings the default back" },
	{ ANYTHING, ANYTHING, KILLED_BY_PIPE, NULL,
	  "@yours was killed by SIGPIPE: it wrote although the connection was gone. Who wants to see EPIPE instead ignores "
	  "the signal, or sends with MSG_NOSIGNAL, and looks at what write() returns" },
	{ ANYTHING, ANYTHING, KILLED, NULL, "@yours was killed by @signal before that" },

	{ ANYTHING, ANYTHING, ENDED_AT_ONCE, NULL,
	  "@yours ended with status @status before it had a connection or an address" },

	{ DATA_SEGMENT, FIN_SEGMENT, NO_WRITE, NULL,
	  "@yours closed and had sent nothing: it called neither write() nor send()" },
	{ DATA_SEGMENT, FIN_SEGMENT, ALWAYS, NULL,
	  "@yours closed before it had sent all that ours sends: does it do what its arguments say@arguments?" },

	/* the keyboard: the director types */
	{ ANYTHING, ANYTHING, KEYBOARD_GONE, NULL,
	  "a line was typed for @yours, which had exited with status @status by then@failed: ours waits there for the "
	  "Enter key" },
	{ ANYTHING, ANYTHING, KEYBOARD_UNREAD, NULL,
	  "a line was typed for @yours, which does not read its standard input: ours waits there for the Enter key" },
	{ ANYTHING, ANYTHING, KEYBOARD_AHEAD, NULL,
	  "@yours has gone ahead: ours waits for a line on its standard input before this step, and the script has not "
	  "typed it yet" },

	/* opening */
	{ SYN_SEGMENT, ANYTHING, OTHER_ADDRESS, NULL,
	  "@yours connects to @where@swapped; the server listens on @address" },
	{ ANYTHING, REFUSED_ERROR, OTHER_ADDRESS, NULL,
	  "@yours connects to @where@swapped, where nobody listens; the server listens on @address" },
	{ ANYTHING, ANYTHING, OTHER_ADDRESS, NULL,
	  "@yours connected to @where@swapped; the server listens on @address" },
	{ SYN_ACK_SEGMENT, ANYTHING, BOUND_ELSEWHERE, NULL,
	  "@yours listens on @bound@swapped; the client connects to @sought" },
	{ ANYTHING, SYN_SEGMENT, BOUND_ELSEWHERE, NULL,
	  "@yours listens on @bound@swapped; the client connects to @sought" },
	{ ANYTHING, ANYTHING, ADDRESS_IN_USE, NULL,
	  "bind() gave @yours EADDRINUSE: a server sets SO_REUSEADDR before bind(), else old connections in TIME_WAIT keep "
	  "its port" },
	{ SYN_SEGMENT, ANYTHING, AT_KEYBOARD, NULL,
	  "@yours never called connect(): it waits for its standard input, and the script types nothing here" },
	{ ANYTHING, ANYTHING, NO_SOCKET_CALL, "connect", "@yours never called connect()" },
	{ SYN_SEGMENT, NOTHING, NO_SOCKET_CALL, NULL, "@yours never called connect()@doing" },
	{ ANYTHING, SYN_SEGMENT, NOBODY_BOUND, NULL,
	  "@yours has not bound an address: a server calls bind(), listen() and accept()" },

	/* ending */
	{ RST_SEGMENT, FIN_SEGMENT, OPTION_UNSET, NULL,
	  "@yours sent a FIN: close() sends a RST only if SO_LINGER {on, 0 s} was set before, and @yours @unset" },
	{ RST_SEGMENT, FIN_SEGMENT, LINGERS_POSITIVE, NULL,
	  "@yours sent a FIN: it set SO_LINGER with a time above 0, and only {on, 0 s} makes close() abort" },
	{ RST_SEGMENT, FIN_SEGMENT, NOT_READ_TO_END, NULL,
	  "@yours sent a FIN: had it closed with unread data, or with SO_LINGER {on, 0 s}, there would be a RST" },
	{ OPTION_SET, ANYTHING, OPTION_UNSET, "setsockopt", "@yours @unset" },
	{ FIN_SEGMENT, RST_SEGMENT, LINGERS_ZERO, NULL,
	  "@yours sent a RST: it had set SO_LINGER {on, 0 s}, and then close() aborts the connection" },
	{ FIN_SEGMENT, RST_SEGMENT, NOT_READ_TO_END, NULL,
	  "@yours sent a RST: it called close() while data that it had not read was waiting. Who wants a FIN reads to the "
	  "end (until read() gives 0) first" },
	{ SUCCESS, ANYTHING, NO_SHUTDOWN, "shutdown",
	  "@yours never calls shutdown(): the half-close is missing. close() ends both directions, shutdown(SHUT_WR) only "
	  "the one" },
	{ FIN_SEGMENT, NOTHING, NO_CLOSE, NULL,
	  "@yours never closes: without close() or shutdown(SHUT_WR) there is no FIN, and its peer waits for "
	  "more@doing" },
	{ RST_SEGMENT, NOTHING, PROBES_SELDOM, NULL,
	  "no RST came, as @yours has not given up: it has not set TCP_KEEPINTVL, and without that "
	  "net.ipv4.tcp_keepalive_intvl goes by between two probes, 75 s unless it is set" },
	{ RST_SEGMENT, NOTHING, NO_CLOSE, NULL,
	  "@yours never closes: without close() there is no RST@doing" },
	{ SUCCESS, NOTHING, NO_CLOSE, "close", "@yours never closes@doing" },
	{ ANYTHING, TOO_SHORT, OPTION_UNSET, "close",
	  "close() does not wait for @yours: it does only if SO_LINGER {on, n} was set before, and @yours @unset" },
	{ BLOCKED, SUCCESS, OPTION_UNSET, "close",
	  "close() does not wait for @yours: it does only if SO_LINGER {on, n} was set before, and @yours @unset" },
	{ BLOCKED, SUCCESS, LINGERS_ZERO, "close",
	  "close() does not wait for @yours: with SO_LINGER {on, 0 s} it aborts; only a time above 0 makes it wait" },
	{ ANYTHING, TOO_SHORT, LINGERS_ZERO, "close",
	  "close() does not wait for @yours: with SO_LINGER {on, 0 s} it aborts; only a time above 0 makes it wait" },
	{ ANYTHING, TOO_LONG, LINGERS_POSITIVE, "close",
	  "close() waits for @yours, which set SO_LINGER with a time above 0" },
	{ EXIT_WELL, NOTHING, NO_CLOSE, NULL, "@yours never closes, and does not end@doing" },
	{ EXIT_WELL, NOTHING, ALWAYS, NULL, "@yours does not end@doing" },
	{ EXIT_WELL, EXIT_BADLY, ENDED, NULL,
	  "@yours ended with status @status, and 0 is how a program says that all went well" },
	{ ANYTHING, GONE, NO_CLOSE_CALL, "close",
	  "@yours ended without close(): the kernel closes its sockets then, but never lingers, and nobody learns how it "
	  "went" },

	/* data */
	{ DATA_SEGMENT, NOTHING, NO_WRITE, NULL,
	  "@yours sent nothing: it called neither write() nor send(). What is printed through a buffer (stdio, Python's "
	  "makefile) is sent when that is flushed@doing" },
	{ DATA_SEGMENT, GONE, NO_WRITE, NULL, "@yours ended with status @status and had sent nothing" },
	{ DATA_SEGMENT, NOTHING, ALWAYS, NULL,
	  "@yours sent less than ours does: it writes fewer bytes, holds some back in a buffer, or waits for "
	  "something@doing" },
	{ DATA_SEGMENT, DATA_SEGMENT, ALWAYS, NULL,
	  "@yours sent other bytes than ours, or in other portions: how many does it hand to each write()? A newline is "
	  "one more, and a buffer may hold some back or join them" },
	{ NOTHING, DATA_SEGMENT, KEYBOARD_SKIPPED, NULL,
	  "@yours has gone ahead: ours waits for a line on its standard input before this, and @yours never reads its "
	  "own" },
	{ NOTHING, DATA_SEGMENT, MORE_TO_TYPE, NULL,
	  "@yours sent more than ours does here: does it write twice, or a newline more, or not wait for the line that "
	  "the script types next?" },
	{ NOTHING, DATA_SEGMENT, ALWAYS, NULL,
	  "@yours sent more than ours does: does it write twice, or a newline more?" },
	/* probes, which the kernel sends by itself */
	{ KEEPALIVE_PROBE, NOTHING, NO_KEEPALIVE, NULL,
	  "no probe came: @yours has not switched SO_KEEPALIVE on" },
	{ KEEPALIVE_PROBE, NOTHING, PROBES_LATE, NULL,
	  "no probe came: @yours has not set TCP_KEEPIDLE, and without that the first one is sent when nothing has come in "
	  "for net.ipv4.tcp_keepalive_time, two hours unless it is set" },
	{ KEEPALIVE_PROBE, NOTHING, PROBES_SELDOM, NULL,
	  "the next probe has not come: @yours has not set TCP_KEEPINTVL, and without that net.ipv4.tcp_keepalive_intvl "
	  "goes by between two probes, 75 s unless it is set" },
	{ FIN_SEGMENT, DATA_SEGMENT, SHUT_READING_ONLY, NULL,
	  "@yours called shutdown(SHUT_RD), which sends nothing and leaves its sending open: a FIN comes of "
	  "shutdown(SHUT_WR), of SHUT_RDWR, or of close()" },
	{ FIN_SEGMENT, NOTHING, SHUT_READING_ONLY, NULL,
	  "@yours called shutdown(SHUT_RD), which sends nothing and leaves its sending open: a FIN comes of "
	  "shutdown(SHUT_WR), of SHUT_RDWR, or of close()" },

	/* what is left */
	{ ANYTHING, GONE, ENDED, NULL,
	  "@yours had ended, with status @status@failed: ours is still there at this point" },
	{ ANYTHING, NOTHING, TOLD, NULL,
	  "\"@told\" was typed for @yours, which has read it and waits for the next line: what ours does then is missing" },
	{ ANYTHING, NOTHING, AT_KEYBOARD, NULL,
	  "@yours waits for its standard input, and the script types nothing here" },
	{ SUCCESS, NOTHING, ALWAYS, NULL, "@yours never makes a call like @wanted()@doing" },
};

const struct rules rules_of_yours = { table, sizeof(table) / sizeof(table[0]) };
