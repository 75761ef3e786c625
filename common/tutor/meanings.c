/* meanings.c - what flags, errors, signals and states mean, as tables; see meanings.h. */
#include "common/tutor/meanings.h"

#include <string.h>

#include "capture/flow.h"
#include "common/record/timeline.h"

struct meaning {
	const char *name, *text;
};

struct numbered {
	unsigned number;
	const char *text;
};

static const char *by_name(const struct meaning *table, size_t count, const char *name)
{
	for (size_t i = 0; name && i < count; i++)
		if (strcmp(table[i].name, name) == 0)
			return table[i].text;
	return NULL;
}

static const char *by_number(const struct numbered *table, size_t count, unsigned number)
{
	for (size_t i = 0; i < count; i++)
		if (table[i].number == number)
			return table[i].text;
	return NULL;
}

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const char *flag_meaning(unsigned flag, bool with_ack)
{
	static const struct numbered flags[] = {
		{ FLAG_SYN, "opens its direction, and says from where it counts; takes one number itself" },
		{ FLAG_FIN, "its sender will send no more data; takes one number itself" },
		{ FLAG_PSH, "give it to the program now, do not wait for more" },
		{ FLAG_ACK, "its acknowledgement number counts" },
		{ FLAG_URG, "points at urgent data" },
		{ FLAG_ECE, "congestion was reported to its sender (ECN)" },
		{ FLAG_CWR, "its sender has slowed down (ECN)" },
	};

	if (flag == FLAG_RST)
		return with_ack ? "aborts the connection at once: nothing answers it, nothing is sent again"
				: "answers a segment for which there is no connection, and so aborts the "
				  "sender's";
	return by_number(flags, COUNT(flags), flag);
}

const char *mark_meaning(unsigned mark)
{
	static const struct numbered marks[] = {
		{ MARK_WINDOW_UPDATE, "says only that there is room for more, or less" },
		{ MARK_DUPLICATE_ACK, "repeats the last acknowledgement: something behind it came" },
		{ MARK_RETRANSMISSION, "all of it was sent before, and was not acknowledged in time" },
		{ MARK_KEEPALIVE_PROBE, "asks whether the other end is still there: one number below the "
					"next, so that it must be answered" },
		{ MARK_ZERO_WINDOW_PROBE, "asks whether the other end has room again" },
		{ MARK_PROBE_ANSWER, "the answer to such a question" },
		{ MARK_ZERO_WINDOW, "its sender's receive buffer is full: send nothing more" },
		{ MARK_OUT_OF_ORDER, "something that was sent before it comes after it" },
		{ MARK_DSACK, "says that some data came twice" },
		{ MARK_PARTIAL_OVERLAP, "a part of it was sent before" },
	};

	return by_number(marks, COUNT(marks), mark);
}

const char *errno_meaning(const char *name)
{
	static const struct meaning errors[] = {
		{ "ECONNRESET", "a RST has come: the other end has aborted the connection" },
		{ "EPIPE", "nothing can be sent here any more: this direction was shut, or its error was "
			   "told before. Without MSG_NOSIGNAL, SIGPIPE comes with it" },
		{ "ECONNREFUSED", "a RST (for UDP an ICMP message) answered: nobody listens there" },
		{ "ETIMEDOUT", "the other end has not answered, however often it was asked" },
		{ "EHOSTUNREACH", "a router reports that the host cannot be reached" },
		{ "ENETUNREACH", "there is no way to that network" },
		{ "EADDRINUSE", "address and port are taken" },
		{ "EADDRNOTAVAIL", "the address is none of this host's, or no port is left" },
		{ "EAGAIN", "it would have to wait, and was told not to, or not longer" },
		{ "EINPROGRESS", "it has begun, and goes on without the program" },
		{ "EINTR", "a signal came while it waited" },
		{ "ERESTARTSYS", "a signal came while it waited; the kernel starts it again" },
		{ "EBADF", "no such descriptor: it was closed before" },
		{ "ENOTCONN", "the socket is not connected" },
		{ "EINVAL", "an argument, or the state of the socket, does not allow it" },
	};

	return by_name(errors, COUNT(errors), name);
}

const char *signal_meaning(const char *name)
{
	static const struct meaning signals[] = {
		{ "SIGPIPE", "it wrote to what nobody can read any more; unless it is caught or ignored, it "
			     "ends the process" },
		{ "SIGCHLD", "a child has ended, stopped or gone on" },
		{ "SIGIO", "the socket is ready, or has news" },
		{ "SIGURG", "urgent data has come" },
		{ "SIGKILL",
		  "ends the process, which can do nothing about it; its kernel closes its sockets" },
		{ "SIGSTOP", "stops the process; its kernel's TCP goes on" },
		{ "SIGCONT", "a stopped process goes on" },
		{ "SIGALRM", "a time that it set has run out" },
		{ "SIGTERM", "asks the process to end" },
		{ "SIGSEGV", "it touched memory that is not its own" },
	};

	return by_name(signals, COUNT(signals), name);
}

const char *fault_meaning(unsigned kind)
{
	static const char *const faults[FAULT_KINDS] = {
		[FAULT_DROP] = "the cable has thrown it away",
		[FAULT_DUPLICATE] = "the cable has delivered it twice",
		[FAULT_DELAY] = "the cable has held it back for a while",
		[FAULT_REORDER] =
			"the cable has held it back until another of its connection had overtaken it",
		[FAULT_INJECT] = "nobody has sent it: the cable has made it itself",
		[FAULT_CORRUPT] =
			"the cable has turned one bit over: the checksum does not fit, and who gets it says nothing",
	};

	return kind < COUNT(faults) ? faults[kind] : NULL;
}

const char *state_meaning(unsigned state)
{
	static const char *const states[] = {
		[0] = "the kernel knows of no such connection any more",
		[1] = "open in both directions",
		[2] = "a SYN was sent, and not answered",
		[3] = "a SYN has come and was answered; the acknowledgement of that is awaited",
		[4] = "it has sent its FIN, which is not acknowledged",
		[5] = "its FIN is acknowledged; the other end may still send",
		[6] = "both ends are done; kept for a minute, so that old segments do no harm",
		[7] = "the kernel knows of no such connection any more",
		[8] = "the other end has sent its FIN; this one may still send, and has not closed",
		[9] = "the other end was done first, and this one has sent its FIN as well",
		[10] = "waits for connections",
		[11] = "both have sent a FIN at the same time; its own is not acknowledged",
	};

	return state < COUNT(states) ? states[state] : NULL;
}
