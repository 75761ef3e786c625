/* world.c - a world of its own for one run; see world.h. */
#include "common/stage/world.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/stage/filter.h"
#include "common/stage/doctor.h"
#include "common/stage/hosts.h"
#include "common/stage/users.h"

/* In the new child: finish what clone() began. */
static bool settle_in(const struct world_plan *plan, uid_t uid, gid_t gid, struct error *error)
{
	if (plan->user && !users_map_root(uid, gid))
		return error_errno(error, "user namespace: writing uid_map");
	if (plan->pid) {
		/* Mounts must not leak back; and strace reads /proc by the pids of the new namespace. */
		if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
			return error_errno(error, "mount namespace");
		if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
			return error_errno(error, "mounting a fresh /proc");
	} else if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) {
		return error_errno(error, "becoming a subreaper");
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

pid_t world_fork_at_once(const struct world_plan *plan, struct error *error)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	pid_t pid;

	*error = (struct error){ 0 };
	fflush(NULL); /* or the child would write it a second time */
	pid = (pid_t)syscall(SYS_clone, plan_flags(plan), NULL, NULL, NULL, NULL);
	if (pid < 0)
		error_errno(error, "clone with new namespaces");
	if (pid == 0) {
		/* Out of the terminal's foreground group: Ctrl-C is for the runner, which then ends us. */
		setpgid(0, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		settle_in(plan, uid, gid, error);
	}
	return pid;
}

pid_t world_fork(const struct world_plan *plan, struct error *error)
{
	int report[2];
	ssize_t n;
	pid_t pid;

	if (pipe2(report, O_CLOEXEC) < 0) {
		error_errno(error, "pipe");
		return -1;
	}
	pid = world_fork_at_once(plan, error);
	if (pid == 0) {
		if (error_is_set(error)) {
			/* Below PIPE_BUF: whole, or not at all. */
			_exit(write(report[1], error, sizeof(*error)) < 0 ? 2 : 1);
		}
		close(report[0]);
		close(report[1]);
		return 0;
	}
	close(report[1]);
	do
		n = pid > 0 ? read(report[0], error, sizeof(*error)) : 0;
	while (n < 0 && errno == EINTR);
	close(report[0]);
	if (n > 0) {
		waitpid(pid, NULL, 0);
		return -1;
	}
	return pid;
}

/* Whether a world of this plan can be made and the wire in it be captured. */
static bool plan_works(const struct world_plan *plan, struct error *error)
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
	struct error obstacle = { 0 }, error;
	char why[ERROR_TEXT];

	for (size_t i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i++) {
		const struct world_plan *c = &candidates[i];

		if (!c->network && !doctor_may_capture_here())
			continue;
		if (plan_works(c, &error)) {
			*plan = *c;
			error_text(&obstacle, why);
			if (!c->network)
				error_set(
					&plan->note,
					"no namespaces (%s): using this container's own loopback, one run at a time",
					why);
			else if (!c->pid)
				error_set(
					&plan->note,
					"no PID namespace (%s): processes are watched by a subreaper instead",
					why);
			return true;
		}
		if (c->user == (geteuid() != 0) && c->pid)
			obstacle = error;
	}
	*plan = (struct world_plan){ .note = obstacle };
	return error_advise(&plan->note, "see `lab doctor`");
}

bool world_enter_nursery(struct world_plan *plan)
{
	if (!plan->network)
		return true;
	network_read_derived(&plan->derived);
	if (!users_unshare(CLONE_NEWNET | (plan->user ? CLONE_NEWUSER : 0), plan->others))
		return error_errno(&plan->note, "moving to where the worlds are made");
	plan->user = false;
	network_ask_small_tables();
	return true;
}

bool world_build(const struct world *world, unsigned mtu, bool cables, struct hosts *hosts,
		 struct error *error)
{
	if (!world->host_count) /* an address of IPv6, ::1, comes with the interface */
		return link_up("lo", mtu, error) || error_within(error, "bringing up lo");
	return hosts ? hosts_build(hosts, world, mtu, cables, error)
		     : error_set(error, "no hosts are wanted here");
}
