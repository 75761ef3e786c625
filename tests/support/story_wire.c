/* story_wire.c - the packets of a story, as real bytes; see story.h. */
#include "tests/support/story_teller.h"

#include <netinet/in.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "capture/notation.h"

enum { MOST_BYTES = 70000 };

/* The links that are captured, and who is at their ends. */
void story_links(struct teller *k)
{
	static const char *const hosts[][3] = { { "client", "192.0.2.1" },
						{ "router", "192.0.2.254", "198.51.100.254" },
						{ "server", "198.51.100.1" } };

	k->hosts = k->script && k->script->world->host_count;
	if (!k->hosts) {
		timeline_add_link(k->t, "lo", DLT_RAW, NOBODY);
		return;
	}
	for (size_t i = 0; i < 3; i++) {
		struct address addresses[2];
		size_t count = 0;

		for (; count < 2 && hosts[i][count + 1]; count++)
			if (!address_parse(hosts[i][count + 1], &addresses[count]))
				abort();
		timeline_add_host(k->t, hosts[i][0], addresses, count);
	}
	timeline_add_link(k->t, "client", DLT_RAW, timeline_host_named(k->t, "client"));
	timeline_add_link(k->t, "server", DLT_RAW, timeline_host_named(k->t, "server"));
}

struct endpoint story_endpoint(struct teller *k, const char *party)
{
	struct endpoint e = { .port = 9877 };
	const char *text = k->hosts ? "198.51.100.1" : "127.0.0.2";

	if (strncmp(party, "client", 6) == 0) {
		text = k->hosts ? "192.0.2.1" : "127.0.0.1";
		e.port = (uint16_t)(39999 + (party[6] == '#' ? story_number(k, party + 7, NULL) : 1));
	} else if (strncmp(party, "second", 6) == 0) {
		text = k->hosts ? "192.0.2.1" : "127.0.0.4";
		e.port = 41000;
	} else if (strncmp(party, "stranger", 8) == 0) {
		text = k->hosts ? "198.51.100.1" : "127.0.0.9";
		e.port = 5555;
	} else if (k->hosts && strcmp(party, "router") == 0) {
		text = "192.0.2.254";
		e.port = 0;
	} else if (strncmp(party, "server", 6) != 0) {
		story_wrong(k->line, "no such party");
	}
	if (!address_parse(text, &e.address))
		abort();
	return e;
}

/* Initial sequence number. All but the server's wrap around early. */
static uint32_t initial(const char *party)
{
	return strncmp(party, "server", 6) == 0 ? 500000 : 4294960000u;
}

static void put16(uint8_t *to, unsigned value)
{
	to[0] = (uint8_t)(value >> 8);
	to[1] = (uint8_t)value;
}

static void put32(uint8_t *to, uint32_t value)
{
	put16(to, value >> 16);
	put16(to + 2, value & 0xffff);
}

static void put_ip(uint8_t *ip, size_t length, unsigned protocol, const struct endpoint *from,
		   const struct endpoint *to)
{
	ip[0] = 0x45;
	put16(ip + 2, (unsigned)length);
	ip[8] = 64;
	ip[9] = (uint8_t)protocol;
	memcpy(ip + 12, from->address.bytes, 4);
	memcpy(ip + 16, to->address.bytes, 4);
}

static void add_sight(struct teller *k, unsigned link, const uint8_t *bytes, size_t length, int64_t when)
{
	struct packet p;

	packet_decode(&p, DLT_RAW, bytes, (uint32_t)length, (uint32_t)length, when);
	p.frame = ++k->frames;
	timeline_add_packet(k->t, link, &p);
}

/* In world hosts once as it leaves, and once as it arrives; what the router sends itself arrives only. */
static void add_frame(struct teller *k, uint8_t *bytes, size_t length, int64_t when)
{
	unsigned from = bytes[12] == 192 ? 0 : 1, to = bytes[16] == 192 ? 0 : 1;
	bool by_router = k->hosts && bytes[15] == 254;

	if (!by_router)
		add_sight(k, k->hosts ? from : 0, bytes, length, when);
	if (!k->hosts || k->lost)
		return;
	bytes[8]--;
	add_sight(k, to, bytes, length, by_router ? when : when + 20000);
}

/* What a segment's words say. */
struct words {
	unsigned flags, first, end, ack, window, syn;
	unsigned sack_left, sack_right; /* equal: none */
	bool other;
};

static void read_range(struct teller *k, const char *word, unsigned *first, unsigned *end)
{
	char *rest;

	*first = story_number(k, word, &rest);
	if (*rest != ':')
		story_wrong(k->line, "a range such as 1:6");
	*end = story_number(k, rest + 1, NULL);
}

static struct words read_words(struct teller *k, char *text)
{
	struct words w = { .window = 65000 };
	char *word = story_word(&text);

	if (!*word || !flags_parse(word, strlen(word), &w.flags))
		story_wrong(k->line, "flags");
	for (word = story_word(&text); *word; word = story_word(&text)) {
		if (strchr(word, ':'))
			read_range(k, word, &w.first, &w.end);
		else if (strcmp(word, "other") == 0)
			w.other = true;
		else if (strcmp(word, "ack") == 0)
			w.ack = story_number(k, story_word(&text), NULL);
		else if (strcmp(word, "win") == 0)
			w.window = story_number(k, story_word(&text), NULL);
		else if (strcmp(word, "syn") == 0)
			w.syn = story_number(k, story_word(&text), NULL);
		else if (strcmp(word, "sack") == 0)
			read_range(k, story_word(&text), &w.sack_left, &w.sack_right);
		else
			story_wrong(k->line, word);
	}
	return w;
}

