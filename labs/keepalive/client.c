/*
 * client.c - connects, switches SO_KEEPALIVE on, and waits for a server that has nothing to say.
 *
 *	client [-o] [-i SECONDS] [-v SECONDS] [-c COUNT] [-u MILLISECONDS] [-k] [-m] [-a ADDRESS]
 *
 *	-o  SO_KEEPALIVE on: the kernel asks the silent peer whether it is still there
 *	-i  TCP_KEEPIDLE: so many seconds nothing has come in before the first probe is sent
 *	-v  TCP_KEEPINTVL: so many seconds an answer is waited for, then the next probe is sent
 *	-c  TCP_KEEPCNT: after so many probes without an answer the connection is given up
 *	-u  TCP_USER_TIMEOUT: after so many milliseconds without an answer it is given up, whatever the count
 *	-k  wait for the Enter key after connect(), before any option is set
 *	-m  never read: send "hello" at each Enter key
 *	-a  the server's address
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

int main(int argc, char **argv)
{
	const char *server = "127.0.0.2";
	int fd, option, keepalive = 0, idle = 0, interval = 0, count = 0, timeout = 0;
	bool waits = false, sends = false;
	char buffer[1000];
	ssize_t n;

	while ((option = getopt(argc, argv, "oi:v:c:u:kma:")) != -1) {
		switch (option) {
		case 'o': keepalive = 1; break;
		case 'i': idle = (int)net_number(optarg, 1, 32767); break;
		case 'v': interval = (int)net_number(optarg, 1, 32767); break;
		case 'c': count = (int)net_number(optarg, 1, 127); break;
		case 'u': timeout = (int)net_number(optarg, 1, 1000000); break;
		case 'k': waits = true; break;
		case 'm': sends = true; break;
		case 'a': server = optarg; break;
		default: return 2;
		}
	}

	fd = Socket(server, SOCK_STREAM);
	Connect(fd, server, 9877);
	if (waits)
		net_wait_for_line();

	/* What is not set is the kernel's: 7200 s, 75 s, 9 probes unless net.ipv4.tcp_keepalive_* say otherwise. */
	if (idle)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	if (interval)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	if (count)
		Setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
	if (timeout)
		Setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof(timeout));
	if (keepalive) /* sends nothing: it starts a timer */
		Setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &keepalive, sizeof(keepalive));

	while (sends && net_wait_for_line())
		Write_all(fd, "hello", 5); /* fails if TCP has given the connection up meanwhile */

	do /* asleep for as long as the probes are answered */
		n = read(fd, buffer, sizeof(buffer));
	while (n > 0);
	if (n == -1) /* ETIMEDOUT: nobody answered. ECONNRESET: somebody who knew nothing of us did */
		net_die("read");
	close(fd);
	return 0;
}
