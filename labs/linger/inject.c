/*
 * inject.c - the network that delivers a segment twice: once in time, and once more much later.
 *
 * A raw socket gets a copy of each TCP segment that arrives on this host. After the Enter key the first that
 * carried data to port 9877 is sent again, to the letter.
 *
 * What its words mean: programs.txt.
 */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static bool renumbers;
static char kept[2000];
static size_t kept_length;
static uint32_t client_isn, server_isn; /* of the newest connection */

/* RFC 9293, 3.1: over a pseudo header, the TCP header and the data. */
static uint16_t checksum(const struct iphdr *ip, const void *segment, size_t length)
{
	const uint8_t *bytes = segment, *address = (const uint8_t *)&ip->saddr; /* saddr, then daddr */
	uint32_t sum = IPPROTO_TCP + (uint32_t)length;
	size_t i;

	for (i = 0; i < 8; i += 2)
		sum += (uint32_t)(address[i] << 8 | address[i + 1]);
	for (i = 0; i < length; i++)
		sum += (uint32_t)(i % 2 ? bytes[i] : bytes[i] << 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

static void look_at(const char *packet, size_t length)
{
	const struct iphdr *ip = (const void *)packet;
	const struct tcphdr *tcp = (const void *)(packet + (size_t)ip->ihl * 4);

	if (length < (size_t)ip->ihl * 4 + sizeof(*tcp))
		return;
	if (tcp->syn && tcp->source == htons(9877))
		server_isn = ntohl(tcp->seq);
	if (tcp->dest != htons(9877))
		return;
	if (tcp->syn)
		client_isn = ntohl(tcp->seq);
	else if (kept_length == 0 && length > (size_t)(ip->ihl + tcp->doff) * 4 && length <= sizeof(kept))
		memcpy(kept, packet, kept_length = length);
}

int main(int argc, char **argv)
{
	struct iphdr *ip = (void *)kept;
	struct sockaddr_in to = { .sin_family = AF_INET };
	int fd, on = 1;
	char packet[65536];
	struct tcphdr *tcp;
	ssize_t n;

	net_options(argc, argv, options);

	fd = socket(AF_INET, SOCK_RAW, IPPROTO_TCP);
	if (fd == -1)
		net_die("socket(SOCK_RAW)");
	Setsockopt(fd, IPPROTO_IP, IP_HDRINCL, &on, sizeof(on)); /* we write the IP header as well */

	net_wait_for_line(); /* meanwhile the copies wait in the raw socket's receive buffer */
	while ((n = recv(fd, packet, sizeof(packet), MSG_DONTWAIT)) > 0)
		look_at(packet, (size_t)n);
	if (kept_length == 0)
		return 1;
	tcp = (void *)(kept + (size_t)ip->ihl * 4);
	if (renumbers) {
		tcp->seq = htonl(client_isn + 1);
		tcp->ack_seq = htonl(server_isn + 1);
	}
	tcp->check = 0;
	tcp->check = checksum(ip, tcp, kept_length - (size_t)ip->ihl * 4);
	to.sin_addr.s_addr = ip->daddr;
	if (sendto(fd, kept, kept_length, 0, (struct sockaddr *)&to, sizeof(to)) == -1)
		net_die("sendto");
	return 0;
}

const struct net_option options[] = {
	{ "renumber", 'n', .flag = &renumbers },
	{ 0 },
};
