/*
 * pcapng.c - writes annotated captures: section header, interface description, enhanced packets.
 *
 * Numbers are written in this machine's byte order, which the format allows: the section's magic tells.
 */
#include "capture/pcapng.h"

#include <pcap/dlt.h>
#include <string.h>

enum {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_ENHANCED_PACKET = 6,
	BYTE_ORDER_MAGIC = 0x1a2b3c4d,
	OPTION_END = 0,
	OPTION_COMMENT = 1,
	OPTION_USER_APPLICATION = 4, /* shb_userappl */
	OPTION_NAME = 2, /* if_name */
	OPTION_DESCRIPTION = 3, /* if_description */
	OPTION_RESOLUTION = 9, /* if_tsresol */
	NANOSECONDS = 9, /* 10^-9 */
	SNAPSHOT = 262144,
	LINKTYPE_RAW = 101,
	LINKTYPE_LOOP = 108,
};

struct option {
	uint16_t code;
	const void *value;
	size_t length;
};

static size_t padded(size_t length)
{
	return (length + 3) & ~(size_t)3;
}

static bool put(FILE *out, const void *bytes, size_t length)
{
	return length == 0 || fwrite(bytes, 1, length, out) == length;
}

static bool put16(FILE *out, uint16_t number)
{
	return put(out, &number, sizeof(number));
}

static bool put32(FILE *out, uint32_t number)
{
	return put(out, &number, sizeof(number));
}

/* Everything is padded to four bytes. */
static bool put_padded(FILE *out, const void *bytes, size_t length)
{
	static const char zeros[4];

	return put(out, bytes, length) && put(out, zeros, padded(length) - length);
}

/* A text option; of no length where there is no text. What is cut is cut between characters. */
static struct option text_option(uint16_t code, const char *text)
{
	size_t length = text ? strlen(text) : 0;

	if (length > UINT16_MAX) {
		length = UINT16_MAX;
		while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
			length--;
	}
	return (struct option){ code, text, length };
}

static size_t options_size(const struct option *options, size_t count)
{
	size_t size = 0;

	for (size_t i = 0; i < count; i++)
		if (options[i].length)
			size += 4 + padded(options[i].length);
	return size ? size + 4 : 0; /* and the end of the options */
}

static bool put_options(FILE *out, const struct option *options, size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (options[i].length == 0)
			continue;
		any = true;
		if (!put16(out, options[i].code) || !put16(out, (uint16_t)options[i].length) ||
		    !put_padded(out, options[i].value, options[i].length))
			return false;
	}
	return !any || (put16(out, OPTION_END) && put16(out, 0));
}

/* A block: type, length, a fixed part, a padded variable part, options, and the length again. */
static bool put_block(FILE *out, uint32_t type, const void *fixed, size_t fixed_length, const void *data,
		      size_t data_length, const struct option *options, size_t option_count)
{
	size_t length = 12 + fixed_length + padded(data_length) + options_size(options, option_count);

	return put32(out, type) && put32(out, (uint32_t)length) && put(out, fixed, fixed_length) &&
	       put_padded(out, data, data_length) && put_options(out, options, option_count) &&
	       put32(out, (uint32_t)length);
}

/* Files number link types as the DLT_… do, but for those whose DLT_… differ between systems. */
static uint16_t file_link_type(int link_type)
{
	if (link_type == DLT_RAW)
		return LINKTYPE_RAW;
	if (link_type == DLT_LOOP)
		return LINKTYPE_LOOP;
	return (uint16_t)link_type;
}

bool pcapng_write_section(FILE *out, const char *comment, const char *application)
{
	const struct {
		uint32_t magic;
		uint16_t major, minor;
		int64_t length;
	} section = { BYTE_ORDER_MAGIC, 1, 0, -1 };
	const struct option options[] = {
		text_option(OPTION_COMMENT, comment),
		text_option(OPTION_USER_APPLICATION, application),
	};

	_Static_assert(sizeof(section) == 16, "written as it is");
	return put_block(out, BLOCK_SECTION, &section, sizeof(section), NULL, 0, options, 2);
}

bool pcapng_write_interface(FILE *out, int link_type, const char *name, const char *description)
{
	const struct {
		uint16_t link_type, reserved;
		uint32_t snapshot;
	} fixed = { file_link_type(link_type), 0, SNAPSHOT };
	static const uint8_t resolution = NANOSECONDS;
	const struct option options[] = {
		text_option(OPTION_NAME, name),
		text_option(OPTION_DESCRIPTION, description),
		{ OPTION_RESOLUTION, &resolution, sizeof(resolution) },
	};

	_Static_assert(sizeof(fixed) == 8, "written as it is");
	return put_block(out, BLOCK_INTERFACE, &fixed, sizeof(fixed), NULL, 0, options, 3);
}

bool pcapng_write_packet(FILE *out, unsigned interface, const struct packet *p, const char *comment)
{
	const struct {
		uint32_t interface, time_high, time_low, captured, length;
	} fixed = { interface, (uint32_t)((uint64_t)p->time_ns >> 32), (uint32_t)p->time_ns, p->captured,
		    p->length };
	const struct option options[] = { text_option(OPTION_COMMENT, comment) };

	return put_block(out, BLOCK_ENHANCED_PACKET, &fixed, sizeof(fixed), p->bytes, p->captured, options,
			 1);
}
