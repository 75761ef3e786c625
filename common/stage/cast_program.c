/* cast_program.c - where an actor's program is, and whether any can be watched; see cast.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/stage/cast.h"

bool cast_program_path(const char *folder, const char *script_path, const struct line *line, char *path,
		       size_t size, char error[CAST_ERROR_TEXT])
{
	const char *slash = strrchr(script_path, '/');
	const char *search = getenv("PATH");
	int here = slash ? (int)(slash - script_path) : 1;

	if (strchr(line->program, '/')) {
		snprintf(path, size, "%s", line->program);
		if (access(path, X_OK) == 0)
			return true;
		snprintf(error, CAST_ERROR_TEXT, "%s: %s: %s", path, strerrorname_np(errno), strerror(errno));
		return false;
	}
	if (!line->exec) {
		/* The lab's own, as built; else one that lies beside the script. */
		snprintf(path, size, "%s/%s", folder, line->program);
		if (access(path, X_OK) == 0)
			return true;
		snprintf(path, size, "%.*s/%s", here, slash ? script_path : ".", line->program);
		if (access(path, X_OK) == 0)
			return true;
		snprintf(
			error, CAST_ERROR_TEXT,
			"no program '%s' in %s or beside the script (a lab's: --programs LAB; one of the system: start %s = exec %s ...)",
			line->program, folder, line->actor, line->program);
		return false;
	}
	for (const char *p = search ? search : "/usr/bin:/bin"; *p;) {
		int len = (int)strcspn(p, ":");

		snprintf(path, size, "%.*s/%s", len, len ? p : ".", line->program);
		if (access(path, X_OK) == 0)
			return true;
		p += len + (p[len] == ':');
	}
	snprintf(error, CAST_ERROR_TEXT, "'%s' is not installed (looked in PATH)", line->program);
	return false;
}

bool cast_possible(char error[CAST_ERROR_TEXT])
{
	struct line strace = { .program = "strace", .actor = "strace", .exec = true };
	char path[4096];
	int status = 0;
	pid_t pid;

	if (!cast_program_path("", "", &strace, path, sizeof(path), error))
		return false;
	/* NOLINTBEGIN(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork): no memory to copy for one call */
	pid = vfork();
	if (pid == 0)
		_exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0 ? errno : 0);
	/* NOLINTEND(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork) */
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || !WEXITSTATUS(status))
		return true; /* then strace itself will say what is wrong */
	snprintf(error, CAST_ERROR_TEXT, "strace may not trace here: ptrace: %s: %s (see `lab doctor`)",
		 strerrorname_np(WEXITSTATUS(status)), strerror(WEXITSTATUS(status)));
	return false;
}
