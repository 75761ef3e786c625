/*
 * names.h - errno's and signals' names, both ways, from tables of our own: what glibc offers for it (strerrorname_np(3),
 * sigabbrev_np(3)) goes one way only, and musl has none of it. Names are those that strace writes.
 */
#ifndef COMMON_BASE_NAMES_H
#define COMMON_BASE_NAMES_H

#include <stddef.h>

/* "ECONNRESET"; NULL: no errno has that number. */
const char *errno_name(int number);
/* Also by a second name, such as EWOULDBLOCK. 0: no errno is called so. */
int errno_number(const char *name, size_t length);
/* All names, by number: a name_list (slip.h). */
const char *errno_names(size_t index, void *unused);

/* "SIGPIPE"; "SIGIO" is also SIGPOLL. NULL: no signal, or one of the real-time signals, which have no names. */
const char *signal_name(int number);
/* With SIG in front, or without. 0: no signal is called so. */
int signal_number(const char *name, size_t length);
/* All names, by number; a name_list. */
const char *signal_names(size_t index, void *unused);

#endif
