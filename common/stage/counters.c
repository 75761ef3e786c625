/* counters.c - what the kernel counts of a network, as it moves; see counters.h. */
#include "common/stage/counters.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/descriptor.h"

enum { FILES = 3, LONGEST_NAME = 96, LONGEST_FILE = 64 * 1024 };

static const char *const paths[FILES] = { "/proc/net/netstat", "/proc/net/snmp", "/proc/net/snmp6" };

struct counter {
	const char *name; /* the timeline's */
	int64_t value, was;
	int sent, received; /* by how much a marker moves it */
};

struct network {
	int host; /* NOBODY: of the network that there is */
	unsigned boots; /* of the host, when its files were opened */
	int files[FILES]; /* -1: it is not there. A descriptor stays in the network in which it was opened */
	bool read; /* its counters have been read once */
	struct counter *counters;
	size_t count, capacity, next; /* next: the file has them in the same order each time */
	struct marker_counts markers;
};

/* What one marker moves: a datagram of 16 bytes that is sent, and one that is received. */
static const struct {
	const char *name;
	int sent, received;
} of_marker[] = {
	{ "IpOutRequests", 1, 0 },   { "IpOutTransmits", 1, 0 }, { "UdpOutDatagrams", 1, 0 },
	{ "IpExtOutOctets", 44, 0 }, { "IpInReceives", 0, 1 },	 { "IpInDelivers", 0, 1 },
	{ "UdpInDatagrams", 0, 1 },  { "IpExtInOctets", 0, 44 }, { "IpExtInNoECTPkts", 0, 1 },
};

static void set_footprint(struct counter *c)
{
	for (size_t i = 0; i < sizeof(of_marker) / sizeof(of_marker[0]); i++)
		if (strcmp(of_marker[i].name, c->name) == 0) {
			c->sent = of_marker[i].sent;
			c->received = of_marker[i].received;
		}
}

/* The first network's names are all new; the others have the same ones, nearly always in the same order. */
static const char *known(struct timeline *t, size_t at, const char *name)
{
	if (at == t->counter_count)
		return timeline_add_counter(t, name);
	if (at < t->counter_count && strcmp(t->counters[at], name) == 0)
		return t->counters[at];
	for (size_t i = 0; i < t->counter_count; i++)
		if (strcmp(t->counters[i], name) == 0)
			return t->counters[i];
	return timeline_add_counter(t, name);
}

static bool is_called(const struct counter *c, const char *prefix, const char *name)
{
	size_t length = strlen(prefix);

	return strncmp(c->name, prefix, length) == 0 && strcmp(c->name + length, name) == 0;
}

static struct counter *add(struct network *n, struct timeline *t, const char *prefix, const char *name)
{
	char whole[LONGEST_NAME];
	struct counter *c;

	n->counters = arena_grow(t->arena, n->counters, n->count, &n->capacity, sizeof(*n->counters));
	snprintf(whole, sizeof(whole), "%s%s", prefix, name);
	c = &n->counters[n->count];
	/* One that is told only when it has moved, as an ICMP type is, was 0. */
	*c = (struct counter){ .name = known(t, n->count++, whole) };
	set_footprint(c);
	return c;
}

/* Some 400 are taken as each act ends: so nothing is put together but for the first time. */
static void take(struct network *n, struct timeline *t, const char *prefix, const char *name,
		 const char *value)
{
	size_t i = n->next;

	/* What is read for the first time is known to nobody: its names differ. */
	if (!n->read)
		i = n->count;
	else if (i >= n->count || !is_called(&n->counters[i], prefix, name))
		for (i = 0; i < n->count && !is_called(&n->counters[i], prefix, name);)
			i++;
	if (i == n->count)
		add(n, t, prefix, name);
	n->counters[i].value = strtoll(value, NULL, 10);
	n->next = i + 1;
}

/* "TcpExt: SyncookiesSent SyncookiesRecv", and in the line below it "TcpExt: 0 0". */
static void take_pairs(struct network *n, struct timeline *t, char *names, char *values)
{
	char *name_rest, *value_rest, *prefix = strtok_r(names, ": ", &name_rest);
	char *same = strtok_r(values, ": ", &value_rest);

	while (prefix && same && strcmp(prefix, same) == 0) {
		char *name = strtok_r(NULL, " ", &name_rest), *value = strtok_r(NULL, " ", &value_rest);

		if (!name || !value)
			return;
		take(n, t, prefix, name, value);
	}
}

