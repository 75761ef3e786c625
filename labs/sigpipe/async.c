/*
 * async.c - signal-driven I/O: the kernel sends a signal when something happens on the socket, an error for instance.
 *
 * At the Enter key it asks for SO_ERROR.
 *
 * What its words mean: programs.txt.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *owner = "process";
static bool waits_to_set, sigusr1;

static void ignore(int number)
{
	(void)number;
}

/* Two processes that do nothing but get signals, in a group of their own; returns the first, which leads it. */
static pid_t make_group(void)
{
	pid_t group = 0, pid;

	for (int i = 0; i < 2; i++) {
		pid = fork();
		if (pid == -1)
			net_die("fork");
		setpgid(pid, group); /* in the child: itself. Both try, as who comes first is not known */
		if (pid == 0)
			for (;;)
				pause();
		if (!group)
			group = pid;
	}
	return group;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = ignore, .sa_flags = SA_RESTART };
	socklen_t size = sizeof(int);
	pid_t group = 0;
	int fd, error;

	net_options(argc, argv, options);

	sigaction(SIGIO, &action, NULL); /* before the children are made: they inherit it */
	sigaction(SIGUSR1, &action, NULL);
	fd = Socket("127.0.0.2", SOCK_STREAM);
	Connect(fd, "127.0.0.2", 9877);
	if (strcmp(owner, "group") == 0 || strcmp(owner, "child") == 0)
		group = make_group();
	if (waits_to_set)
		net_wait_for_line();

	if (strcmp(owner, "process") == 0)
		fcntl(fd, F_SETOWN, getpid());
	if (strcmp(owner, "child") == 0)
		fcntl(fd, F_SETOWN, group);
	if (strcmp(owner, "group") == 0)
		fcntl(fd, F_SETOWN, -group); /* a negative owner is a group */
	if (sigusr1)
		fcntl(fd, F_SETSIG, SIGUSR1);
	fcntl(fd, F_SETFL, O_ASYNC);

	net_wait_for_line();
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == -1)
		net_die("getsockopt(SO_ERROR)");
	net_say("SO_ERROR: %s\n", error ? net_errno_name(error) : "0");
	net_wait_for_line();
	return 0;
}

const struct net_option options[] = {
	{ "owner", 'o', .text = &owner, .choices = "process group child none" },
	{ "wait-to-set", 'l', .flag = &waits_to_set },
	{ "sigusr1", 's', .flag = &sigusr1 },
	{ 0 },
};
