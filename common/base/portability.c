/* portability.c - what not every C library and not every kernel has; see portability.h. */
#include "common/base/portability.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of the kernel's interface, where the headers are older. */
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

int rename_with_flags(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
	return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}

static bool close_one(int fd)
{
	return close(fd) == 0 || errno != EBADF;
}

static bool close_one_on_exec(int fd)
{
	return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

/* The folder's own descriptor is among those that it lists; closedir() takes care of it. */
static bool one_by_one(int first, bool (*act)(int fd))
{
	DIR *folder = opendir("/proc/self/fd");
	struct dirent *entry;
	bool done = true;

	if (!folder)
		return false;
	while ((entry = readdir(folder))) {
		long fd = strtol(entry->d_name, NULL, 10); /* "." and ".." are 0 */

		if (fd >= first && fd != dirfd(folder))
			done = act((int)fd) && done;
	}
	closedir(folder);
	return done;
}

bool close_from(int first)
{
	return syscall(SYS_close_range, (unsigned)first, ~0U, 0U) == 0 || one_by_one(first, close_one);
}

bool close_on_exec_from(int first)
{
	return syscall(SYS_close_range, (unsigned)first, ~0U, CLOSE_RANGE_CLOEXEC) == 0 ||
	       one_by_one(first, close_one_on_exec);
}

const char *libc_version(void)
{
	static char text[64];
	size_t length = confstr(_CS_GNU_LIBC_VERSION, text, sizeof(text));

	return length > 0 && length <= sizeof(text) ? text : "another libc";
}
