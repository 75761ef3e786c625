/* files.c - a script's files in the world's own file system; see files.h. */
#include "common/stage/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/descriptor.h"

/* Who stands in a folder that has just been covered stands below the cover: what is relative to there would be the host's. */
static bool enter_again(void)
{
	char here[PATH_MAX];

	return getcwd(here, sizeof(here)) && chdir(here) == 0;
}

/* Covers a folder, of which `lower` is a descriptor: it looks as it did, and what is written there goes to the store. */
static bool cover(struct files *f, struct arena *arena, int lower, const char *folder)
{
	const char *upper = arena_printf(arena, "upper-%zu", f->covered_count);
	const char *work = arena_printf(arena, "work-%zu", f->covered_count), *options;
	struct stat st;

	/* What stands above shows as the folder itself: so it has its owner and its mode. */
	if (lower < 0 || fstat(lower, &st) != 0 || mkdirat(f->store, upper, 0700) != 0 ||
	    mkdirat(f->store, work, 0700) != 0 || fchmodat(f->store, upper, st.st_mode & 07777, 0) != 0)
		return false;
	options = arena_printf(
		arena, "lowerdir=/proc/self/fd/%d,upperdir=/proc/self/fd/%d/%s,workdir=/proc/self/fd/%d/%s",
		lower, f->store, upper, f->store, work);
	return mount("overlay", folder, "overlay", 0, options) == 0 && enter_again();
}

static bool cover_folder(struct files *f, struct arena *arena, const char *folder)
{
	int lower = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	bool done = cover(f, arena, lower, folder);

	descriptor_close(&lower);
	if (done)
		f->covered[f->covered_count++] = folder;
	return done;
}

/* The store is a tmpfs that lies on /tmp, and then below what covers that: it is reached by its descriptor alone. Where the
 * kernel has no overlays, /tmp is empty, and no other folder can be written in. */
static bool begin(struct files *f, struct arena *arena, struct error *error)
{
	int below = open("/tmp", O_PATH | O_DIRECTORY | O_CLOEXEC);
	bool done = below >= 0 && mount("socklab", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777") == 0;

	f->store = done ? open("/tmp", O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	f->begun = f->store >= 0;
	if (!f->begun) {
		error_errno(error, "a file system of the world's own on /tmp");
		descriptor_close(&below);
		return false;
	}
	if (!cover(f, arena, below, "/tmp"))
		(void)enter_again(); /* an empty /tmp has no such folder: programs are found where they were */
	close(below);
	f->covered[f->covered_count++] = "/tmp";
	return true;
}

static bool is_below(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	return strncmp(path, folder, length) == 0 && path[length] == '/';
}

static bool is_covered(const struct files *f, const char *path)
{
	for (size_t i = 0; i < f->covered_count; i++)
		if (is_below(path, f->covered[i]))
			return true;
	return false;
}

/* The nearest folder above that is there; "" is the root. */
static const char *folder_above(struct arena *arena, const char *path)
{
	char *folder = arena_string(arena, path);
	struct stat st;

	do
		*strrchr(folder, '/') = '\0';
	while (*folder && (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)));
	return folder;
}

static bool make_folders(struct arena *arena, const char *path)
{
	char *part = arena_string(arena, path);

	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0755) != 0 && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return true;
}

/* A new one: what stood there may be another user's, or a link to elsewhere. */
static bool write_text(const struct file_pattern *file)
{
	size_t length = strlen(file->text), done = 0;
	int fd;

	(void)unlink(file->path);
	fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	while (fd >= 0 && done < length) {
		ssize_t n = write(fd, file->text + done, length - done);

		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	if (fd < 0)
		return false;
	done += fchmod(fd, file->mode) == 0;
	return close(fd) == 0 && done == length + 1;
}

bool files_write(struct files *f, struct arena *arena, const struct file_pattern *file, struct error *error)
{
	const char *folder;

	if (!f->begun && !begin(f, arena, error))
		return false;
	if (!is_covered(f, file->path)) {
		folder = folder_above(arena, file->path);
		if (!*folder)
			return error_set(error, "file %s: there is no folder /%.*s in which it could be",
					 file->path, (int)strcspn(file->path + 1, "/"), file->path + 1);
		if (f->covered_count == sizeof(f->covered) / sizeof(f->covered[0]))
			return error_set(error, "file %s: in more folders than %zu", file->path,
					 f->covered_count);
		if (!cover_folder(f, arena, folder))
			return error_errno(error, "file %s: covering %s, as only an overlay file system can",
					   file->path, folder);
	}
	return (make_folders(arena, file->path) && write_text(file)) ||
	       error_errno(error, "file %s", file->path);
}

void files_end(struct files *f)
{
	if (f->begun)
		close(f->store);
	*f = (struct files){ 0 };
}
