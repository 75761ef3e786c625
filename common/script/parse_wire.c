/* parse_wire.c - lines of the wire: segments, runs of data, UDP datagrams and ICMP messages. */
#include "common/script/parser.h"

#include <ctype.h>
#include <string.h>

#include "capture/notation.h"
#include "common/script/wire_words.h"

/* Cuts "[P]" or "[.]" out of the letters, where it stands among them. */
static bool cut_optional(char *letters, const char *optional)
{
	char *found = strstr(letters, optional);

	if (found)
		memmove(found, found + strlen(optional), strlen(found + strlen(optional)) + 1);
	return found != NULL;
}

/* Flags as tcpdump writes them, with "[P]" and "[.]" where PSH and ACK do not matter. */
static bool take_flags(struct parser *p, struct segment_pattern *s)
{
	struct word w = peek_word(p);
	char letters[FLAGS_TEXT + sizeof("[][]")] = "";

	if (w.length < sizeof(letters))
		memcpy(letters, w.at, w.length);
	if (cut_optional(letters, "[P]"))
		s->any_flags |= FLAG_PSH;
	if (cut_optional(letters, "[.]"))
		s->any_flags |= FLAG_ACK;
	if (!flags_parse(letters, strlen(letters), &s->flags))
		return expected(p, "flags such as S, S., P., F., R. or '.' (or data, UDP, ICMP)");
	if (s->flags & s->any_flags)
		return fail_at(p, memchr(w.at, '[', w.length), "%s both named and optional",
			       s->flags & s->any_flags & FLAG_PSH ? "PSH" : "ACK");
	p->at += w.length;
	return true;
}

/* "1:6(5)", "1:N(...)", "1:6": any of the three may be "..." or a NAME. */
static bool take_range(struct parser *p, struct segment_pattern *s)
{
	const char *begin;

	skip_blanks(p);
	begin = p->at;
	s->has_range = true;
	if (!take_number(p, UINT32_MAX, "the first sequence number", &s->first))
		return false;
	if (p->at == p->end || *p->at != ':')
		return expected(p, "':' and the end, as in 1:6(5)");
	p->at++;
	if (p->at == p->end || is_blank(*p->at))
		return fail_at(p, p->at, "expected the end of the range right after ':', as in 1:6(5)");
	if (!take_number(p, UINT32_MAX, "the end of the range, as in 1:6(5)", &s->end))
		return false;
	if (p->at < p->end && *p->at == '(') {
		p->at++;
		if (!take_number(p, UINT32_MAX, "the length in bytes, as in 1:6(5)", &s->length))
			return false;
		if (p->at == p->end || *p->at != ')')
			return expected(p, "')'");
		p->at++;
	}
	if (s->first.kind != NUMBER_VALUE || s->end.kind != NUMBER_VALUE)
		return true;
	if (s->end.value < s->first.value)
		return fail_at(p, begin, "the range ends before it begins");
	if (s->length.kind == NUMBER_VALUE && s->end.value - s->first.value != s->length.value)
		return fail_at(p, begin, "from %llu to %llu are %llu bytes, not %llu",
			       (unsigned long long)s->first.value, (unsigned long long)s->end.value,
			       (unsigned long long)(s->end.value - s->first.value),
			       (unsigned long long)s->length.value);
	return true;
}

/* A range is next: it begins with a number, a NAME or "...", and holds a ':'. */
static bool range_next(struct parser *p)
{
	struct word w = peek_word(p);

	return w.length && (isdigit((unsigned char)*w.at) || memchr(w.at, ':', w.length));
}

static const char *option_words(size_t index, void *context)
{
	/* capture/notation_options.c; "bad option" and "cut short" count by their first word */
	static const char *const words[] = { "mss",	"sackOK",  "TS",      "nop",	   "wscale",
					     "sack",	"eol",	   "echo",    "echoreply", "cc",
					     "ccnew",	"ccecho",  "md5",     "scps",	   "uto",
					     "tcp-ao",	"mptcp",   "tfo",     "eno",	   "accecn0",
					     "accecn1", "exp-253", "exp-254", "bad",	   "cut" };

	(void)context;
	return index < sizeof(words) / sizeof(words[0]) ? words[index] : NULL;
}

/* A slip in an option's name would only show as a line that is never met: say it now. */
static bool check_option(struct parser *p, const char *at, const char *end)
{
	struct word w;

	while (at < end && is_blank(*at))
		at++;
	w = (struct word){ .at = at };
	while (at + w.length < end && !is_blank(at[w.length]))
		w.length++;
	if (!w.length)
		return fail_at(p, at, "an empty option; write ... for any number of options");
	/* Kinds without a name are "unknown-77". */
	if (word_is(w, "...") || (w.length > 8 && memcmp(w.at, "unknown-", 8) == 0))
		return true;
	for (size_t i = 0; option_words(i, NULL); i++)
		if (word_is(w, option_words(i, NULL)))
			return true;
	return unknown(p, w, "TCP option", option_words, NULL);
}

