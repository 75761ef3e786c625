/*
 * store.c - writing a run's folder in one step; see store.h.
 *
 * The files are written into a new folder beside the old one, the two change names, and the old one is removed.
 * The new folder is locked while its writer lives: one that is not locked was left by a writer that was killed, and
 * the next writer removes it.
 */
#include "common/record/store.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/base/portability.h"

enum { TEMPORARY_NAME = 240, BASE_KEPT = 190, PARENTS = 64 };

struct store {
	char *path; /* without slashes at its end */
	const char *base; /* its last part */
	int parent; /* descriptor of the folder above */
	int folder; /* of the new one, locked */
	char temporary[TEMPORARY_NAME]; /* its name */
	char *at; /* its path */
	size_t made[PARENTS]; /* lengths of those parts of path that had to be made */
	size_t made_count;
	struct error *error;
};

/* With errno: "cannot write build/runs/linger/02-rst/wire.pcapng: ENOSPC: …". name: of a file in it; NULL: the folder itself. */
static bool cannot(struct store *w, const char *what, const char *name)
{
	return error_errno(w->error, "cannot %s %s%s%s", what, w->path, name ? "/" : "", name ? name : "");
}

static bool refuse(struct store *w, const char *why, const char *name)
{
	return error_set(w->error, "will not replace %s: %s%s", w->path, why, name);
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
static bool may_replace(struct store *w)
{
	bool ours = false, empty = true;
	char other[NAME_MAX + 1] = "";
	struct dirent *entry;
	struct stat st;
	DIR *folder;

	if (fstatat(w->parent, w->base, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || cannot(w, "look at", NULL);
	if (!S_ISDIR(st.st_mode))
		return refuse(w, "it is no folder", "");
	folder = open_folder(w->parent, w->base);
	if (!folder)
		return cannot(w, "look into", NULL);
	while ((entry = readdir(folder))) {
		if (is_dots(entry->d_name))
			continue;
		empty = false;
		ours = ours || faccessat(w->folder, entry->d_name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
		if (!is_control(entry->d_name) &&
		    fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISDIR(st.st_mode))
			snprintf(other, sizeof(other), "%s", entry->d_name);
	}
	closedir(folder);
	if (other[0])
		return refuse(w, "it holds a folder, which no run does: ", other);
	return empty || ours || refuse(w, "it holds files, and none of a run's", "");
}

/* Makes the folders above path. */
static bool make_parents(struct store *w)
{
	char part[PATH_MAX];
	size_t length = (size_t)(w->base - w->path);
	int refused = 0;

	if (length >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return cannot(w, "make", NULL);
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
	return cannot(w, "make the folder above", NULL);
}

static void unmake_parents(struct store *w)
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

/* Opens a writer's folder and locks it. -1: somebody else has it, or it is gone. */
static int lock_folder(int parent, const char *name)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* What a writer of this run that was killed has left. */
static void sweep(struct store *w)
{
	DIR *above = open_folder(w->parent, ".");
	size_t base = strnlen(w->base, BASE_KEPT);
	struct dirent *entry;

	while (above && (entry = readdir(above))) {
		const char *name = entry->d_name, *end = strstr(name, ".new");
		int fd;

		if (name[0] != '.' || strncmp(name + 1, w->base, base) != 0 || name[1 + base] != '.' ||
		    !end || !isdigit((unsigned char)name[2 + base]))
			continue;
		fd = lock_folder(w->parent, name);
		if (fd < 0)
			continue;
		remove_folder(w->parent, name);
		close(fd);
	}
	if (above)
		closedir(above);
}

static bool make_temporary(struct store *w)
{
	struct timespec now;

	for (int tries = 0; tries < 100; tries++) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		snprintf(w->temporary, sizeof(w->temporary), ".%.*s.%d-%09ld.new", BASE_KEPT, w->base,
			 (int)getpid(), now.tv_nsec);
		if (mkdirat(w->parent, w->temporary, 0777) != 0) {
			if (errno == EEXIST)
				continue;
			break;
		}
		w->folder = lock_folder(w->parent, w->temporary);
		if (w->folder >= 0)
			return true;
		/* Another writer took it for an orphan, between the two steps. */
	}
	w->temporary[0] = '\0';
	return cannot(w, "make", NULL);
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

bool store_add(struct store *w, const struct stored_file *file)
{
	size_t done = 0;
	int fd;

	if (!make_control(w->folder, file->name))
		return cannot(w, "write", file->name);
	fd = openat(w->folder, file->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		return cannot(w, "write", file->name);
	while (done < file->length) {
		ssize_t n = write(fd, file->bytes + done, file->length - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			if (n == 0)
				errno = EIO;
			cannot(w, "write", file->name);
			close(fd);
			return false;
		}
		done += (size_t)n;
	}
	/* Some file systems say only now that the disk is full. */
	return close(fd) == 0 || cannot(w, "write", file->name);
}

/* Puts the new folder in the old one's place; what stood there then bears the temporary name. */
static bool change_places(struct store *w, bool *old)
{
	char aside[TEMPORARY_NAME + 8];

	*old = true;
	if (rename_with_flags(w->parent, w->temporary, w->parent, w->base, RENAME_EXCHANGE) == 0)
		return true;
	if (errno == ENOENT) {
		*old = false;
		if (rename_with_flags(w->parent, w->temporary, w->parent, w->base, RENAME_NOREPLACE) == 0 ||
		    (errno == EINVAL && renameat(w->parent, w->temporary, w->parent, w->base) == 0))
			return true;
		return cannot(w, "make", NULL);
	}
	if (errno != EINVAL && errno != ENOSYS)
		return cannot(w, "replace", NULL);
	/* A file system that cannot exchange two names. */
	snprintf(aside, sizeof(aside), "%s.old", w->temporary);
	if (renameat(w->parent, w->base, w->parent, aside) != 0 && errno != ENOENT)
		return cannot(w, "replace", NULL);
	if (renameat(w->parent, w->temporary, w->parent, w->base) != 0) {
		cannot(w, "replace", NULL);
		renameat(w->parent, aside, w->parent, w->base);
		return false;
	}
	remove_folder(w->parent, aside);
	*old = false;
	return true;
}

static void free_store(struct store *w)
{
	if (w->folder >= 0)
		close(w->folder);
	if (w->parent >= 0)
		close(w->parent);
	free(w->at);
	free(w->path);
	free(w);
}

void store_abandon(struct store *w)
{
	if (!w)
		return;
	if (w->temporary[0])
		remove_folder(w->parent, w->temporary);
	unmake_parents(w);
	free_store(w);
}

struct store *store_begin(const char *path, struct error *error)
{
	struct store *w = calloc(1, sizeof(*w));
	size_t length = strlen(path);

	*error = (struct error){ 0 };
	while (length > 1 && path[length - 1] == '/')
		length--;
	if (w) {
		w->parent = w->folder = -1;
		w->error = error;
		w->path = strndup(path, length);
	}
	if (!w || !w->path) {
		error_set(error, "out of memory");
		free(w);
		return NULL;
	}
	w->base = strrchr(w->path, '/') ? strrchr(w->path, '/') + 1 : w->path;
	if (!w->base[0] || is_dots(w->base)) {
		errno = EINVAL;
		cannot(w, "make", NULL);
	} else if (make_parents(w)) {
		sweep(w);
		if (make_temporary(w) &&
		    asprintf(&w->at, "%.*s%s", (int)(w->base - w->path), w->path, w->temporary) > 0)
			return w;
	}
	store_abandon(w);
	return NULL;
}

const char *store_folder(const struct store *w)
{
	return w->at;
}

bool store_commit(struct store *w)
{
	bool old = false, good = may_replace(w) && change_places(w, &old);

	if (!good) {
		store_abandon(w);
		return false;
	}
	/* Another writer may have swept it away already. */
	if (old && !remove_folder(w->parent, w->temporary) && errno != ENOENT)
		good = cannot(w, "remove the old files of", NULL);
	free_store(w);
	return good;
}
