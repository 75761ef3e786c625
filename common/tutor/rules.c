/*
 * rules.c - the table of rules, from the special to the general; see rules.h.
 *
 * A cause is told only where the record supports it: what cannot be read there is either asked, or not said.
 */
#include "common/tutor/rules.h"

const struct rule rules[] = {
	/* ==== of a program of the reader's own ==== */

	/* it does not run, or no longer */
	{ OF_YOURS, ANYTHING, ANYTHING, CANNOT_RUN, NULL,
	  "@yours exited with status @status, which a shell gives for a command that it cannot find (127) or execute "
	  "(126)" },
	{ OF_YOURS, PIPE_SIGNAL, ANYTHING, SURVIVES_PIPE, NULL,
	  "write() gave @yours EPIPE and no signal: something ignores SIGPIPE. Python does so from its start; "
	  "signal.signal(signal.SIGPIPE, signal.SIG_DFL) brings the default back" },
	{ OF_YOURS, DEATH, ANYTHING, SURVIVES_PIPE, NULL,
	  "write() gave @yours EPIPE and no signal: something ignores SIGPIPE. Python does so from its start; "
	  "signal.signal(signal.SIGPIPE, signal.SIG_DFL) brings the default back" },
	{ OF_YOURS, ANYTHING, ANYTHING, KILLED_BY_PIPE, NULL,
	  "@yours was killed by SIGPIPE: it wrote although the connection was gone. Who wants to see EPIPE instead ignores "
	  "the signal, or sends with MSG_NOSIGNAL, and looks at what write() returns" },
	{ OF_YOURS, ANYTHING, ANYTHING, KILLED, NULL, "@yours was killed by @signal before that" },

	{ OF_YOURS, ANYTHING, ANYTHING, ENDED_AT_ONCE, NULL,
	  "@yours ended with status @status before it had a connection or an address" },

	{ OF_YOURS, DATA_SEGMENT, FIN_SEGMENT, NO_WRITE, NULL,
	  "@yours closed and had sent nothing: it called neither write() nor send()" },
	{ OF_YOURS, DATA_SEGMENT, FIN_SEGMENT, ALWAYS, NULL,
	  "@yours closed before it had sent all that ours sends: does it do what its arguments say@arguments?" },

	/* the keyboard: the director types */
	{ OF_YOURS, ANYTHING, ANYTHING, KEYBOARD_GONE, NULL,
	  "a line was typed for @yours, which had exited with status @status by then@failed: ours waits there for the "
	  "Enter key" },
	{ OF_YOURS, ANYTHING, ANYTHING, KEYBOARD_UNREAD, NULL,
	  "a line was typed for @yours, which does not read its standard input: ours waits there for the Enter key" },
	{ OF_YOURS, ANYTHING, ANYTHING, KEYBOARD_AHEAD, NULL,
	  "@yours has gone ahead: ours waits for a line on its standard input before this step, and the script has not "
	  "typed it yet" },

	/* opening */
	{ OF_YOURS, SYN_SEGMENT, ANYTHING, OTHER_ADDRESS, NULL,
	  "@yours connects to @where@swapped; the server listens on @address" },
	{ OF_YOURS, ANYTHING, REFUSED_ERROR, OTHER_ADDRESS, NULL,
	  "@yours connects to @where@swapped, where nobody listens; the server listens on @address" },
	{ OF_YOURS, ANYTHING, ANYTHING, OTHER_ADDRESS, NULL,
	  "@yours connected to @where@swapped; the server listens on @address" },
	{ OF_YOURS, SYN_ACK_SEGMENT, ANYTHING, BOUND_ELSEWHERE, NULL,
	  "@yours listens on @bound@swapped; the client connects to @sought" },
	{ OF_YOURS, ANYTHING, SYN_SEGMENT, BOUND_ELSEWHERE, NULL,
	  "@yours listens on @bound@swapped; the client connects to @sought" },
	{ OF_YOURS, ANYTHING, ANYTHING, ADDRESS_IN_USE, NULL,
	  "bind() gave @yours EADDRINUSE: a server sets SO_REUSEADDR before bind(), else old connections in TIME_WAIT keep "
	  "its port" },
	{ OF_YOURS, SYN_SEGMENT, ANYTHING, AT_KEYBOARD, NULL,
	  "@yours never called connect(): it waits for its standard input, and the script types nothing here" },
	{ OF_YOURS, ANYTHING, ANYTHING, NO_SOCKET_CALL, "connect", "@yours never called connect()" },
	{ OF_YOURS, SYN_SEGMENT, NOTHING, NO_SOCKET_CALL, NULL, "@yours never called connect()@doing" },
	{ OF_YOURS, SYN_ACK_SEGMENT, ANYTHING, NO_SOCKET_CALL, NULL,
	  "@yours has not bound an address: a server calls bind(), listen() and accept()" },

	/* ending */
	{ OF_YOURS, RST_SEGMENT, FIN_SEGMENT, OPTION_UNSET, NULL,
	  "@yours sent a FIN: close() sends a RST only if SO_LINGER {on, 0 s} was set before, and @yours @unset" },
	{ OF_YOURS, RST_SEGMENT, FIN_SEGMENT, LINGERS_POSITIVE, NULL,
	  "@yours sent a FIN: it set SO_LINGER with a time above 0, and only {on, 0 s} makes close() abort" },
	{ OF_YOURS, RST_SEGMENT, FIN_SEGMENT, NOT_READ_TO_END, NULL,
	  "@yours sent a FIN: had it closed with unread data, or with SO_LINGER {on, 0 s}, there would be a RST" },
	{ OF_YOURS, OPTION_SET, ANYTHING, OPTION_UNSET, "setsockopt", "@yours @unset" },
	{ OF_YOURS, FIN_SEGMENT, RST_SEGMENT, LINGERS_ZERO, NULL,
	  "@yours sent a RST: it had set SO_LINGER {on, 0 s}, and then close() aborts the connection" },
	{ OF_YOURS, FIN_SEGMENT, RST_SEGMENT, NOT_READ_TO_END, NULL,
	  "@yours sent a RST: it called close() while data that it had not read was waiting. Who wants a FIN reads to the "
	  "end (until read() gives 0) first" },
	{ OF_YOURS, SUCCESS, ANYTHING, NO_SHUTDOWN, "shutdown",
	  "@yours never calls shutdown(): the half-close is missing. close() ends both directions, shutdown(SHUT_WR) only "
	  "the one" },
	{ OF_YOURS, FIN_SEGMENT, NOTHING, NO_CLOSE, NULL,
	  "@yours never closes: without close() or shutdown(SHUT_WR) there is no FIN, and its peer waits for "
	  "more@doing" },
	{ OF_YOURS, RST_SEGMENT, NOTHING, NO_CLOSE, NULL,
	  "@yours never closes: without close() there is no RST@doing" },
	{ OF_YOURS, SUCCESS, NOTHING, NO_CLOSE, "close", "@yours never closes@doing" },
	{ OF_YOURS, ANYTHING, TOO_SHORT, OPTION_UNSET, "close",
	  "close() does not wait for @yours: it does only if SO_LINGER {on, n} was set before, and @yours @unset" },
	{ OF_YOURS, BLOCKED, SUCCESS, OPTION_UNSET, "close",
	  "close() does not wait for @yours: it does only if SO_LINGER {on, n} was set before, and @yours @unset" },
	{ OF_YOURS, BLOCKED, SUCCESS, LINGERS_ZERO, "close",
	  "close() does not wait for @yours: with SO_LINGER {on, 0 s} it aborts; only a time above 0 makes it wait" },
	{ OF_YOURS, ANYTHING, TOO_SHORT, LINGERS_ZERO, "close",
	  "close() does not wait for @yours: with SO_LINGER {on, 0 s} it aborts; only a time above 0 makes it wait" },
	{ OF_YOURS, ANYTHING, TOO_LONG, LINGERS_POSITIVE, "close",
	  "close() waits for @yours, which set SO_LINGER with a time above 0" },
	{ OF_YOURS, EXIT_WELL, NOTHING, NO_CLOSE, NULL, "@yours never closes, and does not end@doing" },
	{ OF_YOURS, EXIT_WELL, NOTHING, ALWAYS, NULL, "@yours does not end@doing" },
	{ OF_YOURS, EXIT_WELL, EXIT_BADLY, ENDED, NULL,
	  "@yours ended with status @status, and 0 is how a program says that all went well" },
	{ OF_YOURS, ANYTHING, GONE, NO_CLOSE_CALL, "close",
	  "@yours ended without close(): the kernel closes its sockets then, but never lingers, and nobody learns how it "
	  "went" },

	/* data */
	{ OF_YOURS, DATA_SEGMENT, NOTHING, NO_WRITE, NULL,
	  "@yours sent nothing: it called neither write() nor send(). What is printed through a buffer (stdio, Python's "
	  "makefile) is sent when that is flushed@doing" },
	{ OF_YOURS, DATA_SEGMENT, GONE, NO_WRITE, NULL,
	  "@yours ended with status @status and had sent nothing" },
	{ OF_YOURS, DATA_SEGMENT, NOTHING, ALWAYS, NULL,
	  "@yours sent less than ours does: it writes fewer bytes, holds some back in a buffer, or waits for "
	  "something@doing" },
	{ OF_YOURS, DATA_SEGMENT, DATA_SEGMENT, ALWAYS, NULL,
	  "@yours sent other bytes than ours, or in other portions: how many does it hand to each write()? A newline is "
	  "one more, and a buffer may hold some back or join them" },
	{ OF_YOURS, NOTHING, DATA_SEGMENT, KEYBOARD_SKIPPED, NULL,
	  "@yours has gone ahead: ours waits for a line on its standard input before this, and @yours never reads its "
	  "own" },
	{ OF_YOURS, NOTHING, DATA_SEGMENT, MORE_TO_TYPE, NULL,
	  "@yours sent more than ours does here: does it write twice, or a newline more, or not wait for the line that "
	  "the script types next?" },
	{ OF_YOURS, NOTHING, DATA_SEGMENT, ALWAYS, NULL,
	  "@yours sent more than ours does: does it write twice, or a newline more?" },
	{ OF_YOURS, ANYTHING, GONE, ENDED, NULL,
	  "@yours had ended, with status @status@failed: ours is still there at this point" },
	{ OF_YOURS, ANYTHING, NOTHING, TOLD, NULL,
	  "\"@told\" was typed for @yours, which has read it and waits for the next line: what ours does then is missing" },
	{ OF_YOURS, ANYTHING, NOTHING, AT_KEYBOARD, NULL,
	  "@yours waits for its standard input, and the script types nothing here" },
	{ OF_YOURS, SUCCESS, NOTHING, ALWAYS, NULL, "@yours never makes a call like @wanted()@doing" },

	/* ==== of any program ==== */

	/* nothing gets through */
	{ OF_ALL, RST_SEGMENT, NOTHING, CUT_OFF, NULL,
	  "no RST came: the cable is cut or a host is down, so nothing reaches a TCP that could send one, or what it "
	  "sends reaches nobody" },
	{ OF_ALL, ICMP_MESSAGE, NOTHING, CUT_OFF, NULL,
	  "the router was silent: a cut drops without a word; for a host that is down it answers only when some 3 s of "
	  "asking for its address have gone by" },
	{ OF_ALL, ICMP_MESSAGE, NOTHING, ALWAYS, NULL,
	  "nothing was sent that could not be delivered: 'unreachable' makes the router answer, a cut never does" },
	{ OF_ALL, SYN_ACK_SEGMENT, ICMP_MESSAGE, ALWAYS, NULL,
	  "the @who could not deliver the SYN and says so: the host behind it is down or unreachable" },
	{ OF_ALL, BLOCKED, UNREACHABLE_ERROR, ALWAYS, NULL,
	  "the call had returned already: ICMP host unreachable had come, which ends a connect(), and what TCP gives up" },
	{ OF_ALL, TIMEOUT_ERROR, UNREACHABLE_ERROR, ALWAYS, NULL,
	  "ICMP host unreachable had come meanwhile: TCP goes on all the same, and when it gives up it names that error "
	  "and not the time-out" },
	{ OF_ALL, UNREACHABLE_ERROR, TIMEOUT_ERROR, ALWAYS, NULL,
	  "no ICMP host unreachable had come before TCP gave up: a cut drops without a word, and a router needs some "
	  "3 s to find that a host is down" },
	{ OF_ALL, ANYTHING, UNREACHABLE_ERROR, ALWAYS, NULL,
	  "the router has answered with ICMP host unreachable" },
	{ OF_ALL, ANYTHING, BLOCKED, CUT_OFF, NULL,
	  "the call has not returned: the cable is cut or a host is down, and TCP does not notice before its "
	  "retransmissions or keep-alive probes are spent" },

	/* opening */
	{ OF_ALL, SYN_ACK_SEGMENT, RST_SEGMENT, ALWAYS, NULL,
	  "nobody listens on that port, so the kernel answers the SYN with a RST" },
	{ OF_ALL, SYN_ACK_SEGMENT, SENT_AGAIN, ALWAYS, NULL,
	  "the SYN got no answer and was sent again: the cable is cut, or the listener's backlog is "
	  "full" },
	{ OF_ALL, SYN_ACK_SEGMENT, NOTHING, ALWAYS, NULL,
	  "the SYN got no answer: the cable is cut, or the listener's backlog is full" },
	{ OF_ALL, SYN_SEGMENT, NOTHING, ALWAYS, NULL,
	  "the @who never tried to connect: did it start, and did it come to connect()?" },
	{ OF_ALL, NOTHING, SYN_SEGMENT, ALWAYS, NULL,
	  "the @who opened a connection that the script does not name" },
	{ OF_ALL, NOTHING, SYN_ACK_SEGMENT, ALWAYS, NULL,
	  "the @who's kernel accepted a connection that the script does not name" },

	/* sent again, probes */
	{ OF_ALL, SENT_AGAIN, NOTHING, ALWAYS, NULL,
	  "nothing was sent again in time: the retransmission time-out doubles each time; is the "
	  "script's limit long enough?" },
	{ OF_ALL, ANYTHING, SENT_AGAIN, ALWAYS, NULL,
	  "the @who sent it again, and nothing on record proves that the @peer had it already: it was "
	  "lost or held up, or it is what the claim forbids" },
	{ OF_ALL, ANYTHING, PROBE, ALWAYS, NULL,
	  "the @who's TCP is probing: keep-alive is on, or the window of the @peer is closed and data "
	  "waits" },
	{ OF_ALL, PROBE, NOTHING, ALWAYS, NULL,
	  "no probe came: was SO_KEEPALIVE set, or is there data that waits for a closed window?" },

	/* ending */
	{ OF_ALL, RST_SEGMENT, FIN_SEGMENT, LINGERS_ZERO, NULL,
	  "the @who sent FIN where RST was expected although it had set SO_LINGER {on, 0}: shutdown() "
	  "sends a FIN all the same, and the option belongs to one socket only" },
	{ OF_ALL, RST_SEGMENT, FIN_SEGMENT, ALWAYS, NULL,
	  "the @who sent FIN where RST was expected: was SO_LINGER {on, 0} set before close()?" },
	{ OF_ALL, FIN_SEGMENT, RST_SEGMENT, LINGERS_ZERO, NULL,
	  "a RST came where FIN was expected: the @who had set SO_LINGER {on, 0}, and then close() "
	  "aborts the connection" },
	{ OF_ALL, FIN_SEGMENT, RST_SEGMENT, ALWAYS, NULL,
	  "a RST came where FIN was expected: data that nobody had read was in the receive buffer at "
	  "close(), or SO_LINGER {on, 0} was set" },
	{ OF_ALL, FIN_SEGMENT, DATA_SEGMENT, ALWAYS, NULL,
	  "data came before the FIN: close() sends first what is queued; did the @who write more than "
	  "the script names?" },
	{ OF_ALL, RST_SEGMENT, DATA_SEGMENT, ALWAYS, NULL,
	  "data was sent before the RST: what TCP has sent already cannot be discarded; did the @who "
	  "write more than the script names?" },
	{ OF_ALL, FIN_SEGMENT, NOTHING, ALWAYS, NULL,
	  "no FIN came: the socket was not closed, another descriptor (fork, dup) still refers to it, "
	  "or data before the FIN waits for the peer's window" },
	{ OF_ALL, RST_SEGMENT, NOTHING, ALWAYS, NULL,
	  "no RST came: the socket was not closed, another descriptor (fork, dup) still refers to it, "
	  "or the connection had ended already" },
	{ OF_ALL, NOTHING, RST_SEGMENT, LINGERS_ZERO, NULL,
	  "the @who had set SO_LINGER {on, 0}, and then close() sends a RST" },
	{ OF_ALL, NOTHING, RST_SEGMENT, ALWAYS, NULL,
	  "the @who's kernel sent a RST: something arrived for a socket that was closed already, or "
	  "close() found data that nobody had read" },
	{ OF_ALL, NOTHING, FIN_SEGMENT, ALWAYS, NULL,
	  "the @who closed a socket (the end of a program closes all of its sockets), and the script "
	  "names no FIN for it" },

	/* data */
	{ OF_ALL, DATA_SEGMENT, DATA_SEGMENT, ALWAYS, NULL,
	  "the same bytes can travel in other segments: \"data FIRST:END\" takes any number of them" },
	{ OF_ALL, DATA_SEGMENT, RST_SEGMENT, ALWAYS, NULL,
	  "the connection was aborted before that data was sent: close() with SO_LINGER {on, 0} "
	  "discards what is unsent" },
	{ OF_ALL, DATA_SEGMENT, FIN_SEGMENT, ALWAYS, NULL,
	  "the @who closed before it sent that data: did it write all of it?" },
	{ OF_ALL, DATA_SEGMENT, NOTHING, ALWAYS, NULL,
	  "that data was never sent: the @who did not write it, the peer's window is full, or it was "
	  "discarded" },
	{ OF_ALL, NOTHING, DATA_SEGMENT, ALWAYS, NULL, "the @who sent more data than the script names" },
	{ OF_ALL, BARE_ACK, NOTHING, ALWAYS, NULL,
	  "no such acknowledgement came: the cable is cut, or there was nothing to acknowledge" },
	{ OF_ALL, DATAGRAM, NOTHING, ALWAYS, NULL, "no such datagram was sent" },
	{ OF_ALL, NOTHING, DATAGRAM, ALWAYS, NULL, "the @who sent a datagram that the script does not name" },
	{ OF_ALL, ANYTHING, ICMP_MESSAGE, ALWAYS, NULL,
	  "the kernel of the @who reports that a packet could not be delivered" },

	/* calls that wait, or do not */
	{ OF_ALL, ANYTHING, OTHER_CALL, ALWAYS, NULL,
	  "the @who calls @call(), and a script takes a call by its name: it wants @wanted()" },
	{ OF_ALL, BLOCKED, SUCCESS, CLOSES_UNLINGERING, NULL,
	  "close() had returned already: it waits only if SO_LINGER {on, n} was set before, and the @who had not done so" },
	{ OF_ALL, ANYTHING, TOO_SHORT, CLOSES_UNLINGERING, NULL,
	  "close() did not wait: it does only if SO_LINGER {on, n} was set before, and the @who had not done so" },
	{ OF_ALL, BLOCKED, SUCCESS, ALWAYS, NULL,
	  "the call had returned already: the socket is non-blocking, or nothing was left to wait for" },
	{ OF_ALL, BLOCKED, END_OF_FILE, ALWAYS, NULL,
	  "the call had returned already: the peer's FIN had arrived" },
	{ OF_ALL, BLOCKED, AGAIN_ERROR, ALWAYS, NULL,
	  "the call had returned already: the socket is non-blocking, or a time-out (SO_RCVTIMEO, "
	  "l_linger) had run out" },
	{ OF_ALL, BLOCKED, RESET_ERROR, ALWAYS, NULL,
	  "the call had returned already: the peer had aborted the connection with a RST" },
	{ OF_ALL, ANYTHING, BLOCKED, ALWAYS, NULL,
	  "the call has not returned: what it waits for (data, a FIN, an acknowledgement, room in the "
	  "buffer) did not come" },
	{ OF_ALL, ANYTHING, TOO_LONG, ALWAYS, NULL,
	  "the call had to wait: for data, for an acknowledgement, for room in the buffer, or for "
	  "l_linger to run out" },
	{ OF_ALL, ANYTHING, TOO_SHORT, ALWAYS, NULL,
	  "the call did not have to wait so long: what it waits for came sooner, or the socket is non-"
	  "blocking" },

	/* errors */
	{ OF_ALL, EPIPE_ERROR, RESET_ERROR, ALWAYS, NULL,
	  "write() after the RST gives EPIPE, but the first call after it gets ECONNRESET: the error is"
	  " told once" },
	{ OF_ALL, RESET_ERROR, EPIPE_ERROR, ALWAYS, NULL,
	  "ECONNRESET is told once, to the first call after the RST; every later write() gives EPIPE, and "
	  "after a FIN even the first" },
	{ OF_ALL, EPIPE_ERROR, SUCCESS, ALWAYS, NULL,
	  "write() still succeeds: no RST had arrived yet. The first write() after the peer's close "
	  "only causes it" },
	{ OF_ALL, RESET_ERROR, END_OF_FILE, ALWAYS, NULL,
	  "the peer ended the connection with a FIN and not with a RST, or another call was told of the RST "
	  "before: read() gives 0" },
	{ OF_ALL, RESET_ERROR, SUCCESS, ALWAYS, NULL,
	  "no RST had arrived when this was called, or data that had come before it was still unread" },
	{ OF_ALL, END_OF_FILE, RESET_ERROR, ALWAYS, NULL,
	  "the peer aborted the connection with a RST where a FIN was expected" },
	{ OF_ALL, SUCCESS, RESET_ERROR, ALWAYS, NULL, "the peer had aborted the connection with a RST" },
	{ OF_ALL, SUCCESS, END_OF_FILE, ALWAYS, NULL,
	  "the peer had closed: its FIN stands behind all of its data" },
	{ OF_ALL, SUCCESS, EPIPE_ERROR, ALWAYS, NULL,
	  "the connection was aborted before, or this end had called shutdown(SHUT_WR): nothing can be "
	  "written any more" },
	{ OF_ALL, AGAIN_ERROR, SUCCESS, CLOSES_UNLINGERING, NULL,
	  "close() has a time to run out of only if SO_LINGER {on, n} was set before, and the @who had not done so" },
	{ OF_ALL, AGAIN_ERROR, SUCCESS, LINGER_RAN_OUT, NULL,
	  "close() waited @took: the time that SO_LINGER gives it did run out, but on Linux it returns 0 all the "
	  "same, and goes on sending" },
	{ OF_ALL, AGAIN_ERROR, SUCCESS, WAITED, NULL,
	  "the call waited @took and then succeeded: what it waits for came before its time ran out" },
	{ OF_ALL, AGAIN_ERROR, SUCCESS, ALWAYS, NULL,
	  "the call did not run out of time: nothing was left to wait for, or the option was not set on"
	  " this socket" },
	{ OF_ALL, ANYTHING, AGAIN_ERROR, ALWAYS, NULL,
	  "the socket is non-blocking, or a time-out (SO_RCVTIMEO, l_linger) ran out before what the "
	  "call waits for came" },
	{ OF_ALL, ANYTHING, REFUSED_ERROR, ALWAYS, NULL, "nobody listens on that port" },
	{ OF_ALL, ANYTHING, TIMEOUT_ERROR, ALWAYS, NULL,
	  "nobody answered: TCP gave up after its last retransmission or probe" },
	{ OF_ALL, ANYTHING, IN_USE_ERROR, ALWAYS, NULL,
	  "another socket has that address, perhaps one in TIME_WAIT; a server sets SO_REUSEADDR before"
	  " bind()" },
	{ OF_ALL, ANYTHING, BAD_DESCRIPTOR_ERROR, ALWAYS, NULL, "that descriptor was closed before" },
	{ OF_ALL, ANYTHING, INTERRUPTED_ERROR, ALWAYS, NULL,
	  "a signal interrupted the call: its handler was set without SA_RESTART" },
	{ OF_ALL, ANYTHING, NOT_CONNECTED_ERROR, ALWAYS, NULL,
	  "the socket was never connected, or its connection is gone" },
	{ OF_ALL, OPTION_SET, NOTHING, ALWAYS, NULL,
	  "the @who never set that option: was it started with the right arguments?" },
	{ OF_ALL, OPTION_SET, GONE, ALWAYS, NULL,
	  "the @who never set that option: was it started with the right arguments?" },
	{ OF_ALL, OPTION_SET, SUCCESS, ALWAYS, NULL, "the @who set another option or another value" },

	/* the end of a process */
	{ OF_ALL, PIPE_SIGNAL, NOTHING, ALWAYS, NULL,
	  "SIGPIPE comes only from a write() after the RST or after shutdown(SHUT_WR), and not if it is"
	  " ignored or MSG_NOSIGNAL is given" },
	{ OF_ALL, PIPE_SIGNAL, GONE, ALWAYS, NULL,
	  "SIGPIPE comes only from a write() after the RST or after shutdown(SHUT_WR), and not if it is"
	  " ignored or MSG_NOSIGNAL is given" },
	{ OF_ALL, DEATH, NOTHING, ALWAYS, NULL,
	  "the @who lives on: the signal did not come, or it catches or ignores it, as Python does SIGPIPE from its start" },
	{ OF_ALL, DEATH, EXIT_WELL, ALWAYS, NULL,
	  "the signal did not come, or the program caught or ignored it" },
	{ OF_ALL, DEATH, EXIT_BADLY, ALWAYS, NULL,
	  "the signal did not come, or the program caught or ignored it" },
	{ OF_ALL, ANYTHING, EXIT_NOT_RUN, ALWAYS, NULL,
	  "the program could not be executed: is it installed?" },
	{ OF_ALL, ANYTHING, EXIT_BADLY, ALWAYS, NULL, "the @who gave up; what it printed says why" },
	{ OF_ALL, ANYTHING, DEATH, ALWAYS, NULL, "a signal ended the @who" },
	{ OF_ALL, ANYTHING, GONE, ALWAYS, NULL,
	  "the @who ended before it came to this; its last calls say why" },

	/* states */
	{ OF_ALL, STATE_IS_CLOSED, STATE_IS_TIME_WAIT, ALWAYS, NULL,
	  "the @who closed first and with a FIN, so it keeps the connection in TIME_WAIT for a minute; "
	  "only a RST skips it" },
	{ OF_ALL, STATE_IS_TIME_WAIT, STATE_IS_CLOSED, ALWAYS, NULL,
	  "no TIME_WAIT: the @who did not close first, or a RST ended the connection" },
	{ OF_ALL, STATE_IS_CLOSED, STATE_IS_FIN_WAIT_1, ALWAYS, NULL,
	  "the kernel still works on the connection: what was written, or the FIN, is not acknowledged "
	  "yet" },
	{ OF_ALL, STATE_IS_CLOSED, STATE_IS_FIN_WAIT_2, ALWAYS, NULL, "the peer has not closed its end yet" },
	{ OF_ALL, STATE_IS_CLOSED, STATE_IS_ESTABLISHED, ALWAYS, NULL,
	  "the socket is still open: it was not closed, or another descriptor (fork, dup) refers to it" },
	{ OF_ALL, STATE_IS_FIN_WAIT_2, STATE_IS_FIN_WAIT_1, ALWAYS, NULL,
	  "the FIN is not acknowledged: unsent data stands before it, or the cable is cut" },
	{ OF_ALL, STATE_IS_FIN_WAIT_1, STATE_IS_FIN_WAIT_2, ALWAYS, NULL, "the FIN is acknowledged already" },
	{ OF_ALL, STATE_IS_FIN_WAIT_2, STATE_IS_TIME_WAIT, ALWAYS, NULL,
	  "the peer has closed its end as well" },
	{ OF_ALL, STATE_IS_FIN_WAIT_1, STATE_IS_TIME_WAIT, ALWAYS, NULL,
	  "the FIN is acknowledged and the peer has closed as well" },
	{ OF_ALL, ANYTHING, STATE_IS_SYN_SENT, ALWAYS, NULL, "the SYN has not been answered" },
	{ OF_ALL, STATE_IS_CLOSE_WAIT, STATE_IS_ESTABLISHED, ALWAYS, NULL, "no FIN of the peer has arrived" },
	{ OF_ALL, ANYTHING, STATE_IS_CLOSE_WAIT, ALWAYS, NULL, "the peer has closed, and the @who has not" },
	{ OF_ALL, STATE_IS_LISTEN, STATE_IS_CLOSED, ALWAYS, NULL,
	  "the @who does not listen (any more): did bind() and listen() succeed?" },
	{ OF_ALL, STATE_IS_FIN_WAIT_1, STATE_IS_CLOSED, ALWAYS, NULL,
	  "the connection is over: a RST ended it, or the kernel gave it up" },
	{ OF_ALL, STATE_IS_FIN_WAIT_2, STATE_IS_CLOSED, ALWAYS, NULL,
	  "the connection is over: a RST ended it, or the orphan's tcp_fin_timeout ran out" },
	{ OF_ALL, STATE_IS_ESTABLISHED, STATE_IS_CLOSED, ALWAYS, NULL,
	  "the connection was never made, or has ended" },
};

const size_t rule_count = sizeof(rules) / sizeof(rules[0]);
