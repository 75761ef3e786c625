/*
 * blocked.c - SIGPIPE is blocked. What becomes of it?
 *
 * The Enter key makes it write, and then, one after the other, take the signal, write again, and unblock it. Before the
 * first write it asks for SO_ERROR: no other error shall be pending.
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *sigpipe = "block";

static void caught(int number)
{
	(void)number;
}

static void send_hello(int fd)
{
	if (write(fd, "hello", 5) == -1)
		net_say("write: %s\n", net_errno_name(errno));
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = caught };
	struct timespec at_once = { 0 };
	socklen_t size = sizeof(int);
	sigset_t set;
	int fd, error;

	net_options(argc, argv, options);
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	if (strcmp(sigpipe, "catch") == 0)
		sigaction(SIGPIPE, &action, NULL);
	else
		sigprocmask(SIG_BLOCK, &set, NULL); /* it is kept for this thread; others are not affected */

	fd = Socket("127.0.0.2", SOCK_STREAM);
	Connect(fd, "127.0.0.2", 9877);
	net_wait_for_line();
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);

	send_hello(fd);
	net_wait_for_line();
	if (sigtimedwait(&set, NULL, &at_once) == SIGPIPE) /* takes it: as if it had never been sent */
		net_say("taken\n");

	net_wait_for_line();
	send_hello(fd);
	net_wait_for_line();
	sigprocmask(SIG_UNBLOCK, &set, NULL); /* this one was not taken, and ends us here */
	net_wait_for_line();
	return 0;
}

const struct net_option options[] = {
	{ "sigpipe", .text = &sigpipe, .choices = "block catch" },
	{ .letter = 'c', .text = &sigpipe, .is = "catch" },
	{ 0 },
};
