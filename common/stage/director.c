/* director.c - plays a script; see director.h. */
#include "common/stage/director.h"

#include <stdio.h>
#include <sys/utsname.h>
#include <time.h>

#include "common/stage/cable.h"
#include "common/stage/play.h"
#include "common/stage/sockets.h"
#include "common/stage/world.h"

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

/* Lets time pass: the claim is that nothing happens in it. */
static void pass_time(struct stage *s, int64_t ns)
{
	int64_t begin = steady_now(), now;

	while ((now = steady_now()) - begin < ns && !s->t->trouble) {
		int64_t left = ns - (now - begin);

		tell_wait(s, begin, "that nothing happens");
		/* Whoever is told that we wait is told once; then only news should wake us. */
		wait_for_news(s, left < 100 * MS || now - begin > 1000 * MS ? left : 100 * MS);
	}
	tell_no_wait(s);
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

static void cut_loopback(struct stage *s, const struct line *line)
{
	static const struct address any = { 0 };
	const struct address *source = &any, *destination = &any;
	struct error error;

	if (line->from.actor) {
		source = address_of(s, line->from.actor);
		destination = address_of(s, line->to.actor);
	}
	if (!source || !destination)
		trouble(s, "cut %s > %s: no packet yet shows their addresses", line->from.actor,
			line->to.actor);
	else if (!cable_cut(source, destination, &error))
		trouble_within(s, "cut", &error);
	else
		timeline_add_cut(s->t, record_now(), source, destination);
}

static void mend_loopback(struct stage *s)
{
	struct error error;

	/* From this moment on a segment may arrive; it is lost only if it was sent before. */
	timeline_mend(s->t, record_now());
	if (!cable_mend(&error))
		trouble_within(s, "mend", &error);
}

/* Who is where decides in world hosts how an action is done. */
static bool act_on_network(struct stage *s, const struct line *line, struct error *error)
{
	if (s->d->hosts)
		return hosts_act(s, line, error);
	if (line->kind == LINE_SYSCTL)
		return network_sysctl(line->setting.name, line->setting.value, error);
	if (line->kind == LINE_CUT)
		cut_loopback(s, line);
	else
		mend_loopback(s);
	return true;
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
	bool done = true;

	e->action =
		(struct action_event){ .line = line->number, .text = arena_string(s->t->arena, line->text) };
	s->act++;
	switch (line->kind) {
	case LINE_START: done = cast_start(s->cast, line, &error); break;
	case LINE_TYPE: done = cast_type(s->cast, line, &error); break;
	case LINE_KILL: done = cast_kill(s->cast, line, &error); break;
	case LINE_WAIT: pass_time(s, line->wait_ns); break;
	case LINE_CUT:
	case LINE_MEND:
	case LINE_SYSCTL:
	case LINE_CRASH:
	case LINE_REBOOT:
	case LINE_UNREACHABLE: done = act_on_network(s, line, &error); break;
	case LINE_SEGMENT ... LINE_STATE: break; /* expectations are the judge's */
	}
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

static void play(struct stage *s)
{
	const struct script *script = s->d->script;

	for (size_t i = 0; i < script->line_count && !s->t->trouble; i++) {
		if (!line_is_action(&script->lines[i]))
			continue;
		be_held_up(s);
		/* While all came to rest something may have come that the script does not say: then the run ends here. The
		 * action may no longer be possible, and what it does would say nothing. */
		if (s->act && (!await_act(s) || !settle(s) || has_diverged(s)))
			return;
		if (has_gone(s, &script->lines[i]))
			return;
		be_held_up(s);
		perform(s, &script->lines[i]);
	}
	be_held_up(s);
	if (await_act(s))
		settle(s);
}

void direct(const struct direction *d, struct timeline *t, struct cast *c, struct wire *w)
{
	struct stage s = { .d = d, .t = t, .cast = c, .wire = w, .adversity = d->adversity };
	int64_t offset = clock_offset(), moved;
	struct error error;
	struct utsname name;

	t->kernel = arena_string(t->arena, uname(&name) == 0 ? name.release : "unknown");
	cast_begin(c, t, d->folder, d->script, d->hosts);
	c->adversity = d->adversity;
	sockets_of_hosts(d->hosts);
	if (!wire_begin(w, t, d->hosts, &error)) {
		trouble_within(&s, "capture", &error);
	} else {
		play(&s);
		moved = clock_offset() - offset;
		if (moved > CLOCK_SET_NS || moved < -CLOCK_SET_NS)
			trouble(&s,
				"the system's clock was set during the run (by %.3f s): its stamps mean nothing",
				(double)moved / 1e9);
		wire_count(w);
	}
	rest_end(&s.rest);
	timeline_add(t, EVENT_ACTION, record_now())->action = (struct action_event){ .text = "end" };
	timeline_bound_returns(t);
	timeline_index(t);
}
