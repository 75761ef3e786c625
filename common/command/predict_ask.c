/* predict_ask.c - a scenario is shown, and questions are answered at the keyboard; see predict.h. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/command/predict.h"

enum { TRIES = 3 };

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

/* Waits until there is something to read, or Ctrl-C. At a terminal it comes by lines, so that then the read will not wait. */
static bool await_line(const sigset_t *before)
{
	struct pollfd keyboard = { .fd = STDIN_FILENO, .events = POLLIN };

	while (!interrupted && ppoll(&keyboard, 1, NULL, before) < 0 && errno == EINTR)
		;
	return !interrupted;
}

/* Prompts for a line of standard input, malloc'd, without its end; NULL at the end of file or when somebody pressed Ctrl-C.
 * From before the prompt on that is caught, and let through only where it is waited for: none gets lost in between. */
static char *read_answer(void)
{
	struct sigaction action = { .sa_handler = interrupt }, old_action;
	sigset_t interrupts, before;
	char *line = NULL;
	size_t size = 0;

	sigemptyset(&interrupts);
	sigaddset(&interrupts, SIGINT);
	sigprocmask(SIG_BLOCK, &interrupts, &before);
	sigaction(SIGINT, &action, &old_action);
	fputs("   > ", stdout);
	fflush(stdout);
	if (!isatty(STDIN_FILENO)) /* lines may be in stdio's buffer already, where ppoll() does not see them */
		sigprocmask(SIG_SETMASK, &before, NULL);
	if ((isatty(STDIN_FILENO) && !await_line(&before)) || getline(&line, &size, stdin) < 0) {
		free(line);
		line = NULL;
	}
	sigaction(SIGINT, &old_action, NULL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (line)
		line[strcspn(line, "\r\n")] = '\0';
	return line;
}

static void show_question(const struct predict *p, const struct question *q, size_t number)
{
	struct ladder_style style = look_style(&p->run.look, STDOUT_FILENO);
	struct text out = { 0 };

	text_addf(&out, "%zu. ", number);
	if (q->number)
		text_addf(&out, "(step %u) ", q->number);
	text_add_wrapped(&out, q->asks, (int)out.length, "              ", style.width);
	text_add(&out, "\n");
	choices_draw(&out, q, "   ", style.width);
	printf("\n%s", text_chars(&out));
	text_free(&out);
}

/* A remark below a question. */
static void say(const struct predict *p, const char *words)
{
	struct text out = { 0 };

	text_add(&out, "   ");
	text_add_wrapped(&out, words, 3, "   ", look_style(&p->run.look, STDOUT_FILENO).width);
	printf("%s\n", text_chars(&out));
	text_free(&out);
}

static enum asked ask(struct predict *p, struct prediction *one, size_t index)
{
	const struct question *q = &one->quiz->questions[index];

	show_question(p, q, index + 1);
	for (int tries = 0; tries < TRIES; tries++) {
		char *line;
		bool blank, quit;

		line = read_answer();
		if (!line) {
			fputs("\n", stdout);
			return interrupted ? ASKED_INTERRUPTED : ASKED_QUIT;
		}
		blank = line[strspn(line, " \t")] == '\0';
		quit = strcmp(line, "q") == 0 || strcmp(line, "quit") == 0;
		if (!blank && !quit)
			one->given[index] = answer_read(p->run.arena, q, line);
		free(line);
		if (quit)
			return ASKED_QUIT;
		if (blank || one->given[index])
			return ASKED_ALL;
		if (tries + 1 < TRIES)
			say(p,
			    "That is none of the answers: a letter, or the words; nothing for \"I do not know\"; "
			    "q to stop.");
	}
	fputs("   Taken as \"I do not know\".\n", stdout);
	return ASKED_ALL;
}

enum asked predict_ask(struct predict *p, struct prediction *one)
{
	struct ladder_style style = look_style(&p->run.look, STDOUT_FILENO);
	struct text out = { 0 };
	enum asked asked = ASKED_ALL;

	quiz_draw(&out, one->quiz, &one->programs, style.width);
	fputs(text_chars(&out), stdout);
	text_free(&out);
	interrupted = 0;
	for (size_t i = 0; i < one->quiz->count && asked == ASKED_ALL; i++)
		asked = ask(p, one, i);
	return asked;
}
