/* alter.c - lines deleted, doubled, swapped, turned, and with anything in them changed; see alter.h. */
#include "tests/support/alter.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/notation.h"
#include "common/base/text.h"

enum { WORD_MOST = 64 };

static const struct line *altered(const struct altering *a)
{
	return &a->script->lines[a->at];
}

static void try_line(const struct altering *a, const char *kind, const char *text)
{
	a->try(a->context, kind, text, 0, NULL);
}

/* The line's text with [from, to) replaced. */
static void try_part(const struct altering *a, const char *kind, const char *from, const char *to,
		     const char *part)
{
	struct text t = { 0 };

	text_add_bytes(&t, altered(a)->text, (size_t)(from - altered(a)->text));
	text_add(&t, part);
	text_add(&t, to);
	try_line(a, kind, text_chars(&t));
	text_free(&t);
}

/* ---- ways to alter a line ---- */

static bool is_of_process(const struct line *l)
{
	return line_process(l) != NULL;
}

/* What it met had to be named: the script must not do without it. */
static bool is_needed(const struct altering *a, size_t line)
{
	const struct line_result *met = &a->judgement->lines[line];
	const struct segment *s;

	if (a->script->lines[line].counts || !line_is_wire(&a->script->lines[line]) ||
	    a->script->lines[line].never || !met->event_count)
		return false;
	s = timeline_segment(a->timeline, a->timeline->events[met->events[0]]);
	return !s || s->packet.payload_length ||
	       (s->packet.tcp.flags & (FLAG_SYN | FLAG_FIN | FLAG_RST | FLAG_URG)) ||
	       (s->marks & (MARK_RETRANSMISSION | MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE));
}

static void delete_it(const struct altering *a)
{
	if (is_needed(a, a->at))
		try_line(a, "deleted", "");
}

/* Calls may come again, and a state may stay: only of the wire, and of what has not returned, there is no second. */
static void double_it(const struct altering *a)
{
	const struct line *l = altered(a);
	struct text t = { 0 };

	if (line_spans(l) || !(is_needed(a, a->at) || strstr(l->text, "<unfinished ...>")))
		return;
	text_addf(&t, "%s\n%s", l->text, l->text);
	try_line(a, "doubled", text_chars(&t));
	text_free(&t);
}

static bool same_track(const struct line *l, const struct line *next)
{
	return (line_is_wire(l) && (l->track == next->track || next->then)) ||
	       (is_of_process(l) && is_of_process(next) && strcmp(l->process, next->process) == 0);
}

/* "then" stays in its place. */
static void swap_then(const struct altering *a, const struct line *next)
{
	const char *first = next->text + strlen("then "), *then = altered(a)->then ? "" : "then ";
	struct text t = { 0 };

	text_addf(&t, "%s%s", then, altered(a)->text);
	a->try(a->context, "swapped", first, next->number, text_chars(&t));
	text_free(&t);
}

/* With the next line of its track, or one that says "then"; but a bare ACK may come again, and be met there. */
static void swap_it(const struct altering *a)
{
	const struct script *s = a->script;
	const struct line *l = altered(a);

	for (size_t i = a->at + 1; i < s->line_count && s->lines[i].act == l->act && !line_spans(l); i++) {
		const struct line *next = &s->lines[i];

		if (line_spans(next) || !same_track(l, next))
			continue;
		if (line_is_wire(l) && l->track != next->track && is_needed(a, a->at) && is_needed(a, i))
			swap_then(a, next);
		else if (strcmp(l->text, next->text) != 0 &&
			 (is_of_process(l) || (is_needed(a, a->at) && is_needed(a, i))))
			a->try(a->context, "swapped", next->text, next->number, l->text);
		return;
	}
}

static void turn_polarity(const struct altering *a)
{
	const struct line *l = altered(a);
	struct text t = { 0 };

	if (l->never) {
		try_line(a, "polarity", l->text + strlen("never "));
	} else if (!l->may && l->after_ns < 0) {
		text_addf(&t, "never %s", l->text);
		try_line(a, "polarity", text_chars(&t));
		text_free(&t);
	}
}

static void turn_around(const struct altering *a)
{
	const struct line *l = altered(a);
	const char *from = strstr(l->text, " > "), *begin = from, *end = from ? from + 3 : NULL;
	char turned[2 * WORD_MOST + 8];

	if (line_spans(l) || !is_needed(a, a->at))
		return;
	while (begin > l->text && begin[-1] != ' ')
		begin--;
	end += strcspn(end, " ");
	snprintf(turned, sizeof(turned), "%.*s > %.*s", (int)(end - from - 3), from + 3, (int)(from - begin),
		 begin);
	try_part(a, "turned", begin, end, turned);
}

