/*
 * server.c - sorts the lines that a client sends. It reads them all, until the client's end of file, and then writes
 * them back in order: of a list that may go on, nobody knows the first word.
 *
 *	server [-k] [-n] [-a ADDRESS]
 *
 *	-k  wait for the Enter key before each line of the answer, and before close()
 *	-n  do not answer
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static int in_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv)
{
	const char *address = "127.0.0.2";
	bool keyboard = false, answers = true;
	char request[10000], *lines[10000], *line;
	size_t length, count, i;
	int listener, fd, option, on = 1;
	ssize_t n;

	while ((option = getopt(argc, argv, "kna:")) != -1) {
		switch (option) {
		case 'k': keyboard = true; break;
		case 'n': answers = false; break;
		case 'a': address = optarg; break;
		default: return 2;
		}
	}

	listener = Socket(address, SOCK_STREAM);
	Setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	Bind(listener, address, 9877);
	Listen(listener, 5);

	for (;;) {
		fd = Accept(listener);
		length = 0;
		while ((n = read(fd, request + length, sizeof(request) - 1 - length)) > 0)
			length += (size_t)n;
		request[length] = '\0'; /* n is 0: the client's FIN. It has said all, and waits for us:
					   CLOSE_WAIT here, FIN_WAIT_2 there, for as long as we like */
		count = 0;
		for (line = strtok(request, "\n"); answers && n == 0 && line; line = strtok(NULL, "\n"))
			lines[count++] = line;
		qsort(lines, count, sizeof(*lines), in_order);
		for (i = 0; i < count; i++) {
			if (keyboard)
				net_wait_for_line();
			length = strlen(lines[i]);
			lines[i][length] = '\n'; /* where strtok() had put the end of the string */
			Write_all(fd, lines[i], length + 1);
		}
		if (keyboard)
			net_wait_for_line();
		close(fd); /* our FIN: the client's read() gives 0 */
	}
}
