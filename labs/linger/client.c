/*
 * client.c - connects, sends one message and closes. What close() does is the lesson.
 *
 * What its words mean: programs.txt.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char message[100000] = "hello";
static int bytes = 5;
static const char *server = "127.0.0.2";
static struct linger linger = { .l_onoff = 1, .l_linger = 0 };
static bool lingers, half_closes, reads, nonblocking, waits_to_close, exits;

int main(int argc, char **argv)
{
	int fd, sndbuf = sizeof(message);

	net_options(argc, argv, options);
	if (bytes != 5)
		memset(message, 'x', sizeof(message));

	fd = Socket(server, SOCK_STREAM);
	if (bytes > 5) /* the send buffer takes all of it, so that write() does not wait for the server */
		Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	Connect(fd, server, 9877); /* SYN, SYN/ACK, ACK */
	if (lingers) /* nothing is sent: the kernel notes it, for close() */
		Setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));

	/* Back as soon as TCP has a copy; what the server's window lacks room for waits in the send buffer. */
	Write_all(fd, message, (size_t)bytes);
	if (half_closes)
		shutdown(fd, SHUT_WR); /* a FIN follows the data; we can still receive */
	if (reads && read(fd, message, sizeof(message)) == -1)
		net_die("read");
	if (nonblocking)
		fcntl(fd, F_SETFL, O_NONBLOCK);
	if (waits_to_close)
		net_wait_for_line();
	if (exits)
		return 0; /* the kernel closes the socket for us, but never lingers */

	/* default        queued data, then a FIN; back at once
	 * {on, 0}        queued data is thrown away, a RST is sent; back at once
	 * {on, n}        queued data, then a FIN; back when the FIN is acknowledged, or after n seconds
	 * unread data    whatever the option says: a RST; back at once */
	if (close(fd) == -1)
		net_die("close");
	if (waits_to_close)
		net_wait_for_line();
	return 0;
}

const struct net_option options[] = {
	{ "linger", 'l', .flag = &lingers, .number = &linger.l_linger, .least = -1, .most = 1000000 },
	{ "onoff", 'o', .number = &linger.l_onoff, .least = -1, .most = 100 },
	{ "write", 'w', .number = &bytes, .least = 0, .most = sizeof(message) },
	{ "half-close", 's', .flag = &half_closes },
	{ "read", 'r', .flag = &reads },
	{ "nonblocking", 'n', .flag = &nonblocking },
	{ "wait-to-close", 'k', .flag = &waits_to_close },
	{ "exit", 'x', .flag = &exits },
	{ "address", 'a', .text = &server },
	{ 0 },
};
