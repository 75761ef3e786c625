/*
 * annotation.h - endpoints as strace writes them: behind a descriptor, "3<TCP:[127.0.0.1:45158->127.0.0.2:9877]>",
 * and as a socket address, {sa_family=AF_INET, sin_port=htons(9877), sin_addr=inet_addr("127.0.0.2")}.
 *
 * Private to common/record. An IPv4-mapped IPv6 address is given as the IPv4 address that goes on the wire.
 */
#ifndef COMMON_RECORD_ANNOTATION_H
#define COMMON_RECORD_ANNOTATION_H

#include "capture/packet.h"

struct annotation {
	bool is_socket; /* a network socket */
	uint8_t protocol; /* IPPROTO_TCP, IPPROTO_UDP, 0: another */
	bool has_local, has_remote;
	struct endpoint local, remote;
	uint32_t inode; /* where strace knows no endpoint: "3<TCP:[9779378]>"; 0: not said */
};

/* text begins with '<'. Returns the bytes up to and with the closing '>', 0 where it is not closed. */
size_t annotation_read(const char *text, size_t length, struct annotation *out);

/* Finds the next annotation of a descriptor at or after *at, outside quoted strings, and moves *at behind it. */
bool annotation_next(const char *text, size_t length, size_t *at, struct annotation *out);

/* text begins with '"'. Returns the bytes of the quoted string, `length` where it does not end. */
size_t quoted_length(const char *text, size_t length);

/* Reads the first socket address in the text that is IPv4 or IPv6, outside quoted strings. */
bool sockaddr_read(const char *text, size_t length, struct endpoint *out);

/* "127.0.0.1:45158" or "[::1]:45158", to the end of the text. */
bool endpoint_read(const char *text, size_t length, struct endpoint *out);

#endif