static void add_segment(struct teller *k, int64_t when, const char *from, const char *to, char *text)
{
	static const uint8_t sack_option[] = { 1, 1, 5, 10 }; /* nop, nop, SACK with one block */
	static uint8_t bytes[MOST_BYTES];
	struct endpoint source = story_endpoint(k, from), destination = story_endpoint(k, to);
	struct words w = read_words(k, text);
	size_t header = w.sack_left != w.sack_right ? 32 : 20, payload = w.end - w.first;
	uint8_t *tcp = bytes + 20;

	if (payload > MOST_BYTES - 100)
		story_wrong(k->line, "too long");
	memset(bytes, 0, sizeof(bytes));
	put_ip(bytes, 20 + header + payload, IPPROTO_TCP, &source, &destination);
	put16(tcp, source.port);
	put16(tcp + 2, destination.port);
	put32(tcp + 4, initial(from) + w.syn + w.first);
	if (w.flags & FLAG_ACK)
		put32(tcp + 8, initial(to) + w.ack);
	tcp[12] = (uint8_t)(header / 4 << 4);
	tcp[13] = (uint8_t)w.flags;
	put16(tcp + 14, w.window);
	if (header > 20) {
		memcpy(tcp + 20, sack_option, sizeof(sack_option));
		put32(tcp + 24, initial(to) + w.sack_left);
		put32(tcp + 28, initial(to) + w.sack_right);
	}
	for (size_t i = 0; i < payload; i++)
		tcp[header + i] = (uint8_t)((w.other ? 'A' : 'a') + (w.first + i) % 26);
	add_frame(k, bytes, 20 + header + payload, when);
}

static void add_datagram(struct teller *k, int64_t when, const char *from, const char *to, unsigned length)
{
	uint8_t bytes[2048] = { 0 };
	struct endpoint source = story_endpoint(k, from), destination = story_endpoint(k, to);

	if (length > sizeof(bytes) - 28)
		story_wrong(k->line, "too long");
	put_ip(bytes, 28 + length, IPPROTO_UDP, &source, &destination);
	put16(bytes + 20, source.port);
	put16(bytes + 22, destination.port);
	put16(bytes + 24, 8 + length);
	add_frame(k, bytes, 28 + length, when);
}

/* A packet of any other IP protocol: nothing of it is read but its number. */
static void add_protocol(struct teller *k, int64_t when, const char *from, const char *to, unsigned protocol)
{
	uint8_t bytes[32] = { 0 };
	struct endpoint source = story_endpoint(k, from), destination = story_endpoint(k, to);

	put_ip(bytes, sizeof(bytes), protocol, &source, &destination);
	add_frame(k, bytes, sizeof(bytes), when);
}

/* Host unreachable, from a router that could not deliver a segment of the receiver. */
static void add_router_icmp(struct teller *k, int64_t when, const char *to)
{
	uint8_t bytes[56] = { 0 };
	struct endpoint router = story_endpoint(k, "router"), receiver = story_endpoint(k, to);
	struct endpoint peer = story_endpoint(k, "server");

	put_ip(bytes, sizeof(bytes), IPPROTO_ICMP, &router, &receiver);
	bytes[20] = 3;
	bytes[21] = 1;
	put_ip(bytes + 28, 40, IPPROTO_TCP, &receiver, &peer);
	put16(bytes + 48, receiver.port);
	put16(bytes + 50, peer.port);
	add_frame(k, bytes, sizeof(bytes), when);
}

/* Port unreachable, quoting a datagram of the receiver. */
static void add_icmp(struct teller *k, int64_t when, const char *from, const char *to)
{
	uint8_t bytes[56] = { 0 };
	struct endpoint source = story_endpoint(k, from), destination = story_endpoint(k, to);

	put_ip(bytes, sizeof(bytes), IPPROTO_ICMP, &source, &destination);
	bytes[20] = 3;
	bytes[21] = 3;
	put_ip(bytes + 28, 33, IPPROTO_UDP, &destination, &source);
	put16(bytes + 48, destination.port);
	put16(bytes + 50, source.port);
	put16(bytes + 52, 13);
	add_frame(k, bytes, sizeof(bytes), when);
}

void story_packet(struct teller *k, int64_t when, const char *from, char *rest)
{
	const char *to = story_word(&rest);

	size_t length;

	rest += strspn(rest, " \t");
	length = strlen(rest);
	k->lost = length > 5 && strcmp(rest + length - 5, " lost") == 0;
	if (k->lost)
		rest[length - 5] = '\0';
	if (strncmp(rest, "UDP ", 4) == 0)
		add_datagram(k, when, from, to, story_number(k, rest + 4, NULL));
	else if (strncmp(rest, "protocol ", 9) == 0)
		add_protocol(k, when, from, to, story_number(k, rest + 9, NULL));
	else if (strcmp(rest, "ICMP") == 0 && strcmp(from, "router") == 0)
		add_router_icmp(k, when, to);
	else if (strcmp(rest, "ICMP") == 0)
		add_icmp(k, when, from, to);
	else
		add_segment(k, when, from, to, rest);
}
