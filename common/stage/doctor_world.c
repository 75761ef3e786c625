/* doctor_world.c - probes from inside of a world: what a lab does there, done once; see doctor_probes.h. */
#include "common/stage/doctor_probes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/text.h"
#include "common/stage/filter.h"
#include "common/stage/sockets.h"
#include "common/stage/wire.h"

enum { ETHERNET = 1500, PORT = 9877, PATIENCE_MS = 2000 };

void probe_processes(struct probe *p, const struct world_plan *plan)
{
	if (plan->pid) {
		probe_what(p, PROBE_OK,
			   "a PID namespace with its own /proc: the kernel ends a lab's processes with it");
		return;
	}
	if (plan->network && error_is_set(&plan->note))
		probe_error(p, PROBE_LIMITED, &plan->note);
	else
		probe_what(p, PROBE_LIMITED,
			   "no PID namespace: processes are watched by a subreaper instead");
	if (plan->network && doctor_container())
		probe_remedy(p, "The container hides parts of /proc. Show them to it:\n"
				"  docker run --security-opt systempaths=unconfined ...\n"
				"  podman run --security-opt unmask=ALL ...\n");
	probe_remedy(p,
		     "Labs run without it; `kill -9` of the runner may then leave a process for a moment.\n");
}

void probe_network(struct probe *p, const struct world_plan *plan)
{
	struct error error;

	if (!plan->network) {
		probe_what(
			p, PROBE_LIMITED,
			"no network namespace, but this container's loopback is its own: labs run on it, one at a time");
		return;
	}
	if (!link_up("lo", 0, &error)) {
		error_within(&error, "its own loopback could not be brought up");
		probe_error(p, PROBE_MISSING, &error);
	} else if (!link_up("lo", ETHERNET, &error)) {
		error_within(&error, "its own loopback, but its MTU cannot be set");
		probe_error(p, PROBE_LIMITED, &error);
	} else {
		probe_what(p, PROBE_OK, "its own loopback, with an MTU of one's choice");
	}
}

static long yama_scope(void)
{
	FILE *f = fopen("/proc/sys/kernel/yama/ptrace_scope", "re");
	char line[32] = "";

	if (f && !fgets(line, sizeof(line), f))
		line[0] = '\0';
	if (f)
		fclose(f);
	return strtol(line, NULL, 10);
}

void probe_tracing(struct probe *p, const struct world_plan *plan)
{
	/* As the stage runs it. */
	static const char *const strace[PROBE_ARGUMENTS] = {
		"strace",	    "-D", "-f",	  "-ttt", "-T", "-yy", "--seccomp-bpf", "-e",
		"trace=exit_group", "--", "true", NULL
	};
	struct text said = { 0 };
	int status = probe_run(strace, &said);
	const char *complaint = strstr(text_chars(&said), "strace: ");
	long scope = yama_scope();

	if (complaint)
		complaint += strlen("strace: ");
	(void)plan;
	if (status == 0 && strstr(text_chars(&said), "+++ exited with 0 +++")) {
		probe_what(p, PROBE_OK, "strace follows a program");
	} else if (status == 127) {
		probe_what(p, PROBE_MISSING, "not tried, without strace");
	} else if (scope >= 2) {
		probe_what(p, PROBE_MISSING,
			   "strace may not follow a program (kernel.yama.ptrace_scope = %ld)", scope);
		if (scope == 2)
			probe_remedy(p, "Allow a program to trace its own children:\n"
					"  sudo sysctl -w kernel.yama.ptrace_scope=1\n");
		else
			probe_remedy(
				p,
				"3 cannot be taken back before a reboot. Set another, and reboot:\n"
				"  echo kernel.yama.ptrace_scope=1 | sudo tee /etc/sysctl.d/60-ptrace.conf\n");
	} else {
		probe_what(p, PROBE_MISSING, "strace could not follow a program: %.*s",
			   complaint ? (int)strcspn(complaint, "\n") : 20,
			   complaint ? complaint : "it said nothing");
		if (doctor_container())
			probe_remedy(p,
				     "Allow it to the container:\n  docker run --cap-add SYS_PTRACE ...\n");
	}
	text_free(&said);
}

