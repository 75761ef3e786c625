/* words.c - the words of the language: cases of claims, states, marks, errnos and signals. */
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

const char *claim_case_text(enum claim_case c)
{
	static const char *const words[CLAIM_CASES] = {
		[CASE_HOLDS] = "holds",
		[CASE_FAILS] = "fails",
		[CASE_ANSWERS] = "answers",
	};

	return c < CLAIM_CASES ? words[c] : "unknown";
}

const char *claim_says_text(const struct claim_says *says, struct arena *arena)
{
	const char *word = claim_case_text(says->what);

	if (says->what == CASE_ANSWERS)
		return arena_printf(arena, "%s %u/%u", word, says->part, says->parts);
	return says->rare ? arena_printf(arena, "%s rarely", word) : word;
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
