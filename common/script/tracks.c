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
static int reported_track(const struct script *s, size_t line)
{
	const struct line *l = &s->lines[line];
	const struct party *told = is_router_of(s, &l->from) ? &l->to : &l->from;

	for (size_t i = line; i-- > 0;) {
		const struct line *above = &s->lines[i];

		if (above->track != NO_TRACK && !is_router_of(s, &above->from) &&
		    !is_router_of(s, &above->to) &&
		    (!line_connection(l) || line_connection(above) == line_connection(l)) &&
		    (strcmp(party_end(&above->from), party_end(told)) == 0 ||
		     strcmp(party_end(&above->to), party_end(told)) == 0))
			return above->track;
	}
	return NO_TRACK;
}

/* Which connection the track of this line is of. */
static unsigned tracked_connection(const struct script *s, const struct line *l)
{
	unsigned connection = line_connection(l);

	for (size_t i = 0; connection == 1 && i < s->line_count; i++) {
		const struct line *other = &s->lines[i];
		struct track pair = { { party_end(&l->from), party_end(&l->to) }, 0 };

		if (line_is_wire(other) && !line_spans(other) && !other->counts && !line_connection(other) &&
		    is_pair(&pair, party_end(&other->from), party_end(&other->to)))
			return 0;
	}
	return connection;
}

static int track_of(struct parser *p, size_t line, size_t *capacity)
{
	struct script *s = p->script;
	const struct line *l = &s->lines[line];
	unsigned connection = tracked_connection(s, l);
	int track = NO_TRACK;

	if (l->kind == LINE_ICMP && (is_router_of(s, &l->from) || is_router_of(s, &l->to)) &&
	    strncmp(l->icmp, "echo-", strlen("echo-")) != 0)
		track = reported_track(s, line);
	if (track == NO_TRACK)
		track = find_track(s, party_end(&l->from), party_end(&l->to), connection);
	if (track != NO_TRACK)
		return track;
	s->tracks = arena_grow(p->arena, s->tracks, s->track_count, capacity, sizeof(*s->tracks));
	s->tracks[s->track_count] = (struct track){ { party_end(&l->from), party_end(&l->to) }, connection };
	return (int)s->track_count++;
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

		if (line_is_wire(l) && !line_spans(l) && !l->counts)
			l->track = track_of(p, i, &capacity);
		if (l->then && !check_then(p, i))
			return false;
	}
	return true;
}
