/* director.c - plays a script; see director.h. */
#include "common/stage/director.h"

#include <stdio.h>
#include <sys/utsname.h>
#include <time.h>

#include "common/stage/play.h"
#include "common/stage/sockets.h"

/* A clock that is set is set by more; what is less is the reading of two clocks in turn. */
static const int64_t CLOCK_SET_NS = 1000000;

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

/* A machine that has no time for us: nothing is taken in meanwhile, either. */
static void be_held_up(struct stage *s)
{
	int64_t ns = adversity_pause(&s->adversity);
	struct timespec ts = { ns / 1000000000, ns % 1000000000 };

	if (ns)
		nanosleep(&ts, NULL);
}

static void perform(struct stage *s, const struct line *line)
{
	struct error error = { 0 };
	char text[ERROR_TEXT];
	struct event *e = timeline_add(s->t, EVENT_ACTION, record_now());
	bool done;

	e->action =
		(struct action_event){ .line = line->number, .text = arena_string(s->t->arena, line->text) };
	s->action = e;
	s->act++;
	done = act(s, line, &error);
	/* That a program of the reader's own has ended, or has no such child, is no fault of the experiment: what comes
	 * of it, the judge will see. */
	if (line_needs(line) && script_is_yours(s->d->script, line->process))
		done = true;
	if (!done)
		trouble(s, "line %u: %s", line->number, error_text(&error, text));
}

/* Whether the process that this action is about has ended. Such an action is not performed: the judge says that, and
 * why. A zombie could still be sent a signal: the record decides, not kill(). A program of the reader's own may end as it
 * likes; what comes of that, the judge will see. */
static bool has_gone(const struct stage *s, const struct line *line)
{
	return line_needs(line) && !script_is_yours(s->d->script, line->process) &&
	       timeline_end_of(s->t, line->process) != NULL;
}

/* Nobody moves any more, and it was looked at what a line forbids. */
static bool has_settled(struct stage *s)
{
	if (!settle(s))
		return false;
	look_for_never(s);
	take_reading(s);
	return true;
}

static void play(struct stage *s)
{
	const struct script *script = s->d->script;

	take_reading(s);
	for (size_t i = 0; i < script->line_count && !s->t->trouble; i++) {
		if (!line_is_action(&script->lines[i]))
			continue;
		be_held_up(s);
		/* While all came to rest something may have come that the script does not say: then the run ends here. The
		 * action may no longer be possible, and what it does would say nothing. */
		if (s->act && (!await_act(s) || !has_settled(s) || has_diverged(s)))
			return;
		if (has_gone(s, &script->lines[i]))
			return;
		be_held_up(s);
		perform(s, &script->lines[i]);
	}
	be_held_up(s);
	if (await_act(s))
		has_settled(s);
}

void direct(const struct direction *d, struct timeline *t, struct cast *c, struct wire *w)
{
	struct stage s = {
		.d = d,
		.t = t,
		.cast = c,
		.wire = w,
		.cable = { .fd = -1 },
		.adversity = d->adversity,
		.lost_ns = INT64_MAX,
	};
	int64_t offset = clock_offset(), moved;
	struct error error;
	struct utsname name;

	s.losses = arena_alloc(t->arena, (d->script->world->host_count + 1) * sizeof(*s.losses));
	t->kernel = arena_string(t->arena, uname(&name) == 0 ? name.release : "unknown");
	cast_begin(c, t, d->folder, d->script, d->hosts);
	c->adversity = d->adversity;
	sockets_of_hosts(d->hosts);
	if (!wire_begin(w, t, d->hosts, &error)) {
		trouble_within(&s, "capture", &error);
	} else if (!cable_begin(&s.cable, t, d->script, d->hosts, d->hangup_fd, &error)) {
		trouble_within(&s, "cable", &error);
	} else {
		play(&s);
		moved = clock_offset() - offset;
		if (moved > CLOCK_SET_NS || moved < -CLOCK_SET_NS)
			trouble(&s,
				"the system's clock was set during the run (by %.3f s): its stamps mean nothing",
				(double)moved / 1e9);
		wire_count(w);
	}
	cable_end(&s.cable);
	quiescence_end(&s.rest);
	counters_end(&s.counters);
	files_end(&s.files);
	timeline_add(t, EVENT_ACTION, record_now())->action = (struct action_event){ .text = "end" };
	timeline_bound_returns(t);
	timeline_index(t);
}