static bool take_options(struct parser *p, struct segment_pattern *s)
{
	const char *close = memchr(p->at, '>', (size_t)(p->end - p->at)), *item = p->at + 1;

	if (!close)
		return fail_at(p, p->at, "the option list that begins here is not closed with '>'");
	s->has_options = true;
	s->options = arena_substring(p->arena, item, (size_t)(close - item));
	p->at = close + 1;
	if (!s->options[strspn(s->options, " \t")])
		return true; /* "<>": none at all */
	while (item <= close) {
		const char *comma = memchr(item, ',', (size_t)(close - item));
		const char *stop = comma ? comma : close;

		if (!check_option(p, item, stop))
			return false;
		item = stop + 1;
	}
	return true;
}

static const char *mark_list(size_t index, void *context)
{
	(void)context;
	return index < wire_word_count ? wire_words[index].text : NULL;
}

/* "retransmission, lost": words behind everything else. */
static bool take_marks(struct parser *p, struct segment_pattern *s)
{
	while (!at_end(p)) {
		struct word rest = { .at = p->at };
		size_t i;

		for (i = 0; i < wire_word_count && !take_word(p, wire_words[i].text); i++)
			;
		if (i == wire_word_count) {
			while (rest.at + rest.length < p->end && rest.at[rest.length] != ',')
				rest.length++;
			if (!isalpha((unsigned char)*rest.at) || word_is(peek_word(p), "within") ||
			    word_is(peek_word(p), "takes"))
				return expect_end(p);
			return unknown(p, rest, "word for a segment", mark_list, NULL);
		}
		if (wire_words[i].mark)
			s->marks |= wire_words[i].mark;
		else
			s->lost = true;
		if (take(p, ",") && at_end(p))
			return expected(p, "another word after ','");
	}
	return true;
}

bool parse_segment(struct parser *p, struct line *l)
{
	struct segment_pattern *s = &l->segment;

	if (at_end(p))
		return expected(p, "flags such as S, S., P., F., R. or '.' (or data, UDP, ICMP)");
	if (!take_flags(p, s) || (range_next(p) && !take_range(p, s)))
		return false;
	if (take_word(p, "ack")) {
		s->has_ack = true;
		if (!(s->flags & FLAG_ACK))
			return fail_at(p, p->at - 3, "'ack' in a segment %s the ACK flag ('.')",
				       s->any_flags & FLAG_ACK ? "that may lack" : "without");
		if (!take_number(p, UINT32_MAX, "the acknowledgement number", &s->ack))
			return false;
	}
	if (take_word(p, "win")) {
		s->window_compare = COMPARE_EQ;
		(void)take_comparison(p, &s->window_compare);
		if (!take_value(p, UINT32_MAX, "the window in bytes", &s->window))
			return false;
	}
	if (!at_end(p) && *p->at == '<' && !take_options(p, s))
		return false;
	return take_marks(p, s);
}

static const char *icmp_list(size_t index, void *context)
{
	const size_t types = 256, codes = 16; /* codes above have no names */
	const char *name;

	(void)context;
	if (index >= 2 * types * codes)
		return NULL;
	name = icmp_name(index < types * codes ? 4 : 6, (unsigned)(index / codes % types),
			 (unsigned)(index % codes));
	return name ? name : "";
}

static bool take_icmp(struct parser *p, const char **name)
{
	struct word w = peek_word(p);

	*name = "...";
	if (!w.length || take_word(p, "..."))
		return true;
	for (size_t i = 0; (*name = icmp_list(i, NULL)); i++) {
		if (!word_is(w, *name))
			continue;
		p->at += w.length;
		return true;
	}
	return unknown(p, w, "ICMP message", icmp_list, NULL);
}

bool parse_data(struct parser *p, struct line *l)
{
	l->segment = (struct segment_pattern){ .flags = FLAG_ACK, .any_flags = FLAG_PSH };
	if (!take_range(p, &l->segment))
		return false;
	l->segment.lost = take_word(p, "lost");
	return true;
}

bool parse_datagram(struct parser *p, struct line *l)
{
	l->datagram.lost = take_word(p, "lost");
	if (l->datagram.lost || at_end(p))
		return true;
	if (!take_number(p, UINT16_MAX, "the datagram's length in bytes", &l->datagram.length))
		return false;
	l->datagram.lost = take_word(p, "lost");
	return true;
}

bool parse_rest(struct parser *p, struct line *l)
{
	(void)p;
	(void)l;
	return true;
}

bool parse_icmp(struct parser *p, struct line *l)
{
	return take_icmp(p, &l->icmp);
}
