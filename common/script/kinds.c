/* kinds.c - what the list of the kinds of line says of each; see line.h. */
#include "common/script/line.h"

#define ROW(KIND, name, told, stands, keyword, of_track, speaks_of, loses)                                   \
	[LINE_##KIND] = { .text = (told),                                                                    \
			  .word = (keyword),                                                                 \
			  .form = (stands),                                                                  \
			  .track = (of_track),                                                               \
			  .subject = (speaks_of),                                                            \
			  .loss = (loses) },
static const struct line_traits traits[LINE_KIND_COUNT] = { LINE_KINDS(ROW) };
#undef ROW

const struct line_traits *line_traits(enum line_kind kind)
{
	return &traits[kind];
}

bool line_is_action(const struct line *l)
{
	return traits[l->kind].track == TRACK_NONE;
}

bool line_is_wire(const struct line *l)
{
	return traits[l->kind].track == TRACK_WIRE;
}

bool line_spans(const struct line *l)
{
	return l->never || l->may;
}

bool line_is_read(const struct line *l)
{
	return traits[l->kind].track == TRACK_READINGS;
}

bool line_is_awaited(const struct line *l)
{
	return !line_spans(l) && !line_is_read(l);
}

bool line_is_star_of(const struct line *l, size_t claim)
{
	return l->starred && (l->claims >> claim & 1);
}

bool line_is_fault(const struct line *l)
{
	switch (l->kind) {
#define ROW(KIND, ...) case LINE_##KIND:
		FAULT_LINES(ROW)
#undef ROW
		return true;
	default: return false;
	}
}

const char *line_process(const struct line *l)
{
	enum line_subject subject = traits[l->kind].subject;

	return subject == OF_ACTOR || subject == OF_PROCESS ? l->process : NULL;
}

int line_host(const struct line *l)
{
	return traits[l->kind].subject == OF_HOST ? l->host : NO_HOST;
}

const struct party *line_from(const struct line *l)
{
	return traits[l->kind].subject == OF_PARTIES && l->from.actor ? &l->from : NULL;
}

const struct party *line_to(const struct line *l)
{
	return traits[l->kind].subject == OF_PARTIES && l->to.actor ? &l->to : NULL;
}

const char *line_who(const struct line *l)
{
	return line_process(l) ? l->process : line_from(l) ? l->from.actor : NULL;
}

/* The numbers that its packets have, or its call returns, any of which may be a NAME. */
enum { LINE_NUMBERS = 4 };
static size_t numbers_of(const struct line *l, const struct number *numbers[LINE_NUMBERS])
{
	size_t count = 0;

	if (l->kind == LINE_DATAGRAM)
		numbers[count++] = &l->datagram.length;
	if (l->kind == LINE_CALL)
		numbers[count++] = &l->call.value;
	if (l->kind != LINE_SEGMENT && l->kind != LINE_DATA)
		return count;
	numbers[count++] = &l->segment.first;
	numbers[count++] = &l->segment.end;
	numbers[count++] = &l->segment.length;
	numbers[count++] = &l->segment.ack;
	return count;
}

bool lines_share_name(const struct line *a, const struct line *b)
{
	const struct number *mine[LINE_NUMBERS], *theirs[LINE_NUMBERS];
	size_t count = numbers_of(a, mine), others = numbers_of(b, theirs);

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < others; k++)
			if (mine[i]->kind == NUMBER_NAME && theirs[k]->kind == NUMBER_NAME &&
			    mine[i]->name == theirs[k]->name)
				return true;
	return false;
}

int64_t line_takes_ns(const struct line *l)
{
	return l->kind == LINE_CALL ? l->call.takes_ns : -1;
}

const char *line_needs(const struct line *l)
{
	return line_is_action(l) && traits[l->kind].subject == OF_PROCESS ? l->process : NULL;
}
