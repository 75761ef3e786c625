/*
 * counters.c - by how much a counter of the kernel's moved in an act, against what a line says.
 *
 * The names are the kernel's, and each has some that others lack: which ones this kernel has stands in the record. A line may
 * leave the group away, TCPAbortOnData for TcpExtTCPAbortOnData, where that leaves only one.
 */
#include "common/base/slip.h"
#include "common/judge/work.h"

#include <string.h>

/* Does "TcpExt" precede it? The groups of /proc/net/netstat, snmp and snmp6. */
static bool is_without_group(const char *name, const char *whole)
{
	static const char *const groups[] = { "Ip",	  "IpExt", "Ip6",     "Icmp", "IcmpMsg",
					      "Icmp6",	  "Tcp",   "TcpExt",  "Udp",  "UdpLite",
					      "UdpLite6", "Udp6",  "MPTcpExt" };
	size_t before = strlen(whole) - strlen(name);

	if (strlen(whole) <= strlen(name) || strcmp(whole + before, name) != 0)
		return false;
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (strlen(groups[i]) == before && strncmp(groups[i], whole, before) == 0)
			return true;
	return false;
}

static const char *known_name(size_t index, void *context)
{
	const struct timeline *t = context;

	return index < t->counter_count ? t->counters[index] : NULL;
}

/* Without its group, which may have been left away. */
static const char *known_short_name(size_t index, void *context)
{
	const char *name = known_name(index, context);

	return name && strncmp(name, "TcpExt", 6) == 0 ? name + 6 : name;
}

static const char *unknown_counter(const struct work *w, const char *name)
{
	struct timeline t = *w->timeline;
	const char *meant = slip_meant(name, strlen(name), known_name, &t);

	if (!meant)
		meant = slip_meant(name, strlen(name), known_short_name, &t);
	return arena_printf(w->out->arena, "the kernel of this record has no such counter%s%s%s",
			    meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
}

/* The kernel's own name of the line's counter. NULL with *hole: it has none, or several. */
static const char *counter_named(const struct work *w, const char *name, const char **hole)
{
	const struct timeline *t = w->timeline;
	const char *found = NULL;

	for (size_t i = 0; i < t->counter_count; i++)
		if (strcmp(t->counters[i], name) == 0)
			return t->counters[i];
	for (size_t i = 0; i < t->counter_count; i++) {
		if (!is_without_group(name, t->counters[i]))
			continue;
		if (found) {
			*hole = arena_printf(w->out->arena, "that may be %s or %s: write one of them", found,
					     t->counters[i]);
			return NULL;
		}
		found = t->counters[i];
	}
	if (!found)
		*hole = t->counter_count ? unknown_counter(w, name)
					 : "the record does not hold the kernel's counters";
	return found;
}

/* By how much it moved, where the line's party lives. */
static int64_t moved_by(const struct work *w, const struct line *l, const struct event *e, const char *name)
{
	const struct timeline *t = w->timeline;
	int host = script_host(w->script, &l->from);
	int where = host == NO_HOST ? NOBODY : timeline_host_named(t, w->script->world->hosts[host].name);

	for (size_t i = 0; i < e->reading.move_count; i++)
		if (e->reading.moves[i].host == where && strcmp(e->reading.moves[i].name, name) == 0)
			return e->reading.moves[i].by;
	return 0;
}

/* compare_holds() compares what has no sign. */
static uint64_t ordered(int64_t value)
{
	return (uint64_t)value ^ (uint64_t)1 << 63;
}

static bool counter_fits(const struct work *w, const struct line *l, const struct event *e,
			 struct bindings *names)
{
	const char *hole, *name = e->kind == EVENT_READING ? counter_named(w, l->counter.name, &hole) : NULL;

	(void)names;
	return name &&
	       compare_holds(l->counter.compare, ordered(moved_by(w, l, e, name)), ordered(l->counter.by));
}

static const char *counter_reads(const struct work *w, const struct line *l, const struct event *e,
				 const char **hole)
{
	const char *name = counter_named(w, l->counter.name, hole);

	if (!name)
		return NULL;
	return arena_printf(
		w->out->arena, "counter %s %s %+lld%s", l->from.actor, name,
		(long long)moved_by(w, l, e, name),
		w->timeline->host_count ? "" : " (of both ends: in this world they share the counters)");
}

const struct line_judge judge_counter = { .fits = counter_fits, .reads = counter_reads };