/* Where a number stands that the line compares with equality; NULL: there is none behind `at`. */
static const char *next_number(const char *at)
{
	for (; *at; at++) {
		const char *end = at + strspn(at, "0123456789");
		bool word = end == at || isalnum((unsigned char)*end) || strchr("_.#+", at[-1]) ||
			    isalnum((unsigned char)at[-1]) || *end == '.' || *end == '"';
		bool compared =
			!word && at[-1] == ' ' && strchr("<>=", at[-2]) && !(at[-2] == '=' && at[-3] == ' ');

		if (!word && !compared)
			return at;
		at = end > at ? end - 1 : at;
	}
	return NULL;
}

static void change_numbers(const struct altering *a)
{
	const struct line *l = altered(a);
	char number[32];

	for (const char *at = next_number(l->text + 1); at && !line_spans(l);) {
		const char *end = at + strspn(at, "0123456789");

		snprintf(number, sizeof(number), "%llu", strtoull(at, NULL, 10) + 1);
		try_part(a, "number", at, end, number);
		at = next_number(end);
	}
}

/* A range as a whole, with which its length agrees: "2:7(5)" and "1:7(6)" for "1:6(5)". */
static void change_range(const struct altering *a)
{
	const char *colon = strchr(altered(a)->text, ':'), *begin = colon, *end;
	unsigned long long first, last;
	char range[96];

	if (!line_is_wire(altered(a)) || line_spans(altered(a)) || !colon)
		return;
	while (isdigit((unsigned char)begin[-1]))
		begin--;
	first = strtoull(begin, NULL, 10);
	last = strtoull(colon + 1, (char **)&end, 10);
	if (begin == colon || end == colon + 1)
		return;
	end += *end == '(' ? strcspn(end, ")") + 1 : 0;
	snprintf(range, sizeof(range), "%llu:%llu", first + 1, last + 1);
	try_part(a, "range", begin, end, range);
	snprintf(range, sizeof(range), "%llu:%llu", first, last + 1);
	try_part(a, "range", begin, end, range);
}

static void change_flags(const struct altering *a)
{
	static const char *const others[] = { "S", "S.", "F.", "R.", "R", ".", "P." };
	const struct line *l = altered(a);
	const char *at = strstr(l->text, " > "), *end;

	if (l->kind != LINE_SEGMENT || line_spans(l))
		return;
	at += 3;
	at += strcspn(at, " ");
	at += strspn(at, " ");
	end = at + strcspn(at, " ");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		unsigned flags;

		if (flags_parse(others[i], strlen(others[i]), &flags) &&
		    (flags ^ l->segment.flags) & ~l->segment.any_flags)
			try_part(a, "flags", at, end, others[i]);
	}
}

static void add_mark(const struct altering *a)
{
	const struct line *l = altered(a);
	const struct line_result *met = &a->judgement->lines[a->at];

	if (l->kind != LINE_SEGMENT || line_spans(l) || !met->event_count)
		return;
	if (!(timeline_segment(a->timeline, a->timeline->events[met->events[0]])->marks &
	      MARK_RETRANSMISSION))
		try_part(a, "retransmission", l->text + strlen(l->text), "", "  retransmission");
	if (!a->timeline->events[met->events[0]]->packet.lost)
		try_part(a, "lost", l->text + strlen(l->text), "", "  lost");
}

static void change_result(const struct altering *a)
{
	const struct line *l = altered(a);
	const char *result = l->kind == LINE_CALL ? strstr(l->text, ") = ") : NULL, *word;
	const char *unfinished = strstr(l->text, "<unfinished ...>");

	if (line_spans(l) || l->kind != LINE_CALL)
		return;
	if (unfinished)
		try_part(a, "result", unfinished, unfinished + strlen("<unfinished ...>"), "= ...");
	if (!result)
		return;
	result += strlen(") ");
	word = result + strcspn(result, "w"); /* "within" */
	for (const char *takes = strstr(result, " takes"); takes && takes < word; takes = NULL)
		word = takes + 1;
	try_part(a, "unfinished", result, word, "<unfinished ...> ");
	try_part(a, "result", result, word, l->call.result == RESULT_ERRNO ? "= 0 " : "= -1 EPIPE ");
	if (l->call.result == RESULT_ERRNO)
		try_part(a, "errno", result, word,
			 strcmp(l->call.errno_name, "EPIPE") == 0 ? "= -1 ECONNRESET " : "= -1 EPIPE ");
}

