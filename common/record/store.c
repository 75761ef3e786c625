/*
 * store.c - writing a run's folder in one step; see store.h.
 *
 * The files are written into a new folder beside the old one, the two change names, and the old one is
 * removed. All of it happens in a child that no signal but a direct SIGKILL reaches: Ctrl-C, or the death of
 * the caller, then cannot leave a half-written folder.
 */
#include "common/record/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TEMPORARY_NAME = 240, PARENTS = 64 };

struct writer {
	const char *path; /* without slashes at its end */
	const char *base; /* its last part */
	const struct stored_file *files;
	size_t count;
	int parent; /* descriptor of the folder above */
	char temporary[TEMPORARY_NAME]; /* in it */
	size_t made[PARENTS]; /* lengths of those parts of path that had to be made */
	size_t made_count;
	char *error;
};

static bool fail(struct writer *w, const char *what, const char *name)
{
	const char *symbol = strerrorname_np(errno);

	snprintf(w->error, STORE_ERROR_TEXT, "cannot %s %.200s%s%.100s: %s (%s)", what, w->path,
		 name ? "/" : "", name ? name : "", symbol ? symbol : "error", strerror(errno));
	return false;
}

static bool refuse(struct writer *w, const char *why, const char *name)
{
	snprintf(w->error, STORE_ERROR_TEXT, "will not replace %.200s: %s%.100s", w->path, why, name);
	return false;
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* "control-1": the one kind of folder that a run's folder holds. */
static bool is_control(const char *name)
{
	return strncmp(name, "control-", strlen("control-")) == 0 && !strchr(name, '/');
}

static DIR *open_folder(int parent, const char *name)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !folder)
		close(fd);
	return folder;
}

