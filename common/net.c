/*
 * net.c - the few helpers that the labs' programs share. See net.h.
 */
#include "common/net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/errno_names.h"

/* getopt_long() says WORD + n for the word of option n, or else its letter. */
enum { MOST_OPTIONS = 20, WORD = 256 };

union net_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* Fills *address; returns its length, 0 (EINVAL) where ip is no address. */
static socklen_t parse_address(const char *ip, unsigned port, union net_address *address)
{
	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, ip, &address->v4.sin_addr) == 1) {
		address->v4.sin_family = AF_INET;
		address->v4.sin_port = htons((uint16_t)port);
		return sizeof(address->v4);
	}
	if (inet_pton(AF_INET6, ip, &address->v6.sin6_addr) == 1) {
		address->v6.sin6_family = AF_INET6;
		address->v6.sin6_port = htons((uint16_t)port);
		return sizeof(address->v6);
	}
	errno = EINVAL;
	return 0;
}

int net_bind(int fd, const char *ip, unsigned port)
{
	union net_address address;
	socklen_t length = parse_address(ip, port, &address);

	return length ? bind(fd, &address.any, length) : -1;
}

int net_connect(int fd, const char *ip, unsigned port)
{
	union net_address address;
	socklen_t length = parse_address(ip, port, &address);

	return length ? connect(fd, &address.any, length) : -1;
}

int net_write_all(int fd, const void *bytes, size_t count)
{
	const char *next = bytes;

	while (count > 0) {
		ssize_t n = write(fd, next, count);

		if (n == -1)
			return -1;
		next += n;
		count -= (size_t)n;
	}
	return 0;
}

int Socket(const char *ip, int type)
{
	union net_address address;
	int fd;

	if (!parse_address(ip, 0, &address))
		net_die("\"%s\" is no IP address", ip);
	fd = socket(address.any.sa_family, type, 0);
	if (fd == -1)
		net_die("socket");
	return fd;
}

/* An IPv6 address is written in brackets before a port. */
static void address_die(const char *call, const char *ip, unsigned port)
{
	bool v6 = strchr(ip, ':') != NULL;

	net_die("%s(%s%s%s:%u)", call, v6 ? "[" : "", ip, v6 ? "]" : "", port);
}

void Bind(int fd, const char *ip, unsigned port)
{
	if (net_bind(fd, ip, port) == -1)
		address_die("bind", ip, port);
}

void Listen(int fd, int backlog)
{
	if (listen(fd, backlog) == -1)
		net_die("listen");
}

void Connect(int fd, const char *ip, unsigned port)
{
	if (net_connect(fd, ip, port) == -1)
		address_die("connect", ip, port);
}

int Accept(int fd)
{
	int connection = accept(fd, NULL, NULL);

	if (connection == -1)
		net_die("accept");
	return connection;
}

void Write_all(int fd, const void *bytes, size_t count)
{
	if (net_write_all(fd, bytes, count) == -1)
		net_die("write");
}

void net_must_setsockopt(int fd, int level, int option, const char *name, const void *value, size_t size)
{
	if (setsockopt(fd, level, option, value, (socklen_t)size) == -1)
		net_die("setsockopt(%s)", name);
}

bool net_wait_for_line(void)
{
	/* What was typed after this line is for the next one who waits. */
	static char typed[256];
	static size_t length;
	char *end;

	while (!(end = memchr(typed, '\n', length))) {
		ssize_t n;

		if (length == sizeof(typed)) /* a line that long: only its end matters */
			length = 0;
		n = read(STDIN_FILENO, typed + length, sizeof(typed) - length);
		if (n <= 0)
			return false;
		length += (size_t)n;
	}
	length -= (size_t)(end + 1 - typed);
	memmove(typed, end + 1, length);
	return true;
}

long net_number(const char *text, long least, long most)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < least || value > most) {
		fprintf(stderr, "\"%s\" is no number from %ld to %ld\n", text, least, most);
		exit(2);
	}
	return value;
}

void net_say(const char *format, ...)
{
	char line[256];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (length >= (int)sizeof(line))
		length = sizeof(line) - 1;
	net_write_all(STDOUT_FILENO, line, (size_t)length);
}

const char *net_errno_name(int number)
{
#define NAME(constant)                                                                                       \
	case constant: return #constant;
	switch (number) {
		ERRNO_NAMES(NAME)
	}
	return "?";
}

/* choices: words with a blank between them. */
static const char *one_of(const char *text, const char *choices)
{
	size_t length = strlen(text), n;

	for (const char *at = choices; *at; at += n + (at[n] == ' ')) {
		n = strcspn(at, " ");
		if (n == length && strncmp(at, text, n) == 0)
			return text;
	}
	fprintf(stderr, "\"%s\" is none of these: %s\n", text, choices);
	exit(2);
}

static void take_option(const struct net_option *o, const char *argument)
{
	bool off = o->flag && o->number && strcmp(argument, "off") == 0;

	if (o->flag)
		*o->flag = !off;
	if (o->number && !off)
		*o->number = (int)net_number(argument, o->least, o->most);
	if (o->text)
		*o->text = o->is ? o->is : o->choices ? one_of(argument, o->choices) : argument;
}

int net_options(int argc, char **argv, const struct net_option *table)
{
	struct option words[MOST_OPTIONS + 1] = { 0 };
	char letters[2 * MOST_OPTIONS + 1] = "";
	size_t word_count = 0, length = 0;
	int found, n;

	for (n = 0; n < MOST_OPTIONS && (table[n].word || table[n].letter); n++) {
		bool takes = table[n].number || (table[n].text && !table[n].is);

		if (table[n].word)
			words[word_count++] =
				(struct option){ .name = table[n].word, .has_arg = takes, .val = WORD + n };
		if (table[n].letter) {
			letters[length++] = table[n].letter;
			if (takes)
				letters[length++] = ':';
		}
	}
	while ((found = getopt_long(argc, argv, letters, words, NULL)) != -1) {
		if (found == '?')
			exit(2);
		for (n = 0; found != WORD + n && found != table[n].letter; n++)
			;
		take_option(&table[n], optarg);
	}
	return optind;
}

void net_die(const char *format, ...)
{
	const char *name = net_errno_name(errno), *text = strerror(errno);
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fprintf(stderr, ": %s: %s\n", name, text);
	exit(1);
}
