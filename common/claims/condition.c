/*
 * condition.c - does the script play what its claim's text speaks of? See audit.h.
 *
 * A text is prose, and no program understands it. But its names are names: an errno, a signal, an option, a TCP state, a
 * system call, a setting, a RST. What is said of one of them, the script must show on a line.
 */
#include "common/claims/audit.h"

#include <ctype.h>
#include <string.h>

#include "capture/packet.h"
#include "common/base/names.h"

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.';
}

static bool joins_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Does the text hold the word, with no letter beside it? */
static bool holds_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		if ((at == text || !joins_word(at[-1])) && !joins_word(at[length]))
			return true;
	return false;
}

static bool any_line_holds(const struct script *s, const char *word)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (holds_word(s->lines[i].text, word))
			return true;
	return false;
}

static bool any_segment(const struct script *s, unsigned flag)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].kind == LINE_SEGMENT && (s->lines[i].segment.flags & flag))
			return true;
	return false;
}

static bool any_kind(const struct script *s, enum line_kind kind)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].kind == kind)
			return true;
	return false;
}

static bool is_ipv6(const struct script *s)
{
	return strcmp(s->world->name, "loopback6") == 0 || strstr(s->source, "2001:db8:") ||
	       strstr(s->source, "::1");
}

/* "close", by this name, as another way to do the same, or as the system call behind it; a child is what fork() has made. */
static bool plays_call(const struct script *s, const char *name)
{
	const struct call_row *function = call_of_function(name, strlen(name));
	const struct call_row *row = function ? function : call_row(name);

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (l->kind == LINE_CALL && call_same_kin(l->call.row, row))
			return true;
		if (row->kin == KIN_FORK && line_process(l) && strchr(line_process(l), '.'))
			return true;
		if (strncmp(name, "exit", 4) == 0 && l->kind == LINE_EXITS)
			return true;
	}
	return false;
}

static bool is_state(const char *word)
{
	for (unsigned state = 0; state <= 12; state++)
		if (strcmp(tcp_state_text(state), word) == 0)
			return true;
	return false;
}

static bool is_option(const char *word)
{
	static const char *const prefixes[] = { "SO_",	 "TCP_", "MSG_", "SHUT_", "IP_",
						"IPV6_", "POLL", "O_",	 "F_" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (strncmp(word, prefixes[i], strlen(prefixes[i])) == 0 && word[strlen(prefixes[i])])
			return true;
	return strncmp(word, "AF_", 3) == 0;
}

static bool plays_flag(const struct script *s, const char *word, bool *is_flag)
{
	*is_flag = true;
	if (strcmp(word, "RST") == 0)
		return any_segment(s, FLAG_RST);
	if (strcmp(word, "FIN") == 0)
		return any_segment(s, FLAG_FIN);
	if (strcmp(word, "SYN") == 0)
		return any_segment(s, FLAG_SYN);
	if (strcmp(word, "ICMP") == 0)
		return any_kind(s, LINE_ICMP);
	if (strcmp(word, "UDP") == 0)
		return any_kind(s, LINE_DATAGRAM) || any_line_holds(s, "SOCK_DGRAM");
	if (strcmp(word, "IPv6") == 0)
		return is_ipv6(s);
	*is_flag = false;
	return true;
}

/* Whether the script shows something of this word of a text; true for all that is no name. call: "()" follows it. */
static bool plays(const struct script *s, const char *word, bool call)
{
	bool is_flag, played = plays_flag(s, word, &is_flag);

	if (is_flag)
		return played;
	if (call)
		return plays_call(s, word);
	if (strncmp(word, "SIG", 3) == 0 && signal_number(word, strlen(word)))
		return any_line_holds(s, word) || any_line_holds(s, word + 3);
	if (errno_number(word, strlen(word)) || is_option(word) || is_state(word) ||
	    strncmp(word, "net.", 4) == 0)
		return any_line_holds(s, word);
	return true;
}

const char *condition_unplayed(const struct script *s, const char *text, struct arena *arena)
{
	for (const char *at = text; *at;) {
		size_t length = 0;
		const char *word;
		bool call;

		while (is_word_char(at[length]))
			length++;
		if (!length) {
			at++;
			continue;
		}
		call = at[length] == '(' && at[length + 1] == ')';
		/* A full stop ends a sentence. */
		word = arena_substring(arena, at, at[length - 1] == '.' ? length - 1 : length);
		if (!plays(s, word, call))
			return call ? arena_printf(arena, "%s()", word) : word;
		at += length;
	}
	return NULL;
}
