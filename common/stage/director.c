/* director.c - plays a script; see director.h. */
#include "common/stage/director.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "common/judge/judge.h"
#include "common/stage/cable.h"
#include "common/stage/rest.h"
#include "common/stage/sockets.h"
#include "common/stage/world.h"

enum { POLL_MAX = 64 };
static const int64_t MS = 1000000;
/* A clock that is set is set by more; what is less is the reading of two clocks in turn. */
static const int64_t CLOCK_SET_NS = 1000000;
/* Who has slept so long in a call that strace does not show is taken to be at rest in it. */
static const int64_t UNTRACED_NS = 100000000;

struct stage {
	const struct direction *d;
	struct timeline *t;
	struct cast *cast;
	struct wire *wire;
	unsigned act; /* the act that has begun: so many actions have been performed */
};

/* The clock of the record: strace and libpcap stamp with it. */
static int64_t record_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* The clock of our own waits, which nobody sets. */
static int64_t steady_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* How far the two are apart: it changes only when somebody sets the clock. Of some readings the narrowest, as one
 * may be interrupted in its middle. */
static int64_t clock_offset(void)
{
	int64_t narrowest = INT64_MAX, offset = 0;

	for (int i = 0; i < 10; i++) {
		int64_t before = steady_now(), record = record_now(), width = steady_now() - before;

		if (width >= narrowest)
			continue;
		narrowest = width;
		offset = record - before - width / 2;
	}
	return offset;
}

