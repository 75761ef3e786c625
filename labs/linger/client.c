/*
 * client.c - connects, sends one message and closes. What close() does is the lesson.
 *
 *	client [-l SECONDS | -l off] [-o ONOFF] [-w BYTES] [-s] [-r] [-n] [-k] [-x] [-a ADDRESS]
 *
 *	-l  SO_LINGER {on, SECONDS}; off (default): the option is not touched
 *	-o  the value of l_onoff itself, if it is not to be 1
 *	-w  send so many bytes instead of "hello"
 *	-s  shutdown(SHUT_WR) before close()
 *	-r  read what the server has to say before close()
 *	-n  make the socket non-blocking before close()
 *	-k  wait for the Enter key before close(), and again before exiting
 *	-x  exit without close()
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static char message[100000] = "hello";

int main(int argc, char **argv)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };
	const char *server = "127.0.0.2", *seconds = "off";
	bool reads = false, shuts = false, nonblocking = false, keyboard = false, exits = false;
	size_t bytes = strlen(message);
	int fd, option, sndbuf;

	while ((option = getopt(argc, argv, "l:o:w:rsnkxa:")) != -1) {
		switch (option) {
		case 'l': seconds = optarg; break;
		case 'o': linger.l_onoff = (int)net_number(optarg, -1, 100); break;
		case 'w':
			bytes = (size_t)net_number(optarg, 0, sizeof(message));
			memset(message, 'x', bytes);
			break;
		case 'r': reads = true; break;
		case 's': shuts = true; break;
		case 'n': nonblocking = true; break;
		case 'k': keyboard = true; break;
		case 'x': exits = true; break;
		case 'a': server = optarg; break;
		default: return 2;
		}
	}

	fd = Socket(server, SOCK_STREAM);
	if (bytes > 5) { /* the send buffer takes all of it, so that write() does not wait for the server */
		sndbuf = (int)sizeof(message);
		Setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	}
	Connect(fd, server, 9877);

	if (strcmp(seconds, "off") != 0) {
		linger.l_linger = (int)net_number(seconds, -1, 1000000);
		Setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	}
	Write_all(fd, message, bytes); /* back as soon as TCP has a copy; what the server's window lacks room
					  for waits in the send buffer */
	if (shuts)
		shutdown(fd, SHUT_WR); /* a FIN follows the data; we can still receive */
	if (reads && read(fd, message, sizeof(message)) == -1)
		net_die("read");
	if (nonblocking)
		fcntl(fd, F_SETFL, O_NONBLOCK);
	if (keyboard)
		net_wait_for_line();
	if (exits)
		return 0; /* the kernel closes the socket for us, but never lingers */

	/* default        queued data, then a FIN; back at once
	 * {on, 0}        queued data is thrown away, a RST is sent; back at once
	 * {on, n}        queued data, then a FIN; back when the FIN is acknowledged, or after n seconds
	 * unread data    whatever the option says: a RST; back at once */
	if (close(fd) == -1)
		net_die("close");
	if (keyboard)
		net_wait_for_line();
	return 0;
}
