/*
 * client.c - sends a message, reads the answer, and waits for the server's end of file.
 *
 * What its words mean: programs.txt.
 */
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *server = "127.0.0.2";
static bool closes_first, talks;
static char buffer[100];

static ssize_t ask(int fd)
{
	Write_all(fd, "hello", 5);
	return read(fd, buffer, sizeof(buffer));
}

int main(int argc, char **argv)
{
	int fd;

	net_options(argc, argv, options);

	fd = Socket(server, SOCK_STREAM);
	/* From a port that the kernel chooses: a client has no use for the option. */
	Connect(fd, server, 9877);
	if (ask(fd) == -1)
		net_die("read");
	while (talks && net_wait_for_line())
		if (ask(fd) == -1)
			net_die("read");
	while (!closes_first && read(fd, buffer, sizeof(buffer)) > 0)
		; /* 0: the server's FIN came first, and TIME_WAIT will be the server's */
	close(fd);
	return 0;
}

const struct net_option options[] = {
	{ "close-first", 'c', .flag = &closes_first },
	{ "talk", 'k', .flag = &talks },
	{ "address", 'a', .text = &server },
	{ 0 },
};
