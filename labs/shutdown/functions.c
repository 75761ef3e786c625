/*
 * functions.c - every function that can write, after shutdown(SHUT_WR), or without it.
 *
 * SIGPIPE is ignored, so that each call can say what it has to say. The Enter key starts it.
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "common/net.h"

int main(int argc, char **argv)
{
	char byte[] = "x";
	struct iovec vector = { .iov_base = byte, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1 };
	int fd, file;

	fd = Socket("127.0.0.2", SOCK_STREAM);
	Connect(fd, "127.0.0.2", 9877);
	signal(SIGPIPE, SIG_IGN);
	net_wait_for_line();
	if (argc > 1 && strcmp(argv[1], "SHUT_WR") == 0 && shutdown(fd, SHUT_WR) == -1)
		net_die("shutdown");

	/* Each gives -1, EPIPE; without SIG_IGN the first would end the program. */
	write(fd, byte, 1);
	write(fd, byte, 0); /* even with nothing to write */
	writev(fd, &vector, 1);
	send(fd, byte, 1, 0);
	send(fd, byte, 1, MSG_OOB);
	sendto(fd, byte, 1, 0, NULL, 0);
	sendmsg(fd, &message, 0);
	file = open("/proc/self/exe", O_RDONLY);
	sendfile(fd, file, NULL, 1);
	net_wait_for_line();
	return 0;
}
