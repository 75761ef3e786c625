/* words.c - the answers to choose from; see words.h. */
#include "common/quiz/words.h"

#include <inttypes.h>
#include <string.h>

#include "capture/flow.h"

const char *const segment_choices[] = { "FIN", "keep-alive probe", "new data", WORD_NOTHING, "retransmission",
					"RST", "window probe",	   WORD_OTHER, NULL };
const char *const yes_no_choices[] = { WORD_NO, WORD_YES, NULL };
const char *const end_choices[] = { "exits 0",
				    "exits with another status",
				    "killed by SIGABRT",
				    "killed by SIGKILL",
				    "killed by SIGPIPE",
				    "killed by SIGSEGV",
				    "lives on",
				    WORD_OTHER,
				    NULL };
const char *const state_choices[] = { "CLOSE_WAIT", "CLOSED",	  "CLOSING",   "ESTABLISHED",
				      "FIN_WAIT_1", "FIN_WAIT_2", "LAST_ACK",  "LISTEN",
				      "SYN_RCVD",   "SYN_SENT",	  "TIME_WAIT", NULL };
const char *const timer_choices[] = { "keepalive", "none", "persist", "retransmission", "TIME_WAIT", NULL };
const char *const queue_choices[] = { WORD_NO, WORD_YES, NULL };
const char *const so_error_choices[] = { "0",	  "ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH",
					 "EPIPE", "ETIMEDOUT",	  WORD_OTHER,	NULL };
const char *const select_choices[] = {
	"0", "1", "readable", "readable writable", "writable", WORD_OTHER, NULL
};

const char *const when_choices[] = { "0 seconds", "1 second",	      "2 seconds", "3 seconds", "4 seconds",
				     "5 seconds", "a minute or more", WORD_OTHER,  NULL };

static const char *const reads[] = { "-1 EAGAIN",
				     "-1 EBADF",
				     "-1 ECONNREFUSED",
				     "-1 ECONNRESET",
				     "-1 EHOSTUNREACH",
				     "-1 ETIMEDOUT",
				     "0 (end of file)",
				     "data",
				     WORD_BLOCKS,
				     WORD_OTHER,
				     NULL };
static const char *const writes[] = {
	"-1 EAGAIN", "-1 EBADF",     "-1 ECONNREFUSED",	  "-1 ECONNRESET", "-1 EHOSTUNREACH",
	"-1 EPIPE",  "-1 ETIMEDOUT", "a number of bytes", WORD_BLOCKS,	   WORD_OTHER,
	NULL
};
static const char *const binds[] = {
	"-1 EACCES", "-1 EADDRINUSE", "-1 EADDRNOTAVAIL", "-1 EINVAL", "0", WORD_OTHER, NULL
};
static const char *const closes[] = {
	"-1 EAGAIN", "-1 EBADF", "-1 EINTR", "0", WORD_BLOCKS, WORD_OTHER, NULL
};
static const char *const timed_closes[] = { "-1 EAGAIN",  "-1 EBADF",
					    "-1 EINTR",	  "0, after a second or more",
					    "0, at once", WORD_BLOCKS,
					    WORD_OTHER,	  NULL };
static const char *const shutdowns[] = { "-1 EBADF", "-1 EINVAL", "-1 ENOTCONN", "0", WORD_OTHER, NULL };
static const char *const connects[] = { "-1 ECONNREFUSED", "-1 ECONNRESET", "-1 EHOSTUNREACH",
					"-1 EINPROGRESS",  "-1 ETIMEDOUT",  "0",
					WORD_BLOCKS,	   WORD_OTHER,	    NULL };
static const char *const accepts[] = { "-1 EAGAIN", "-1 ECONNABORTED", "-1 EINVAL", "a descriptor",
				       WORD_BLOCKS, WORD_OTHER,	       NULL };
static const char *const others[] = { "-1 and an error", "0", WORD_BLOCKS, "more than 0", NULL };

static const struct {
	enum call_kin kin;
	struct result_words words;
} calls[] = {
	{ KIN_READ, { reads, "0 (end of file)", "data", NULL } },
	{ KIN_WRITE, { writes, "a number of bytes", "a number of bytes", NULL } },
	{ KIN_SPLICE, { writes, "a number of bytes", "a number of bytes", NULL } },
	{ KIN_BIND, { binds, "0", NULL, NULL } },
	{ KIN_LISTEN, { binds, "0", NULL, NULL } },
	{ KIN_CLOSE, { closes, "0", NULL, NULL } },
	{ KIN_SHUTDOWN, { shutdowns, "0", NULL, NULL } },
	{ KIN_CONNECT, { connects, "0", NULL, NULL } },
	{ KIN_ACCEPT, { accepts, "a descriptor", "a descriptor", NULL } },
};
static const struct result_words timed_close = { timed_closes, "0, at once", NULL,
						 "0, after a second or more" };
