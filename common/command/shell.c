/* shell.c - lab shell: a shell inside a lab's world, to try things by hand. */
#include <errno.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/text.h"
#include "common/command/command.h"
#include "common/command/places.h"
#include "common/stage/world.h"

struct shelling {
	int mtu; /* 0: as it is */
	struct operands given; /* LAB, --, COMMAND, ARGUMENT... */
	const char *lab; /* NULL: none */
	char **command; /* its first word is NULL where there is none: a shell */
	const char *folder, *script; /* the lab's programs, and a script of its */
};

/* What to try, when somebody is there to read it. */
static void greet(const char *lab, const char *folder, const char *script)
{
	glob_t programs = { 0 };
	char pattern[4096];

	snprintf(pattern, sizeof(pattern), "%s/*", folder);
	glob(pattern, 0, NULL, &programs);
	printf("A world of its own: only lo is here, and nobody else is on it.\n\nIn PATH:");
	for (size_t i = 0; i < programs.gl_pathc; i++)
		printf(" %s", strrchr(programs.gl_pathv[i], '/') + 1);
	globfree(&programs);
	printf("\n(options stand at the top of their sources%s%s)\n\n", lab ? ", labs/" : "", lab ? lab : "");
	printf("  server &                   in the background, on 127.0.0.2 port 9877\n");
	printf("  client                     from 127.0.0.1\n");
	printf("  strace -f -yy client       its system calls\n");
	printf("  ss -tanoi                  the kernel's table of sockets\n");
	printf("  sysctl net.ipv4.tcp_fin_timeout\n");
	if (script)
		printf("  lab watch -i lo %s &\n", script);
	printf("  tshark -i lo               what is on the wire (tcpdump works for root only)\n");
	printf("\n`exit` leaves it, and ends all that was started here.\n\n");
}

/* The lab's programs first, then its own folder, then what was there; and what is for root (sysctl), who one is here. */
static void set_path(const char *folder)
{
	static const char *const for_root[] = { "/usr/sbin", "/sbin" };
	const char *path = getenv("PATH");
	struct text value = { 0 }, colons = { 0 };
	char self[4096], root[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n > 0 ? n : 0] = '\0';
	if (strrchr(self, '/'))
		*strrchr(self, '/') = '\0';
	if (!realpath(folder, root))
		snprintf(root, sizeof(root), "%s", folder);
	path = path ? path : "/usr/bin:/bin";
	text_addf(&value, "%s:%s:%s", root, self, path);
	text_addf(&colons, ":%s:", path);
	for (size_t i = 0; i < sizeof(for_root) / sizeof(for_root[0]); i++) {
		char part[32];

		snprintf(part, sizeof(part), ":%s:", for_root[i]);
		if (!strstr(text_chars(&colons), part))
			text_addf(&value, ":%s", for_root[i]);
	}
	setenv("PATH", text_chars(&value), 1);
	text_free(&colons);
	text_free(&value);
}

static _Noreturn void inside(const struct shelling *s)
{
	char **command = s->command;
	const char *shell = getenv("SHELL");
	char *fallback[] = { (char *)(uintptr_t)(shell && *shell ? shell : "/bin/sh"), NULL };
	struct error error;
	int status = 0;
	pid_t pid, ended;

	if (!world_build(world_at(0), (unsigned)s->mtu, false, NULL, &error)) {
		error_print(&error, "lab shell");
		_exit(EXIT_BROKEN);
	}
	set_path(s->folder);
	if (!command[0] && isatty(STDOUT_FILENO))
		greet(s->lab, s->folder, s->script);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		signal(SIGTTOU, SIG_IGN);
		setpgid(0, 0);
		if (isatty(STDIN_FILENO))
			tcsetpgrp(STDIN_FILENO, getpid());
		signal(SIGTTOU, SIG_DFL);
		if (!command[0])
			command = fallback;
		execvp(command[0], command);
		error_tell_errno("lab shell", "%s", command[0]);
		_exit(127);
	}
	/* We are the init of this world: orphans come to us. */
	while (pid > 0 && (ended = wait(&status)) != pid)
		if (ended < 0 && errno != EINTR)
			break;
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* "LAB -- COMMAND", "LAB", "-- COMMAND" or nothing. */
static void take_operands(struct shelling *s)
{
	s->command = s->given.words;
	if (*s->command && !s->given.dashes)
		s->lab = *s->command++;
	if (*s->command && s->lab && strcmp(*s->command, "--") == 0)
		s->command++;
}

/* Waits for the world's first process, which is its init. Signals of the terminal are for those in it. */
static int await(pid_t pid)
{
	int status = 0;

	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGTTOU, SIG_IGN);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (isatty(STDIN_FILENO))
		tcsetpgrp(STDIN_FILENO, getpgrp());
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_BROKEN;
}

static int open_shell(struct shelling *s, struct arena *arena)
{
	struct places places = places_find(arena, NULL);
	struct world_plan plan;
	const char **scripts;
	struct error error;
	size_t count = 0;
	pid_t pid;

	take_operands(s);
	s->folder = arena_printf(arena, "%s/%s", places.programs, s->lab ? s->lab : "");
	scripts = places_scripts(arena, &places, s->lab ? s->lab : "", &count);
	s->script = count ? scripts[0] : NULL;
	if (access(s->folder, X_OK) != 0) {
		error_errno(&error, "no lab '%s': %s", s->lab ? s->lab : "", s->folder);
		error_advise(&error, "%s", places_hint(arena, &places, s->lab ? s->lab : ""));
		error_print(&error, "lab shell");
		return EXIT_USAGE;
	}
	if (!world_plan_find(&plan)) {
		error_within(&plan.note, "no world can be made here");
		error_print(&plan.note, "lab shell");
		return EXIT_SKIPPED;
	}
	pid = world_fork(&plan, &error);
	if (pid == 0)
		inside(s);
	if (pid > 0)
		return await(pid);
	error_print(&error, "lab shell");
	return EXIT_BROKEN;
}

static int shell_main(char **argv)
{
	struct shelling s = { 0 };
	int status = options_parse(&command_shell, argv, &s, &s.given);

	if (status == GO_ON) {
		struct arena *arena = arena_new();

		status = open_shell(&s, arena);
		arena_free(arena);
	}
	return status;
}

static const struct option_row rows[] = { { .name = "mtu",
					    .argument = "N",
					    .help = "MTU of lo, with segmentation offload switched off",
					    IS_NUMBER(struct shelling, mtu, 68, 65536) },
					  { 0 } };

const struct command command_shell = {
	.name = "shell",
	.does = "a shell inside a lab's world, to try things by hand",
	.synopses = { "[OPTION]... [LAB] [-- COMMAND [ARGUMENT]...]" },
	.about =
		"Opens a shell (or runs COMMAND) in a network namespace of its own, where the lab's programs are in PATH and "
		"you may capture (with `lab watch` or tshark: tcpdump wants to become another user, whom an ordinary "
		"user's world has not), set sysctls and add addresses. Leaving it ends all that was started in it.",
	.in_order = true,
	.groups = { { rows, 0 } },
	.run = shell_main,
};
