/* users.c - who lives in a user namespace of ours; see users.h. */
#include "common/stage/users.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/stage/network.h"

/* Who is not mapped is somebody else here: 65534. */
bool users_map_root(uid_t uid, gid_t gid)
{
	char map[64];

	/* "deny" is what the kernel asks of whoever maps a group without privilege. */
	if (!network_write_file("/proc/self/setgroups", "deny") && errno != ENOENT && getegid() != 0)
		return false;
	snprintf(map, sizeof(map), "0 %u 1", (unsigned)gid);
	if (getegid() != 0 && !network_write_file("/proc/self/gid_map", map))
		return false;
	snprintf(map, sizeof(map), "0 %u 1", (unsigned)uid);
	return geteuid() == 0 || network_write_file("/proc/self/uid_map", map);
}

/* Ids that are ours to give away. */
struct id_range {
	char first[16], count[16]; /* as they stand in the file, and as newuidmap takes them */
};

/* The first range of a line "NAME:FIRST:COUNT" or "UID:FIRST:COUNT" that is ours (subuid(5)). */
static bool find_range(const char *path, uid_t uid, struct id_range *r)
{
	const struct passwd *p = getpwuid(uid);
	FILE *file = fopen(path, "re");
	char line[256], id[16];
	bool found = false;

	snprintf(id, sizeof(id), "%u", (unsigned)uid);
	while (file && !found && fgets(line, sizeof(line), file)) {
		char *rest = line;
		const char *who = strsep(&rest, ":"), *first = strsep(&rest, ":"),
			   *count = strsep(&rest, ":\n");

		if (!first || !count || (strcmp(who, id) != 0 && (!p || strcmp(who, p->pw_name) != 0)))
			continue;
		found = snprintf(r->first, sizeof(r->first), "%s", first) < (int)sizeof(r->first) &&
			snprintf(r->count, sizeof(r->count), "%s", count) < (int)sizeof(r->count);
	}
	if (file)
		fclose(file);
	return found;
}

/* newuidmap or newgidmap: ours becomes 0, the range 1 and those behind it. What it complains of nobody has to read. */
static bool run_map(const char *tool, pid_t process, unsigned ours, const struct id_range *r)
{
	char pid[16], id[16];
	int status;
	pid_t child;

	snprintf(pid, sizeof(pid), "%d", (int)process);
	snprintf(id, sizeof(id), "%u", ours);
	child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);

		if (null >= 0)
			dup2(null, STDERR_FILENO);
		execlp(tool, tool, pid, "0", id, "1", "1", r->first, r->count, (char *)NULL);
		_exit(127);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* Who maps the users of a process must live outside its namespace: a child that waits until the process has left. */
struct mapper {
	pid_t pid; /* -1: nobody maps */
	int leave; /* closed when the process has left */
};

static struct mapper mapper_begin(uid_t uid, gid_t gid)
{
	struct mapper m = { .pid = -1, .leave = -1 };
	pid_t whose = getpid();
	struct id_range users, groups;
	int left[2];
	char byte;

	if (!find_range("/etc/subuid", uid, &users) || !find_range("/etc/subgid", uid, &groups) ||
	    pipe2(left, O_CLOEXEC) < 0)
		return m;
	fflush(NULL);
	m.pid = fork();
	if (m.pid == 0) {
		close(left[1]);
		while (read(left[0], &byte, 1) < 0 && errno == EINTR)
			;
		_exit(run_map("newgidmap", whose, gid, &groups) && run_map("newuidmap", whose, uid, &users)
			      ? 0
			      : 1);
	}
	close(left[0]);
	m.leave = left[1];
	return m;
}

static bool mapper_end(struct mapper *m)
{
	int status;

	if (m->leave >= 0)
		close(m->leave);
	return m->pid > 0 && waitpid(m->pid, &status, 0) == m->pid && status == 0;
}

bool users_unshare(int flags, bool others)
{
	struct mapper m = { .pid = -1, .leave = -1 };
	uid_t uid = geteuid();
	gid_t gid = getegid();
	bool left, mapped;

	if (flags & CLONE_NEWUSER && others)
		m = mapper_begin(uid, gid);
	left = unshare(flags) == 0;
	mapped = mapper_end(&m);
	return left && (mapped || !(flags & CLONE_NEWUSER) || users_map_root(uid, gid));
}

bool users_are_several(void)
{
	FILE *map = fopen("/proc/self/uid_map", "re"); /* "FIRST OUTSIDE COUNT", a line a range */
	char line[128], *at;
	unsigned long count = 0;

	while (map && fgets(line, sizeof(line), map)) {
		at = line;
		strtoul(at, &at, 10);
		strtoul(at, &at, 10);
		count += strtoul(at, NULL, 10);
	}
	if (map)
		fclose(map);
	return geteuid() == 0 && count > 1;
}
