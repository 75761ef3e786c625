/*
 * writers.c - is SIGPIPE write()'s alone? Here are more calls that send on a stream.
 *
 * After the Enter key it shuts its writing half and tries to send in six ways, SIGPIPE being caught.
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

static bool open_half;

static void caught(int number)
{
	(void)number;
}

static void say(const char *call, ssize_t result)
{
	net_say("%s: %s\n", call, result == -1 ? net_errno_name(errno) : "sent");
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = caught };
	char text[] = "hello";
	struct iovec hello = { .iov_base = text, .iov_len = 5 };
	struct msghdr message = { .msg_iov = &hello, .msg_iovlen = 1 };
	int fd, file, ends[2];

	net_options(argc, argv, options);

	sigaction(SIGPIPE, &action, NULL);
	fd = Socket("127.0.0.2", SOCK_STREAM);
	Connect(fd, "127.0.0.2", 9877);
	file = open("/proc/self/exe", O_RDONLY);
	if (file == -1 || pipe(ends) == -1 || write(ends[1], "hello", 5) == -1)
		net_die("preparing");
	net_wait_for_line();

	if (!open_half)
		shutdown(fd, SHUT_WR); /* a FIN; from now on nothing can be sent */
	say("send", send(fd, "hello", 5, 0));
	say("writev", writev(fd, &hello, 1));
	say("sendmsg", sendmsg(fd, &message, 0));
	say("sendfile", sendfile(fd, file, NULL, 5));
	say("splice", splice(ends[0], NULL, fd, NULL, 5, 0));
	say("write of nothing", write(fd, "", 0));
	return 0;
}

const struct net_option options[] = {
	{ "no-half-close", 'n', .flag = &open_half },
	{ 0 },
};