static void change_end(const struct altering *a)
{
	const struct line *l = altered(a);
	const char *verb = strstr(l->text, l->kind == LINE_EXITS ? " exits " : " dies ");

	if (line_spans(l) || (l->kind != LINE_EXITS && l->kind != LINE_DIES))
		return;
	try_part(a, "end", verb, "", l->kind == LINE_EXITS ? " dies SIGKILL" : " exits 0");
	if (l->kind == LINE_DIES)
		try_part(a, "end", verb, "",
			 strcmp(l->signal, "SIGTERM") == 0 ? " dies SIGKILL" : " dies SIGTERM");
}

static void change_signal(const struct altering *a)
{
	const struct line *l = altered(a);
	const char *at = l->kind == LINE_SIGNAL ? strstr(l->text, l->signal) : NULL;

	if (at && !line_spans(l))
		try_part(a, "signal", at, at + strlen(l->signal), "SIGWINCH");
}

static void change_state(const struct altering *a)
{
	static const char *const kinds[] = { "state CLOSED",	 "state ESTABLISHED", "state FIN_WAIT_1",
					     "state FIN_WAIT_2", "state TIME_WAIT",   "state CLOSE_WAIT",
					     "state LISTEN" };
	static const unsigned numbers[] = { 0, 1, 4, 5, 6, 8, 10 };
	const struct line *l = altered(a);
	const char *at = l->text;

	if (l->kind != LINE_STATE || line_spans(l))
		return;
	at = strstr(at, "state ") + strlen("state ");
	at += strcspn(at, " ");
	at += strspn(at, " ");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!(l->state.states & 1u << numbers[i]))
			try_part(a, kinds[i], at, i ? at + strcspn(at, " ") : "",
				 kinds[i] + strlen("state "));
}

static void change_timer(const struct altering *a)
{
	const struct line *l = altered(a);
	const char *at = l->kind == LINE_STATE ? strstr(l->text, "timer ") : NULL;

	if (at && !line_spans(l))
		try_part(a, "timer", at + 6, at + 6 + strcspn(at + 6, " "),
			 l->state.timer == TIMER_PERSIST ? "off" : "persist");
}

/* "> 0" becomes "<= 0"; of win, fields and results, as behind a party there is a name. */
static void turn_comparisons(const struct altering *a)
{
	static const char *const turned[][2] = {
		{ ">=", "<" }, { "<=", ">" }, { ">", "<=" }, { "<", ">=" }, { "!=", "=" }
	};
	const struct line *l = altered(a);

	for (const char *at = l->text; *at && !line_spans(l); at++)
		for (size_t i = 0; i < sizeof(turned) / sizeof(turned[0]) && at > l->text && at[-1] == ' ';
		     i++) {
			const char *end = at + strlen(turned[i][0]);

			if (strncmp(at, turned[i][0], strlen(turned[i][0])) != 0 || *end != ' ' ||
			    !isdigit((unsigned char)end[1]))
				continue;
			try_part(a, "comparison", at, end, turned[i][1]);
			break;
		}
}

/* Lower bounds ten times as long, and upper ones of a nanosecond. */
static void change_durations(const struct altering *a)
{
	const struct line *l = altered(a);
	const char *at;
	char longer[64];

	if (line_spans(l))
		return;
	if (l->after_ns > 0) {
		snprintf(longer, sizeof(longer), "+%lldns", (long long)l->after_ns * 10);
		try_part(a, "duration", l->text, l->text + strcspn(l->text, " "), longer);
	}
	at = strstr(l->text, " takes ");
	if (at && line_takes_ns(l) > 0) {
		snprintf(longer, sizeof(longer), "%lldns", (long long)line_takes_ns(l) * 10);
		try_part(a, "duration", at + 7, at + 7 + strcspn(at + 7, " "), longer);
	}
	at = strstr(l->text, " within ");
	if (at)
		try_part(a, "duration", at + 8, at + 8 + strcspn(at + 8, " "), "1ns");
}

static void (*const ways[])(const struct altering *a) = {
	delete_it,    double_it,    swap_it,	      turn_polarity,   turn_around, change_numbers,
	change_range, change_flags, add_mark,	      change_result,   change_end,  change_signal,
	change_state, change_timer, turn_comparisons, change_durations
};

void alter_line(const struct altering *a)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && !line_is_action(altered(a)); i++)
		ways[i](a);
}
