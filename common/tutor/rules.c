/* rules.c - what is said of any program, from the special to the general; see rules.h. */
#include "common/tutor/rules.h"

static const struct rule table[] = {
	/* nothing gets through */
	{ RST_SEGMENT, NOTHING, PROBES_SELDOM, NULL,
	  "no RST came, as the @who has not given up: it has not set TCP_KEEPINTVL, and without that net.ipv4.tcp_keepalive_intvl "
	  "goes by between two probes, 75 s unless it is set" },
	{ TIMEOUT_ERROR, BLOCKED, PROBES_SELDOM, NULL,
	  "the @who has not given up: it has not set TCP_KEEPINTVL, and without that net.ipv4.tcp_keepalive_intvl "
	  "goes by between two probes, 75 s unless it is set" },
	{ RST_SEGMENT, NOTHING, CUT_OFF, NULL,
	  "no RST came: the link is cut or a host is down, so nothing reaches a TCP that could send one, or what it "
	  "sends reaches nobody" },
	{ ICMP_MESSAGE, NOTHING, CUT_OFF, NULL,
	  "the router was silent: a cut drops without a word; for a host that is down it answers only when some 3 s of "
	  "asking for its address have gone by" },
	{ ICMP_MESSAGE, NOTHING, ALWAYS, NULL,
	  "nothing was sent that could not be delivered: 'unreachable' makes the router answer, a cut never does" },
	{ BLOCKED, UNREACHABLE_ERROR, ALWAYS, NULL,
	  "the call had returned already: ICMP host unreachable had come, which ends a connect(), and what TCP gives up" },
	{ TIMEOUT_ERROR, UNREACHABLE_ERROR, ALWAYS, NULL,
	  "ICMP host unreachable had come meanwhile: TCP goes on all the same, and when it gives up it names that error "
	  "and not the time-out" },
	{ UNREACHABLE_ERROR, TIMEOUT_ERROR, ALWAYS, NULL,
	  "no ICMP host unreachable had come before TCP gave up: a cut drops without a word, and a router needs some "
	  "3 s to find that a host is down" },
	{ ANYTHING, UNREACHABLE_ERROR, ALWAYS, NULL, "the router has answered with ICMP host unreachable" },
	{ ANYTHING, BLOCKED, CUT_OFF, NULL,
	  "the call has not returned: the link is cut or a host is down, and TCP does not notice before its "
	  "retransmissions or keep-alive probes are spent" },

	/* opening */
	{ SYN_ACK_SEGMENT, RST_SEGMENT, ALWAYS, NULL,
	  "nobody listens on that port, so the kernel answers the SYN with a RST" },
	{ SYN_ACK_SEGMENT, NOTHING, CUT_OFF, NULL,
	  "the SYN got no answer: the link is cut or a host is down" },
	{ SYN_ACK_SEGMENT, NOTHING, ALWAYS, NULL,
	  "the SYN got no answer: it was lost, or the listener's backlog is full" },
	{ SYN_SEGMENT, NOTHING, ALWAYS, NULL,
	  "the @who never tried to connect: did it start, and did it come to connect()?" },
	{ NOTHING, SYN_SEGMENT, ALWAYS, NULL, "the @who opened a connection that the script does not name" },
	{ NOTHING, SYN_ACK_SEGMENT, ALWAYS, NULL,
	  "the @who's kernel accepted a connection that the script does not name" },

	/* sent again, probes */
	{ SENT_AGAIN, NOTHING, ALWAYS, NULL,
	  "nothing was sent again in time: the retransmission time-out doubles each time; is the "
	  "script's limit long enough?" },
	{ ANYTHING, SENT_AGAIN, ALWAYS, NULL,
	  "the @who sent it again, and nothing on record proves that the @peer had it already: it was "
	  "lost or held up, or it is what the claim forbids" },
	{ ANYTHING, KEEPALIVE_PROBE, ALWAYS, NULL,
	  "the @who's TCP asks whether the @peer is still there: SO_KEEPALIVE is on" },
	{ ANYTHING, WINDOW_PROBE, ALWAYS, NULL,
	  "the @who's TCP asks whether the @peer has room again: its window is closed, and data waits" },
	{ KEEPALIVE_PROBE, NOTHING, NO_KEEPALIVE, NULL,
	  "no probe came: SO_KEEPALIVE is not on at the @who's end" },
	{ KEEPALIVE_PROBE, NOTHING, PROBES_LATE, NULL,
	  "no probe came: the @who has not set TCP_KEEPIDLE, and without that the first one is sent when nothing has come "
	  "in for net.ipv4.tcp_keepalive_time, two hours unless it is set" },
	{ KEEPALIVE_PROBE, NOTHING, PROBES_SELDOM, NULL,
	  "the next probe has not come: the @who has not set TCP_KEEPINTVL, and without that "
	  "net.ipv4.tcp_keepalive_intvl goes by between two probes, 75 s unless it is set" },
	{ KEEPALIVE_PROBE, NOTHING, UNTRACED, NULL,
	  "no probe came: was SO_KEEPALIVE set, with times that are short enough?" },
	{ WINDOW_PROBE, NOTHING, ALWAYS, NULL,
	  "no probe came: is there data that waits for a closed window?" },

	/* ending */
	{ RST_SEGMENT, FIN_SEGMENT, LINGERS_ZERO, NULL,
	  "the @who sent FIN where RST was expected although it had set SO_LINGER {on, 0}: shutdown() "
	  "sends a FIN all the same, and the option belongs to one socket only" },
	{ RST_SEGMENT, FIN_SEGMENT, ALWAYS, NULL,
	  "the @who sent FIN where RST was expected: was SO_LINGER {on, 0} set before close()?" },
	{ FIN_SEGMENT, RST_SEGMENT, LINGERS_ZERO, NULL,
	  "a RST came where FIN was expected: the @who had set SO_LINGER {on, 0}, and then close() "
	  "aborts the connection" },
	{ FIN_SEGMENT, RST_SEGMENT, ALWAYS, NULL,
	  "a RST came where FIN was expected: data that nobody had read was in the receive buffer at "
	  "close(), or SO_LINGER {on, 0} was set" },
	{ FIN_SEGMENT, DATA_SEGMENT, SHUT_READING_ONLY, NULL,
	  "the @who called shutdown(SHUT_RD), which sends nothing and leaves its sending open: a FIN comes of "
	  "shutdown(SHUT_WR), of SHUT_RDWR, or of close()" },
	{ FIN_SEGMENT, NOTHING, SHUT_READING_ONLY, NULL,
	  "the @who called shutdown(SHUT_RD), which sends nothing and leaves its sending open: a FIN comes of "
	  "shutdown(SHUT_WR), of SHUT_RDWR, or of close()" },
	{ FIN_SEGMENT, DATA_SEGMENT, LEAVES_OPEN, NULL,
	  "data came before the FIN: the @who has called neither close() nor shutdown(SHUT_WR) yet" },
	{ FIN_SEGMENT, DATA_SEGMENT, ALWAYS, NULL,
	  "data came before the FIN: close() sends first what is queued; did the @who write more than "
	  "the script names?" },
	{ RST_SEGMENT, DATA_SEGMENT, ALWAYS, NULL,
	  "data was sent before the RST: what TCP has sent already cannot be discarded; did the @who "
	  "write more than the script names?" },
	{ FIN_SEGMENT, NOTHING, LEAVES_OPEN, NULL,
	  "no FIN came: the @who has called neither close() nor shutdown(SHUT_WR)" },
	{ FIN_SEGMENT, NOTHING, HELD_ELSEWHERE, NULL,
	  "no FIN came: another descriptor (fork, dup) still refers to the @who's socket" },
	{ FIN_SEGMENT, NOTHING, HAS_CLOSED, NULL,
	  "no FIN came: data before it waits for the @peer's window, or the connection had ended already" },
	{ FIN_SEGMENT, NOTHING, UNTRACED, NULL,
	  "no FIN came: the socket was not closed, another descriptor (fork, dup) still refers to it, "
	  "or data before the FIN waits for the peer's window" },
	{ RST_SEGMENT, NOTHING, LEAVES_OPEN, NULL, "no RST came: the @who has not closed the socket" },
	{ RST_SEGMENT, NOTHING, HELD_ELSEWHERE, NULL,
	  "no RST came: another descriptor (fork, dup) still refers to the @who's socket" },
	{ RST_SEGMENT, NOTHING, HAS_CLOSED, NULL,
	  "no RST came: the connection had ended already, or there was nothing to abort it for" },
	{ RST_SEGMENT, NOTHING, UNTRACED, NULL,
	  "no RST came: the socket was not closed, another descriptor (fork, dup) still refers to it, "
	  "or the connection had ended already" },
	{ NOTHING, RST_SEGMENT, LINGERS_ZERO, NULL,
	  "the @who had set SO_LINGER {on, 0}, and then close() sends a RST" },
	{ NOTHING, RST_SEGMENT, ALWAYS, NULL,
	  "the @who's kernel sent a RST: something arrived for a socket that was closed already, or "
	  "close() found data that nobody had read" },
	{ NOTHING, FIN_SEGMENT, ALWAYS, NULL,
	  "the @who closed a socket (the end of a program closes all of its sockets), and the script "
	  "names no FIN for it" },

	/* data */
	{ DATA_SEGMENT, DATA_SEGMENT, ROOM_LEFT, NULL,
	  "more came at once than the line says: the @peer has not set SO_RCVBUF, so its window has room for it" },
	{ DATA_SEGMENT, DATA_SEGMENT, ONE_SEGMENT, NULL,
	  "the same bytes can travel in other segments: \"data FIRST:END\" takes any number of them" },
	{ DATA_SEGMENT, RST_SEGMENT, ALWAYS, NULL,
	  "the connection was aborted before that data was sent: close() with SO_LINGER {on, 0} "
	  "discards what is unsent" },
	{ DATA_SEGMENT, FIN_SEGMENT, ALWAYS, NULL,
	  "the @who closed before it sent that data: did it write all of it?" },
	{ DATA_SEGMENT, NOTHING, ALWAYS, NULL,
	  "that data was never sent: the @who did not write it, the peer's window is full, or it was "
	  "discarded" },
	{ NOTHING, DATA_SEGMENT, ALWAYS, NULL, "the @who sent more data than the script names" },
	{ BARE_ACK, NOTHING, ROOM_LEFT, NULL,
	  "the window was not closed: the @who has not set SO_RCVBUF, so its receive buffer has room" },
	{ BARE_ACK, NOTHING, CUT_OFF, NULL,
	  "no such acknowledgement came: the link is cut or a host is down" },
	{ DATAGRAM, NOTHING, ALWAYS, NULL, "no such datagram was sent" },
	{ NOTHING, DATAGRAM, ALWAYS, NULL, "the @who sent a datagram that the script does not name" },
	{ ANYTHING, ICMP_MESSAGE, ALWAYS, NULL,
	  "the kernel of the @who reports that a packet could not be delivered" },

	/* calls that wait, or do not */
	{ ANYTHING, OTHER_CALL, ALWAYS, NULL,
	  "the @who calls @call(), and a script takes a call by its name: it wants @wanted()" },
	{ BLOCKED, SUCCESS, CLOSES_UNLINGERING, NULL,
	  "close() had returned already: it waits only if SO_LINGER {on, n} was set before, and the @who had not done so" },
	{ ANYTHING, TOO_SHORT, CLOSES_UNLINGERING, NULL,
	  "close() did not wait: it does only if SO_LINGER {on, n} was set before, and the @who had not done so" },
	{ BLOCKED, SUCCESS, ALWAYS, NULL,
	  "the call had returned already: the socket is non-blocking, or nothing was left to wait for" },
	{ BLOCKED, END_OF_FILE, ALWAYS, NULL, "the call had returned already: the peer's FIN had arrived" },
	{ BLOCKED, AGAIN_ERROR, ALWAYS, NULL,
	  "the call had returned already: the socket is non-blocking, or a time-out (SO_RCVTIMEO, "
	  "l_linger) had run out" },
	{ BLOCKED, RESET_ERROR, ALWAYS, NULL,
	  "the call had returned already: the peer had aborted the connection with a RST" },
	{ ANYTHING, BLOCKED, ALWAYS, NULL,
	  "the call has not returned: what it waits for (data, a FIN, an acknowledgement, room in the "
	  "buffer) did not come" },
	{ ANYTHING, TOO_LONG, ALWAYS, NULL,
	  "the call had to wait: for data, for an acknowledgement, for room in the buffer, or for "
	  "l_linger to run out" },
	{ ANYTHING, TOO_SHORT, ALWAYS, NULL,
	  "the call did not have to wait so long: what it waits for came sooner, or the socket is non-"
	  "blocking" },

	/* errors */
	{ EPIPE_ERROR, RESET_ERROR, ALWAYS, NULL,
	  "write() after the RST gives EPIPE, but the first call after it gets ECONNRESET: the error is"
	  " told once" },
	{ RESET_ERROR, EPIPE_ERROR, ALWAYS, NULL,
	  "ECONNRESET is told once, to the first call after the RST; every later write() gives EPIPE, and "
	  "after a FIN even the first" },
	{ EPIPE_ERROR, SUCCESS, ALWAYS, NULL,
	  "write() still succeeds: no RST had arrived yet. The first write() after the peer's close "
	  "only causes it" },
	{ RESET_ERROR, END_OF_FILE, ALWAYS, NULL,
	  "the peer ended the connection with a FIN and not with a RST, or another call was told of the RST "
	  "before: read() gives 0" },
	{ RESET_ERROR, SUCCESS, ALWAYS, NULL,
	  "no RST had arrived when this was called, or data that had come before it was still unread" },
	{ END_OF_FILE, RESET_ERROR, ALWAYS, NULL,
	  "the peer aborted the connection with a RST where a FIN was expected" },
	{ SUCCESS, RESET_ERROR, ALWAYS, NULL, "the peer had aborted the connection with a RST" },
	{ SUCCESS, END_OF_FILE, ALWAYS, NULL, "the peer had closed: its FIN stands behind all of its data" },
	{ SUCCESS, EPIPE_ERROR, ALWAYS, NULL,
	  "the connection was aborted before, or this end had called shutdown(SHUT_WR): nothing can be "
	  "written any more" },
	{ AGAIN_ERROR, SUCCESS, CLOSES_UNLINGERING, NULL,
	  "close() has a time to run out of only if SO_LINGER {on, n} was set before, and the @who had not done so" },
	{ AGAIN_ERROR, SUCCESS, LINGER_RAN_OUT, NULL,
	  "close() waited @took: the time that SO_LINGER gives it did run out, but on Linux it returns 0 all the "
	  "same, and goes on sending" },
	{ AGAIN_ERROR, SUCCESS, WAITED, NULL,
	  "the call waited @took and then succeeded: what it waits for came before its time ran out" },
	{ AGAIN_ERROR, SUCCESS, ALWAYS, NULL,
	  "the call did not run out of time: nothing was left to wait for, or the option was not set on"
	  " this socket" },
	{ ANYTHING, AGAIN_ERROR, ALWAYS, NULL,
	  "the socket is non-blocking, or a time-out (SO_RCVTIMEO, l_linger) ran out before what the "
	  "call waits for came" },
	{ ANYTHING, REFUSED_ERROR, ALWAYS, NULL, "nobody listens on that port" },
	{ ANYTHING, TIMEOUT_ERROR, ALWAYS, NULL,
	  "nobody answered: TCP gave up after its last retransmission or probe" },
	{ ANYTHING, IN_USE_ERROR, ALWAYS, NULL,
	  "another socket has that address, perhaps one in TIME_WAIT; a server sets SO_REUSEADDR before"
	  " bind()" },
	{ ANYTHING, BAD_DESCRIPTOR_ERROR, ALWAYS, NULL, "that descriptor was closed before" },
	{ ANYTHING, INTERRUPTED_ERROR, ALWAYS, NULL,
	  "a signal interrupted the call: its handler was set without SA_RESTART" },
	{ ANYTHING, NOT_CONNECTED_ERROR, ALWAYS, NULL,
	  "the socket was never connected, or its connection is gone" },
	{ OPTION_SET, NOTHING, ALWAYS, NULL,
	  "the @who never set that option: was it started with the right arguments?" },
	{ OPTION_SET, GONE, ALWAYS, NULL,
	  "the @who never set that option: was it started with the right arguments?" },
	{ OPTION_SET, SUCCESS, ALWAYS, NULL, "the @who set another option or another value" },

	/* the end of a process */
	{ PIPE_SIGNAL, NOTHING, PIPE_BLOCKED, NULL,
	  "the @who blocks SIGPIPE, as it has taken one by sigtimedwait(): another one waits until it is unblocked" },
	{ PIPE_SIGNAL, NOTHING, SURVIVES_PIPE, NULL,
	  "write() gave the @who EPIPE, and no SIGPIPE came: the signal is blocked or ignored, or MSG_NOSIGNAL was given" },
	{ PIPE_SIGNAL, NOTHING, ALWAYS, NULL,
	  "SIGPIPE comes only from a write() after the RST or after shutdown(SHUT_WR), and not if it is"
	  " blocked, ignored, or MSG_NOSIGNAL is given" },
	{ PIPE_SIGNAL, GONE, PIPE_BLOCKED, NULL,
	  "the @who blocks SIGPIPE, as it has taken one by sigtimedwait(): another one waits until it is unblocked" },
	{ PIPE_SIGNAL, GONE, SURVIVES_PIPE, NULL,
	  "write() gave the @who EPIPE, and no SIGPIPE came: the signal is blocked or ignored, or MSG_NOSIGNAL was given" },
	{ PIPE_SIGNAL, GONE, ALWAYS, NULL,
	  "SIGPIPE comes only from a write() after the RST or after shutdown(SHUT_WR), and not if it is"
	  " blocked, ignored, or MSG_NOSIGNAL is given" },
	{ DEATH, NOTHING, ALWAYS, NULL,
	  "the @who lives on: the signal did not come, or it catches or ignores it, as Python does SIGPIPE from its start" },
	{ DEATH, EXIT_WELL, ALWAYS, NULL, "the signal did not come, or the program caught or ignored it" },
	{ DEATH, EXIT_BADLY, ALWAYS, NULL, "the signal did not come, or the program caught or ignored it" },
	{ ANYTHING, EXIT_NOT_RUN, ALWAYS, NULL, "the program could not be executed: is it installed?" },
	{ ANYTHING, EXIT_BADLY, ALWAYS, NULL, "the @who gave up; what it printed says why" },
	{ EXIT_BADLY, EXIT_BADLY, ALWAYS, NULL, "the @who gave up; what it printed says why" },
	{ ANYTHING, DEATH, ALWAYS, NULL, "a signal ended the @who" },
	{ ANYTHING, GONE, ALWAYS, NULL, "the @who ended before it came to this; its last calls say why" },

	/* states */
	{ STATE_IS_CLOSED, STATE_IS_TIME_WAIT, ALWAYS, NULL,
	  "the @who closed first and with a FIN, so it keeps the connection in TIME_WAIT for a minute; "
	  "only a RST skips it" },
	{ STATE_IS_TIME_WAIT, STATE_IS_CLOSED, ALWAYS, NULL,
	  "no TIME_WAIT: the @who did not close first, or a RST ended the connection" },
	{ STATE_IS_CLOSED, STATE_IS_FIN_WAIT_1, ALWAYS, NULL,
	  "the kernel still works on the connection: what was written, or the FIN, is not acknowledged "
	  "yet" },
	{ STATE_IS_CLOSED, STATE_IS_FIN_WAIT_2, ALWAYS, NULL, "the peer has not closed its end yet" },
	{ STATE_IS_CLOSED, STATE_IS_ESTABLISHED, ALWAYS, NULL,
	  "the socket is still open: it was not closed, or another descriptor (fork, dup) refers to it" },
	{ STATE_IS_FIN_WAIT_2, STATE_IS_FIN_WAIT_1, CUT_OFF, NULL,
	  "the FIN is not acknowledged: the link is cut or a host is down" },
	{ STATE_IS_FIN_WAIT_2, STATE_IS_FIN_WAIT_1, ALWAYS, NULL,
	  "the FIN is not acknowledged: unsent data stands before it, or the @peer is silent" },
	{ STATE_IS_FIN_WAIT_1, STATE_IS_FIN_WAIT_2, ALWAYS, NULL, "the FIN is acknowledged already" },
	{ STATE_IS_FIN_WAIT_2, STATE_IS_TIME_WAIT, ALWAYS, NULL, "the peer has closed its end as well" },
	{ STATE_IS_FIN_WAIT_1, STATE_IS_TIME_WAIT, ALWAYS, NULL,
	  "the FIN is acknowledged and the peer has closed as well" },
	{ ANYTHING, STATE_IS_SYN_SENT, ALWAYS, NULL, "the SYN has not been answered" },
	{ STATE_IS_CLOSE_WAIT, STATE_IS_ESTABLISHED, ALWAYS, NULL, "no FIN of the peer has arrived" },
	{ ANYTHING, STATE_IS_CLOSE_WAIT, ALWAYS, NULL, "the peer has closed, and the @who has not" },
	{ STATE_IS_LISTEN, STATE_IS_CLOSED, CANNOT_LISTEN, NULL,
	  "the @who does not listen: its bind() or listen() failed" },
	{ STATE_IS_LISTEN, STATE_IS_CLOSED, LISTENED, NULL,
	  "the @who does not listen (any more): it did, and the socket was closed" },
	{ STATE_IS_LISTEN, STATE_IS_CLOSED, ALWAYS, NULL,
	  "the @who did not come to listen() in the time that the script gives it" },
	{ STATE_IS_FIN_WAIT_1, STATE_IS_CLOSED, ALWAYS, NULL,
	  "the connection is over: a RST ended it, or the kernel gave it up" },
	{ STATE_IS_FIN_WAIT_2, STATE_IS_CLOSED, ALWAYS, NULL,
	  "the connection is over: a RST ended it, or the orphan's tcp_fin_timeout ran out" },
	{ STATE_IS_ESTABLISHED, STATE_IS_CLOSED, ALWAYS, NULL,
	  "the connection was never made, or has ended" },
};

const struct rules rules_of_all = { table, sizeof(table) / sizeof(table[0]) };
