/* process.c - what the kernel says of a process; see process.h. */
#include "common/stage/process.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int open_file(int pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static size_t read_from_start(int fd, char *buffer, size_t size)
{
	ssize_t n = fd < 0 ? -1 : pread(fd, buffer, size - 1, 0);

	buffer[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

int process_tracer(int pid)
{
	int fd = open_file(pid, "status");
	char buffer[4096];
	const char *line;

	read_from_start(fd, buffer, sizeof(buffer));
	if (fd >= 0)
		close(fd);
	line = strstr(buffer, "\nTracerPid:");
	return line ? (int)strtol(line + 11, NULL, 10) : 0;
}

int process_open(int pid)
{
	return open_file(pid, "stat");
}

char process_state(int process)
{
	char buffer[512];
	size_t n = read_from_start(process, buffer, sizeof(buffer));
	/* "12 (name) S 1 ...": the name may hold anything, what follows it is numbers. */
	const char *name_end = memrchr(buffer, ')', n);

	return name_end && name_end[1] == ' ' && name_end[2] ? name_end[2] : 'X';
}
