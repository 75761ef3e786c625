/* names.c - errno's and signals' names; see names.h. */
#include "common/base/names.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "common/base/errno_names.h"

struct name {
	int number;
	const char *text;
};

/* signal(7), by number. */
/* clang-format off */
#define SIGNAL_NAMES(X) \
	X(SIGHUP) X(SIGINT) X(SIGQUIT) X(SIGILL) X(SIGTRAP) X(SIGABRT) X(SIGBUS) X(SIGFPE) X(SIGKILL)       \
	X(SIGUSR1) X(SIGSEGV) X(SIGUSR2) X(SIGPIPE) X(SIGALRM) X(SIGTERM) X(SIGSTKFLT) X(SIGCHLD)           \
	X(SIGCONT) X(SIGSTOP) X(SIGTSTP) X(SIGTTIN) X(SIGTTOU) X(SIGURG) X(SIGXCPU) X(SIGXFSZ)              \
	X(SIGVTALRM) X(SIGPROF) X(SIGWINCH) X(SIGIO) X(SIGPWR) X(SIGSYS)
/* clang-format on */

/* Second names of a number. */
#define ERRNO_ALIASES(X)  X(EWOULDBLOCK) X(EDEADLOCK) X(ENOTSUP)
#define SIGNAL_ALIASES(X) X(SIGPOLL)

#define NAME(constant) { constant, #constant },

static const struct name errnos[] = { ERRNO_NAMES(NAME) }, errno_aliases[] = { ERRNO_ALIASES(NAME) };
static const struct name signals[] = { SIGNAL_NAMES(NAME) }, signal_aliases[] = { SIGNAL_ALIASES(NAME) };

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *text_of(const struct name *table, size_t count, int number)
{
	for (size_t i = 0; i < count; i++)
		if (table[i].number == number)
			return table[i].text;
	return NULL;
}

/* skip: bytes at the beginning of each name that need not be there. */
static int number_of(const struct name *table, size_t count, const char *name, size_t length, size_t skip)
{
	for (size_t i = 0; i < count; i++) {
		const char *text = table[i].text + skip;

		if (strlen(text) == length && memcmp(text, name, length) == 0)
			return table[i].number;
	}
	return 0;
}

const char *errno_name(int number)
{
	return text_of(errnos, COUNT(errnos), number);
}

int errno_number(const char *name, size_t length)
{
	int number = number_of(errnos, COUNT(errnos), name, length, 0);

	return number ? number : number_of(errno_aliases, COUNT(errno_aliases), name, length, 0);
}

const char *errno_names(size_t index, void *unused)
{
	(void)unused;
	return index < COUNT(errnos) ? errnos[index].text : NULL;
}

const char *signal_name(int number)
{
	return text_of(signals, COUNT(signals), number);
}

int signal_number(const char *name, size_t length)
{
	size_t prefix = length >= 3 && memcmp(name, "SIG", 3) == 0 ? 0 : 3;
	int number = number_of(signals, COUNT(signals), name, length, prefix);

	return number ? number : number_of(signal_aliases, COUNT(signal_aliases), name, length, prefix);
}

const char *signal_names(size_t index, void *unused)
{
	(void)unused;
	return index < COUNT(signals) ? signals[index].text : NULL;
}
