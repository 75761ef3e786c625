/* doctor_machine.c - probes of the machine as it is: kernel, strace, namespaces; see doctor_probes.h. */
#include "common/stage/doctor_probes.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/names.h"

/* What the stage needs of strace: --seccomp-bpf (5.3), and with it -D and -f as we use them. */
enum { STRACE_MAJOR = 5, STRACE_MINOR = 6 };

void probe_what(struct probe *p, enum probe_status status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(p->what, sizeof(p->what), format, args);
	va_end(args);
	p->status = status;
}

void probe_error(struct probe *p, enum probe_status status, const struct error *error)
{
	char text[ERROR_TEXT];

	probe_what(p, status, "%s", error_text(error, text));
}

void probe_remedy(struct probe *p, const char *format, ...)
{
	size_t used = strlen(p->remedy);
	va_list args;

	va_start(args, format);
	vsnprintf(p->remedy + used, sizeof(p->remedy) - used, format, args);
	va_end(args);
}

int probe_run(const char *const argv[PROBE_ARGUMENTS], struct text *said)
{
	char *arguments[PROBE_ARGUMENTS]; /* execvp() wants them without const, and changes nothing */
	int fds[2], status = -1;
	char buffer[4096];
	ssize_t n;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(fds[1], STDOUT_FILENO);
		dup2(fds[1], STDERR_FILENO);
		memcpy(arguments, argv, sizeof(arguments));
		execvp(arguments[0], arguments);
		_exit(127);
	}
	close(fds[1]);
	while (pid > 0 && ((n = read(fds[0], buffer, sizeof(buffer))) > 0 || (n < 0 && errno == EINTR)))
		if (n > 0)
			text_add_bytes(said, buffer, (size_t)n);
	close(fds[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void probe_kernel(struct probe *p, const struct world_plan *plan)
{
	struct utsname name;
	const char *where;

	(void)plan;
	if (uname(&name) < 0)
		memset(&name, 0, sizeof(name));
	where = strcasestr(name.release, "microsoft") ? ", in WSL" : "";
	probe_what(p, PROBE_OK, "%s %s on %s%s", name.sysname, name.release, name.machine, where);
	if (strtol(name.release, NULL, 10) < 5) {
		probe_what(p, PROBE_LIMITED, "%s %s on %s%s: older than any that the labs were tried on",
			   name.sysname, name.release, name.machine, where);
		probe_remedy(
			p,
			"Scenarios may fail because this kernel's TCP is another: read them with that in mind.\n");
	}
}

/* How to install a package here. */
static void say_install(struct probe *p, const char *package)
{
	static const struct {
		const char *program, *command;
	} managers[] = {
		{ "/usr/bin/apt-get", "sudo apt-get install" },
		{ "/usr/bin/dnf", "sudo dnf install" },
		{ "/usr/bin/pacman", "sudo pacman -S" },
		{ "/usr/bin/zypper", "sudo zypper install" },
		{ "/sbin/apk", "sudo apk add" },
	};

	for (size_t i = 0; i < sizeof(managers) / sizeof(managers[0]); i++)
		if (access(managers[i].program, X_OK) == 0) {
			probe_remedy(p, "Install it:\n  %s %s\n", managers[i].command, package);
			return;
		}
	probe_remedy(p, "Install the package %s.\n", package);
}

void probe_strace(struct probe *p, const struct world_plan *plan)
{
	static const char *const argv[PROBE_ARGUMENTS] = { "strace", "-V" };
	struct text said = { 0 };
	long major = 0, minor = 0;
	const char *number;
	char *end;

	(void)plan;
	probe_run(argv, &said);
	number = strstr(text_chars(&said), "version ");
	if (number) {
		major = strtol(number + strlen("version "), &end, 10);
		minor = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
	}
	if (!number) {
		probe_what(p, PROBE_MISSING, "strace is not installed: nobody can see the system calls");
		say_install(p, "strace");
	} else if (major < STRACE_MAJOR || (major == STRACE_MAJOR && minor < STRACE_MINOR)) {
		probe_what(p, PROBE_MISSING, "strace %ld.%ld is too old: %d.%d is needed", major, minor,
			   STRACE_MAJOR, STRACE_MINOR);
		probe_remedy(
			p,
			"A newer one comes with a newer release of the distribution, or from strace.io.\n");
	} else {
		probe_what(p, PROBE_OK, "version %ld.%ld", major, minor);
	}
	text_free(&said);
}

/* How far a process comes on its way into new namespaces, and why no farther. */
struct attempt {
	const char *step; /* NULL: all the way */
	int error;
};

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	int saved = errno;

	if (fd >= 0)
		close(fd);
	errno = saved;
	return written;
}

static struct attempt attempt_namespaces(bool user)
{
	const int flags = CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID;
	uid_t uid = geteuid();
	char map[64];

	if (unshare(flags | (user ? CLONE_NEWUSER : 0)) < 0)
		return (struct attempt){ "making the namespaces", errno };
	snprintf(map, sizeof(map), "0 %u 1", (unsigned)uid);
	if (user && !write_file("/proc/self/uid_map", map))
		return (struct attempt){ "becoming root in the new user namespace (writing uid_map)", errno };
	/* Where AppArmor lets the namespace be made and then allows nothing in it, this is what shows it. */
	if (user && unshare(CLONE_NEWUTS) < 0)
		return (struct attempt){ "using a right of root in the new user namespace", errno };
	return (struct attempt){ NULL, 0 };
}

void probe_namespaces(struct probe *p, const struct world_plan *plan)
{
	bool root = geteuid() == 0;
	struct attempt a = { NULL, 0 };
	char why[PROBE_WHAT - 128];

	(void)plan;
	/* Root needs no user namespace; but in a container it may be root in name only, and then try as others do. */
	if (root) {
		a = attempt_namespaces(false);
		if (!a.step) {
			probe_what(
				p, PROBE_OK,
				"you are root: network, mount and PID namespaces, and no user namespace needed");
			return;
		}
	}
	a = attempt_namespaces(true);
	if (!a.step) {
		probe_what(p, PROBE_OK, "user, network, mount and PID namespaces%s",
			   root ? "" : " for an ordinary user: no root needed");
		return;
	}
	doctor_userns_obstacle(a.error, why, sizeof(why), p->remedy, sizeof(p->remedy));
	probe_what(p, PROBE_MISSING, "%s: %s: %s", a.step, errno_name(a.error), why);
	if (!root)
		probe_remedy(p, "Or run the labs as root, where you are allowed to.\n");
}
