/*
 * packet.h - one captured frame, decoded.
 *
 * Decoding trusts nothing: the bytes may come from a stranger's capture file, may
 * be cut short by the snapshot length and may lie about every length that they hold.
 * Nothing here reads past what was captured, and nothing here knows what a
 * connection is (flow.h) or what a lab is.
 *
 * All numbers are in host order; addresses keep network order.
 */
#ifndef CAPTURE_PACKET_H
#define CAPTURE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An IPv4 or IPv6 address. family: 4, 6, or 0 for none. bytes: network order. */
struct address {
	uint8_t family;
	uint8_t bytes[16];
};

struct endpoint {
	struct address address;
	uint16_t port;
};

enum { ADDRESS_TEXT = 48, ENDPOINT_TEXT = 56 };

bool address_equal(const struct address *a, const struct address *b);
bool endpoint_equal(const struct endpoint *a, const struct endpoint *b);
/* The same, but a port that is 0 (not said; ICMP has none) is any. */
bool endpoint_fits(const struct endpoint *a, const struct endpoint *b);
bool address_is_wildcard(const struct address *a); /* 0.0.0.0 or :: */
/* Reads "127.0.0.2" or "::1"; false where text is neither. */
bool address_parse(const char *text, struct address *out);
/* Write "127.0.0.2" or "::1"; "127.0.0.2:9877" or "[::1]:9877"; return buf. */
const char *address_text(const struct address *a, char buf[ADDRESS_TEXT]);
const char *endpoint_text(const struct endpoint *e, char buf[ENDPOINT_TEXT]);

/* TCP's control bits, as they stand in the header (RFC 9293 section 3.1). */
enum tcp_flag {
	FLAG_FIN = 0x001,
	FLAG_SYN = 0x002,
	FLAG_RST = 0x004,
	FLAG_PSH = 0x008,
	FLAG_ACK = 0x010,
	FLAG_URG = 0x020,
	FLAG_ECE = 0x040,
	FLAG_CWR = 0x080,
	FLAG_AE = 0x100,
};

struct sack_block {
	uint32_t left, right; /* absolute sequence numbers, right is one past the last byte */
};

/* What the option list of one TCP header says. Every registered kind has its length
 * checked (IANA TCP parameters); a bad one sets malformed and ends the list. */
struct tcp_options {
	bool malformed;
	bool cut; /* the capture ends within the list: of what follows nobody knows */
	bool has_mss, has_window_scale, sack_permitted, has_timestamps;
	uint16_t mss;
	uint8_t window_scale; /* the shift count as sent; above 14 counts as 14 (RFC 7323) */
	uint8_t sack_count; /* 0 to 4 */
	struct sack_block sack[4];
	uint32_t ts_value, ts_echo;
	const uint8_t *bytes; /* the list itself, within the packet */
	uint8_t length; /* bytes of it that were captured */
};

struct tcp_header {
	uint16_t source_port, destination_port;
	uint32_t sequence, acknowledgment; /* absolute */
	uint16_t flags; /* enum tcp_flag */
	uint16_t window; /* as sent, unscaled */
	uint16_t urgent;
	uint8_t header_length; /* bytes */
	struct tcp_options options;
};

struct udp_header {
	uint16_t source_port, destination_port;
	uint16_t length; /* header and data, as the header says */
};

/* ICMP and ICMPv6. For an error message, what it quotes of the datagram that caused it. */
struct icmp_header {
	uint8_t type, code;
	bool quotes; /* the fields below are set */
	struct address quoted_source, quoted_destination;
	uint8_t quoted_protocol;
	bool quotes_ports;
	uint16_t quoted_source_port, quoted_destination_port;
	uint32_t quoted_sequence; /* TCP only, absolute */
};

enum transport {
	TRANSPORT_NONE,
	TRANSPORT_TCP,
	TRANSPORT_UDP,
	TRANSPORT_ICMP,
	TRANSPORT_ICMP6,
	TRANSPORT_OTHER
};

/* Why a frame could not be decoded to its end. What was decoded before is valid. */
enum packet_problem {
	PACKET_WHOLE, /* decoded to the end */
	PACKET_UNKNOWN_LINK, /* a link type that we do not decode */
	PACKET_NOT_IP, /* ARP and the like */
	PACKET_TRUNCATED, /* the capture ends within a header */
	PACKET_BAD_LENGTH, /* a length field contradicts another, or is below its minimum */
	PACKET_FRAGMENT, /* a fragment that is not the first: there is no transport header in it */
};

struct packet {
	int64_t time_ns; /* nanoseconds since the epoch (CLOCK_REALTIME) */
	uint32_t frame; /* number in its capture, from 1 */
	int link_type; /* DLT_… */
	const uint8_t *bytes; /* the frame; owned by whoever gave it to packet_decode() */
	uint32_t captured; /* bytes at *bytes */
	uint32_t length; /* bytes on the wire */
	enum packet_problem problem;

	struct address source, destination; /* family 0: not IP */
	uint8_t hop_limit;
	uint32_t ip_offset; /* of the IP header within the frame */
	uint32_t ip_length; /* as the header says; where it says 0 (big TSO), as the frame does */
	bool fragment; /* more fragments follow, or offset is not zero */
	uint16_t fragment_offset; /* bytes */

	uint8_t protocol; /* IPPROTO_… of the transport, after IPv6 extension headers */
	enum transport transport; /* says which of the three is set */
	struct tcp_header tcp;
	struct udp_header udp;
	struct icmp_header icmp;

	uint32_t payload_length; /* bytes of transport payload on the wire */
	const uint8_t *payload; /* NULL where none was captured */
	uint32_t payload_captured; /* bytes at *payload, at most payload_length */
};

/* Decodes one frame into *p (every field is set; p->frame is left 0). bytes must outlive *p.
 * link_type: DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_RAW, DLT_IPV4, DLT_IPV6, DLT_NULL, DLT_LOOP.
 * Never fails: p->problem says how far it came. */
void packet_decode(struct packet *p, int link_type, const uint8_t *bytes, uint32_t captured, uint32_t length,
		   int64_t time_ns);

const char *packet_problem_text(enum packet_problem problem);

/* Whence and where to; port 0 where there is none, as in ICMP. */
struct endpoint packet_source(const struct packet *p);
struct endpoint packet_destination(const struct packet *p);

#endif
