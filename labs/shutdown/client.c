/*
 * client.c - sends a list of words and lets the server sort them. A server can sort only what is complete: so the
 * end of the request must be told, and the answer must still come. That is what a half-close is for.
 *
 * What its words mean: programs.txt.
 */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *server = "127.0.0.2";
static bool closes, waits;

int main(int argc, char **argv)
{
	char answer[1000];
	ssize_t n;
	int fd;

	net_options(argc, argv, options);

	fd = Socket(server, SOCK_STREAM);
	Connect(fd, server, 9877);
	Write_all(fd, "pear\nfig\nplum\n", 14);
	if (waits)
		net_wait_for_line();

	if (closes) {
		close(fd); /* the same FIN; but nobody is left who could read: a RST will answer the answer */
		if (waits)
			net_wait_for_line();
		return 0;
	}
	/* Our FIN, behind the data: ESTABLISHED becomes FIN_WAIT_1, and FIN_WAIT_2 when it is acknowledged. */
	if (shutdown(fd, SHUT_WR) == -1)
		net_die("shutdown");

	/* The other direction is as open as ever. read() waits for data, and gives 0 at the server's FIN. */
	while ((n = read(fd, answer, sizeof(answer))) > 0)
		fwrite(answer, 1, (size_t)n, stdout);
	if (n == -1)
		net_die("read"); /* ECONNRESET: the server closed before it had read all of our data */
	if (waits)
		net_wait_for_line();
	close(fd); /* nothing is sent: both FINs have gone, the kernel's TIME_WAIT needs no descriptor */
	return 0;
}

const struct net_option options[] = {
	{ "close", 'c', .flag = &closes },
	{ "wait", 'k', .flag = &waits },
	{ "address", 'a', .text = &server },
	{ 0 },
};