static void trouble(struct stage *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The first trouble is the cause of the others. */
static void trouble(struct stage *s, const char *format, ...)
{
	va_list args;

	if (s->t->trouble)
		return;
	va_start(args, format);
	s->t->trouble = arena_vprintf(s->t->arena, format, args);
	va_end(args);
}

/* Takes in all that has arrived. Returns how many events came. */
static size_t take_in(struct stage *s)
{
	char error[SOURCE_ERROR_TEXT], text[CAST_ERROR_TEXT];
	/* The calls first: a segment's call was written down before the segment was sent. */
	size_t events = cast_read(s->cast);
	int packets = wire_read(s->wire, error);

	if (packets < 0)
		trouble(s, "capture: %s", error);
	else
		events += (size_t)packets;
	if (cast_trouble(s->cast, text, sizeof(text)))
		trouble(s, "%s", text);
	return events;
}

/* Waits for anything to happen, at most so long; then takes it in. */
static size_t wait_for_news(struct stage *s, int64_t at_most_ns)
{
	struct pollfd fds[POLL_MAX];
	struct timespec limit = { at_most_ns / 1000000000, at_most_ns % 1000000000 };
	nfds_t n = 0;

	fds[n++] = (struct pollfd){ .fd = wire_fd(s->wire), .events = POLLIN };
	if (s->d->hangup_fd >= 0)
		fds[n++] = (struct pollfd){ .fd = s->d->hangup_fd };
	n += cast_poll_fds(s->cast, fds + n, POLL_MAX - n);
	ppoll(fds, n, &limit, NULL);
	if (s->d->hangup_fd >= 0 && (fds[1].revents & (POLLERR | POLLHUP)))
		_exit(0); /* the runner is gone: so is everybody's interest, and with us the whole world */
	return take_in(s);
}

/* Waits until everything that was sent before is on record. False (and trouble) where a marker stays away. */
static bool drain(struct stage *s, size_t *events)
{
	int64_t deadline = steady_now() + 5000 * MS;

	wire_send_markers(s->wire);
	for (;;) {
		*events += take_in(s);
		if (wire_drained(s->wire))
			return true;
		if (s->t->trouble)
			return false;
		if (steady_now() > deadline) {
			trouble(s, "the capture did not show the director's marker within 5 s");
			return false;
		}
		*events += wait_for_news(s, 50 * MS);
	}
}

/* Waits until nobody moves: all at rest, all that was sent on record, and nothing new while that was found out.
 * Asks again at short intervals, as the kernel tells nobody when a process falls asleep. */
static bool settle(struct stage *s)
{
	int64_t limit = s->d->script->limit_ns, begin = steady_now(), quiet = begin;
	int64_t pause = 50000;

	for (;;) {
		size_t events = take_in(s);
		bool seen;

		if (events)
			quiet = steady_now();
		seen = steady_now() - quiet < UNTRACED_NS;

		if (s->t->trouble)
			return false;
		timeline_index(s->t);
		if (rest_all(s->t, seen)) {
			if (!drain(s, &events))
				return false;
			if (!events && rest_all(s->t, seen))
				return true;
			if (events) {
				pause = 50000;
				quiet = steady_now();
			}
		}
		if (steady_now() - begin > limit) {
			trouble(s, "the programs did not come to rest within %.0f s", (double)limit / 1e9);
			return false;
		}
		wait_for_news(s, pause);
		pause = pause < 2 * MS ? pause * 2 : pause;
	}
}

static void read_sockets(struct stage *s)
{
	char error[SOCKETS_ERROR_TEXT];
	struct sockets_event table;

	if (!sockets_read(s->t->arena, &table, error)) {
		trouble(s, "reading the kernel's socket table: %s", error);
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
		int64_t owed = line->after_ns > line->takes_ns ? line->after_ns : line->takes_ns;

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
	char error[SOCKETS_ERROR_TEXT];
	struct arena *arena;
	struct sockets_event table;
	size_t events = 0;
	bool stuck;

	/* The table first: a delayed ACK's timer is not in it, but what waits for that ACK is. After it nothing may come. */
	arena = arena_new();
	stuck = rest_all(s->t, true) && sockets_read(arena, &table, error) &&
		rest_forever(s->t, &table, left_ns) && drain(s, &events) && !events && rest_all(s->t, true);
	arena_free(arena);
	return stuck;
}

/* Goes on until all that the acts so far expect has been met. False where it failed, or will not come. */
static bool await_act(struct stage *s)
{
	int64_t begin = steady_now(), since = begin, pause = MS;
	int64_t last_stuck = 0,
		stuck_pause = 20 * MS; /* reading the table is not cheap: less and less often */
	size_t met = 0;
	bool news = true, settled = false;

	for (;;) {
		struct progress p = ask_judge(s);
		int64_t now = steady_now(), left;
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
			since = now;
		}
		left = s->d->script->limit_ns + p.owed_ns - (now - since);
		if (left <= 0)
			return false;
		if (p.asks_state) {
			read_sockets(s);
			p = ask_judge(s);
			if (p.outcome != OUTCOME_OPEN || p.complete || !p.asks_state)
				continue;
		}
		if (s->d->progress && now - begin > 250 * MS)
			s->d->progress(s->d->context, p.awaits, now - since);
		rest = rest_all(s->t, false);
		if (news)
			stuck_pause = 20 * MS;
		if (rest && now - last_stuck > stuck_pause) {
			last_stuck = now;
			stuck_pause *= 2;
			if (is_stuck(s, left)) {
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
		/* Somebody is about to move: look again soon. All at rest: only a timer will bring news. */
		pause = !rest || news ? MS : pause < 25 * MS ? pause * 2 : pause;
		now = steady_now();
		news = wait_for_news(s, p.asks_state && pause > 5 * MS ? 5 * MS : pause) > 0;
		if (rest)
			s->t->timer_ns += steady_now() - now;
	}
}

/* Lets time pass: the claim is that nothing happens in it. */
static void pass_time(struct stage *s, int64_t ns)
{
	int64_t begin = steady_now(), now;

	while ((now = steady_now()) - begin < ns && !s->t->trouble) {
		int64_t left = ns - (now - begin);

		if (s->d->progress && now - begin > 250 * MS)
			s->d->progress(s->d->context, "that nothing happens", now - begin);
		wait_for_news(s, left < 100 * MS ? left : 100 * MS);
	}
	s->t->timer_ns += ns;
}

static const struct address *address_of(struct stage *s, const char *actor)
{
	int index = timeline_actor_named(s->t, actor);

	for (size_t i = 0; i < s->t->event_count; i++) {
		const struct event *e = s->t->events[i];

		if (e->kind != EVENT_PACKET)
			continue;
		if (e->packet.from == index)
			return &e->packet.packet.source;
		if (e->packet.to == index)
			return &e->packet.packet.destination;
	}
	return NULL;
}

static void cut(struct stage *s, const struct line *line)
{
	static const struct address any = { 0 };
	const struct address *source = &any, *destination = &any;
	char error[CABLE_ERROR_TEXT];

	if (line->from.actor) {
		source = address_of(s, line->from.actor);
		destination = address_of(s, line->to.actor);
	}
	if (!source || !destination)
		trouble(s, "cut %s > %s: no packet yet shows their addresses", line->from.actor,
			line->to.actor);
	else if (!cable_cut(source, destination, error))
		trouble(s, "cut: %s", error);
	else
		timeline_add_cut(s->t, record_now(), source, destination);
}

static void mend(struct stage *s)
{
	char error[CABLE_ERROR_TEXT];

	/* From this moment on a segment may arrive; it is lost only if it was sent before. */
	timeline_mend(s->t, record_now());
	if (!cable_mend(error))
		trouble(s, "mend: %s", error);
}

static void perform(struct stage *s, const struct line *line)
{
	char error[CAST_ERROR_TEXT + WORLD_ERROR_TEXT] = "";
	struct event *e = timeline_add(s->t, EVENT_ACTION, record_now());
	bool done = true;

	e->action =
		(struct action_event){ .line = line->number, .text = arena_string(s->t->arena, line->text) };
	s->act++;
	switch (line->kind) {
	case LINE_START: done = cast_start(s->cast, line, error); break;
	case LINE_TYPE: done = cast_type(s->cast, line, error); break;
	case LINE_KILL: done = cast_kill(s->cast, line, error); break;
	case LINE_WAIT: pass_time(s, line->wait_ns); break;
	case LINE_CUT: cut(s, line); break;
	case LINE_MEND: mend(s); break;
	case LINE_SYSCTL: done = world_sysctl(line->string, line->value, error); break;
	case LINE_SEGMENT:
	case LINE_DATA:
	case LINE_DATAGRAM:
	case LINE_ICMP:
	case LINE_CALL:
	case LINE_SIGNAL:
	case LINE_EXITS:
	case LINE_DIES:
	case LINE_STATE: break; /* expectations are the judge's */
	}
	if (!done)
		trouble(s, "line %u: %s", line->number, error);
}

static void play(struct stage *s)
{
	const struct script *script = s->d->script;

	for (size_t i = 0; i < script->line_count && !s->t->trouble; i++) {
		if (!line_is_action(&script->lines[i]))
			continue;
		if (s->act && (!await_act(s) || !settle(s)))
			return;
		perform(s, &script->lines[i]);
	}
	if (await_act(s))
		settle(s);
}

void direct(const struct direction *d, struct timeline *t, struct cast *c, struct wire *w)
{
	struct stage s = { .d = d, .t = t, .cast = c, .wire = w };
	int64_t offset = clock_offset(), moved;
	char error[SOURCE_ERROR_TEXT];
	struct utsname name;

	t->kernel = arena_string(t->arena, uname(&name) == 0 ? name.release : "unknown");
	cast_begin(c, t, d->folder, d->script->path);
	if (!wire_begin(w, t, d->interface, error)) {
		trouble(&s, "capture on %s: %s", d->interface, error);
		t->interface = arena_string(t->arena, d->interface);
	} else {
		play(&s);
		moved = clock_offset() - offset;
		if (moved > CLOCK_SET_NS || moved < -CLOCK_SET_NS)
			trouble(&s,
				"the system's clock was set during the run (by %.3f s): its stamps mean nothing",
				(double)moved / 1e9);
		wire_count(w);
	}
	timeline_add(t, EVENT_ACTION, record_now())->action = (struct action_event){ .text = "end" };
	timeline_index(t);
}
