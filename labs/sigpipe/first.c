/*
 * first.c - a client that is the first process of a PID namespace, as a container's program often is.
 *
 * The client shuts its writing half and, after the Enter key, writes.
 *
 * What its words mean: programs.txt.
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/net.h"

static bool no_namespace;

static void be_client(void)
{
	int fd = Socket("127.0.0.2", SOCK_STREAM);

	Connect(fd, "127.0.0.2", 9877);
	shutdown(fd, SHUT_WR);
	net_wait_for_line();
	if (write(fd, "hello", 5) == -1) /* SIGPIPE as well: but it would take a handler to reach process 1 */
		net_say("process %d: write: %s\n", (int)getpid(), net_errno_name(errno));
	net_wait_for_line();
}

int main(int argc, char **argv)
{
	pid_t child;

	net_options(argc, argv, options);

	if (!no_namespace && unshare(CLONE_NEWPID) == -1) /* for the children to come */
		net_die("unshare(CLONE_NEWPID)");
	child = fork();
	if (child == -1)
		net_die("fork");
	if (child == 0) {
		be_client();
		return 0;
	}
	waitpid(child, NULL, 0);
	return 0;
}

const struct net_option options[] = {
	{ "no-namespace", 'n', .flag = &no_namespace },
	{ 0 },
};
