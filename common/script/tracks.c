/*
 * tracks.c - which lines of the wire are one track, within which they come in the order written.
 *
 * A track is what its lines name: two parties, or one of their connections. Lines with a number speak of that connection
 * alone; lines without a number are one track of all the others. A script may begin without numbers and take to them when
 * there is a second connection: the first is then on the track of the lines without.
 */
#include "common/script/parser.h"

#include <string.h>

const char *party_end(const struct party *p)
{
	return p->address ? p->address : p->actor;
}

static bool is_pair(const struct track *t, const char *a, const char *b)
{
	return (strcmp(t->ends[0], a) == 0 && strcmp(t->ends[1], b) == 0) ||
	       (strcmp(t->ends[0], b) == 0 && strcmp(t->ends[1], a) == 0);
}

static int find_track(const struct script *s, const char *a, const char *b, unsigned connection)
{
	for (size_t i = 0; i < s->track_count; i++)
		if (s->tracks[i].connection == connection && is_pair(&s->tracks[i], a, b))
			return (int)i;
	return NO_TRACK;
}

int script_track(const struct script *s, const char *a, const char *b, unsigned connection)
{
	int track = connection ? find_track(s, a, b, connection) : NO_TRACK;

	return track == NO_TRACK ? find_track(s, a, b, 0) : track;
}

unsigned line_connection(const struct line *l)
{
	return l->from.connection ? l->from.connection : l->to.connection;
}

static bool is_router_of(const struct script *s, const struct party *p)
{
	return world_is_router(s->world, p->host) && strcmp(s->world->hosts[p->host].name, p->actor) == 0;
}

/* An error that a router reports quotes a packet of somebody's: it is on the track of the line above that it must be about,
 * the next one that names who is told, and, where it has a number, that connection. An echo is the router's own affair. */
static int reported_track(const struct script *s, const struct line *l)
{
	const char *told = party_end(is_router_of(s, &l->from) ? &l->to : &l->from);
	unsigned connection = line_connection(l);
	int next = NO_TRACK;

	for (size_t i = 0; i < s->track_count; i++) {
		const struct track *t = &s->tracks[i];

		if ((strcmp(t->ends[0], told) == 0 || strcmp(t->ends[1], told) == 0) &&
		    (!connection || t->connection == connection || (connection == 1 && !t->connection)) &&
		    t->last && (next == NO_TRACK || t->last > s->tracks[next].last))
			next = (int)i;
	}
	return next;
}

/* A first connection with a number is on the track of the lines without, where the script has any. */
static bool has_plain_line(const struct script *s, const char *a, const char *b)
{
	struct track pair = { .ends = { a, b } };

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (line_is_wire(l) && !line_spans(l) && !l->counts && !line_connection(l) &&
		    is_pair(&pair, party_end(&l->from), party_end(&l->to)))
			return true;
	}
	return false;
}

/* The track of a line, and false with an error where that would be too many. */
static bool settle_track(struct parser *p, size_t line, size_t *capacity)
{
	struct script *s = p->script;
	struct line *l = &s->lines[line];
	bool of_router = is_router_of(s, &l->from) || is_router_of(s, &l->to);
	unsigned connection = line_connection(l);

	if (l->kind == LINE_ICMP && of_router && strncmp(l->icmp, "echo-", strlen("echo-")) != 0)
		l->track = reported_track(s, l);
	if (l->track != NO_TRACK)
		return true;
	l->track = find_track(s, party_end(&l->from), party_end(&l->to), connection);
	if (l->track == NO_TRACK && connection == 1 &&
	    has_plain_line(s, party_end(&l->from), party_end(&l->to))) {
		connection = 0;
		l->track = find_track(s, party_end(&l->from), party_end(&l->to), connection);
	}
	if (l->track == NO_TRACK) {
		if (s->track_count == LIMIT_TRACKS)
			return fail_line(p, l->number, "more than %d connections", LIMIT_TRACKS);
		s->tracks = arena_grow(p->arena, s->tracks, s->track_count, capacity, sizeof(*s->tracks));
		s->tracks[s->track_count] =
			(struct track){ .ends = { party_end(&l->from), party_end(&l->to) },
					.connection = connection };
		l->track = (int)s->track_count++;
	}
	if (!of_router)
		s->tracks[l->track].last = line + 1;
	return true;
}

/* "then" needs something that it comes after. */
static bool check_then(struct parser *p, size_t line)
{
	const struct script *s = p->script;

	for (size_t i = line; i-- > 0 && s->lines[i].act == s->lines[line].act;)
		if (s->lines[i].track != NO_TRACK)
			return true;
	return fail_line(p, s->lines[line].number,
			 "'then' comes after what stands above it in its act, and nothing of the wire does");
}

bool settle_tracks(struct parser *p)
{
	struct script *s = p->script;
	size_t capacity = 0;

	for (size_t i = 0; i < s->line_count; i++) {
		struct line *l = &s->lines[i];

		if (line_is_wire(l) && !line_spans(l) && !l->counts && !settle_track(p, i, &capacity))
			return false;
		if (l->then && !check_then(p, i))
			return false;
	}
	return true;
}
