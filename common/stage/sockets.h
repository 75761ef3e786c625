/*
 * sockets.h - the kernel's own table of sockets, by inet_diag (sock_diag(7)) through libmnl: what
 * `ss -tinom` shows, TIME_WAIT and orphans included, which no descriptor leads to any more.
 */
#ifndef COMMON_STAGE_SOCKETS_H
#define COMMON_STAGE_SOCKETS_H

#include "common/base/error.h"
#include "common/record/timeline.h"

/* From now on sockets_read() looks into these hosts, as long as they live, instead of the calling process's own network
 * namespace. NULL: no longer. */
struct hosts;
void sockets_of_hosts(const struct hosts *hosts);

/* Reads all TCP and UDP sockets (IPv4 and IPv6) of the calling process's network namespace, or of all hosts that are up,
 * into arena. False with a sentence in error. An IPv4-mapped IPv6 address is given as IPv4. */
bool sockets_read(struct arena *arena, struct sockets_event *out, struct error *error);

/* Reads one message of such a dump. False where its lengths contradict each other. */
struct nlmsghdr;
bool sockets_message(const struct nlmsghdr *message, uint8_t protocol, struct kernel_socket *out);

#endif