static const struct result_words other_call = { others, "0", "more than 0", NULL };

const struct result_words *result_words(const struct call_row *call, bool timed)
{
	if (timed && call->kin == KIN_CLOSE)
		return &timed_close;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (calls[i].kin == call->kin)
			return &calls[i].words;
	return &other_call;
}

const char *result_word(const struct result_words *w, int64_t value, const char *errno_name, int64_t took_ns)
{
	/* A machine that is busy may hold a call up for a while; what a script calls waiting is never less. */
	static const int64_t LATE_NS = INT64_C(900000000);

	if (errno_name) {
		for (size_t i = 0; w->choices[i]; i++)
			if (strncmp(w->choices[i], "-1 ", 3) == 0 &&
			    strcmp(w->choices[i] + 3, errno_name) == 0)
				return w->choices[i];
		return w == &other_call ? others[0] : WORD_OTHER;
	}
	if (value == 0 && w->late && took_ns >= LATE_NS)
		return w->late;
	if (value == 0 && w->zero)
		return w->zero;
	return value > 0 && w->more ? w->more : WORD_OTHER;
}

const char *segment_word(unsigned flags, bool data, unsigned marks)
{
	if (flags & FLAG_RST)
		return "RST";
	if (flags & FLAG_SYN)
		return NULL;
	if (marks & MARK_KEEPALIVE_PROBE)
		return "keep-alive probe";
	if (marks & MARK_ZERO_WINDOW_PROBE)
		return "window probe";
	if (marks & MARK_RETRANSMISSION)
		return "retransmission";
	if (flags & FLAG_FIN)
		return "FIN";
	return data ? "new data" : NULL;
}

const char *end_word(int status, const char *signal)
{
	if (!signal)
		return status == 0 ? "exits 0" : "exits with another status";
	for (size_t i = 0; end_choices[i]; i++)
		if (strncmp(end_choices[i], "killed by ", 10) == 0 &&
		    strcmp(end_choices[i] + 10, signal) == 0)
			return end_choices[i];
	return WORD_OTHER;
}

const char *timer_word(unsigned idiag_timer)
{
	static const char *const words[] = { "none", "retransmission", "keepalive", "TIME_WAIT", "persist" };

	return idiag_timer < sizeof(words) / sizeof(words[0]) ? words[idiag_timer] : WORD_OTHER;
}

const char *when_word(int64_t ns)
{
	static const int64_t SECOND = INT64_C(1000000000), TICK = SECOND / 10;
	int64_t seconds = (ns + TICK) / SECOND;

	if (seconds < 0)
		return WORD_OTHER;
	return seconds <= 5 ? when_choices[seconds] : seconds >= 60 ? "a minute or more" : WORD_OTHER;
}

const char *value_word(struct arena *arena, const struct argument *value)
{
	switch (value->kind) {
	case VALUE_NUMBER: return arena_printf(arena, "%" PRId64, value->number);
	case VALUE_NAMES: return value->names;
	case VALUE_LINGER:
		return arena_printf(arena, "l_onoff=%d, l_linger=%d", value->linger.on,
				    value->linger.seconds);
	default: return value->plain;
	}
}

/* ": " within what is printed; NULL: nothing is set off by it. */
static const char *colon_of(const struct bytes *printed)
{
	return memmem(printed->at, printed->length, ": ", 2);
}

const char *printed_prefix(struct arena *arena, const struct bytes *printed)
{
	const char *colon = colon_of(printed);

	return colon ? arena_substring(arena, printed->at, (size_t)(colon - printed->at)) : NULL;
}

const char *printed_word(struct arena *arena, const struct bytes *printed)
{
	const char *colon = colon_of(printed), *begin = colon ? colon + 2 : printed->at;
	size_t n = 0, most = printed->length - (size_t)(begin - printed->at);

	while (n < most && begin[n] >= ' ' && begin[n] <= '~' && begin[n] != '"' && begin[n] != '\\')
		n++;
	return arena_substring(arena, begin, n);
}

struct bytes line_prints(struct arena *arena, const struct line *l)
{
	struct bytes printed = { .at = "" };

	if (l->call.argument_count)
		quoted_bytes(arena, l->call.arguments[0], &printed);
	return printed;
}

const char *line_prefix(struct arena *arena, const struct line *l)
{
	struct bytes printed = line_prints(arena, l);

	return printed_prefix(arena, &printed);
}
