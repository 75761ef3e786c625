/*
 * network.h - the calling process's network namespace (network_namespaces(7)): a new one, and the settings of the one that
 * it is in.
 */
#ifndef COMMON_STAGE_NETWORK_H
#define COMMON_STAGE_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/error.h"

/* Settings that the kernel derives from the size of a namespace's tables of sockets; "" where unknown. */
enum { NETWORK_DERIVED = 2 };
struct derived {
	char values[NETWORK_DERIVED][32];
};

/* Moves the calling process into a new network namespace; false with errno. Sockets of the new one are found quickly. */
bool network_new(void);
/* Namespaces that are made from the calling process's get small tables of sockets (Linux 6.2; else nothing changes). */
void network_ask_small_tables(void);
/* Reads what is derived from large tables; puts it back where they are small. */
void network_read_derived(struct derived *d);
void network_set_derived(const struct derived *d);

/* Sets net.ipv4.… of the calling process's network namespace, through /proc/sys. */
bool network_sysctl(const char *name, const char *value, struct error *error);
/* Reads it into value, without its newline; false where there is none. */
bool network_sysctl_read(const char *name, char *value, size_t size);

/* Writes a text to a file of /proc in one write(2), which is what the kernel takes it by; false with errno. */
bool network_write_file(const char *path, const char *text);

#endif
