/* world.c - a world of its own for one run; see world.h. */
#include "common/stage/world.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/stage/cable.h"
#include "common/stage/doctor.h"
#include "common/stage/hosts.h"

static bool fail(char error[WORLD_ERROR_TEXT], const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool fail(char error[WORLD_ERROR_TEXT], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error, WORLD_ERROR_TEXT, format, args);
	va_end(args);
	return false;
}

/* Maps our own user and group to root of the new user namespace: root there, and nobody else here. */
static bool map_to_root(uid_t uid, gid_t gid)
{
	char map[64];

	/* "deny" is what the kernel asks of whoever maps a group without privilege (user_namespaces(7)). */
	if (!network_write_file("/proc/self/setgroups", "deny") && errno != ENOENT)
		return false;
	snprintf(map, sizeof(map), "0 %u 1", (unsigned)gid);
	if (!network_write_file("/proc/self/gid_map", map))
		return false;
	snprintf(map, sizeof(map), "0 %u 1", (unsigned)uid);
	return network_write_file("/proc/self/uid_map", map);
}

/* In the new child: finish what clone() began. */
static bool settle_in(const struct world_plan *plan, uid_t uid, gid_t gid, char error[WORLD_ERROR_TEXT])
{
	if (plan->user && !map_to_root(uid, gid))
		return fail(error, "user namespace: writing uid_map: %s: %s", strerrorname_np(errno),
			    strerror(errno));
	if (plan->pid) {
		/* Mounts must not leak back; and strace reads /proc by the pids of the new namespace. */
		if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
			return fail(error, "mount namespace: %s: %s", strerrorname_np(errno),
				    strerror(errno));
		if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
			return fail(error, "mounting a fresh /proc: %s: %s", strerrorname_np(errno),
				    strerror(errno));
	} else if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) {
		return fail(error, "becoming a subreaper: %s: %s", strerrorname_np(errno), strerror(errno));
	}
	network_set_derived(&plan->derived);
	return true;
}

static unsigned long plan_flags(const struct world_plan *plan)
{
	return (plan->user ? (unsigned long)CLONE_NEWUSER : 0) |
	       (plan->network ? (unsigned long)CLONE_NEWNET : 0) |
	       (plan->pid ? (unsigned long)(CLONE_NEWPID | CLONE_NEWNS) : 0) | SIGCHLD;
}

pid_t world_fork_at_once(const struct world_plan *plan, char error[WORLD_ERROR_TEXT])
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	pid_t pid;

	error[0] = '\0';
	fflush(NULL); /* or the child would write it a second time */
	pid = (pid_t)syscall(SYS_clone, plan_flags(plan), NULL, NULL, NULL, NULL);
	if (pid < 0)
		fail(error, "clone with new namespaces: %s: %s", strerrorname_np(errno), strerror(errno));
	if (pid == 0) {
		/* Out of the terminal's foreground group: Ctrl-C is for the runner, which then ends us. */
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		settle_in(plan, uid, gid, error);
	}
	return pid;
}

pid_t world_fork(const struct world_plan *plan, char error[WORLD_ERROR_TEXT])
{
	int report[2];
	ssize_t n = 0;
	pid_t pid;

	if (pipe2(report, O_CLOEXEC) < 0) {
		fail(error, "pipe: %s: %s", strerrorname_np(errno), strerror(errno));
		return -1;
	}
	pid = world_fork_at_once(plan, error);
	if (pid == 0) {
		n = error[0] ? write(report[1], error, strlen(error)) : 0;
		if (n)
			_exit(1);
		close(report[0]);
		close(report[1]);
		return 0;
	}
	close(report[1]);
	do
		n = pid > 0 ? read(report[0], error, WORLD_ERROR_TEXT - 1) : 0;
	while (n < 0 && errno == EINTR);
	close(report[0]);
	if (n > 0) {
		error[n] = '\0';
		waitpid(pid, NULL, 0);
		return -1;
	}
	return pid;
}

/* Whether a world of this plan can be made and the wire in it be captured. */
static bool plan_works(const struct world_plan *plan, char error[WORLD_ERROR_TEXT])
{
	pid_t pid = world_fork(plan, error);
	int status;

	if (pid < 0)
		return false;
	if (pid == 0)
		_exit(0);
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool world_plan_find(struct world_plan *plan)
{
	/* From the best to the last resort; only root gets the ones without a user namespace. The last is for a
	 * container that has its own loopback and may capture on it, but may make no namespace at all. */
	static const struct world_plan candidates[] = {
		{ .network = true, .pid = true },
		{ .user = true, .network = true, .pid = true },
		{ .network = true },
		{ .user = true, .network = true },
		{ .network = false },
	};
	char obstacle[WORLD_ERROR_TEXT] = "", error[WORLD_ERROR_TEXT];

	for (size_t i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i++) {
		const struct world_plan *c = &candidates[i];

		if (!c->network && !doctor_may_capture_here())
			continue;
		error[0] = '\0';
		if (plan_works(c, error)) {
			*plan = *c;
			if (!c->network)
				snprintf(
					plan->note, sizeof(plan->note),
					"no namespaces (%.200s): using this container's own loopback, one run at a time",
					obstacle);
			else if (!c->pid)
				snprintf(
					plan->note, sizeof(plan->note),
					"no PID namespace (%.200s): processes are watched by a subreaper instead",
					obstacle);
			return true;
		}
		if (c->user == (geteuid() != 0) && c->pid)
			memcpy(obstacle, error, sizeof(obstacle));
	}
	*plan = (struct world_plan){ .network = false };
	snprintf(plan->note, sizeof(plan->note), "%.480s (see `lab doctor`)", obstacle);
	return false;
}

bool world_enter_nursery(struct world_plan *plan)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (!plan->network)
		return true;
	network_read_derived(&plan->derived);
	if (unshare(CLONE_NEWNET | (plan->user ? CLONE_NEWUSER : 0)) < 0 ||
	    (plan->user && !map_to_root(uid, gid))) {
		snprintf(plan->note, sizeof(plan->note), "moving to where the worlds are made: %s: %s",
			 strerrorname_np(errno), strerror(errno));
		return false;
	}
	plan->user = false;
	network_ask_small_tables();
	return true;
}

bool world_build(enum world_kind kind, unsigned mtu, struct hosts *hosts, char error[WORLD_ERROR_TEXT])
{
	char text[CABLE_ERROR_TEXT];

	switch (kind) {
	case WORLD_LOOPBACK:
	case WORLD_LOOPBACK6: /* ::1 comes with the interface */
		if (link_up("lo", mtu, text))
			return true;
		return fail(error, "bringing up lo: %.400s", text);
	case WORLD_HOSTS: break;
	}
	return hosts ? hosts_build(hosts, mtu, error) : fail(error, "no hosts are wanted here");
}
