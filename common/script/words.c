/* words.c - the words of the language: verdicts, kinds of lines, states, marks, errnos and signals. */
#include "common/script/parser.h"

#include <string.h>

#include "capture/flow.h"
#include "common/base/names.h"
#include "common/script/wire_words.h"

const struct wire_word wire_words[] = {
	{ "retransmission", MARK_RETRANSMISSION },
	{ "keep-alive probe", MARK_KEEPALIVE_PROBE },
	{ "zero-window probe", MARK_ZERO_WINDOW_PROBE },
	{ "probe answer", MARK_PROBE_ANSWER },
	{ "window update", MARK_WINDOW_UPDATE },
	{ "zero window", MARK_ZERO_WINDOW },
	{ "duplicate ACK", MARK_DUPLICATE_ACK },
	{ "out of order", MARK_OUT_OF_ORDER },
	{ "D-SACK", MARK_DSACK },
	{ "partial overlap", MARK_PARTIAL_OVERLAP },
	{ "lost", 0 },
};
const size_t wire_word_count = sizeof(wire_words) / sizeof(wire_words[0]);

const char *claim_verdict_text(enum claim_verdict v)
{
	switch (v) {
	case VERDICT_CONFIRMED: return "confirmed";
	case VERDICT_QUALIFIED: return "qualified";
	case VERDICT_REFUTED: return "refuted";
	case VERDICT_ANSWERED: return "answered";
	}
	return "unknown";
}

const char *line_kind_text(enum line_kind k)
{
	switch (k) {
	case LINE_START: return "start";
	case LINE_TYPE: return "type";
	case LINE_KILL: return "kill";
	case LINE_WAIT: return "wait";
	case LINE_CUT: return "cut";
	case LINE_MEND: return "mend";
	case LINE_SYSCTL: return "sysctl";
	case LINE_CRASH: return "crash";
	case LINE_REBOOT: return "reboot";
	case LINE_UNREACHABLE: return "unreachable";
	case LINE_SEGMENT: return "segment";
	case LINE_DATA: return "data";
	case LINE_DATAGRAM: return "datagram";
	case LINE_ICMP: return "ICMP message";
	case LINE_CALL: return "call";
	case LINE_SIGNAL: return "signal";
	case LINE_EXITS:
	case LINE_DIES: return "end of process";
	case LINE_STATE: return "state";
	}
	return "unknown";
}

bool line_is_action(const struct line *l)
{
	switch (l->kind) {
	case LINE_START:
	case LINE_TYPE:
	case LINE_KILL:
	case LINE_WAIT:
	case LINE_CUT:
	case LINE_MEND:
	case LINE_SYSCTL:
	case LINE_CRASH:
	case LINE_REBOOT:
	case LINE_UNREACHABLE: return true;
	case LINE_SEGMENT ... LINE_STATE: return false;
	}
	return false;
}

bool line_text_same(const char *a, const char *b)
{
	for (;;) {
		a += strspn(a, " \t");
		b += strspn(b, " \t");
		if (*a != *b)
			return false;
		if (!*a)
			return true;
		a++;
		b++;
	}
}

bool line_spans(const struct line *l)
{
	return l->never || l->may;
}

bool line_is_wire(const struct line *l)
{
	return l->kind == LINE_SEGMENT || l->kind == LINE_DATA || l->kind == LINE_DATAGRAM ||
	       l->kind == LINE_ICMP;
}

/* By the kernel's numbers (linux/tcp_states.h). Its TCP_CLOSE is a socket without a connection, which is
 * CLOSED in the book's terms; 12 is a SYN that no accept() has seen yet, SYN_RCVD in the book's. */
const char *tcp_state_text(unsigned state)
{
	static const char *const names[] = {
		"CLOSED", "ESTABLISHED", "SYN_SENT", "SYN_RCVD", "FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT",
		"CLOSED", "CLOSE_WAIT",	 "LAST_ACK", "LISTEN",	 "CLOSING",    "SYN_RCVD",
	};

	return state < sizeof(names) / sizeof(names[0]) ? names[state] : "unknown";
}

const char *errno_find(struct word w)
{
	return errno_name(errno_number(w.at, w.length));
}

const char *signal_find(struct word w)
{
	return signal_name(signal_number(w.at, w.length));
}

const char *signal_list(size_t index, void *context)
{
	const struct word *w = context;
	bool whole = w->length >= 3 && memcmp(w->at, "SIG", 3) == 0;
	const char *name = signal_names(index, NULL);

	return name && !whole ? name + 3 : name;
}
