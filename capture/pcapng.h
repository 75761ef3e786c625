/*
 * pcapng.h - writes annotated captures (draft-ietf-opsawg-pcapng): one section, its interfaces,
 * nanosecond stamps, and a comment on any frame, which Wireshark shows as frame.comment.
 */
#ifndef CAPTURE_PCAPNG_H
#define CAPTURE_PCAPNG_H

#include <stdio.h>

#include "capture/packet.h"

/* Each returns false on a write error, with errno set. The stream is the caller's.
 * Texts are UTF-8; NULL for none. comments longer than 65,535 bytes are cut. */
bool pcapng_write_section(FILE *out, const char *comment, const char *application);
/* Interfaces come before packets, and are numbered from 0. */
bool pcapng_write_interface(FILE *out, int link_type, const char *name, const char *description);
bool pcapng_write_packet(FILE *out, unsigned interface, const struct packet *p, const char *comment);

#endif
