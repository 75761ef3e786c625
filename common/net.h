/*
 * net.h - the few helpers that the labs' programs share. Everything that a lab is about (socket options,
 * write, shutdown, close) stands in the lab's own program, in plain sight.
 *
 * Two layers: net_* returns -1 with errno set; the capitalised one says what failed, as in
 * "connect(127.0.0.2:9877): ECONNREFUSED: Connection refused", and ends the program.
 * Nothing but libc, and the list of errno's names (common/base/errno_names.h): a program may be copied out of here with
 * these three files.
 */
#ifndef COMMON_NET_H
#define COMMON_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* ip: "127.0.0.2" or "::1", never a name: nothing here asks a resolver. EINVAL where it is neither. */
int net_bind(int fd, const char *ip, unsigned port);
int net_connect(int fd, const char *ip, unsigned port);
/* Writes all of it, in as many calls as that takes; where it fails, the count so far is lost. */
int net_write_all(int fd, const void *bytes, size_t count);

/* type: SOCK_STREAM or SOCK_DGRAM; the family is that of ip. */
int Socket(const char *ip, int type);
void Bind(int fd, const char *ip, unsigned port);
void Listen(int fd, int backlog);
void Connect(int fd, const char *ip, unsigned port);
int Accept(int fd);
void Write_all(int fd, const void *bytes, size_t count);
/* name is the option's own name for the message: Setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)). */
#define Setsockopt(fd, level, option, value, size)                                                           \
	net_must_setsockopt(fd, level, option, #option, value, size)
void net_must_setsockopt(int fd, int level, int option, const char *name, const void *value, size_t size);

/* Waits until a line was typed on standard input; false at its end. */
bool net_wait_for_line(void);

/* A decimal number, from least to most; ends the program with a sentence otherwise. */
long net_number(const char *text, long least, long most);

/* On standard output, at most 255 bytes, by one write(2): printf() would make it that, or a writev(2), or nothing yet, as
 * the C library likes. */
void net_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "ECONNRESET"; "?" for what is no errno. */
const char *net_errno_name(int number);

/*
 * What the command line may say: --linger 0, or -l 0. An option sets what it points to, and nothing else:
 *
 *	{ "half-close", 's', .flag = &half_closes }                         true
 *	{ "idle", 'i', .number = &idle, .least = 1, .most = 32767 }         takes a number
 *	{ "linger", 'l', .flag = &lingers, .number = &seconds, ... }        ... and the flag tells that it did; "off": false
 *	{ "reuse", 'o', .text = &reuse, .choices = "addr port both" }       takes one of these; without choices, any text
 *	{ .letter = 'i', .text = &sigpipe, .is = "ignore" }                 as --sigpipe ignore does: it takes no argument
 */
struct net_option {
	const char *word; /* NULL: only a letter */
	char letter; /* 0: only a word */
	bool *flag;
	int *number, least, most;
	const char **text, *choices, *is;
};

/* A program's own, at its end; the last is all 0. */
extern const struct net_option options[];

/* Reads the command line as getopt_long(3) does; returns where the arguments begin that are no options. What it does not
 * know ends the program with a sentence and status 2. */
int net_options(int argc, char **argv, const struct net_option *table);

/* Prints "WHAT: ENAME: text of errno" on standard error and exits 1. */
void net_die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
