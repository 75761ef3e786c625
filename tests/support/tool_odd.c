/*
 * tool_odd.c - a program that misbehaves in the way that its argument names: what the director must survive.
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char junk[70000];
static struct sockaddr_in nobody = { .sin_family = AF_INET };

static _Noreturn void wait_for_ever(void)
{
	for (;;)
		pause();
}

static void nothing(void)
{
}

static void floods_output(void)
{
	while (write(STDOUT_FILENO, junk, sizeof(junk)) != 0)
		;
}

static void floods_calls(void)
{
	while (close(-1) < 0)
		;
}

static void floods_wire(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	while (sendto(fd, junk, 1000, 0, (struct sockaddr *)&nobody, sizeof(nobody)) != 0)
		;
}

static void computes(void)
{
	for (volatile unsigned long n = 0;; n++)
		;
}

static void ignores(void)
{
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_IGN);
	wait_for_ever();
}

static void daemons(void)
{
	for (int i = 0; i < 3; i++)
		if (fork() == 0 && setsid() > 0 && daemon(0, 0) == 0)
			wait_for_ever();
}

static void multiplies(void)
{
	for (int i = 0; i < 100; i++)
		if (fork() == 0)
			wait_for_ever();
}

static void zombies(void)
{
	for (int i = 0; i < 10; i++)
		if (fork() == 0)
			_exit(i);
	wait_for_ever();
}

static void crashes(void)
{
	raise(SIGSEGV);
}

static void stops(void)
{
	raise(SIGSTOP);
}

static void closes(void)
{
	for (int fd = 0; fd < 1024; fd++)
		close(fd);
	wait_for_ever();
}

/* Bytes of every kind, and what would change a terminal's title and clear it. */
static void writes_junk(void)
{
	for (size_t i = 0; i < sizeof(junk); i++)
		junk[i] = (char)(i * 7 + i / 256);
	if (write(STDOUT_FILENO, junk, sizeof(junk)) < 0 ||
	    write(STDERR_FILENO, "\033]0;owned\a\033[2J", 14) < 0)
		perror("write");
}

/* Only its parent, which without a PID namespace is the director; never kill(-1): root would end the whole machine. */
static void kills_parent(void)
{
	kill(getppid(), SIGKILL);
}

static const struct {
	const char *name;
	void (*act)(void);
} ways[] = {
	{ "does-nothing", nothing },
	{ "hangs", wait_for_ever },
	{ "floods-output", floods_output },
	{ "floods-calls", floods_calls },
	{ "floods-wire", floods_wire },
	{ "computes", computes },
	{ "ignores", ignores },
	{ "daemons", daemons },
	{ "multiplies", multiplies },
	{ "zombies", zombies },
	{ "crashes", crashes },
	{ "stops", stops },
	{ "closes", closes },
	{ "writes-junk", writes_junk },
	{ "kills-parent", kills_parent },
};

int main(int argc, char **argv)
{
	nobody.sin_port = htons(9876);
	nobody.sin_addr.s_addr = htonl(0x7f000002); /* 127.0.0.2 */
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (argc != 2 || strcmp(argv[1], ways[i].name) != 0)
			continue;
		ways[i].act();
		return 0;
	}
	return 2;
}
