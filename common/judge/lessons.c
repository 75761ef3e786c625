/* lessons.c - the table of a teacher's sentences, from the special to the general; see lessons.h. */
#include "common/judge/lessons.h"

const struct lesson lessons[] = {
	/* it does not run, or no longer */
	{ ANYTHING, ANYTHING, CANNOT_RUN, NULL,
	  "@who exited with status @status, which a shell gives for a command that it cannot find (127) or execute "
	  "(126)" },
	{ PIPE_SIGNAL, ANYTHING, SURVIVES_PIPE, NULL,
	  "write() gave @who EPIPE and no signal: something ignores SIGPIPE. Python does so from its start; "
	  "signal.signal(signal.SIGPIPE, signal.SIG_DFL) brings the default back" },
	{ DEATH, ANYTHING, SURVIVES_PIPE, NULL,
	  "write() gave @who EPIPE and no signal: something ignores SIGPIPE. Python does so from its start; "
	  "signal.signal(signal.SIGPIPE, signal.SIG_DFL) brings the default back" },
	{ ANYTHING, ANYTHING, KILLED_BY_PIPE, NULL,
	  "@who was killed by SIGPIPE: it wrote although the connection was gone. Who wants to see EPIPE instead ignores "
	  "the signal, or sends with MSG_NOSIGNAL, and looks at what write() returns" },
	{ ANYTHING, ANYTHING, KILLED, NULL, "@who was killed by @signal before that" },

	{ ANYTHING, ANYTHING, ENDED_AT_ONCE, NULL,
	  "@who ended with status @status before it had a connection or an address" },

	{ DATA_SEGMENT, FIN_SEGMENT, NO_WRITE, NULL,
	  "@who closed and had sent nothing: it called neither write() nor send()" },
	{ DATA_SEGMENT, FIN_SEGMENT, WHATEVER, NULL,
	  "@who closed before it had sent all that ours sends: does it do what its arguments say@arguments?" },

	/* the keyboard: the director types */
	{ ANYTHING, ANYTHING, KEYBOARD_GONE, NULL,
	  "a line was typed for @who, which had exited with status @status by then@failed: ours waits there for the "
	  "Enter key" },
	{ ANYTHING, ANYTHING, KEYBOARD_UNREAD, NULL,
	  "a line was typed for @who, which does not read its standard input: ours waits there for the Enter key" },
	{ ANYTHING, ANYTHING, KEYBOARD_AHEAD, NULL,
	  "@who has gone ahead: ours waits for a line on its standard input before this step, and the script has not "
	  "typed it yet" },

	/* opening */
	{ SYN_SEGMENT, ANYTHING, OTHER_ADDRESS, NULL,
	  "@who connects to @where@swapped; the server listens on @address" },
	{ ANYTHING, REFUSED_ERROR, OTHER_ADDRESS, NULL,
	  "@who connects to @where@swapped, where nobody listens; the server listens on @address" },
	{ ANYTHING, ANYTHING, OTHER_ADDRESS, NULL,
	  "@who connected to @where@swapped; the server listens on @address" },
	{ SYN_ACK_SEGMENT, ANYTHING, BOUND_ELSEWHERE, NULL,
	  "@who listens on @bound@swapped; the client connects to @sought" },
	{ ANYTHING, SYN_SEGMENT, BOUND_ELSEWHERE, NULL,
	  "@who listens on @bound@swapped; the client connects to @sought" },
	{ ANYTHING, ANYTHING, ADDRESS_IN_USE, NULL,
	  "bind() gave @who EADDRINUSE: a server sets SO_REUSEADDR before bind(), else old connections in TIME_WAIT keep "
	  "its port" },
	{ SYN_SEGMENT, ANYTHING, AT_KEYBOARD, NULL,
	  "@who never called connect(): it waits for its standard input, and the script types nothing here" },
	{ ANYTHING, ANYTHING, NO_SOCKET_CALL, "connect", "@who never called connect()" },
	{ SYN_SEGMENT, NOTHING, NO_SOCKET_CALL, NULL, "@who never called connect()@doing" },
	{ SYN_ACK_SEGMENT, ANYTHING, NO_SOCKET_CALL, NULL,
	  "@who has not bound an address: a server calls bind(), listen() and accept()" },

	/* ending */
	{ RST_SEGMENT, FIN_SEGMENT, OPTION_UNSET, NULL,
	  "@who sent a FIN: close() sends a RST only if SO_LINGER {on, 0 s} was set before, and @who @unset" },
	{ RST_SEGMENT, FIN_SEGMENT, LINGERS_POSITIVE, NULL,
	  "@who sent a FIN: it set SO_LINGER with a time above 0, and only {on, 0 s} makes close() abort" },
	{ RST_SEGMENT, FIN_SEGMENT, NOT_READ_TO_END, NULL,
	  "@who sent a FIN: had it closed with unread data, or with SO_LINGER {on, 0 s}, there would be a RST" },
	{ OPTION_SET, ANYTHING, OPTION_UNSET, "setsockopt", "@who @unset" },
	{ FIN_SEGMENT, RST_SEGMENT, LINGERS_ZERO, NULL,
	  "@who sent a RST: it had set SO_LINGER {on, 0 s}, and then close() aborts the connection" },
	{ FIN_SEGMENT, RST_SEGMENT, NOT_READ_TO_END, NULL,
	  "@who sent a RST: it called close() while data that it had not read was waiting. Who wants a FIN reads to the "
	  "end (until read() gives 0) first" },
	{ SUCCESS, ANYTHING, NO_SHUTDOWN, "shutdown",
	  "@who never calls shutdown(): the half-close is missing. close() ends both directions, shutdown(SHUT_WR) only "
	  "the one" },
	{ FIN_SEGMENT, NOTHING, NO_CLOSE, NULL,
	  "@who never closes: without close() or shutdown(SHUT_WR) there is no FIN, and its peer waits for "
	  "more@doing" },
	{ RST_SEGMENT, NOTHING, NO_CLOSE, NULL, "@who never closes: without close() there is no RST@doing" },
	{ SUCCESS, NOTHING, NO_CLOSE, "close", "@who never closes@doing" },
	{ ANYTHING, TOO_SHORT, OPTION_UNSET, "close",
	  "close() does not wait for @who: it does only if SO_LINGER {on, n} was set before, and @who @unset" },
	{ BLOCKED, SUCCESS, OPTION_UNSET, "close",
	  "close() does not wait for @who: it does only if SO_LINGER {on, n} was set before, and @who @unset" },
	{ BLOCKED, SUCCESS, LINGERS_ZERO, "close",
	  "close() does not wait for @who: with SO_LINGER {on, 0 s} it aborts; only a time above 0 makes it wait" },
	{ ANYTHING, TOO_SHORT, LINGERS_ZERO, "close",
	  "close() does not wait for @who: with SO_LINGER {on, 0 s} it aborts; only a time above 0 makes it wait" },
	{ ANYTHING, TOO_LONG, LINGERS_POSITIVE, "close",
	  "close() waits for @who, which set SO_LINGER with a time above 0" },
	{ EXIT_WELL, NOTHING, NO_CLOSE, NULL, "@who never closes, and does not end@doing" },
	{ EXIT_WELL, NOTHING, WHATEVER, NULL, "@who does not end@doing" },
	{ EXIT_WELL, EXIT_BADLY, ENDED, NULL,
	  "@who ended with status @status, and 0 is how a program says that all went well" },
	{ ANYTHING, GONE, NO_CLOSE_CALL, "close",
	  "@who ended without close(): the kernel closes its sockets then, but never lingers, and nobody learns how it "
	  "went" },

	/* data */
	{ DATA_SEGMENT, NOTHING, NO_WRITE, NULL,
	  "@who sent nothing: it called neither write() nor send(). What is printed through a buffer (stdio, Python's "
	  "makefile) is sent when that is flushed@doing" },
	{ DATA_SEGMENT, GONE, NO_WRITE, NULL, "@who ended with status @status and had sent nothing" },
	{ DATA_SEGMENT, NOTHING, WHATEVER, NULL,
	  "@who sent less than ours does: it writes fewer bytes, holds some back in a buffer, or waits for "
	  "something@doing" },
	{ DATA_SEGMENT, DATA_SEGMENT, WHATEVER, NULL,
	  "@who sent other bytes than ours, or in other portions: how many does it hand to each write()? A newline is "
	  "one more, and a buffer may hold some back or join them" },
	{ NOTHING, DATA_SEGMENT, KEYBOARD_SKIPPED, NULL,
	  "@who has gone ahead: ours waits for a line on its standard input before this, and @who never reads its "
	  "own" },
	{ NOTHING, DATA_SEGMENT, MORE_TO_TYPE, NULL,
	  "@who sent more than ours does here: does it write twice, or a newline more, or not wait for the line that "
	  "the script types next?" },
	{ NOTHING, DATA_SEGMENT, WHATEVER, NULL,
	  "@who sent more than ours does: does it write twice, or a newline more?" },
	{ ANYTHING, GONE, ENDED, NULL,
	  "@who had ended, with status @status@failed: ours is still there at this point" },
	{ ANYTHING, NOTHING, TOLD, NULL,
	  "\"@told\" was typed for @who, which has read it and waits for the next line: what ours does then is missing" },
	{ ANYTHING, NOTHING, AT_KEYBOARD, NULL,
	  "@who waits for its standard input, and the script types nothing here" },
	{ SUCCESS, NOTHING, WHATEVER, NULL, "@who never makes a call like @call@doing" },
};

const size_t lesson_count = sizeof(lessons) / sizeof(lessons[0]);
