/*
 * server.c - accepts a connection, reads until the client's end of file, closes, and accepts the next.
 *
 *	server [-g] [-R] [-b BYTES] [-A] [-C] [-l SECONDS] [-a ADDRESS]
 *
 *	-g  greet: send "welcome" before reading
 *	-R  wait for the Enter key before reading, and before greeting as well
 *	-b  receive buffer of so many bytes: the most that a client can send to a server that does not read
 *	-A  answer after the client's FIN: wait for the Enter key, then send "answer"
 *	-C  wait for the Enter key before close()
 *	-l  SO_LINGER {on, SECONDS} on the listening socket
 */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

int main(int argc, char **argv)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };
	const char *address = "127.0.0.2";
	bool greets = false, waits_to_read = false, answers = false, waits_to_close = false, lingers = false;
	int listener, fd, option, rcvbuf = 0, on = 1;
	char buffer[100000];
	ssize_t n;

	while ((option = getopt(argc, argv, "gRb:ACl:a:")) != -1) {
		switch (option) {
		case 'g': greets = true; break;
		case 'R': waits_to_read = true; break;
		case 'b': rcvbuf = (int)net_number(optarg, 1, 1000000); break;
		case 'A': answers = true; break;
		case 'C': waits_to_close = true; break;
		case 'l':
			lingers = true;
			linger.l_linger = (int)net_number(optarg, 0, 1000000);
			break;
		case 'a': address = optarg; break;
		default: return 2;
		}
	}

	listener = Socket(address, SOCK_STREAM);
	Setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (rcvbuf) /* before listen(): the SYN/ACK already offers the window that this leaves */
		Setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof(rcvbuf));
	if (lingers) /* each accepted socket inherits it */
		Setsockopt(listener, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	Bind(listener, address, 9877);
	Listen(listener, 5);

	for (;;) {
		fd = Accept(listener);
		if (greets) {
			if (waits_to_read)
				net_wait_for_line();
			Write_all(fd, "welcome", 7);
		}
		if (waits_to_read)
			net_wait_for_line(); /* meanwhile TCP acknowledges and stores what the buffer has room for */
		do
			n = read(fd, buffer, sizeof(buffer));
		while (n > 0); /* 0: the client's FIN; -1 ECONNRESET: its RST */
		if (answers) {
			net_wait_for_line();
			Write_all(fd, "answer", 6); /* allowed: only the client's direction has ended */
		}
		if (waits_to_close)
			net_wait_for_line(); /* CLOSE_WAIT */
		close(fd); /* our FIN, unless a RST has ended it all */
	}
}
