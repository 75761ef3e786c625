/*
 * frame_builder.h - frames put together header by header, good and bad, for the tests of the decoder.
 *
 * Every frame is decoded from a heap copy of exactly its captured size, so that AddressSanitizer and
 * valgrind see the first byte that is read beyond it.
 */
#ifndef TESTS_FRAME_BUILDER_H
#define TESTS_FRAME_BUILDER_H

#include <pcap/dlt.h>

#include "capture/packet.h"

struct frame {
	uint8_t bytes[2048];
	uint32_t length;
};

/* Each adds to the frame's end. The room that add() gives is zero in a new frame. */
uint8_t *add(struct frame *f, size_t count);
void add_bytes(struct frame *f, const void *bytes, size_t count);
void add_ethernet(struct frame *f, unsigned ethertype);
/* 10.0.0.1 > 10.0.0.2 */
void add_ip4(struct frame *f, unsigned protocol, unsigned payload, unsigned options, unsigned fragment);
/* ::1 > ::2 */
void add_ip6(struct frame *f, unsigned next, unsigned payload);
/* 5000 > 80, 1000, ack 2000 */
void add_tcp(struct frame *f, unsigned flags, const void *options, unsigned option_length);
void add_udp(struct frame *f, unsigned length, unsigned data);

void put16(uint8_t *at, unsigned value);
void put32(uint8_t *at, uint32_t value);

/* Decodes a copy that ends where the capture ends; the packet points into it until the next call. */
struct packet decode_part(int link_type, const uint8_t *bytes, uint32_t captured, uint32_t length);
/* Decodes a frame that was captured whole. */
struct packet decode(int link_type, const struct frame *f);

#endif
