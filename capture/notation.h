/*
 * notation.h - segments as people who use tcpdump and packetdrill write them.
 *
 *	S 0:0(0) win 65495 <mss 65495,sackOK,wscale 7>
 *	P. 1:6(5) ack 1
 *
 * Flags are tcpdump's letters: S SYN, F FIN, R RST, P PSH, U URG, E ECE, W CWR, e AE and '.' ACK.
 * They are written in this order, '.' last ("S.", "FP.", "SEW"), and read in any; no flag at all is "none".
 */
#ifndef CAPTURE_NOTATION_H
#define CAPTURE_NOTATION_H

#include "capture/flow.h"

enum { FLAGS_TEXT = 12, SEGMENT_TEXT = 256 };

/* "S", "S.", "P.", "F.", "R.", "." ; returns buf. */
const char *flags_text(unsigned flags, char buf[FLAGS_TEXT]);
/* Reads the same; false where text (up to len bytes) holds another letter or one twice. */
bool flags_parse(const char *text, size_t len, unsigned *flags);

enum notation_detail {
	NOTATION_SHORT, /* "P. 1:6(5) ack 1" ; a bare ACK is ". ack 6" */
	NOTATION_WINDOW, /* and "win 512" */
	NOTATION_FULL, /* and "<…>" options */
};

/* One segment in relative numbers; returns buf. Always ends in a NUL, cut where it is too long. */
const char *segment_text(const struct segment *s, enum notation_detail detail, char *buf, size_t size);
/* The option list as "<mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>", "" where there is none; returns buf. */
const char *options_text(const struct tcp_options *o, char *buf, size_t size);
/* Marks in words: "retransmission", "keep-alive probe", "window update, …"; "" for none; returns buf. */
const char *marks_text(unsigned marks, char *buf, size_t size);
/* Any packet that is no TCP segment: "UDP 5", "ICMP port-unreachable", "ARP", …; returns buf.
 * ICMP's names are tcpdump's (man tcpdump; RFC 792, RFC 4443). */
const char *packet_text(const struct packet *p, char *buf, size_t size);
/* tcpdump-like name of an ICMP (family 4) or ICMPv6 (6) type and code, e.g. "port-unreachable",
 * "host-unreachable", "time-exceeded"; NULL where it has none. */
const char *icmp_name(int family, unsigned type, unsigned code);

#endif
