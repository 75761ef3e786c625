/* load.c - a script from its file. */
#include "common/script/parser.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"

/* Reads at most LIMIT_FILE + 1 bytes, so that a file that is too long is told from one that just fits. */
static char *read_all(const char *path, size_t *length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text;

	if (fd < 0)
		return NULL;
	text = malloc(LIMIT_FILE + 1);
	*length = 0;
	while (text && *length < LIMIT_FILE + 1) {
		ssize_t n = read(fd, text + *length, LIMIT_FILE + 1 - *length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int saved = errno;

			free(text);
			close(fd);
			errno = saved;
			return NULL;
		}
		if (n == 0)
			break;
		*length += (size_t)n;
	}
	close(fd);
	return text;
}

/* "02-rst.lab" alone, or "./02-rst.lab", does not say which folder it is in; the lab is named by it. */
static void name_lab(struct script *s, const char *path)
{
	char *real, *slash, *folder;

	if (strcmp(s->lab, "local") != 0)
		return;
	real = realpath(path, NULL);
	slash = real ? strrchr(real, '/') : NULL;
	if (slash) {
		*slash = '\0';
		folder = strrchr(real, '/');
		if (folder && folder[1])
			s->lab = arena_string(s->arena, folder + 1);
	}
	free(real);
}

struct script *script_load(const char *path, struct script_error *error)
{
	size_t length = 0;
	char *text = read_all(path, &length);
	struct script *s;

	if (!text) {
		char sentence[ERROR_TEXT];
		struct error why;

		error_errno(&why, "cannot be read");
		*error = (struct script_error){ 0 };
		snprintf(error->message, sizeof(error->message), "%.200s", error_text(&why, sentence));
		return NULL;
	}
	if (length > LIMIT_FILE) {
		*error = (struct script_error){ 0 };
		snprintf(error->message, sizeof(error->message),
			 "the file is longer than 1 MiB, which is the most that a script may have");
		s = NULL;
	} else {
		s = script_parse(path, text, length, error);
	}
	free(text);
	if (s)
		name_lab(s, path);
	return s;
}
