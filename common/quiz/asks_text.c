/* asks_text.c - a question in words; see words.h. */
#include "common/base/text.h"
#include "common/quiz/words.h"

#include <string.h>

/* "client", or "client (connection 2)"; datagrams have no connection. */
static const char *party_name(const struct party *p, enum question_kind kind, struct arena *arena)
{
	return p->connection ? arena_printf(arena, "%s (%s %u)", p->actor,
					    kind == ASK_DATAGRAM ? "socket" : "connection", p->connection)
			     : p->actor;
}

/* What a question comes after: what the one just above asks for, another one, or what is shown of the step. */
static const char *after_text(struct place place, struct arena *arena)
{
	switch (place.kind) {
	case PLACE_FIRST: return "";
	case PLACE_SHOWN: return " after what is shown";
	case PLACE_ASKED: return " after that";
	case PLACE_ASKED_EARLIER:
		return arena_printf(arena, " after what question %zu asks for", place.question);
	case PLACE_AFTER_DATA: return " after the data";
	}
	return "";
}

/* "write("hello", 5)", with what was asked of its arguments. */
static const char *call_name(const struct line *l, struct arena *arena)
{
	const struct call_pattern *p = &l->call;
	const char *inside = p->descriptor >= 0 ? arena_printf(arena, "%d", p->descriptor) : "";

	for (size_t i = 0; arguments_asked(l) && i < p->argument_count; i++)
		if (strcmp(p->arguments[i], "...") != 0)
			inside = arena_printf(arena, "%s%s%s", inside, *inside ? ", " : "", p->arguments[i]);
	return arena_printf(arena, "%s(%s)", p->name, inside);
}

static const char *call_text(const struct line *l, enum question_kind kind, struct place place,
			     struct arena *arena)
{
	bool again =
		place.kind == PLACE_ASKED || place.kind == PLACE_ASKED_EARLIER || place.kind == PLACE_SHOWN;
	const struct call_pattern *p = &l->call;
	const char *after = after_text(place, arena);

	if (kind == ASK_PRINTS)
		return arena_printf(arena, "Does %s write anything on its standard output?", l->process);
	if (kind == ASK_PRINTED)
		return arena_printf(arena, "%s prints \"%s: ...\"%s: what stands behind the colon?",
				    l->process, line_prefix(arena, l), again ? after : "");
	if (kind == ASK_OPTION)
		return arena_printf(arena, "What value does %s's %sgetsockopt(%s, %s) report%s?", l->process,
				    again ? "next " : "", p->arguments[0], p->arguments[1],
				    again ? after : "");
	return arena_printf(arena, "What %sdoes %s's %s return%s%s?", again ? "else " : "", l->process,
			    call_name(l, arena), after, line_result_words(l)->late ? ", and when" : "");
}

static const char *state_text(const struct line *l, enum question_kind kind, const char *whose,
			      struct arena *arena)
{
	if (kind == ASK_STATE)
		return arena_printf(arena, "In which state is %s's end of the connection", whose);
	if (kind == ASK_TIMER)
		return arena_printf(arena, "Which timer of the kernel runs for %s's end of the connection",
				    whose);
	return arena_printf(arena, "Are there bytes in %s's %s", whose,
			    queue_test(&l->state)->field == FIELD_SEND_Q
				    ? "Send-Q (sent, or to be sent, and not acknowledged)"
				    : "Recv-Q (come in, and not read)");
}

/* A state that lasts is asked for after a while. */
static const char *later_text(const struct line *l, struct arena *arena)
{
	char buf[DURATION_TEXT];

	return l->after_ns > 0 ? arena_printf(arena, "%s later", duration_text(l->after_ns, buf)) : "then";
}

const char *asks_text(const struct line *l, enum question_kind kind, struct place place, struct arena *arena)
{
	bool again = place.kind == PLACE_ASKED || place.kind == PLACE_ASKED_EARLIER;
	const char *from, *to;

	switch (kind) {
	case ASK_CALL:
	case ASK_OPTION:
	case ASK_PRINTED:
	case ASK_PRINTS: return call_text(l, kind, place, arena);
	case ASK_SIGNAL: return arena_printf(arena, "Does %s get %s?", l->process, l->signal);
	case ASK_END: return arena_printf(arena, "How does the process %s end?", l->process);
	default: break;
	}
	from = party_name(&l->from, kind, arena);
	if (l->kind == LINE_STATE)
		return arena_printf(arena, "%s %s?", state_text(l, kind, from, arena), later_text(l, arena));
	to = party_name(&l->to, kind, arena);
	if (kind == ASK_SEGMENT)
		return again ? arena_printf(arena, "What else does %s send to %s%s?", from, to,
					    after_text(place, arena))
			     : arena_printf(arena, "What does %s send to %s next?", from, to);
	/* That it is a probe may be the answer to a question before. */
	if (kind == ASK_PROBE_ANSWER && again)
		return arena_printf(
			arena, "Does %s answer %s with a bare acknowledgement?", from,
			place.kind == PLACE_ASKED
				? "that"
				: arena_printf(arena, "what question %zu asks for", place.question));
	if (kind == ASK_PROBE_ANSWER)
		return arena_printf(arena, "Does %s answer a probe of %s?", from, to);
	return arena_printf(arena, "Does %s go from %s to %s?",
			    kind == ASK_ICMP ? "an ICMP message" : "a datagram", from, to);
}

const char *when_text(const struct line *l, size_t place, struct arena *arena)
{
	const char *from = party_name(&l->from, ASK_WHEN, arena), *to = party_name(&l->to, ASK_WHEN, arena);

	/* That it is a probe is the answer to the question before. */
	if (!place)
		return arena_printf(arena, "After how long a silence does %s send that to %s?", from, to);
	return arena_printf(arena, "And how long after that does %s send its next segment to %s?", from, to);
}
