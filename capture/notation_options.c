/*
 * notation_options.c - a TCP option list as tcpdump writes it.
 */
#include <inttypes.h>

#include "capture/notation.h"
#include "capture/view.h"
#include "capture/writer.h"

enum value_form {
	VALUE_NONE,
	VALUE_NUMBER, /* one unsigned number of one, two or four bytes */
	VALUE_HEX, /* the bytes as they are */
	VALUE_SACK,
	VALUE_TIMESTAMPS,
};

struct option_name {
	uint8_t kind;
	enum value_form form;
	const char *name;
};

static const struct option_name option_names[] = {
	{ 2, VALUE_NUMBER, "mss" },	{ 3, VALUE_NUMBER, "wscale" }, { 4, VALUE_NONE, "sackOK" },
	{ 5, VALUE_SACK, "sack" },	{ 6, VALUE_NUMBER, "echo" },   { 7, VALUE_NUMBER, "echoreply" },
	{ 8, VALUE_TIMESTAMPS, "TS" },	{ 11, VALUE_NUMBER, "cc" },    { 12, VALUE_NUMBER, "ccnew" },
	{ 13, VALUE_NUMBER, "ccecho" }, { 19, VALUE_HEX, "md5" },      { 20, VALUE_HEX, "scps" },
	{ 28, VALUE_HEX, "uto" },	{ 29, VALUE_HEX, "tcp-ao" },   { 30, VALUE_HEX, "mptcp" },
	{ 34, VALUE_HEX, "tfo" },	{ 69, VALUE_HEX, "eno" },      { 172, VALUE_HEX, "accecn0" },
	{ 174, VALUE_HEX, "accecn1" },	{ 253, VALUE_HEX, "exp-253" }, { 254, VALUE_HEX, "exp-254" },
};

static const struct option_name *find_name(uint8_t kind)
{
	for (size_t i = 0; i < sizeof(option_names) / sizeof(option_names[0]); i++)
		if (option_names[i].kind == kind)
			return &option_names[i];
	return NULL;
}

static void write_hex(struct writer *w, const uint8_t *bytes, size_t count)
{
	if (count)
		writer_add(w, " 0x");
	for (size_t i = 0; i < count; i++)
		writer_add(w, "%02x", bytes[i]);
}

static void write_number(struct writer *w, const uint8_t *bytes, size_t count)
{
	uint32_t number = 0;

	for (size_t i = 0; i < count; i++)
		number = number << 8 | bytes[i];
	writer_add(w, " %" PRIu32, number);
}

static void write_sack(struct writer *w, const uint8_t *bytes, size_t count, uint32_t base)
{
	writer_add(w, " %zu ", count / 8);
	for (size_t i = 0; i + 8 <= count; i += 8)
		writer_add(w, "{%" PRIu32 ":%" PRIu32 "}", read32(bytes + i) - base,
			   read32(bytes + i + 4) - base);
}

/* value: what follows kind and length; known to have a length that the kind allows. */
static void write_option(struct writer *w, uint8_t kind, const uint8_t *value, size_t count,
			 uint32_t sack_base)
{
	const struct option_name *name = find_name(kind);

	if (!name) {
		writer_add(w, "unknown-%u", kind);
		write_hex(w, value, count);
		return;
	}
	writer_add(w, "%s", name->name);
	switch (name->form) {
	case VALUE_NONE: break;
	case VALUE_NUMBER: write_number(w, value, count); break;
	case VALUE_HEX: write_hex(w, value, count); break;
	case VALUE_SACK: write_sack(w, value, count, sack_base); break;
	case VALUE_TIMESTAMPS:
		writer_add(w, " val %" PRIu32 " ecr %" PRIu32, read32(value), read32(value + 4));
		break;
	}
}

void write_options(struct writer *w, const struct tcp_options *o, unsigned sack_base)
{
	uint32_t at = 0;
	bool ended = false;

	writer_add(w, "<");
	while (at < o->length) {
		enum option_step step = tcp_option_step(o->bytes + at, o->length - at);
		uint8_t size = step == OPTION_WHOLE ? o->bytes[at + 1] : 1;

		writer_add(w, "%s", at ? "," : "");
		if (step == OPTION_END)
			writer_add(w, "eol");
		else if (step == OPTION_NOP)
			writer_add(w, "nop");
		else if (step == OPTION_WHOLE)
			write_option(w, o->bytes[at], o->bytes + at + 2, size - 2u, sack_base);
		else
			writer_add(w, o->malformed ? "bad option" : "cut short");
		ended = step == OPTION_END || step == OPTION_BAD;
		if (ended)
			break;
		at += size;
	}
	if (o->cut && !ended)
		writer_add(w, "%scut short", at ? "," : "");
	writer_add(w, ">");
}

const char *options_text(const struct tcp_options *o, char *buf, size_t size)
{
	struct writer w = writer_begin(buf, size);

	if (o->length)
		write_options(&w, o, 0);
	return buf;
}
