/*
 * server.c - a server that sends back what it reads. May it have the address and port? bind() says.
 *
 *	server [-o OPTION] [-l OPTION] [-u] [-k] [-c] [-f] [-a ADDRESS]
 *
 *	-o  set SO_REUSEADDR (addr), SO_REUSEPORT (port) or both before bind(), as one should
 *	-l  set it later: after bind(), and if that failed, bind() again
 *	-u  as the user 65534: only root may become another user
 *	-k  wait for the Enter key before listen()
 *	-c  close each connection after the first answer: this end is the first to send a FIN
 *	-f  a child serves each connection
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/net.h"

static bool closes_first;

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
	const char *address = "127.0.0.2", *before = NULL, *later = NULL;
	bool bound = false, other_user = false, keyboard = false, forks = false;
	int listener, fd, option;

	while ((option = getopt(argc, argv, "o:l:ukcfa:")) != -1) {
		switch (option) {
		case 'o': before = optarg; break;
		case 'l': later = optarg; break;
		case 'u': other_user = true; break;
		case 'k': keyboard = true; break;
		case 'c': closes_first = true; break;
		case 'f': forks = true; break;
		case 'a': address = optarg; break;
		default: return 2;
		}
	}

	if (other_user && setuid(65534) == -1)
		net_die("setuid");
	listener = Socket(address, SOCK_STREAM);
	if (before)
		set_reuse(listener, before); /* the accepted sockets inherit it, and keep it in TIME_WAIT */
	if (later) {
		bound = net_bind(listener, address, 9877) == 0;
		set_reuse(listener, later);
	}
	if (!bound)
		Bind(listener, address, 9877); /* EADDRINUSE: another socket there, open or in TIME_WAIT, and
						  not both have the option */
	if (keyboard)
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
