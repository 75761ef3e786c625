/* process.c - what the kernel says of a process; see process.h. */
#include "common/stage/process.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool read_status(int pid, char *buffer, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, buffer, size - 1);
	close(fd);
	buffer[n > 0 ? n : 0] = '\0';
	return n > 0;
}

char process_state(int pid, int *tracer)
{
	char buffer[4096];
	const char *line;
	char state;

	*tracer = 0;
	if (!read_status(pid, buffer, sizeof(buffer)))
		return 'X';
	line = strstr(buffer, "\nState:");
	state = line ? line[strspn(line + 7, " \t") + 7] : 'X';
	line = strstr(buffer, "\nTracerPid:");
	if (line)
		*tracer = (int)strtol(line + 11, NULL, 10);
	return state;
}
