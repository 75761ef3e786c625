/*
 * server.c - sorts the lines that a client sends. It reads them all, until the client's end of file, and then writes
 * them back in order: of a list that may go on, nobody knows the first word.
 *
 * What its words mean: programs.txt.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *address = "127.0.0.2";
static bool waits, silent;

static int in_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void serve(int fd)
{
	char request[10000], *lines[10000] = { NULL }, *line;
	size_t length = 0, count = 0;
	ssize_t n;

	while ((n = read(fd, request + length, sizeof(request) - 1 - length)) > 0)
		length += (size_t)n;
	request[length] = '\0';

	/* 0: the client's FIN. It has said all, and waits for us: CLOSE_WAIT here, FIN_WAIT_2 there, for as long as we
	 * like. */
	for (line = strtok(request, "\n"); n == 0 && !silent && line; line = strtok(NULL, "\n"))
		lines[count++] = line;
	if (count)
		qsort(lines, count, sizeof(*lines), in_order);
	for (size_t i = 0; i < count; i++) {
		if (waits)
			net_wait_for_line();
		length = strlen(lines[i]);
		lines[i][length] = '\n'; /* where strtok() had put the end of the string */
		Write_all(fd, lines[i], length + 1);
	}
	if (waits)
		net_wait_for_line();
	close(fd); /* our FIN: the client's read() gives 0 */
}

int main(int argc, char **argv)
{
	int listener, on = 1;

	net_options(argc, argv, options);

	listener = Socket(address, SOCK_STREAM);
	Setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	Bind(listener, address, 9877);
	Listen(listener, 5);

	for (;;)
		serve(Accept(listener));
}

const struct net_option options[] = {
	{ "wait", 'k', .flag = &waits },
	{ "no-answer", 'n', .flag = &silent },
	{ "address", 'a', .text = &address },
	{ 0 },
};