void probe_capture(struct probe *p, const struct world_plan *plan)
{
	struct timeline *t = timeline_new();
	struct error error;
	struct wire w;

	(void)plan;
	if (!wire_begin(&w, t, NULL, &error)) {
		probe_error(p, PROBE_MISSING, &error);
		if (doctor_container())
			probe_remedy(p, "Allow it to the container:\n  docker run --cap-add NET_RAW ...\n");
		return;
	}
	wire_send_markers(&w);
	for (int waited = 0; !wire_drained(&w) && waited < PATIENCE_MS; waited += 10) {
		struct pollfd fd;
		size_t n = wire_poll_fds(&w, &fd, 1);

		if (wire_read(&w, &error) < 0) {
			probe_error(p, PROBE_MISSING, &error);
			return;
		}
		if (!wire_drained(&w))
			poll(&fd, n, 10);
	}
	if (wire_drained(&w))
		probe_what(p, PROBE_OK, "libpcap sees what passes on the loopback");
	else
		probe_what(p, PROBE_MISSING, "libpcap did not see a datagram on the loopback within %d s",
			   PATIENCE_MS / 1000);
	/* The capture ends with the process: closing it in order would take the kernel 30 ms more. */
}

void probe_sockets(struct probe *p, const struct world_plan *plan)
{
	struct sockaddr_in self = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1) };
	struct arena *arena = arena_new();
	struct error error;
	struct sockets_event table;
	socklen_t length = sizeof(self);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool found = false;

	(void)plan;
	if (fd < 0 || bind(fd, (const struct sockaddr *)&self, sizeof(self)) < 0 || listen(fd, 1) < 0 ||
	    getsockname(fd, (struct sockaddr *)&self, &length) < 0) {
		error_errno(&error, "no socket could be made on 127.0.0.2");
		probe_error(p, PROBE_MISSING, &error);
		arena_free(arena);
		return;
	}
	if (!sockets_read(arena, &table, &error)) {
		error_within(&error, "the kernel's table of sockets cannot be read");
		probe_error(p, PROBE_MISSING, &error);
		probe_remedy(p, "If inet_diag is a module, load it:\n  sudo modprobe -a tcp_diag udp_diag\n");
	} else {
		for (size_t i = 0; i < table.count; i++)
			if (table.sockets[i].state == TCP_LISTEN &&
			    table.sockets[i].local.port == ntohs(self.sin_port))
				found = true;
		if (found)
			probe_what(p, PROBE_OK, "inet_diag shows the kernel's table of sockets");
		else
			probe_what(p, PROBE_MISSING, "inet_diag does not show a socket that listens");
	}
	close(fd);
	arena_free(arena);
}

/* A datagram over the loopback: whether it arrives. */
static bool arrives(void)
{
	struct sockaddr_in from = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1) };
	int sender = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0),
	    receiver = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t length = sizeof(to);
	char byte = 0;
	bool there = false;

	if (sender >= 0 && receiver >= 0 && bind(sender, (const struct sockaddr *)&from, sizeof(from)) == 0 &&
	    bind(receiver, (const struct sockaddr *)&to, sizeof(to)) == 0 &&
	    getsockname(receiver, (struct sockaddr *)&to, &length) == 0 &&
	    sendto(sender, &byte, 1, 0, (const struct sockaddr *)&to, sizeof(to)) == 1) {
		struct pollfd fd = { .fd = receiver, .events = POLLIN };

		there = poll(&fd, 1, 20) == 1;
	}
	if (sender >= 0)
		close(sender);
	if (receiver >= 0)
		close(receiver);
	return there;
}

void probe_cable(struct probe *p, const struct world_plan *plan)
{
	static const struct address any = { 0 };
	struct error error;
	bool before, during, after;

	if (!plan->network) {
		probe_what(p, PROBE_MISSING, "not cut on a loopback that is not the lab's alone");
		return;
	}
	before = arrives();
	if (!filter_cut(&any, &any, &error)) {
		error_within(&error, "the cable cannot be cut");
		probe_error(p, PROBE_MISSING, &error);
		probe_remedy(
			p,
			"If nf_tables is a module, load it:\n  sudo modprobe -a nf_tables nf_tables_inet\n");
		return;
	}
	during = arrives();
	if (!filter_mend(&error)) {
		error_within(&error, "the cable cannot be mended");
		probe_error(p, PROBE_MISSING, &error);
		return;
	}
	after = arrives();
	if (before && !during && after)
		probe_what(p, PROBE_OK, "nftables cuts the cable and mends it");
	else
		probe_what(p, PROBE_MISSING,
			   "a datagram arrived: before the cut %s, while it was cut %s, mended %s",
			   before ? "yes" : "no", during ? "yes" : "no", after ? "yes" : "no");
}
