/* own_network.h - a network namespace of its own for one test, where tests may do what they like. */
#ifndef TESTS_OWN_NETWORK_H
#define TESTS_OWN_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

/* Moves the test, which Check runs in a process of its own, into a new network namespace with lo up (mtu 0: as it is).
 * False, with the reason on standard error, where that is forbidden: the test is skipped then. */
bool own_network(unsigned mtu);

/* A TCP or UDP socket (SOCK_STREAM, SOCK_DGRAM) bound to address and port; port 0: any. Ends the test on failure. */
int bound_socket(int type, const char *address, uint16_t port);
/* The port it is bound to. */
uint16_t bound_port(int fd);
/* connect(); returns 0 or the errno. */
int connect_to(int fd, const char *address, uint16_t port);
/* One datagram from address to address: whether it arrives within 50 ms. */
bool datagram_arrives(const char *from, const char *to);

#endif
