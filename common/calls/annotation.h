/*
 * annotation.h - readers of what strace -yy writes behind a descriptor: "3<TCP:[127.0.0.1:45158->127.0.0.2:9877]>",
 * "1</dev/null>"; and of endpoints.
 *
 * For common/calls and common/record alone, where strace's text comes in. An IPv4-mapped IPv6 address is given as the
 * IPv4 address that goes on the wire.
 */
#ifndef COMMON_CALLS_ANNOTATION_H
#define COMMON_CALLS_ANNOTATION_H

#include "common/calls/arguments.h"

/* text begins with '<'. Returns the bytes up to and with the closing '>', 0 where it is not closed. */
size_t annotation_read(const char *text, size_t length, struct annotation *out);

/* text begins with '"'. Returns the bytes of the quoted string, `length` where it does not end. */
size_t quoted_length(const char *text, size_t length);

/* "127.0.0.1" or "::1", and a port's digits: all of the text. */
bool address_read(const char *text, size_t length, struct address *out);
bool port_read(const char *text, size_t length, uint16_t *port);
/* "127.0.0.1:45158" or "[::1]:45158", to the end of the text. */
bool endpoint_read(const char *text, size_t length, struct endpoint *out);

#endif