/* Whether what stands at path now may go: nothing, or a run's folder. */
static bool may_replace(struct writer *w)
{
	bool ours = false, empty = true;
	char other[STORE_ERROR_TEXT] = "";
	struct dirent *entry;
	struct stat st;
	DIR *folder;

	if (fstatat(w->parent, w->base, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || fail(w, "look at", NULL);
	if (!S_ISDIR(st.st_mode))
		return refuse(w, "it is no folder", "");
	folder = open_folder(w->parent, w->base);
	if (!folder)
		return fail(w, "look into", NULL);
	while ((entry = readdir(folder))) {
		if (is_dots(entry->d_name))
			continue;
		empty = false;
		for (size_t i = 0; i < w->count; i++)
			ours = ours || strcmp(w->files[i].name, entry->d_name) == 0;
		if (!is_control(entry->d_name) &&
		    fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISDIR(st.st_mode))
			snprintf(other, sizeof(other), "%.100s", entry->d_name);
	}
	closedir(folder);
	if (other[0])
		return refuse(w, "it holds a folder, which no run does: ", other);
	return empty || ours || refuse(w, "it holds files, and none of a run's", "");
}

/* Makes the folders above path. */
static bool make_parents(struct writer *w)
{
	char part[PATH_MAX];
	size_t length = (size_t)(w->base - w->path);
	int refused = 0;

	if (length >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return fail(w, "make", NULL);
	}
	for (size_t i = 1; i < length; i++) {
		if (w->path[i] != '/' || w->path[i - 1] == '/')
			continue;
		memcpy(part, w->path, i);
		part[i] = '\0';
		if (mkdir(part, 0777) == 0) {
			if (w->made_count < PARENTS)
				w->made[w->made_count++] = i;
		} else if (errno != EEXIST && !refused) { /* it may be there all the same: opening it tells */
			refused = errno;
		}
	}
	memcpy(part, w->path, length);
	part[length] = '\0';
	w->parent = open(length ? part : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->parent >= 0)
		return true;
	errno = errno == ENOENT && refused ? refused : errno;
	return fail(w, "make the folder above", NULL);
}

static void unmake_parents(struct writer *w)
{
	char part[PATH_MAX];

	while (w->made_count) {
		size_t length = w->made[--w->made_count];

		memcpy(part, w->path, length);
		part[length] = '\0';
		rmdir(part);
	}
}

/* Removes a folder of files and of controls' folders. */
static bool remove_folder(int parent, const char *name)
{
	DIR *folder = open_folder(parent, name);
	struct dirent *entry;

	if (!folder)
		return false;
	while ((entry = readdir(folder)))
		if (!is_dots(entry->d_name) && unlinkat(dirfd(folder), entry->d_name, 0) != 0 &&
		    is_control(entry->d_name))
			remove_folder(dirfd(folder), entry->d_name);
	closedir(folder);
	return unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

static bool make_temporary(struct writer *w)
{
	struct timespec now;

	for (int tries = 0; tries < 100; tries++) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		snprintf(w->temporary, sizeof(w->temporary), ".%.190s.%d-%09ld.new", w->base, (int)getpid(),
			 now.tv_nsec);
		if (mkdirat(w->parent, w->temporary, 0777) == 0)
			return true;
		if (errno != EEXIST)
			break;
	}
	w->temporary[0] = '\0';
	return fail(w, "make", NULL);
}

/* Makes the folder of "control-1/wire.pcapng"; false, with errno, where the name is no file's of a run. */
static bool make_control(int folder, const char *name)
{
	const char *slash = strchr(name, '/'), *file = slash ? slash + 1 : name;
	char above[64];

	errno = EINVAL;
	if (!*file || strchr(file, '/') || is_dots(file) || (size_t)(file - name) >= sizeof(above))
		return false;
	if (!slash)
		return true;
	snprintf(above, sizeof(above), "%.*s", (int)(slash - name), name);
	return is_control(above) && (mkdirat(folder, above, 0777) == 0 || errno == EEXIST);
}

static bool write_file(struct writer *w, int folder, const struct stored_file *file)
{
	size_t done = 0;
	int fd;

	if (!make_control(folder, file->name))
		return fail(w, "write", file->name);
	fd = openat(folder, file->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return fail(w, "write", file->name);
	while (done < file->length) {
		ssize_t n = write(fd, file->bytes + done, file->length - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			if (n == 0)
				errno = EIO;
			fail(w, "write", file->name);
			close(fd);
			return false;
		}
		done += (size_t)n;
	}
	/* Some file systems say only now that the disk is full. */
	return close(fd) == 0 || fail(w, "write", file->name);
}

/* Puts the new folder in the old one's place; what stood there then bears the temporary name. */
static bool change_places(struct writer *w, bool *old)
{
	char aside[TEMPORARY_NAME + 8];

	*old = true;
	if (renameat2(w->parent, w->temporary, w->parent, w->base, RENAME_EXCHANGE) == 0)
		return true;
	if (errno == ENOENT) {
		*old = false;
		if (renameat2(w->parent, w->temporary, w->parent, w->base, RENAME_NOREPLACE) == 0 ||
		    (errno == EINVAL && renameat(w->parent, w->temporary, w->parent, w->base) == 0))
			return true;
		return fail(w, "make", NULL);
	}
	if (errno != EINVAL && errno != ENOSYS)
		return fail(w, "replace", NULL);
	/* A file system that cannot exchange two names. */
	snprintf(aside, sizeof(aside), "%s.old", w->temporary);
	if (renameat(w->parent, w->base, w->parent, aside) != 0 && errno != ENOENT)
		return fail(w, "replace", NULL);
	if (renameat(w->parent, w->temporary, w->parent, w->base) != 0) {
		fail(w, "replace", NULL);
		renameat(w->parent, aside, w->parent, w->base);
		return false;
	}
	remove_folder(w->parent, aside);
	*old = false;
	return true;
}

static bool write_all(struct writer *w)
{
	bool good, old = false;
	int folder;

	w->parent = -1;
	good = make_parents(w) && may_replace(w) && make_temporary(w);
	if (good) {
		folder = openat(w->parent, w->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		good = folder >= 0 || fail(w, "make", NULL);
		for (size_t i = 0; good && i < w->count; i++)
			good = write_file(w, folder, &w->files[i]);
		if (folder >= 0)
			close(folder);
		good = good && change_places(w, &old);
		if ((!good || old) && !remove_folder(w->parent, w->temporary) && good)
			good = fail(w, "remove the old files of", NULL);
	}
	if (w->parent >= 0)
		close(w->parent);
	if (!good)
		unmake_parents(w);
	return good;
}

/* The child's part: its answer is "+", or "-" and the sentence. */
static void answer(struct writer *w, int fd)
{
	char text[STORE_ERROR_TEXT + 1] = "-";
	size_t length, done = 0;

	if (write_all(w))
		text[0] = '+';
	else
		snprintf(text + 1, sizeof(text) - 1, "%s", w->error);
	length = strlen(text);
	while (done < length) {
		ssize_t n = write(fd, text + done, length - done);

		if (n <= 0)
			break;
		done += (size_t)n;
	}
}

static bool await(int fd, char *error)
{
	char text[STORE_ERROR_TEXT + 1];
	size_t length = 0;

	while (length < sizeof(text) - 1) {
		ssize_t n = read(fd, text + length, sizeof(text) - 1 - length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		length += (size_t)n;
	}
	text[length] = '\0';
	if (text[0] == '+')
		return true;
	snprintf(error, STORE_ERROR_TEXT, "%s",
		 length > 1 ? text + 1 : "the process that writes the run's files was killed");
	return false;
}

static bool write_in_child(struct writer *w)
{
	sigset_t all, before;
	int ends[2];
	bool good;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return write_all(w);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pid = fork();
	if (pid == 0) {
		setsid();
		close(ends[0]);
		answer(w, ends[1]);
		_exit(0);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	close(ends[1]);
	good = pid < 0 ? write_all(w) : await(ends[0], w->error);
	close(ends[0]);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return good;
}

bool store_write(const char *path, const struct stored_file *files, size_t count,
		 char error[STORE_ERROR_TEXT])
{
	struct writer w = { .files = files, .count = count, .error = error };
	size_t length = strlen(path);
	char *copy;
	bool good;

	error[0] = '\0';
	while (length > 1 && path[length - 1] == '/')
		length--;
	copy = strndup(path, length);
	if (!copy) {
		snprintf(error, STORE_ERROR_TEXT, "out of memory");
		return false;
	}
	w.path = copy;
	w.base = strrchr(copy, '/') ? strrchr(copy, '/') + 1 : copy;
	if (!w.base[0] || is_dots(w.base)) {
		errno = EINVAL;
		good = fail(&w, "make", NULL);
	} else {
		good = write_in_child(&w);
	}
	free(copy);
	return good;
}
