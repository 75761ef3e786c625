/* frame_builder.c - frames for the tests of the decoder; see frame_builder.h. */
#include "tests/support/frame_builder.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

uint8_t *add(struct frame *f, size_t count)
{
	uint8_t *at = f->bytes + f->length;

	ck_assert_uint_le(f->length + count, sizeof(f->bytes));
	f->length += (uint32_t)count;
	return at;
}

void add_bytes(struct frame *f, const void *bytes, size_t count)
{
	memcpy(add(f, count), bytes, count);
}

void put16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value & 0xffff);
}

void add_ethernet(struct frame *f, unsigned ethertype)
{
	put16(add(f, 14) + 12, ethertype);
}

void add_ip4(struct frame *f, unsigned protocol, unsigned payload, unsigned options, unsigned fragment)
{
	static const uint8_t addresses[8] = { 10, 0, 0, 1, 10, 0, 0, 2 };
	uint8_t *at = add(f, 20 + options);

	at[0] = (uint8_t)(0x45 + options / 4);
	put16(at + 2, 20 + options + payload);
	put16(at + 6, fragment);
	at[8] = 64;
	at[9] = (uint8_t)protocol;
	memcpy(at + 12, addresses, sizeof(addresses));
}

void add_ip6(struct frame *f, unsigned next, unsigned payload)
{
	uint8_t *at = add(f, 40);

	at[0] = 0x60;
	put16(at + 4, payload);
	at[6] = (uint8_t)next;
	at[7] = 60;
	at[23] = 1;
	at[39] = 2;
}

void add_tcp(struct frame *f, unsigned flags, const void *options, unsigned option_length)
{
	unsigned padded = (option_length + 3) / 4 * 4;
	uint8_t *at = add(f, 20 + padded);

	put16(at, 5000);
	put16(at + 2, 80);
	put32(at + 4, 1000);
	put32(at + 8, 2000);
	put16(at + 12, (5 + padded / 4) << 12 | flags);
	put16(at + 14, 512);
	put16(at + 18, 7);
	if (option_length)
		memcpy(at + 20, options, option_length);
}

void add_udp(struct frame *f, unsigned length, unsigned data)
{
	uint8_t *at = add(f, 8 + data);

	put16(at, 5000);
	put16(at + 2, 9);
	put16(at + 4, length);
}

struct packet decode_part(int link_type, const uint8_t *bytes, uint32_t captured, uint32_t length)
{
	static uint8_t *copy;
	struct packet p;

	free(copy); /* the one before: p points into this one until the next call */
	copy = malloc(captured ? captured : 1);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, bytes, captured);
	packet_decode(&p, link_type, captured ? copy : copy + 1, captured, length, 42);
	ck_assert(p.payload_captured <= p.payload_length);
	ck_assert(!p.payload || (p.payload >= copy && p.payload + p.payload_captured <= copy + captured));
	if (!captured) {
		free(copy);
		copy = NULL;
		p.bytes = NULL;
	}
	return p;
}

struct packet decode(int link_type, const struct frame *f)
{
	return decode_part(link_type, f->bytes, f->length, f->length);
}
