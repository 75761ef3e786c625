/*
 * server.c - a server that sends back what it reads. May it have the address and port? bind() says.
 *
 * What its words mean: programs.txt.
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static const char *address = "127.0.0.2", *reuse, *reuse_after_bind;
static bool other_user, waits_to_listen, closes_first, forks;

static void set_reuse(int fd, const char *option)
{
	int on = 1;

	if (strcmp(option, "port") != 0)
		Setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (strcmp(option, "addr") != 0)
		Setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
}

static void serve(int fd)
{
	char buffer[100];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof(buffer))) > 0) {
		Write_all(fd, buffer, (size_t)n);
		if (closes_first)
			break;
	}
	close(fd); /* who sends the first FIN is left with TIME_WAIT on its address and port */
}

int main(int argc, char **argv)
{
	bool bound = false;
	int listener, fd;

	net_options(argc, argv, options);

	if (other_user && setuid(65534) == -1)
		net_die("setuid");
	listener = Socket(address, SOCK_STREAM);
	if (reuse)
		set_reuse(listener, reuse); /* the accepted sockets inherit it, and keep it in TIME_WAIT */
	if (reuse_after_bind) {
		bound = net_bind(listener, address, 9877) == 0;
		set_reuse(listener, reuse_after_bind);
	}
	if (!bound) /* EADDRINUSE: another socket there, open or in TIME_WAIT, and not both have the option */
		Bind(listener, address, 9877);
	if (waits_to_listen)
		net_wait_for_line();
	Listen(listener, 5); /* asks again: of several that are bound with SO_REUSEADDR only one may listen */

	for (;;) {
		fd = Accept(listener);
		if (forks && fork() == 0) {
			close(listener); /* or the child would go on listening after its parent's end */
			serve(fd);
			return 0;
		}
		if (forks)
			close(fd); /* no FIN: the child has it open */
		else
			serve(fd);
	}
}

const struct net_option options[] = {
	{ "reuse", 'o', .text = &reuse, .choices = "addr port both" },
	{ "reuse-after-bind", 'l', .text = &reuse_after_bind, .choices = "addr port both" },
	{ "other-user", 'u', .flag = &other_user },
	{ "wait-to-listen", 'k', .flag = &waits_to_listen },
	{ "close-first", 'c', .flag = &closes_first },
	{ "fork", 'f', .flag = &forks },
	{ "address", 'a', .text = &address },
	{ 0 },
};
