/*
 * acts_hosts.c - the actions of world hosts; see play.h.
 *
 * What cannot arrive is a cut of the record: from a moment before the kernel cuts to one after it mends, as in this world
 * a packet that does arrive is seen to arrive.
 */
#include "common/stage/cable.h"
#include "common/stage/lasthop.h"
#include "common/stage/play.h"

/* NULL: anybody. One cut for each family. */
static void add_cuts(struct stage *s, const struct address *source, const struct address *destination)
{
	for (int i = 0; i < FAMILIES; i++)
		timeline_add_cut(s->t, record_now(), source ? &source[i] : NULL,
				 destination ? &destination[i] : NULL);
}

bool hosts_cut(struct stage *s, const struct line *line, struct error *error)
{
	const struct address *source = NULL, *destination = NULL;

	if (line->from.actor) {
		const char *from = script_host(s->d->script, line->from.actor);
		const char *to = script_host(s->d->script, line->to.actor);
		int here = from ? host_named(from) : -1, there = to ? host_named(to) : -1;

		if (here < 0 || there < 0 || here == there)
			return error_set(error, "cut %s > %s: there is no cable between them",
					 line->from.actor, line->to.actor);
		source = host_addresses(here);
		destination = host_addresses(there);
	}
	if (source)
		add_cuts(s, source, destination);
	else
		timeline_add_cut(s->t, record_now(), NULL, NULL);
	return cable_stop(source, destination, error) || error_within(error, "cut");
}

bool host_lose(struct stage *s, int host, struct error *error)
{
	add_cuts(s, NULL, host_addresses(host));
	s->unreachable[host] = true;
	return lasthop_lose(host, error);
}

static void say_down(struct stage *s, int host)
{
	s->crash_cuts[host] = s->t->cut_count;
	add_cuts(s, NULL, host_addresses(host));
}

/* A host that is down stays so. */
bool hosts_mend(struct stage *s, struct error *error)
{
	for (int i = 0; i < HOSTS; i++) {
		if (s->unreachable[i] && !lasthop_find(i, error))
			return false;
		s->unreachable[i] = false;
	}
	if (!cable_forward(error))
		return error_within(error, "mend");
	timeline_mend(s->t, record_now());
	for (int i = 0; i < HOSTS; i++)
		if (s->d->hosts->net[i] < 0)
			say_down(s, i);
	return true;
}

bool host_crash(struct stage *s, int host, struct error *error)
{
	say_down(s, host);
	return hosts_crash(s->d->hosts, host, error);
}

bool host_reboot(struct stage *s, int host, struct error *error)
{
	bool up = s->d->hosts->net[host] >= 0;

	if ((up && !host_crash(s, host, error)) || !hosts_boot(s->d->hosts, host, error))
		return false;
	for (size_t i = 0; i < FAMILIES; i++)
		s->t->cuts[s->crash_cuts[host] + i].to_ns = record_now();
	/* As a host does that comes up, it makes itself known to the link: the router then need not ask for it. */
	wire_send_markers(s->wire);
	return true;
}
