/*
 * portability.h - what not every C library has (musl has neither close_range() nor renameat2()), and not every kernel.
 * errno's and signals' names, which are of the same kind, have a header of their own: names.h.
 */
#ifndef COMMON_BASE_PORTABILITY_H
#define COMMON_BASE_PORTABILITY_H

#include <linux/fs.h> /* RENAME_EXCHANGE, RENAME_NOREPLACE */
#include <stdbool.h>

/* renameat2(2), since Linux 3.15. -1 with errno; EINVAL where the file system cannot do what the flags ask for. */
int rename_with_flags(int from_folder, const char *from, int to_folder, const char *to, unsigned flags);

/* Closes all descriptors from `first` on: by close_range(2), or where the kernel has none (before 5.9) one by one, as
 * /proc/self/fd lists them. False with errno where some may be open still. */
bool close_from(int first);
/* The same when the process executes a program (before 5.11 one by one). */
bool close_on_exec_from(int first);

/* "glibc 2.36"; "another libc" where it does not tell its version, as musl does not. */
const char *libc_version(void);

#endif
