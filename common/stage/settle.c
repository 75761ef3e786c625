/* settle.c - takes in what happens, and waits until nobody moves; see play.h. */
#include "common/stage/play.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/stage/quiescence.h"

enum { POLL_MAX = 64 };
/* Who has slept so long in a call that strace does not show is taken to be at rest in it. */
static const int64_t UNTRACED_NS = 100000000;
/* What a script waits for has its own limit, and a program that never rests has this one. */
static const int64_t REST_NS = 15000000000;

void trouble(struct stage *s, const char *format, ...)
{
	va_list args;

	if (s->t->trouble)
		return;
	va_start(args, format);
	s->t->trouble = arena_vprintf(s->t->arena, format, args);
	va_end(args);
}

void trouble_within(struct stage *s, const char *what, const struct error *error)
{
	char text[ERROR_TEXT];

	trouble(s, "%s: %s", what, error_text(error, text));
}

void tell_wait(struct stage *s, int64_t begin, const char *awaits)
{
	if (!s->d->progress || steady_now() - begin < 250 * MS || (s->told && strcmp(s->told, awaits) == 0))
		return;
	s->told = arena_string(s->t->arena, awaits);
	s->d->progress(s->d->context, awaits);
}

void tell_no_wait(struct stage *s)
{
	if (s->told)
		s->d->progress(s->d->context, "");
	s->told = NULL;
}

/* Takes in all that has arrived. Returns how many events came. */
static size_t take_in(struct stage *s)
{
	struct error error;
	char text[ERROR_TEXT];
	/* The calls first: a segment's call was written down before the segment was sent. */
	size_t events = cast_read(s->cast);
	int packets = wire_read(s->wire, &error);

	if (packets < 0)
		trouble_within(s, "capture", &error);
	else
		events += (size_t)packets;
	if (!cable_read(&s->cable, &error))
		trouble_within(s, "cable", &error);
	if (!cast_in_order(s->cast, &error))
		trouble(s, "%s", error_text(&error, text));
	return events;
}

/* Waits for anything to happen, at most so long; then takes it in. What has come is seldom alone: a call's end follows its
 * beginning, a segment its call. The judge is asked once for all that comes within so short a time. */
size_t wait_for_news(struct stage *s, int64_t at_most_ns)
{
	static const struct timespec together = { .tv_nsec = 200000 };
	struct pollfd fds[POLL_MAX];
	struct timespec limit = { at_most_ns / 1000000000, at_most_ns % 1000000000 };
	nfds_t n = 0;
	int came;

	if (s->d->hangup_fd >= 0)
		fds[n++] = (struct pollfd){ .fd = s->d->hangup_fd };
	n += wire_poll_fds(s->wire, fds + n, POLL_MAX - n);
	if (s->cable.fd >= 0)
		fds[n++] = (struct pollfd){ .fd = s->cable.fd, .events = POLLIN };
	n += cast_poll_fds(s->cast, fds + n, POLL_MAX - n);
	came = ppoll(fds, n, &limit, NULL);
	if (s->d->hangup_fd >= 0 && (fds[0].revents & (POLLERR | POLLHUP)))
		_exit(0); /* the runner is gone: so is everybody's interest, and with us the whole world */
	if (came > 0)
		nanosleep(&together, NULL);
	return take_in(s);
}

/* One round of markers. */
static bool await_markers(struct stage *s, size_t *events)
{
	int64_t deadline = steady_now() + PATIENCE_NS;
	struct error error;

	wire_send_markers(s->wire);
	for (;;) {
		*events += take_in(s);
		if (wire_drained(s->wire))
			break;
		if (s->t->trouble)
			return false;
		if (steady_now() > deadline) {
			trouble(s, "the capture did not show the director's marker within 30 s");
			return false;
		}
		*events += wait_for_news(s, 50 * MS);
	}
	if (cable_drain(&s->cable, &error))
		return true;
	trouble_within(s, "cable", &error);
	return false;
}

/* Waits until everything that was sent before is on record. False (and trouble) where a marker stays away. */
bool drain(struct stage *s, size_t *events)
{
	for (unsigned round = 0; round < wire_rounds(s->wire); round++)
		if (!await_markers(s, events))
			return false;
	return true;
}

/* Waits until nobody moves: all at rest, all that was sent on record, and nothing new while that was found out.
 * Asks again at short intervals, as the kernel tells nobody when a process falls asleep. */
bool settle(struct stage *s)
{
	int64_t limit = s->d->script->limit_ns > REST_NS ? s->d->script->limit_ns : REST_NS;
	int64_t begin = steady_now(), quiet = begin;
	int64_t pause = 50000;
	bool begun = false;

	for (;;) {
		size_t events = take_in(s);
		bool seen;

		if (events)
			quiet = steady_now();
		seen = steady_now() - quiet < UNTRACED_NS;

		if (s->t->trouble)
			return false;
		timeline_index(s->t);
		if (quiescent_now(&s->rest, s->t, seen)) {
			if (!drain(s, &events))
				return false;
			if (!events && quiescent_now(&s->rest, s->t, seen))
				return true;
			if (events) {
				pause = 50000;
				quiet = steady_now();
			}
		}
		if (!begun && (begun = all_executed(s->t)))
			begin = steady_now();
		if (steady_now() - begin > (begun ? limit : PATIENCE_NS)) {
			trouble(s,
				begun ? "the programs did not come to rest within %.0f s"
				      : "a program was not executed within %.0f s",
				(double)(begun ? limit : PATIENCE_NS) / 1e9);
			return false;
		}
		wait_for_news(s, pause);
		pause = pause < 8 * MS ? pause * 2 : pause;
	}
}
