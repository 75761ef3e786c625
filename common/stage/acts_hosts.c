/*
 * acts_hosts.c - the actions of world hosts; see play.h.
 *
 * What cannot arrive is a cut of the record: from a moment before the kernel cuts to one after it mends, as in this world
 * a packet that does arrive is seen to arrive. The act that mends begins behind the last that did not: the kernel takes
 * its time, on a busy machine so long that a retransmission falls into it.
 */
#include "common/stage/filter.h"
#include "common/stage/lasthop.h"
#include "common/stage/play.h"

/* The two ends that are cut off; NO_HOST: anybody. */
struct ends {
	int from, to;
};

static unsigned places_of(const struct hosts *h)
{
	unsigned places = h->router == NO_HOST ? 0 : FILTER_ROUTER;

	for (size_t i = 0; i < h->port_count; i++)
		places |= h->ports[i].bridge ? FILTER_SWITCH : 0;
	return places;
}

/* The next address of a host, or, once, anybody's, which is NULL. False: there is none. */
static bool next_address(const struct world *w, int host, size_t index, const struct address **a)
{
	*a = host == NO_HOST ? NULL : world_address(w, host, index);
	return host == NO_HOST ? index == 0 : *a != NULL;
}

/* The paths from one end to the other: each pair of their addresses of the same family. Returns how many. */
static size_t paths_between(const struct world *w, struct ends ends, struct arena *arena,
			    struct filter_path **out)
{
	const struct address *from, *to;
	size_t count = 0, capacity = 0;

	*out = NULL;
	for (size_t i = 0; next_address(w, ends.from, i, &from); i++)
		for (size_t k = 0; next_address(w, ends.to, k, &to); k++)
			for (uint8_t family = 4; family <= 6; family += 2) {
				if ((from && from->family != family) || (to && to->family != family))
					continue;
				*out = arena_grow(arena, *out, count, &capacity, sizeof(**out));
				(*out)[count++] = (struct filter_path){ family, from, to };
			}
	return count;
}

static void add_cuts(struct stage *s, const struct filter_path *paths, size_t count)
{
	for (size_t i = 0; i < count; i++)
		timeline_add_cut(s->t, record_now(), paths[i].source, paths[i].destination);
}

bool hosts_cut(struct stage *s, const struct line *line, struct error *error)
{
	const struct hosts *h = s->d->hosts;
	struct ends ends = { NO_HOST, NO_HOST };
	struct filter_path *paths;
	size_t count;

	if (line->from.actor) {
		ends.from = script_host(s->d->script, &line->from);
		ends.to = script_host(s->d->script, &line->to);
		if (ends.from == NO_HOST || ends.to == NO_HOST || ends.from == ends.to)
			return error_set(error, "cut %s > %s: there is no cable between them",
					 line->from.actor, line->to.actor);
	}
	count = paths_between(h->world, ends, s->t->arena, &paths);
	if (line->from.actor)
		add_cuts(s, paths, count);
	else
		timeline_add_cut(s->t, record_now(), NULL, NULL);
	return filter_stop(places_of(h), paths, count, error) || error_within(error, "cut");
}

/* From now on nothing arrives there. Returns the first of the cuts, and how many they are. */
static struct cuts say_lost(struct stage *s, int host)
{
	struct filter_path *paths;
	size_t first = s->t->cut_count,
	       count = paths_between(s->d->hosts->world, (struct ends){ NO_HOST, host }, s->t->arena, &paths);

	s->lost_ns = s->lost_ns == INT64_MAX ? record_now() : s->lost_ns;
	add_cuts(s, paths, count);
	return (struct cuts){ first, count };
}

bool host_lose(struct stage *s, int host, struct error *error)
{
	say_lost(s, host);
	s->losses[host].unreachable = true;
	return lasthop_lose(s->d->hosts, host, error);
}

/* A host that is down stays so. */
bool hosts_mend(struct stage *s, struct error *error)
{
	const struct hosts *h = s->d->hosts;
	int count = (int)h->world->host_count;
	int64_t *begin_ns = &s->action->time_ns;
	size_t events = 0;

	for (int i = 0; i < count; i++) {
		if (s->losses[i].unreachable && !lasthop_find(h, i, error))
			return false;
		s->losses[i].unreachable = false;
	}
	if (!filter_forward(places_of(h), error))
		return error_within(error, "mend");
	timeline_mend(s->t, record_now());
	if (!drain(s, &events))
		return true; /* which says so itself */
	timeline_index(s->t);
	*begin_ns = timeline_behind_lost(s->t, *begin_ns, SIZE_MAX);
	s->t->indexed = false;
	for (int i = 0; i < count; i++)
		if (h->net[i] < 0)
			s->losses[i].down = say_lost(s, i);
	return true;
}

bool host_crash(struct stage *s, int host, struct error *error)
{
	s->losses[host].down = say_lost(s, host);
	return hosts_crash(s->d->hosts, host, error);
}

bool host_reboot(struct stage *s, int host, struct error *error)
{
	bool up = s->d->hosts->net[host] >= 0;
	struct cuts *down = &s->losses[host].down;

	if ((up && !host_crash(s, host, error)) || !hosts_boot(s->d->hosts, host, error))
		return false;
	for (size_t i = 0; i < down->count; i++)
		s->t->cuts[down->first + i].to_ns = record_now();
	/* As a host does that comes up, it makes itself known to the link: the router then need not ask for it. */
	wire_send_markers(s->wire);
	return true;
}
