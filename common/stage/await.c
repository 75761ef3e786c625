/* await.c - goes on until an act is met; see play.h. */
#include "common/stage/play.h"

#include <stdio.h>

#include "common/judge/judge.h"
#include "common/stage/quiescence.h"
#include "common/stage/sockets.h"

/* A program that computes, or floods, is given up after so long. */
static const int64_t MOVES_NS = 6000000000;

static void read_sockets(struct stage *s)
{
	struct error error;
	struct sockets_event table;

	if (!sockets_read(s->t->arena, &table, &error)) {
		trouble_within(s, "reading the kernel's socket table", &error);
		return;
	}
	timeline_add(s->t, EVENT_SOCKETS, record_now())->sockets = table;
}

/* How far an act has come, as the judge sees it. */
struct progress {
	enum outcome outcome;
	bool complete;
	bool asks_state;
	size_t met;
	int64_t owed_ns; /* the longest time that an open line asks for by itself */
	char awaits[512];
};

static struct progress ask_judge(struct stage *s)
{
	struct judgement j;
	struct progress p = { 0 };

	timeline_index(s->t);
	judge(s->d->script, s->t, JUDGE_LIVE, &j);
	p.outcome = j.outcome;
	p.complete = j.acts_complete >= s->act;
	p.asks_state = j.asks_state != NO_LINE;
	for (size_t i = 0; i < s->d->script->line_count; i++) {
		const struct line *line = &s->d->script->lines[i];
		int64_t takes = line_takes_ns(line), owed = line->after_ns > takes ? line->after_ns : takes;

		if (j.lines[i].status == LINE_MET)
			p.met++;
		else if (line->act <= s->act && owed > p.owed_ns)
			p.owed_ns = owed;
	}
	snprintf(p.awaits, sizeof(p.awaits), "%s", judgement_awaits(s->d->script, &j));
	judgement_free(&j);
	return p;
}

/* Whether nothing more can happen before the deadline, so that waiting for it is no use. */
static bool is_stuck(struct stage *s, int64_t left_ns)
{
	struct arena *arena;
	struct sockets_event table;
	size_t events = 0;
	bool stuck;

	/* The table first: a delayed ACK's timer is not in it, but what waits for that ACK is. After it nothing may come. */
	arena = arena_new();
	stuck = quiescent_now(&s->rest, s->t, true) && sockets_read(arena, &table, NULL) &&
		quiescent_for(s->t, &table, s->lost_ns, left_ns) && drain(s, &events) && !events &&
		quiescent_now(&s->rest, s->t, true);
	arena_free(arena);
	return stuck;
}

/* How long to wait for news before we look again. News wakes us; where somebody moves without any we look again soon. All
 * at rest (for rest_ns; -1: somebody moves), only a timer brings news, or changes a state without any; and who has waited
 * for long may look less often, as a timer of hours should not cost a hundred thousand looks. */
static int64_t longer_pause(int64_t pause, int64_t rest_ns, bool asks_state)
{
	int64_t most = rest_ns < 0 ? 8 * MS : rest_ns / 16 > 100 * MS ? rest_ns / 16 : 100 * MS;

	if (asks_state)
		most = rest_ns / 200 > 5 * MS ? rest_ns / 200 : 5 * MS;
	return pause * 2 < most ? pause * 2 : most;
}

/* What a wait has used up. A script's limit is for the kernel's timers, which run while everybody sleeps. The time in
 * which somebody moves, or is kept from it by a busy machine, has a bound of its own. */
struct patience {
	int64_t since; /* the last progress */
	int64_t rested; /* since then, with all at rest */
};

static void renew(struct patience *p)
{
	*p = (struct patience){ .since = steady_now() };
}

/* begun: all programs have been executed, and who moves is one of them. */
static int64_t left_of(const struct patience *p, int64_t limit_ns, bool begun)
{
	int64_t moved = steady_now() - p->since - p->rested;
	int64_t left = limit_ns - p->rested, moves_left = (begun ? MOVES_NS : PATIENCE_NS) - moved;

	return left < moves_left ? left : moves_left;
}

static bool await_lines(struct stage *s)
{
	int64_t begin = steady_now(), pause = MS;
	struct patience patience = { .since = begin };
	int64_t rest_since = 0; /* all at rest, and no news, since then; 0: somebody moves */
	int64_t counted = 0; /* of that, what is in timer_ns already */
	int64_t last_stuck = 0,
		stuck_pause = 20 * MS; /* reading the table is not cheap: less and less often */
	size_t met = 0;
	bool news = true, settled = false;

	for (;;) {
		struct progress p = ask_judge(s);
		int64_t now = steady_now(), limit, left, at_most;
		bool rest;

		if (s->t->trouble || p.outcome == OUTCOME_INCONCLUSIVE)
			return false;
		if (p.outcome == OUTCOME_FAILS) {
			/* What looks like a divergence may be an earlier segment that is still on its way to us. */
			if (settled || !settle(s))
				return false;
			settled = true;
			continue;
		}
		settled = false;
		if (p.complete)
			return true;
		if (p.met > met) {
			met = p.met;
			renew(&patience);
		}
		limit = s->d->script->limit_ns + p.owed_ns;
		left = left_of(&patience, limit, all_executed(s->t));
		if (left <= 0)
			return false;
		if (p.asks_state) {
			read_sockets(s);
			p = ask_judge(s);
			if (p.outcome != OUTCOME_OPEN || p.complete || !p.asks_state)
				continue;
		}
		tell_wait(s, begin, p.awaits);
		rest = quiescent_now(&s->rest, s->t, false);
		if (!rest || news)
			rest_since = counted = rest ? steady_now() : 0;
		if (news)
			stuck_pause = 20 * MS;
		if (rest && now - last_stuck > stuck_pause) {
			last_stuck = now;
			stuck_pause *= 2;
			/* At rest only a timer brings news, and may take what is left of the limit. */
			if (is_stuck(s, limit - patience.rested)) {
				if (!p.asks_state)
					return false;
				/* The last thing that happened may have been after the last look. */
				read_sockets(s);
				p = ask_judge(s);
				if (p.outcome == OUTCOME_OPEN && !p.complete && p.asks_state)
					return false;
				continue;
			}
		}
		pause = news ? MS : longer_pause(pause, rest_since ? now - rest_since : -1, p.asks_state);
		at_most = pause < left ? pause : left;
		now = steady_now();
		news = wait_for_news(s, at_most) > 0;
		/* Who is not given the processor for a second has not waited for a second. */
		if (rest_since)
			patience.rested +=
				steady_now() - now < at_most + 50 * MS ? steady_now() - now : at_most;
		now = steady_now();
		if (rest_since)
			s->t->timer_ns += now - counted;
		counted = now;
	}
}

void look_for_never(struct stage *s)
{
	const struct script *script = s->d->script;

	for (size_t i = 0; i < script->line_count; i++) {
		const struct line *l = &script->lines[i];

		if (l->kind == LINE_STATE && l->never && l->act <= s->act) {
			read_sockets(s);
			return;
		}
	}
}

bool has_diverged(struct stage *s)
{
	return ask_judge(s).outcome == OUTCOME_FAILS;
}

/* Goes on until all that the acts so far expect has been met. False where it failed, or will not come. */
bool await_act(struct stage *s)
{
	bool met = await_lines(s);

	tell_no_wait(s);
	return met;
}
