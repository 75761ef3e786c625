/* answers.c - what a person answers, in the words of the choices; see quiz.h. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "common/quiz/words.h"

/* Short forms that people use, and what they stand for; compared when reduced(). */
static const struct {
	const char *form, *word;
} forms[] = {
	{ "r", "rst" },
	{ "reset", "rst" },
	{ "f", "fin" },
	{ "data", "newdata" },
	{ "probe", "keepaliveprobe" },
	{ "keepalive", "keepaliveprobe" },
	{ "zerowindowprobe", "windowprobe" },
	{ "none", "nothing" },
	{ "eof", "0" },
	{ "endoffile", "0" },
	{ "blocks", "doesnotreturn" },
	{ "noreturn", "doesnotreturn" },
	{ "itdoesnotreturn", "doesnotreturn" },
	{ "ewouldblock", "eagain" },
	{ "bytes", "anumberofbytes" },
	{ "error", "andanerror" },
	{ "other", "somethingelse" },
	{ "y", "yes" },
	{ "n", "no" },
	{ "off", "none" },
	{ "on", "retransmission" },
	{ "exit0", "exits0" },
};

enum { REDUCED = 64 };

/* Letters and digits alone, without what stands in brackets, and without the -1 in front of an errno. */
static void reduced(const char *text, char out[REDUCED])
{
	size_t n = 0;
	int depth = 0;

	text += strspn(text, " \t=");
	if (strncmp(text, "-1", 2) == 0 && text[2] && !isalnum((unsigned char)text[2]))
		text += 2;
	for (; *text && n < REDUCED - 1; text++) {
		depth += *text == '(';
		if (!depth && isalnum((unsigned char)*text))
			out[n++] = (char)tolower((unsigned char)*text);
		depth -= *text == ')' && depth;
	}
	out[n] = '\0';
}

static const char *chosen(const struct question *q, const char *text)
{
	char wanted[REDUCED], word[REDUCED];

	reduced(text, wanted);
	for (size_t i = 0; *wanted && q->choices[i]; i++) {
		reduced(q->choices[i], word);
		if (strcmp(wanted, word) == 0)
			return q->choices[i];
	}
	return NULL;
}

/* The choice of a letter as a sheet has it, "f", "F)" or "f.", and what stands behind it; NULL where there is none. "F." is a
 * flag as tcpdump writes it, and no letter. */
static const char *lettered(const struct question *q, const char *text, const char **behind)
{
	size_t index = (size_t)(tolower((unsigned char)*text) - 'a'), count = 0;
	const char *end = text + 1;

	if (!isalpha((unsigned char)*text))
		return NULL;
	while (q->choices[count])
		count++;
	if (*end == ')' || (*end == '.' && !end[1] && islower((unsigned char)*text)))
		end++;
	else if (*end)
		return NULL;
	*behind = end + strspn(end, " \t");
	return index < count ? q->choices[index] : NULL;
}

static const char *trimmed(struct arena *arena, const char *text)
{
	size_t begin = strspn(text, " \t\r\n"), length = strlen(text + begin);

	while (length && strchr(" \t\r\n", text[begin + length - 1]))
		length--;
	return arena_substring(arena, text + begin, length);
}

/* The choice of these words, or of a usual short form of them. */
static const char *worded(const struct question *q, const char *text)
{
	const char *found = chosen(q, text);
	char form[REDUCED];

	reduced(text, form);
	for (size_t i = 0; !found && i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(form, forms[i].form) == 0)
			found = chosen(q, forms[i].word);
	return found;
}

const char *answer_read(struct arena *arena, const struct question *q, const char *given)
{
	const char *text = trimmed(arena, given), *letter, *behind;

	if (!*text)
		return NULL;
	if (!q->choices)
		return text;
	letter = lettered(q, text, &behind);
	if (!letter)
		return worded(q, text);
	/* "f) RST": the letter and the words must agree. */
	return !*behind || worded(q, behind) == letter ? letter : NULL;
}

/* The words of a free answer, one after the other: "l_onoff=1, l_linger=5" and "1 5" say the same. */
#define WORD_ENDS " \t,;|[]{}\"'"

static const char *next_word(const char **at, size_t *length)
{
	const char *begin, *equals;

	*at += strspn(*at, WORD_ENDS);
	begin = *at;
	*length = strcspn(begin, WORD_ENDS);
	*at = begin + *length;
	equals = memchr(begin, '=', *length);
	if (equals) {
		*length -= (size_t)(equals + 1 - begin);
		begin = equals + 1;
	}
	return begin;
}

static bool same_words(const char *a, const char *b)
{
	size_t n, m;

	do {
		const char *left = next_word(&a, &n), *right = next_word(&b, &m);

		if (n != m || strncasecmp(left, right, n) != 0)
			return false;
	} while (n);
	return true;
}

/* Whether each word of a is one of b. */
static bool words_among(const char *a, const char *b)
{
	const char *word;
	size_t n, m;

	while (word = next_word(&a, &n), n) {
		const char *at = b, *other;

		do
			other = next_word(&at, &m);
		while (m && (n != m || strncasecmp(word, other, n) != 0));
		if (!m)
			return false;
	}
	return true;
}

bool answer_right(const struct question *q, const char *given, const struct observation *seen)
{
	bool offered = false;

	if (!given || !seen->answer)
		return false;
	/* Of the names that are printed the order says nothing. */
	if (!q->choices && q->kind == ASK_PRINTED)
		return words_among(given, seen->answer) && words_among(seen->answer, given);
	if (!q->choices)
		return same_words(given, seen->answer);
	for (size_t i = 0; q->choices[i]; i++)
		offered = offered || strcmp(q->choices[i], seen->answer) == 0;
	return strcmp(given, offered ? seen->answer : WORD_OTHER) == 0;
}

void choices_draw(struct text *out, const struct question *q, const char *indent, int width)
{
	int column = (int)strlen(indent);

	text_add(out, indent);
	if (!q->choices) {
		text_add(
			out,
			q->kind == ASK_OPTION
				? "(the value: 42, or for a structure {l_onoff=..., l_linger=...})\n"
				: "(the names that poll(2) or the kernel has for it, such as POLLIN POLLOUT)\n");
		return;
	}
	for (size_t i = 0; q->choices[i]; i++) {
		int columns = (int)strlen(q->choices[i]) + 3;

		if (i && column + 2 + columns > width) {
			text_addf(out, "\n%s", indent);
			column = (int)strlen(indent);
		} else if (i) {
			text_add(out, "  ");
			column += 2;
		}
		text_addf(out, "%c) %s", (int)('a' + i), q->choices[i]);
		column += columns;
	}
	text_add(out, "\n");
}
