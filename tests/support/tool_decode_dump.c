/*
 * tool_decode_dump.c - what we decode of a capture file, a line a frame, fields between tabs: for comparing
 * with tshark, whose order, names and forms of fields these are (tests/support/tshark_oracle.sh).
 *
 * Usage: decode_dump FILE. The first column is the frame's number, the second how far we came.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "capture/flow.h"
#include "capture/source.h"
#include "tests/support/said.h"

static const char *const columns[] = {
	"frame.number",
	"problem",
	"ip.src",
	"ip.dst",
	"ip.len",
	"ip.ttl",
	"ip.frag_offset",
	"port.src",
	"port.dst",
	"tcp.stream",
	"tcp.flags",
	"tcp.seq",
	"tcp.seq_raw",
	"tcp.ack",
	"tcp.ack_raw",
	"tcp.window_size_value",
	"tcp.window_size",
	"tcp.hdr_len",
	"tcp.len",
	"tcp.urgent_pointer",
	"tcp.options.mss_val",
	"tcp.options.wscale.shift",
	"tcp.options.sack_perm",
	"tcp.options.sack_le",
	"tcp.options.sack_re",
	"tcp.options.timestamp.tsval",
	"tcp.options.timestamp.tsecr",
	"udp.length",
	"icmp.type",
	"icmp.code",
};

static void print_number(bool known, uint32_t number)
{
	putchar('\t');
	if (known)
		printf("%" PRIu32, number);
}

static void print_addresses(const struct address *address, bool quotes, const struct address *quoted)
{
	char text[ADDRESS_TEXT];

	putchar('\t');
	if (address->family)
		fputs(address_text(address, text), stdout);
	if (quotes)
		printf(",%s", address_text(quoted, text));
}

static void print_ip(const struct packet *p)
{
	bool ip = p->source.family != 0;

	print_addresses(&p->source, p->icmp.quotes, &p->icmp.quoted_source);
	print_addresses(&p->destination, p->icmp.quotes, &p->icmp.quoted_destination);
	print_number(ip, p->ip_length);
	print_number(ip, p->hop_limit);
	print_number(ip, p->fragment_offset);
}

static void print_ports(const struct packet *p)
{
	switch (p->transport) {
	case TRANSPORT_TCP: printf("\t%u\t%u", p->tcp.source_port, p->tcp.destination_port); return;
	case TRANSPORT_UDP: printf("\t%u\t%u", p->udp.source_port, p->udp.destination_port); return;
	case TRANSPORT_ICMP:
	case TRANSPORT_ICMP6:
		print_number(p->icmp.quotes_ports, p->icmp.quoted_source_port);
		print_number(p->icmp.quotes_ports, p->icmp.quoted_destination_port);
		return;
	case TRANSPORT_NONE:
	case TRANSPORT_OTHER: printf("\t\t"); return;
	}
}

static void print_numbers(const struct packet *p, const struct segment *s)
{
	const struct tcp_header *tcp = &p->tcp;
	bool known = p->transport == TRANSPORT_TCP;

	print_number(s, s ? (uint32_t)s->connection : 0);
	print_number(known, tcp->flags);
	print_number(s, s ? s->first : 0);
	print_number(known, tcp->sequence);
	print_number(s, s ? s->ack : 0);
	print_number(known, tcp->acknowledgment);
	print_number(known, tcp->window);
	print_number(s, s ? s->window : 0);
	print_number(known, tcp->header_length);
	print_number(known, p->payload_length);
	print_number(known, tcp->urgent);
}

static void print_edges(const struct tcp_options *o, bool right, uint32_t base)
{
	putchar('\t');
	for (unsigned i = 0; i < o->sack_count; i++)
		printf("%s%" PRIu32, i ? "," : "", (right ? o->sack[i].right : o->sack[i].left) - base);
}

static void print_options(const struct packet *p, const struct segment *s)
{
	const struct tcp_options *o = &p->tcp.options;
	uint32_t base = s && p->tcp.flags & FLAG_ACK ? p->tcp.acknowledgment - s->ack : 0;

	print_number(o->has_mss, o->mss);
	print_number(o->has_window_scale, o->window_scale);
	print_number(o->sack_permitted, 1);
	print_edges(o, false, base);
	print_edges(o, true, base);
	print_number(o->has_timestamps, o->ts_value);
	print_number(o->has_timestamps, o->ts_echo);
}

static void print_packet(void *context, const struct packet *p)
{
	struct flow_table *flows = context;
	int index = flow_add(flows, p);
	bool icmp = p->transport == TRANSPORT_ICMP || p->transport == TRANSPORT_ICMP6;

	const struct segment *s = index == NO_SEGMENT ? NULL : flow_segment(flows, index);
	const char *problem = p->tcp.options.malformed ? "bad options" : packet_problem_text(p->problem);

	printf("%" PRIu32 "\t%s", p->frame, problem);
	print_ip(p);
	print_ports(p);
	print_numbers(p, s);
	print_options(p, s);
	print_number(p->transport == TRANSPORT_UDP, p->udp.length);
	print_number(icmp, p->icmp.type);
	print_number(icmp, p->icmp.code);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct error error;
	struct flow_table *flows;
	struct source *source;
	int count;

	if (argc != 2) {
		fputs("usage: decode_dump FILE\n", stderr);
		return 2;
	}
	source = source_open_file(argv[1], NULL, &error);
	if (!source) {
		fprintf(stderr, "decode_dump: %s\n", said(&error));
		return EXIT_FAILURE;
	}
	flows = flow_new();
	if (!flows) {
		source_close(source);
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		printf("%s%s", i ? "\t" : "", columns[i]);
	putchar('\n');
	count = source_read(source, print_packet, flows, &error);
	if (count < 0)
		fprintf(stderr, "decode_dump: %s\n", said(&error));
	flow_free(flows);
	source_close(source);
	return count < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
