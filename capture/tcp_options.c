/*
 * tcp_options.c - the option list of a TCP header.
 *
 * The table is IANA's "TCP Option Kind Numbers", with the lengths that each option's own
 * specification allows. An option of another length makes the list malformed: from there on nobody can
 * know where the next option begins.
 */
#include "capture/view.h"

enum {
	KIND_END = 0,
	KIND_NOP = 1,
	KIND_MSS = 2,
	KIND_WINDOW_SCALE = 3,
	KIND_SACK_PERMITTED = 4,
	KIND_SACK = 5,
	KIND_TIMESTAMPS = 8,
	LONGEST_LIST = 40, /* what a data offset of 15 leaves */
};

/* Lengths include kind and length octet: shortest, shortest + step, … longest; also: one more that is
 * allowed, 0 for none. */
struct option_rule {
	uint8_t kind, shortest, longest, step, also;
};

static const struct option_rule option_rules[] = {
	{ KIND_MSS, 4, 4, 1, 0 }, /* RFC 9293 */
	{ KIND_WINDOW_SCALE, 3, 3, 1, 0 }, /* RFC 7323 */
	{ KIND_SACK_PERMITTED, 2, 2, 1, 0 }, /* RFC 2018 */
	{ KIND_SACK, 10, 34, 8, 0 }, /* RFC 2018: one to four blocks */
	{ 6, 6, 6, 1, 0 }, /* echo, RFC 1072 */
	{ 7, 6, 6, 1, 0 }, /* echo reply */
	{ KIND_TIMESTAMPS, 10, 10, 1, 0 }, /* RFC 7323 */
	{ 9, 2, 2, 1, 0 }, /* partial order connection permitted, RFC 1693 */
	{ 10, 3, 3, 1, 0 }, /* partial order service profile */
	{ 11, 6, 6, 1, 0 }, /* CC, RFC 1644 */
	{ 12, 6, 6, 1, 0 }, /* CC.NEW */
	{ 13, 6, 6, 1, 0 }, /* CC.ECHO */
	{ 14, 3, 3, 1, 0 }, /* alternate checksum request, RFC 1146 */
	{ 15, 2, 40, 1, 0 }, /* alternate checksum data */
	{ 16, 2, 40, 1, 0 }, /* Skeeter: no specification */
	{ 17, 2, 40, 1, 0 }, /* Bubba: no specification */
	{ 18, 3, 3, 1, 0 }, /* trailer checksum */
	{ 19, 18, 18, 1, 0 }, /* MD5 signature, RFC 2385 */
	{ 20, 4, 40, 1, 0 }, /* SCPS capabilities, CCSDS 714.0 */
	{ 21, 6, 40, 1, 0 }, /* selective negative acknowledgements */
	{ 22, 2, 2, 1, 0 }, /* record boundaries */
	{ 23, 2, 2, 1, 0 }, /* corruption experienced */
	{ 24, 2, 40, 1, 0 }, /* SNAP: no specification */
	{ 26, 2, 40, 1, 0 }, /* compression filter: no specification */
	{ 27, 8, 8, 1, 0 }, /* quick-start response, RFC 4782 */
	{ 28, 4, 4, 1, 0 }, /* user timeout, RFC 5482 */
	{ 29, 4, 40, 1, 0 }, /* authentication (TCP-AO), RFC 5925 */
	{ 30, 3, 40, 1, 0 }, /* multipath TCP, RFC 8684: MP_PRIO is the shortest */
	{ 34, 6, 18, 2, 2 }, /* fast open cookie, RFC 7413; 2: a request for one */
	{ 69, 2, 40, 1, 0 }, /* encryption negotiation, RFC 8547 */
	{ 172, 2, 11, 3, 0 }, /* accurate ECN order 0, RFC 9768: no to three counters */
	{ 174, 2, 11, 3, 0 }, /* accurate ECN order 1 */
	{ 253, 4, 40, 1, 0 }, /* experiments, RFC 6994: an identifier of two octets at least */
	{ 254, 4, 40, 1, 0 },
};

/* Kinds that are not in the table are somebody's own: their length octet alone says how long they are. */
static bool length_allowed(uint8_t kind, uint8_t length)
{
	for (size_t i = 0; i < sizeof(option_rules) / sizeof(option_rules[0]); i++) {
		const struct option_rule *rule = &option_rules[i];

		if (rule->kind != kind)
			continue;
		if (rule->also && length == rule->also)
			return true;
		return length >= rule->shortest && length <= rule->longest &&
		       (length - rule->shortest) % rule->step == 0;
	}
	return true;
}

static void take_option(struct tcp_options *o, const uint8_t *at, uint8_t length)
{
	switch (at[0]) {
	case KIND_MSS:
		o->has_mss = true;
		o->mss = read16(at + 2);
		break;
	case KIND_WINDOW_SCALE:
		o->has_window_scale = true;
		o->window_scale = at[2];
		break;
	case KIND_SACK_PERMITTED: o->sack_permitted = true; break;
	case KIND_SACK:
		o->sack_count = (uint8_t)((length - 2) / 8);
		for (size_t i = 0; i < o->sack_count; i++) {
			o->sack[i].left = read32(at + 2 + i * 8);
			o->sack[i].right = read32(at + 6 + i * 8);
		}
		break;
	case KIND_TIMESTAMPS:
		o->has_timestamps = true;
		o->ts_value = read32(at + 2);
		o->ts_echo = read32(at + 6);
		break;
	default: /* known to be well formed, and of no concern to flows */ break;
	}
}

enum option_step tcp_option_step(const uint8_t *at, uint32_t length)
{
	if (at[0] == KIND_END)
		return OPTION_END;
	if (at[0] == KIND_NOP)
		return OPTION_NOP;
	if (length < 2 || at[1] < 2 || at[1] > length || !length_allowed(at[0], at[1]))
		return OPTION_BAD;
	return OPTION_WHOLE;
}

/* Is the option bad because the capture, not the sender, cut it short? left: bytes of the list from it on. */
static bool cut_by_capture(const uint8_t *at, uint32_t captured, uint32_t left)
{
	if (captured == left)
		return false;
	if (captured < 2)
		return true;
	return at[1] > captured && at[1] <= left && length_allowed(at[0], at[1]);
}

void tcp_options_decode(struct tcp_options *o, const uint8_t *bytes, uint32_t captured, uint32_t length)
{
	uint32_t at = 0;

	o->bytes = captured ? bytes : NULL;
	o->length = (uint8_t)(captured < LONGEST_LIST ? captured : LONGEST_LIST);
	o->cut = captured < length;
	while (at < captured) {
		switch (tcp_option_step(bytes + at, captured - at)) {
		case OPTION_END: return;
		case OPTION_NOP: at++; break;
		case OPTION_WHOLE:
			take_option(o, bytes + at, bytes[at + 1]);
			at += bytes[at + 1];
			break;
		case OPTION_BAD:
			o->malformed = !cut_by_capture(bytes + at, captured - at, length - at);
			return;
		}
	}
}
