/*
 * sizes.c - how large something is, for this compiler and this C library. No socket: nothing is on the wire.
 *
 *	sizes THING BITS    ends with status 0 where THING has so many bits, 1 where it has not
 *
 * THING: in_addr, in6_addr, in_port_t, sockaddr (all of it), sa_data (what struct sockaddr has for address and port)
 */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "common/net.h"

#define BITS(type) (8 * (long)sizeof(type))

static const struct {
	const char *name;
	long bits;
} things[] = {
	{ "in_addr", BITS(struct in_addr) },
	{ "in6_addr", BITS(struct in6_addr) },
	{ "in_port_t", BITS(in_port_t) },
	{ "sockaddr", BITS(struct sockaddr) },
	{ "sa_data", BITS(((struct sockaddr *)NULL)->sa_data) },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 3 && i < sizeof(things) / sizeof(things[0]); i++) {
		if (strcmp(argv[1], things[i].name) != 0)
			continue;
		net_say("%s has %ld bits\n", argv[1], things[i].bits);
		return net_number(argv[2], 0, 10000) == things[i].bits ? 0 : 1;
	}
	fprintf(stderr, "usage: sizes in_addr|in6_addr|in_port_t|sockaddr|sa_data BITS\n");
	return 2;
}
