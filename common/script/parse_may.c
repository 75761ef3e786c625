/*
 * parse_may.c - how much a "may" line may take: which segments, and how many of them.
 *
 * Without a number it is for what the kernel says again and again, as long as the run happens to last: retransmissions of
 * a range that the line names, probes, and the ICMP messages that answer them. Of anything else so many come as the script
 * says, "may 2 client > server …". And none of them takes whatever comes: each names its numbers, or a range within
 * which they lie ("data 1:11").
 */
#include <ctype.h>
#include <string.h>

#include "capture/flow.h"
#include "common/script/parser.h"

bool take_may_most(struct parser *p, struct line *l)
{
	const char *at;
	uint64_t most;

	skip_blanks(p);
	at = p->at;
	if (at == p->end || !isdigit((unsigned char)*at))
		return true;
	if (!take_value(p, 9999, "how many may come", &most))
		return false;
	if (!most)
		return fail_at(p, at, "'may 0' lets nothing come: write never");
	l->may_most = (unsigned)most;
	return true;
}

static bool names_range(const struct segment_pattern *s)
{
	return s->has_range && s->first.kind != NUMBER_ANY && s->end.kind != NUMBER_ANY;
}

/* A probe's numbers follow from what was sent before it. */
static bool is_probe(const struct segment_pattern *s)
{
	return s->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE);
}

/* SYN, FIN and RST are said by their flags. */
static bool says_which(const struct line *l)
{
	switch (l->kind) {
	case LINE_SEGMENT:
		return is_probe(&l->segment) || names_range(&l->segment) ||
		       (!l->segment.has_range && (l->segment.flags & (FLAG_SYN | FLAG_FIN | FLAG_RST)));
	case LINE_DATA: return l->segment.first.kind != NUMBER_ANY && l->segment.end.kind != NUMBER_ANY;
	case LINE_ICMP: return strcmp(l->icmp, "...") != 0;
	default: return true;
	}
}

static bool comes_again(const struct line *l)
{
	return l->kind == LINE_ICMP || l->kind == LINE_DATA ||
	       (l->kind == LINE_SEGMENT &&
		(is_probe(&l->segment) ||
		 ((l->segment.marks & MARK_RETRANSMISSION) && l->segment.has_range)));
}

bool check_may(struct parser *p, const struct line *l, const char *at)
{
	if (!says_which(l))
		return fail_at(p, at,
			       "'may' with '...' takes whatever comes: name its numbers, or say within which "
			       "range they lie, as in may client > server data 1:11");
	if (l->may_most || comes_again(l))
		return true;
	return fail_at(
		p, at,
		"how many? 'may' alone is for what comes again and again, a retransmission of these numbers, a probe, "
		"an ICMP message; of anything else say how many: may 2 %.24s > ...",
		l->from.actor);
}
