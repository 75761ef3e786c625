/* strace.c - what strace is told; see strace.h. */
#include "common/stage/strace.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/base/text.h"

/* strace looks a name up in the tables of all ABIs that the processor has, which takes a millisecond of its start. The
 * calls of an ELF file of 64 bits are in one of them; what a script, say, will execute nobody knows. */
static const char *abi_of(const char *path)
{
#if defined(__x86_64__) || defined(__aarch64__)
	unsigned char header[EI_NIDENT] = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, header, sizeof(header));

	if (fd >= 0)
		close(fd);
	if (n > EI_CLASS && memcmp(header, ELFMAG, SELFMAG) == 0 && header[EI_CLASS] == ELFCLASS64)
		return "@64";
#else
	(void)path;
#endif
	return "";
}

/* The calls to watch, as strace takes their names: "?read@64". '?' lets it pass over one that this processor does not
 * have. NULL behind the last. */
static const char **watched_names(struct arena *arena, const struct script *script, const char *path)
{
	const char *abi = abi_of(path), **names = NULL;
	size_t count = 0, capacity = 0;

	for (size_t i = 0; call_row_at(i); i++) {
		names = arena_grow(arena, names, count, &capacity, sizeof(*names));
		if (script_watches(script, call_row_at(i)))
			names[count++] = arena_printf(arena, "?%s%s", call_row_at(i)->name, abi);
	}
	names = arena_grow(arena, names, count, &capacity, sizeof(*names));
	names[count] = NULL;
	return names;
}

static const char *trace_option(struct arena *arena, const char *const *names)
{
	struct text set = { 0 };
	const char *chars;

	for (size_t i = 0; names[i]; i++)
		text_addf(&set, "%s%s", i ? "," : "trace=", names[i]);
	chars = arena_string(arena, text_chars(&set));
	text_free(&set);
	return chars;
}

/* The calls behind which this actor is held up, as options of strace. */
static size_t add_delays(struct arena *arena, struct adversity run, const char *actor,
			 const char *const *names, const char **argv)
{
	struct adversity of_actor = adversity_of_actor(run, actor);
	size_t n = 0;

	for (size_t i = 0; names[i]; i++) {
		struct adversity a = adversity_of_call(of_actor, names[i]);
		struct text inject = { 0 };

		if (adversity_delay(&a, names[i], &inject)) {
			argv[n++] = "-e";
			argv[n++] = arena_printf(arena, "inject=%s", text_chars(&inject));
		}
		text_free(&inject);
	}
	return n;
}

/* The trace goes through /proc, because a descriptor that strace inherits the program would inherit too. */
char *const *strace_command(struct arena *arena, const struct script *script, const struct line *line,
			    const char *path, int trace, struct adversity run)
{
	const char **names = watched_names(arena, script, path);
	const char *const fixed[] = { "strace",
				      "-D",
				      "-f",
				      "-ttt",
				      "-T",
				      "-yy",
				      "-s",
				      "128",
				      "--seccomp-bpf",
				      "-e",
				      trace_option(arena, names),
				      "-o",
				      arena_printf(arena, "/proc/%d/fd/%d", (int)getpid(), trace) };
	size_t n = sizeof(fixed) / sizeof(fixed[0]), watched = 0;
	const char **argv;

	while (names[watched])
		watched++;
	argv = arena_alloc(arena, (n + 2 * watched + line->start.argument_count + 3) * sizeof(*argv));
	memcpy(argv, fixed, sizeof(fixed));
	n += add_delays(arena, run, line->process, names, argv + n);
	argv[n++] = "--";
	argv[n++] = path;
	for (size_t i = 0; i < line->start.argument_count; i++)
		argv[n + i] = line->start.arguments[i];
	return (char *const *)(uintptr_t)argv;
}
