/* terminal.c - a terminal as a stage; see terminal.h. The sequences are those of ECMA-48 and xterm. */
#include "common/command/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { ESCAPE = 27, ESCAPE_MS = 50 }; /* the bytes of one key come together */

static void send(const struct terminal *t, const char *bytes, size_t count)
{
	while (count) {
		ssize_t n = write(t->out, bytes, count);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return; /* it is gone: its SIGHUP is on its way */
		bytes += n;
		count -= (size_t)n;
	}
}

static void find_size(struct terminal *t)
{
	struct winsize size = { 0 };

	if (ioctl(t->out, TIOCGWINSZ, &size) != 0 || !size.ws_col || !size.ws_row)
		size = (struct winsize){ .ws_col = 80, .ws_row = 24 };
	t->columns = size.ws_col;
	t->rows = size.ws_row;
}

static void take_over(struct terminal *t)
{
	static const char begin[] = "\033[?1049h\033[?25l\033[0m\033[2J"; /* alternate screen, no cursor */
	struct termios raw = t->before;

	/* Ctrl-C and Ctrl-Z come as keys: then they mean us, and nobody else of our group. */
	raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
	raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(t->in, TCSAFLUSH, &raw);
	send(t, begin, sizeof(begin) - 1);
	find_size(t);
}

static void give_back(const struct terminal *t)
{
	static const char end[] = "\033[0m\033[?25h\033[?1049l";

	send(t, end, sizeof(end) - 1);
	tcsetattr(t->in, TCSAFLUSH, &t->before);
}

static sigset_t our_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGCONT };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(&set, numbers[i]);
	return set;
}

bool terminal_open(struct terminal *t, struct error *error)
{
	const char *name = getenv("TERM");
	sigset_t signals = our_signals();

	*t = (struct terminal){ .in = STDIN_FILENO, .out = STDOUT_FILENO, .signals = -1 };
	if (!isatty(t->in) || !isatty(t->out))
		return error_set(error, "standard %s is no terminal", isatty(t->in) ? "output" : "input");
	if (!name || !*name || strcmp(name, "dumb") == 0)
		return error_set(error, "this terminal cannot place its cursor (TERM is '%s')",
				 name ? name : "");
	if (tcgetattr(t->in, &t->before) != 0)
		return error_errno(error, "the terminal's modes");
	sigprocmask(SIG_BLOCK, &signals, NULL);
	t->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	take_over(t);
	return true;
}

void terminal_close(struct terminal *t)
{
	sigset_t signals = our_signals();

	give_back(t);
	close(t->signals);
	/* A signal that came too late to be read must not end us before all is said. */
	sigdelset(&signals, SIGHUP);
	sigdelset(&signals, SIGINT);
	sigdelset(&signals, SIGTERM);
	sigdelset(&signals, SIGQUIT);
	sigprocmask(SIG_UNBLOCK, &signals, NULL);
}

void terminal_suspend(struct terminal *t)
{
	give_back(t);
	kill(0, SIGTSTP); /* the whole job, as the terminal itself would: make waits above us */
	take_over(t);
}

/* ---- keys ---- */

static bool may_read(int fd, int at_most_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, at_most_ms) > 0;
}

/* False: the terminal is gone. */
static bool read_typed(struct terminal *t)
{
	ssize_t n = read(t->in, t->typed + t->typed_count, sizeof(t->typed) - t->typed_count);

	if (n <= 0)
		return n < 0 && (errno == EINTR || errno == EAGAIN);
	t->typed_count += (size_t)n;
	return true;
}

/* Bytes of the sequence that the typed ones begin with; 0: its end is not there. "ESC [ 1 ; 2 C", "ESC O C". */
static size_t sequence_length(const struct terminal *t)
{
	if (t->typed_count < 2)
		return 0;
	if (t->typed[1] != '[' && t->typed[1] != 'O')
		return 1; /* Escape alone, and another key behind it */
	for (size_t i = 2; i < t->typed_count; i++)
		if (t->typed[i] >= 0x40 && t->typed[i] <= 0x7e)
			return i + 1;
	return t->typed_count == sizeof(t->typed) ? t->typed_count : 0;
}

static enum key key_of_sequence(const char *s, size_t length)
{
	static const struct {
		const char *end;
		enum key key;
	} keys[] = {
		{ "A", KEY_UP },   { "B", KEY_DOWN },	  { "C", KEY_RIGHT },
		{ "D", KEY_LEFT }, { "5~", KEY_PAGE_UP }, { "6~", KEY_PAGE_DOWN },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (length == 2 + strlen(keys[i].end) && memcmp(s + 2, keys[i].end, length - 2) == 0)
			return keys[i].key;
	return KEY_UNKNOWN;
}

static enum key take_key(struct terminal *t)
{
	unsigned char first = (unsigned char)t->typed[0];
	enum key key = KEY_UNKNOWN;
	size_t length = 1;

	if (!t->typed_count)
		return KEY_NONE;
	if (first == ESCAPE) {
		while (!sequence_length(t) && may_read(t->in, ESCAPE_MS) && read_typed(t))
			;
		length = sequence_length(t) ? sequence_length(t) : t->typed_count;
		key = key_of_sequence(t->typed, length);
	} else if (first < 0x80) {
		key = first == '\n' ? KEY_ENTER : first ? (enum key)first : KEY_UNKNOWN;
	} else {
		while (length < t->typed_count && ((unsigned char)t->typed[length] & 0xc0) == 0x80)
			length++;
	}
	t->typed_count -= length;
	memmove(t->typed, t->typed + length, t->typed_count);
	return key;
}

static void take_signals(struct terminal *t, struct news *news)
{
	struct signalfd_siginfo info;

	while (read(t->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGWINCH) {
			find_size(t);
			news->redraw = true;
		} else if (info.ssi_signo == SIGCONT) {
			take_over(t);
			news->redraw = true;
		} else {
			news->signal = (int)info.ssi_signo;
		}
	}
}

struct news terminal_wait(struct terminal *t, int fd, int at_most_ms)
{
	struct pollfd fds[] = { { .fd = t->signals, .events = POLLIN },
				{ .fd = t->in, .events = POLLIN },
				{ .fd = fd, .events = POLLIN } };
	struct news news = { 0 };

	if (!t->typed_count) {
		poll(fds, 3, at_most_ms);
		if (fds[1].revents && !read_typed(t))
			news.signal = SIGHUP;
	}
	take_signals(t, &news);
	news.key = take_key(t);
	return news;
}

/* ---- the screen ---- */

void terminal_draw(struct terminal *t, const char *lines, int margin)
{
	struct text frame = { 0 };
	int row = 1;

	for (const char *end; *lines && row <= t->rows; lines = end + 1, row++) {
		end = strchrnul(lines, '\n');
		/* The margin may hold something else's rest: the line is erased from its beginning. */
		text_addf(&frame, "\033[%d;1H\033[0m\033[K", row);
		if (margin > 0)
			text_addf(&frame, "\033[%d;%dH", row, margin + 1);
		text_add_bytes(&frame, lines, (size_t)(end - lines));
		if (!*end)
			break;
	}
	text_addf(&frame, "\033[0m");
	if (row <= t->rows)
		text_addf(&frame, "\033[%d;1H\033[J", row);
	send(t, frame.chars, frame.length);
	text_free(&frame);
}
