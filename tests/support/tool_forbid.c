/*
 * tool_forbid.c - runs a command on a machine that forbids something: for tests of what is said where namespaces,
 * captures or tracing cannot be had.
 *
 *	forbid THING[,THING]... COMMAND [ARGUMENT]...
 *
 * A seccomp filter refuses the system calls in question, as a container's profile does; the command and all that it
 * starts inherit it. Exit status: the command's; 2 usage, 126 no filter, 127 no such command.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/netlink.h>

#define ANY_NAMESPACE                                                                                        \
	(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC |           \
	 CLONE_NEWCGROUP)

/* What a thing's calls look like. */
static const struct rule {
	const char *thing;
	int call;
	int argument; /* -1: none is looked at */
	unsigned bits; /* these bits of it, any of them */
	unsigned value; /* or this value of all of it, where bits is 0 */
	int error;
} rules[] = {
	{ "namespaces", SYS_unshare, 0, ANY_NAMESPACE, 0, EPERM },
	{ "namespaces", SYS_clone, 0, ANY_NAMESPACE, 0, EPERM },
	{ "namespaces", SYS_clone3, -1, 0, 0, ENOSYS },
	{ "userns", SYS_unshare, 0, CLONE_NEWUSER, 0, EPERM },
	{ "userns", SYS_clone, 0, CLONE_NEWUSER, 0, EPERM },
	{ "userns", SYS_clone3, -1, 0, 0, ENOSYS },
	{ "pidns", SYS_unshare, 0, CLONE_NEWPID, 0, EPERM },
	{ "pidns", SYS_clone, 0, CLONE_NEWPID, 0, EPERM },
	{ "pidns", SYS_clone3, -1, 0, 0, ENOSYS },
	{ "mount", SYS_mount, -1, 0, 0, EPERM },
	{ "capture", SYS_socket, 0, 0, AF_PACKET, EPERM },
	{ "ptrace", SYS_ptrace, -1, 0, 0, EPERM },
	{ "sock-diag", SYS_socket, 2, 0, NETLINK_SOCK_DIAG, EPROTONOSUPPORT },
	{ "close-range", SYS_close_range, -1, 0, 0, ENOSYS }, /* before Linux 5.9 */
	{ "close-range-cloexec", SYS_close_range, 2, 1 << 2, 0, EINVAL }, /* before 5.11 */
	{ "netfilter", SYS_socket, 2, 0, NETLINK_NETFILTER, EPROTONOSUPPORT },
};

enum { RULES = sizeof(rules) / sizeof(rules[0]), STEPS_OF_RULE = 5 };

struct program {
	struct sock_filter steps[RULES * STEPS_OF_RULE + 1];
	unsigned short count;
};

static void add(struct program *p, struct sock_filter step)
{
	p->steps[p->count++] = step;
}

/* Jumps count the steps that are left out. Arguments are 64 bits wide; what is asked for is in the lower half. */
static void add_rule(struct program *p, const struct rule *r)
{
	unsigned offset = (unsigned)(offsetof(struct seccomp_data, args) +
				     (size_t)(r->argument < 0 ? 0 : r->argument) * 8);
	unsigned char rest = r->argument < 0 ? 1 : 3;

	add(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
	add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)r->call, 0, rest));
	if (r->argument >= 0) {
		add(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
		add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | (r->bits ? BPF_JSET : BPF_JEQ) | BPF_K,
						    r->bits ? r->bits : r->value, 0, 1));
	}
	add(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)r->error));
}

static int usage(void)
{
	fputs("usage: forbid THING[,THING]... COMMAND [ARGUMENT]...\nthings:", stderr);
	for (size_t i = 0; i < RULES; i++)
		if (i == 0 || strcmp(rules[i].thing, rules[i - 1].thing) != 0)
			fprintf(stderr, " %s", rules[i].thing);
	fputc('\n', stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct program p = { .count = 0 };
	struct sock_fprog filter = { .filter = p.steps };
	char *rest = NULL;

	if (argc < 3)
		return usage();
	for (char *thing = strtok_r(argv[1], ",", &rest); thing; thing = strtok_r(NULL, ",", &rest)) {
		unsigned short before = p.count;

		for (size_t i = 0; i < RULES; i++)
			if (strcmp(rules[i].thing, thing) == 0)
				add_rule(&p, &rules[i]);
		if (p.count == before)
			return usage();
	}
	add(&p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
	filter.len = p.count;
	/* Without privilege a filter is allowed only to who can gain none. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0) {
		fprintf(stderr, "forbid: %s\n", strerror(errno));
		return 126;
	}
	execvp(argv[2], argv + 2);
	fprintf(stderr, "forbid: %s: %s\n", argv[2], strerror(errno));
	return 127;
}
