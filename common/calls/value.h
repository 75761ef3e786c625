/*
 * value.h - readers of single values, from a piece of strace's text. Private to common/calls.
 *
 * Each is false, and leaves *out alone, where the piece is not what it reads.
 */
#ifndef COMMON_CALLS_VALUE_H
#define COMMON_CALLS_VALUE_H

#include "common/calls/arguments.h"
#include "common/calls/piece.h"

/* value.c */
bool number_value_read(struct piece p, int64_t *out); /* 5, 0x7f, [1], [28 => 16] */
bool linger_read(struct piece p, struct linger_value *out);
/* A timeval or timespec; NULL is endless where that is allowed. */
bool time_read(struct piece p, bool null_is_endless, struct time_value *out);
bool status_read(struct arena *arena, struct piece p, struct child_status *out);
/* Names joined by '|', also as "flags=…" or the member flags of a structure. */
bool names_read(struct arena *arena, struct piece p, const char **out);

/* bytes.c */
bool bytes_read(struct arena *arena, struct piece p, struct bytes *out); /* "…", or "…"... */
bool vector_read(struct arena *arena, struct piece p, struct bytes *out); /* [{iov_base="…", iov_len=5}, …] */

/* address.c */
bool socket_address_read(struct arena *arena, struct piece p, struct socket_address *out);
/* {msg_name=…, msg_iov=[…], …}; of [{msg_hdr={…}, msg_len=1}, …] the first. */
bool message_read(struct arena *arena, struct piece p, struct socket_message *out);

/* sets.c */
bool descriptor_read(struct arena *arena, struct piece p,
		     struct descriptor *out); /* 3, 3<…>, -1, AT_FDCWD<…> */
/* "[3<…> 5<…>]", "[3<…>, 4<…>]"; up to ELEMENTS_MOST of them. */
bool descriptors_read(struct arena *arena, struct piece p, struct descriptor **out, size_t *count);
bool polled_read(struct arena *arena, struct piece p, struct polled **out, size_t *count);

#endif
