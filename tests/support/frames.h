/*
 * frames.h - small IPv4 and IPv6 frames for tests, as they stand on a raw link. Checksums are left zero: nothing here
 * reads them.
 */
#ifndef TESTS_FRAMES_H
#define TESTS_FRAMES_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pcap/dlt.h>
#include <string.h>

#include "capture/packet.h"

enum { FRAME_ROOM = 256 };

static inline size_t frame_ip(uint8_t *f, const char *from, const char *to, uint8_t protocol, size_t length)
{
	memset(f, 0, 40);
	if (strchr(from, ':')) {
		f[0] = 0x60;
		f[4] = (uint8_t)(length >> 8);
		f[5] = (uint8_t)length;
		f[6] = protocol;
		f[7] = 64;
		inet_pton(AF_INET6, from, f + 8);
		inet_pton(AF_INET6, to, f + 24);
		return 40;
	}
	f[0] = 0x45;
	f[2] = (uint8_t)((length + 20) >> 8);
	f[3] = (uint8_t)(length + 20);
	f[8] = 64;
	f[9] = protocol;
	inet_pton(AF_INET, from, f + 12);
	inet_pton(AF_INET, to, f + 16);
	return 20;
}

static inline void frame_put16(uint8_t *f, unsigned value)
{
	f[0] = (uint8_t)(value >> 8);
	f[1] = (uint8_t)value;
}

static inline void frame_put32(uint8_t *f, uint32_t value)
{
	frame_put16(f, value >> 16);
	frame_put16(f + 2, value & 0xffff);
}

/* Each writes a frame into room[FRAME_ROOM] and decodes it into *p. */
static inline void frame_tcp(struct packet *p, uint8_t *room, int64_t time_ns, const char *from,
			     unsigned from_port, const char *to, unsigned to_port, unsigned flags,
			     uint32_t seq, uint32_t ack, size_t data)
{
	size_t ip = frame_ip(room, from, to, IPPROTO_TCP, 20 + data);
	uint8_t *t = room + ip;

	memset(t, 0, 20);
	frame_put16(t, from_port);
	frame_put16(t + 2, to_port);
	frame_put32(t + 4, seq);
	frame_put32(t + 8, ack);
	t[12] = 5 << 4;
	t[13] = (uint8_t)flags;
	frame_put16(t + 14, 512);
	memset(t + 20, 'x', data);
	packet_decode(p, DLT_RAW, room, (uint32_t)(ip + 20 + data), (uint32_t)(ip + 20 + data), time_ns);
}

static inline void frame_udp(struct packet *p, uint8_t *room, int64_t time_ns, const char *from,
			     unsigned from_port, const char *to, unsigned to_port, size_t data)
{
	size_t ip = frame_ip(room, from, to, IPPROTO_UDP, 8 + data);
	uint8_t *u = room + ip;

	memset(u, 0, 8);
	frame_put16(u, from_port);
	frame_put16(u + 2, to_port);
	frame_put16(u + 4, (unsigned)(8 + data));
	memset(u + 8, 'x', data);
	packet_decode(p, DLT_RAW, room, (uint32_t)(ip + 8 + data), (uint32_t)(ip + 8 + data), time_ns);
}

/* "port unreachable", from one host to another, quoting the datagram in `quoted`. */
static inline void frame_unreachable(struct packet *p, uint8_t *room, int64_t time_ns, const char *from,
				     const char *to, const uint8_t *quoted)
{
	size_t ip = frame_ip(room, from, to, IPPROTO_ICMP, 8 + 28);

	memset(room + ip, 0, 8);
	room[ip] = 3;
	room[ip + 1] = 3;
	memcpy(room + ip + 8, quoted, 28);
	packet_decode(p, DLT_RAW, room, (uint32_t)(ip + 36), (uint32_t)(ip + 36), time_ns);
}

#endif
