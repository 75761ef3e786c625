/*
 * notation.c - segments in the notation of tcpdump and packetdrill, with relative numbers.
 */
#include "capture/notation.h"

#include <inttypes.h>
#include <string.h>

#include "capture/writer.h"

struct flag_letter {
	uint16_t flag;
	char letter;
};

/* In the order in which they are written. */
static const struct flag_letter flag_letters[] = {
	{ FLAG_SYN, 'S' }, { FLAG_FIN, 'F' }, { FLAG_RST, 'R' }, { FLAG_PSH, 'P' }, { FLAG_URG, 'U' },
	{ FLAG_ECE, 'E' }, { FLAG_CWR, 'W' }, { FLAG_AE, 'e' },	 { FLAG_ACK, '.' },
};

enum { FLAG_LETTERS = sizeof(flag_letters) / sizeof(flag_letters[0]) };

static const char no_flags[] = "none"; /* as tcpdump says */

const char *flags_text(unsigned flags, char buf[FLAGS_TEXT])
{
	struct writer w = writer_begin(buf, FLAGS_TEXT);

	for (size_t i = 0; i < FLAG_LETTERS; i++)
		if (flags & flag_letters[i].flag)
			writer_add(&w, "%c", flag_letters[i].letter);
	if (w.used == 0)
		writer_add(&w, "%s", no_flags);
	return buf;
}

bool flags_parse(const char *text, size_t len, unsigned *flags)
{
	*flags = 0;
	if (len == strlen(no_flags) && memcmp(text, no_flags, len) == 0)
		return true;
	for (size_t i = 0; i < len; i++) {
		size_t which = 0;

		while (which < FLAG_LETTERS && flag_letters[which].letter != text[i])
			which++;
		if (which == FLAG_LETTERS || *flags & flag_letters[which].flag)
			return false;
		*flags |= flag_letters[which].flag;
	}
	return len > 0;
}

/* The range says something where sequence space is used up, or where the number itself is the point. */
static bool shows_range(const struct segment *s)
{
	return s->packet.payload_length || s->packet.tcp.flags & (FLAG_SYN | FLAG_FIN | FLAG_RST) ||
	       !(s->packet.tcp.flags & FLAG_ACK) ||
	       s->marks & (MARK_KEEPALIVE_PROBE | MARK_ZERO_WINDOW_PROBE);
}

const char *segment_text(const struct segment *s, enum notation_detail detail, char *buf, size_t size)
{
	const struct tcp_header *tcp = &s->packet.tcp;
	struct writer w = writer_begin(buf, size);
	char flags[FLAGS_TEXT];

	writer_add(&w, "%s", flags_text(tcp->flags, flags));
	if (shows_range(s))
		writer_add(&w, " %" PRIu32 ":%" PRIu32 "(%" PRIu32 ")", s->first, s->end,
			   s->packet.payload_length);
	if (tcp->flags & FLAG_ACK)
		writer_add(&w, " ack %" PRIu32, s->ack);
	if (detail == NOTATION_SHORT)
		return buf;
	writer_add(&w, " win %" PRIu32, s->window);
	if (tcp->flags & FLAG_URG)
		writer_add(&w, " urg %u", tcp->urgent);
	if (detail == NOTATION_FULL && tcp->options.length) {
		writer_add(&w, " ");
		/* SACK blocks are of the other direction; the two forms of the ACK tell its initial number. */
		write_options(&w, &tcp->options, tcp->flags & FLAG_ACK ? tcp->acknowledgment - s->ack : 0);
	}
	return buf;
}

struct mark_name {
	unsigned mark;
	const char *name;
};

static const struct mark_name mark_names[] = {
	{ MARK_RETRANSMISSION, "retransmission" },
	{ MARK_PARTIAL_OVERLAP, "partial overlap" },
	{ MARK_OUT_OF_ORDER, "out of order" },
	{ MARK_KEEPALIVE_PROBE, "keep-alive probe" },
	{ MARK_ZERO_WINDOW_PROBE, "zero-window probe" },
	{ MARK_PROBE_ANSWER, "probe answer" },
	{ MARK_WINDOW_UPDATE, "window update" },
	{ MARK_DUPLICATE_ACK, "duplicate ACK" },
	{ MARK_ZERO_WINDOW, "zero window" },
	{ MARK_DSACK, "D-SACK" },
};

const char *marks_text(unsigned marks, char *buf, size_t size)
{
	struct writer w = writer_begin(buf, size);

	/* That an ACK is bare shows in the notation. */
	for (size_t i = 0; i < sizeof(mark_names) / sizeof(mark_names[0]); i++)
		if (marks & mark_names[i].mark)
			writer_add(&w, "%s%s", w.used ? ", " : "", mark_names[i].name);
	return buf;
}
