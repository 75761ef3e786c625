/* asks_text.c - a question in words; see words.h. */
#include "common/base/text.h"
#include "common/quiz/words.h"

#include <string.h>

/* "client", or "client (its connection 2)". */
static const char *party_name(const struct party *p, struct arena *arena)
{
	return p->connection ? arena_printf(arena, "%s (connection %u)", p->actor, p->connection) : p->actor;
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

static const char *call_text(const struct line *l, enum question_kind kind, enum place place,
			     struct arena *arena)
{
	bool again = place == PLACE_ASKED || place == PLACE_SHOWN;
	const struct call_pattern *p = &l->call;

	if (kind == ASK_PRINTS)
		return arena_printf(arena, "Does %s write anything on its standard output?", l->actor);
	if (kind == ASK_PRINTED)
		return arena_printf(arena, "%s prints \"%s: ...\": what stands behind the colon%s?", l->actor,
				    printed_prefix(arena, p->arguments[0]), again ? " the next time" : "");
	if (kind == ASK_OPTION)
		return arena_printf(arena, "What value does %s's %sgetsockopt(%s, %s) report?", l->actor,
				    again ? "next " : "", p->arguments[0], p->arguments[1]);
	if (l->takes_ns >= 0 || l->within_ns >= 0)
		return arena_printf(arena, "What does %s's %s return, and when?", l->actor,
				    call_name(l, arena));
	return arena_printf(arena, "What %sdoes %s's %s return%s?", again ? "else " : "", l->actor,
			    call_name(l, arena),
			    again			? " after that"
			    : place == PLACE_AFTER_DATA ? " after the data"
							: "");
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

const char *asks_text(const struct line *l, enum question_kind kind, enum place place, struct arena *arena)
{
	bool again = place == PLACE_ASKED;
	const char *from, *to;

	switch (kind) {
	case ASK_CALL:
	case ASK_OPTION:
	case ASK_PRINTED:
	case ASK_PRINTS: return call_text(l, kind, place, arena);
	case ASK_SIGNAL: return arena_printf(arena, "Does %s get %s?", l->actor, l->signal);
	case ASK_END: return arena_printf(arena, "How does the process %s end?", l->actor);
	default: break;
	}
	from = party_name(&l->from, arena);
	if (l->kind == LINE_STATE)
		return arena_printf(arena, "%s %s?", state_text(l, kind, from, arena), later_text(l, arena));
	to = party_name(&l->to, arena);
	if (kind == ASK_SEGMENT)
		return arena_printf(arena,
				    again ? "What else does %s send to %s after that?"
					  : "What does %s send to %s next?",
				    from, to);
	if (kind == ASK_PROBE_ANSWER)
		return arena_printf(arena, "Does %s answer a probe of %s?", from, to);
	return arena_printf(arena, "Does %s go from %s to %s?",
			    kind == ASK_ICMP ? "an ICMP message" : "a datagram", from, to);
}

const char *when_text(const struct line *l, size_t place, struct arena *arena)
{
	const char *from = party_name(&l->from, arena), *to = party_name(&l->to, arena);

	/* That it is a probe is the answer to the question before. */
	if (!place)
		return arena_printf(arena, "After how long a silence does %s send that to %s?", from, to);
	return arena_printf(arena, "And how long after that does %s send its next segment to %s?", from, to);
}