/* "Ip6InReceives 0", a line each; a line that ends its first word with a colon begins a pair. */
static void take_text(struct network *n, struct timeline *t, char *text)
{
	char *rest, *below, *value;

	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (line[strcspn(line, ": \t")] == ':') {
			below = strtok_r(NULL, "\n", &rest);
			if (below)
				take_pairs(n, t, line, below);
			continue;
		}
		value = line + strcspn(line, " \t");
		if (*value)
			*value++ = '\0';
		take(n, t, "", line, value);
	}
}

static void take_file(struct network *n, struct timeline *t, int fd, char *buffer)
{
	size_t length = 0;
	ssize_t more = 1;

	while (fd >= 0 && more > 0 && length < LONGEST_FILE - 1) {
		more = pread(fd, buffer + length, LONGEST_FILE - 1 - length, (off_t)length);
		if (more < 0 && errno == EINTR)
			more = 1;
		else if (more > 0)
			length += (size_t)more;
	}
	buffer[length] = '\0';
	take_text(n, t, buffer);
}

static void close_files(struct network *n)
{
	for (int i = 0; i < FILES; i++)
		descriptor_close(&n->files[i]);
}

static void forget(struct network *n)
{
	for (size_t i = 0; i < n->count; i++)
		n->counters[i].value = n->counters[i].was = 0;
	n->markers = (struct marker_counts){ 0 };
}

/* A host that has come up again counts from 0, in a network of its own. False: it is down. */
static bool follow(struct network *n, const struct hosts *h)
{
	if (h && h->net[n->host] < 0) {
		close_files(n);
		return false;
	}
	if (h && n->boots != h->boots[n->host]) {
		close_files(n);
		if (n->boots)
			forget(n);
		n->boots = h->boots[n->host];
	}
	if (n->files[0] >= 0 || (h && !hosts_enter(h, n->host)))
		return n->files[0] >= 0;
	for (int i = 0; i < FILES; i++)
		n->files[i] = open(paths[i], O_RDONLY | O_CLOEXEC);
	if (h)
		hosts_leave(h);
	return true;
}

static void add_moves(struct network *n, struct timeline *t, const struct marker_counts *markers,
		      struct reading_event *out, size_t *capacity)
{
	for (size_t i = 0; i < n->count; i++) {
		struct counter *c = &n->counters[i];
		int64_t by = c->value - c->was - c->sent * (int64_t)(markers->sent - n->markers.sent) -
			     c->received * (int64_t)(markers->received - n->markers.received);

		c->was = c->value;
		if (!by || !n->read)
			continue;
		out->moves = arena_grow(t->arena, out->moves, out->move_count, capacity, sizeof(*out->moves));
		out->moves[out->move_count++] = (struct counter_move){ n->host, c->name, by };
	}
	n->markers = *markers;
	n->read = true;
}

static void begin(struct counters *c, struct timeline *t, const struct hosts *h)
{
	c->count = h ? h->world->host_count : 1;
	c->networks = arena_alloc(t->arena, c->count * sizeof(*c->networks));
	for (size_t i = 0; i < c->count; i++)
		c->networks[i] = (struct network){ .host = h ? (int)i : NOBODY, .files = { -1, -1, -1 } };
}

void counters_read(struct counters *c, struct timeline *t, struct wire *w, struct reading_event *out)
{
	char *buffer = malloc(LONGEST_FILE);
	size_t capacity = 0;

	*out = (struct reading_event){ 0 };
	if (!c->networks)
		begin(c, t, w->hosts);
	for (size_t i = 0; buffer && i < c->count; i++) {
		struct network *n = &c->networks[i];
		struct marker_counts markers;

		if (!follow(n, w->hosts))
			continue;
		markers = wire_markers(w, n->host);
		n->next = 0;
		for (int file = 0; file < FILES; file++)
			take_file(n, t, n->files[file], buffer);
		add_moves(n, t, &markers, out, &capacity);
	}
	free(buffer);
}

void counters_end(struct counters *c)
{
	for (size_t i = 0; i < c->count; i++)
		close_files(&c->networks[i]);
	*c = (struct counters){ 0 };
}
