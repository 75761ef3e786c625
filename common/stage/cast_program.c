/* cast_program.c - where an actor's program is, and whether any can be watched; see cast.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/stage/cast.h"

bool cast_program_path(const char *folder, const struct script *script, const struct line *line, char *path,
		       size_t size, struct error *error)
{
	const char *beside = script ? script_folder(script) : ".";
	const char *search = getenv("PATH");

	if (strchr(line->start.program, '/')) {
		bool from_beside = script && script->in_its_folder && line->start.program[0] != '/';

		snprintf(path, size, "%s%s%s", from_beside ? beside : "", from_beside ? "/" : "",
			 line->start.program);
		if (access(path, X_OK) == 0)
			return true;
		return error_errno(error, "%s", path);
	}
	if (!line->start.exec) {
		/* The lab's own, as built; else one that lies beside the script. */
		snprintf(path, size, "%s/%s", folder, line->start.program);
		if (access(path, X_OK) == 0)
			return true;
		snprintf(path, size, "%s/%s", beside, line->start.program);
		if (access(path, X_OK) == 0)
			return true;
		error_set(error, "no program '%s' in %s or beside the script", line->start.program, folder);
		return error_advise(error,
				    "a lab's: --programs LAB; one of the system: start %s = exec %s ...",
				    line->process, line->start.program);
	}
	for (const char *p = search ? search : "/usr/bin:/bin"; *p;) {
		int len = (int)strcspn(p, ":");

		snprintf(path, size, "%.*s/%s", len, len ? p : ".", line->start.program);
		if (access(path, X_OK) == 0)
			return true;
		p += len + (p[len] == ':');
	}
	return error_set(error, "'%s' is not installed (looked in PATH)", line->start.program);
}

bool cast_possible(struct error *error)
{
	struct line strace = { .kind = LINE_START,
			       .process = "strace",
			       .start = { .program = "strace", .exec = true } };
	char path[4096];
	int status = 0;
	pid_t pid;

	if (!cast_program_path("", NULL, &strace, path, sizeof(path), error))
		return false;
	/* NOLINTBEGIN(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork): no memory to copy for one call */
	pid = vfork();
	if (pid == 0)
		_exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0 ? errno : 0);
	/* NOLINTEND(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork) */
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || !WEXITSTATUS(status))
		return true; /* then strace itself will say what is wrong */
	error_number(error, WEXITSTATUS(status), "strace may not trace here: ptrace");
	return error_advise(error, "see `lab doctor`");
}
