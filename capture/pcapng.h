/*
 * pcapng.h - writes annotated captures (draft-ietf-opsawg-pcapng): one section, one interface,
 * nanosecond stamps, and a comment on any frame, which Wireshark shows as frame.comment.
 */
#ifndef CAPTURE_PCAPNG_H
#define CAPTURE_PCAPNG_H

#include <stdio.h>

#include "capture/packet.h"

/* Each returns false on a write error, with errno set. The stream is the caller's.
 * Texts are UTF-8; NULL for none. comments longer than 65,535 bytes are cut. */
bool pcapng_write_header(FILE *out, int link_type, const char *interface, const char *section_comment,
			 const char *application);
bool pcapng_write_packet(FILE *out, const struct packet *p, const char *comment);

#endif
