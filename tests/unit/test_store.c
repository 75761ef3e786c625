/* test_store.c - a run's folder: written whole or not at all, over nothing but a run; its small files. */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/said.h"
#include "tests/support/stored_run.h"
#include "tests/unit/suites.h"

static struct error error;

static int entries(const char *path)
{
	DIR *folder = opendir(path);
	int count = 0;

	ck_assert_ptr_nonnull(folder);
	while (readdir(folder))
		count++;
	closedir(folder);
	return count - 2;
}

static char *contents(const char *path)
{
	size_t length;
	char *text = store_read_file(path, 1 << 24, &length);

	ck_assert_msg(text != NULL, "%s: %s", path, strerror(errno));
	return text;
}

static void holds(const char *path, const char *text)
{
	char *found = contents(path);

	ck_assert_str_eq(found, text);
	free(found);
}

static bool put(const char *path, const char *first, const char *second)
{
	const struct stored_file files[] = { { "timeline.json", first, strlen(first) },
					     { "result.json", second, strlen(second) } };

	return write_run(path, files, 2, &error);
}

START_TEST(writes_a_folder_and_its_parents)
{
	ck_assert_msg(put("runs/linger//02-rst/", "one", ""), "%s", said(&error));
	holds("runs/linger/02-rst/timeline.json", "one");
	holds("runs/linger/02-rst/result.json", "");
	ck_assert_int_eq(entries("runs/linger/02-rst"), 2);
	ck_assert_int_eq(entries("runs/linger"), 1);
	ck_assert_str_eq(said(&error), "");
}
END_TEST

START_TEST(replaces_the_old_run_whole)
{
	const struct stored_file more[] = { { "timeline.json", "a", 1 }, { "client.strace", "b", 1 } };
	struct stat st;

	ck_assert(write_run("run", more, 2, &error));
	ck_assert_msg(put("run", "new", "x"), "%s", said(&error));
	holds("run/timeline.json", "new");
	ck_assert_int_eq(stat("run/client.strace", &st), -1);
	ck_assert_int_eq(entries("."), 1);
	ck_assert_int_eq(mkdir("empty", 0777), 0);
	ck_assert(put("empty", "new", "x")); /* an empty folder is nobody's */
}
END_TEST

static void refused(const char *path, const char *why)
{
	int before = entries(".");

	ck_assert(!put(path, "new", "x"));
	ck_assert_msg(strstr(said(&error), why) != NULL, "%s", said(&error));
	ck_assert_int_eq(entries("."), before);
}

START_TEST(replaces_nothing_but_a_run)
{
	ck_assert(mkdir("docs", 0777) == 0 && mkdir("deep", 0777) == 0 && mkdir("deep/sub", 0777) == 0);
	ck_assert_int_eq(symlink("docs", "link"), 0);
	rewrite("docs/letter", "x\n", 2);
	rewrite("deep/timeline.json", "x\n", 2);
	rewrite("file", "x\n", 2);
	refused("docs", "it holds files, and none of a run's");
	refused("deep", "it holds a folder, which no run does: sub");
	refused("file", "it is no folder");
	refused("link", "it is no folder");
	refused("file/run", "ENOTDIR");
	refused("..", "EINVAL");
	refused("", "EINVAL");
	refused("/", "EINVAL");
	holds("docs/letter", "x\n");
}
END_TEST

START_TEST(file_names_stay_in_the_folder)
{
	const struct stored_file bad[] = { { "../x", "", 0 }, { "", "", 0 }, { "..", "", 0 } };

	for (size_t i = 0; i < 3; i++) {
		ck_assert(!write_run("a/b", &bad[i], 1, &error));
		ck_assert_int_eq(entries("."), 0);
	}
}
END_TEST

/* A limit on the size of files stands in for a full disk where no file system may be mounted. */
START_TEST(a_write_that_fails_leaves_nothing)
{
	static char big[100000];
	const struct stored_file files[] = { { "timeline.json", "x", 1 },
					     { "wire.pcapng", big, sizeof(big) } };
	struct rlimit limit = { 50000, 50000 };

	ck_assert(put("old/run", "old", "x"));
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	signal(SIGXFSZ, SIG_IGN); /* the error is what we want */
	ck_assert(!write_run("made/for/it", files, 2, &error));
	ck_assert_str_eq(said(&error), "cannot write made/for/it/wire.pcapng: EFBIG: File too large");
	ck_assert(!write_run("old/run", files, 2, &error));
	holds("old/run/timeline.json", "old");
	ck_assert_int_eq(entries("old"), 1);
	ck_assert_int_eq(entries("."), 1);
}
END_TEST

static bool write_map(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	bool good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return good;
}

static bool small_disk(const char *path)
{
	char users[32], groups[32];

	snprintf(users, sizeof(users), "0 %u 1", geteuid());
	snprintf(groups, sizeof(groups), "0 %u 1", getegid());
	if (unshare(CLONE_NEWNS) != 0 &&
	    (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !write_map("/proc/self/setgroups", "deny") ||
	     !write_map("/proc/self/gid_map", groups) || !write_map("/proc/self/uid_map", users)))
		return false;
	mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
	return mount("none", path, "tmpfs", 0, "size=128k,nr_inodes=20") == 0;
}

START_TEST(a_full_disk_leaves_nothing)
{
	static char big[100000];
	const struct stored_file files[] = { { "timeline.json", "x", 1 },
					     { "wire.pcapng", big, sizeof(big) } };
	const struct stored_file names[] = { { "0", "", 0 }, { "1", "", 0 }, { "2", "", 0 }, { "3", "", 0 },
					     { "4", "", 0 }, { "5", "", 0 }, { "6", "", 0 }, { "7", "", 0 },
					     { "8", "", 0 }, { "9", "", 0 } };

	ck_assert_int_eq(mkdir("disk", 0777), 0);
	if (!small_disk("disk"))
		return; /* forbidden here; the test above says as much */
	ck_assert_msg(write_run("disk/runs/one", files, 2, &error), "%s", said(&error));
	ck_assert(!write_run("disk/runs/one", files, 2, &error));
	ck_assert_str_eq(said(&error),
			 "cannot write disk/runs/one/wire.pcapng: ENOSPC: No space left on device");
	ck_assert(!write_run("disk/other/two", files, 2, &error));
	ck_assert_str_eq(said(&error),
			 "cannot write disk/other/two/wire.pcapng: ENOSPC: No space left on device");
	ck_assert_int_eq(entries("disk"), 1);
	ck_assert_int_eq(entries("disk/runs"), 1);
	holds("disk/runs/one/timeline.json", "x");
	ck_assert(write_run("disk/names", names, 10, &error));
	ck_assert(!write_run("disk/names2", names, 10, &error)); /* no file more */
	ck_assert_msg(strstr(said(&error), "ENOSPC") != NULL, "%s", said(&error));
	ck_assert_int_eq(entries("disk"), 2);
	ck_assert_int_eq(umount("disk"), 0);
}
END_TEST

START_TEST(no_permission_is_said)
{
	if (geteuid() == 0 && (setgid(65534) != 0 || chown(".", 65534, 65534) != 0 || setuid(65534) != 0))
		return;
	ck_assert_int_eq(mkdir("shut", 0555), 0);
	ck_assert(!put("shut/run", "x", "y"));
	ck_assert_str_eq(said(&error), "cannot make shut/run: EACCES: Permission denied");
	ck_assert(!put("shut/in/run", "x", "y"));
	ck_assert_msg(strstr(said(&error), "cannot make the folder above shut/in/run: ") == said(&error),
		      "%s", said(&error));
	ck_assert_int_eq(entries("shut"), 0);
}
END_TEST

/* Whoever looks sees one whole run, also after the writer was killed; what that one left, the next one removes. */
START_TEST(killed_at_any_moment)
{
	static char old[300000], new[300000];

	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	memset(old, 'o', sizeof(old) - 1);
	memset(new, 'n', sizeof(new) - 1);
	for (unsigned i = 0; i < 50; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			for (;;) {
				put("runs/run", old, old);
				put("runs/run", new, new);
			}
		}
		usleep(1000 + i * 137);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		if (access("runs", F_OK) != 0)
			continue;
		if (access("runs/run", F_OK) == 0) {
			char *first = contents("runs/run/timeline.json"),
			     *second = contents("runs/run/result.json");

			ck_assert_str_eq(first, second);
			ck_assert_uint_eq(strlen(first), sizeof(old) - 1);
			free(first);
			free(second);
		}
	}
	ck_assert_msg(put("runs/run", old, old), "%s", said(&error));
	ck_assert_int_eq(entries("runs"), 1);
}
END_TEST

START_TEST(reads_small_files_only)
{
	size_t length;

	ck_assert(put("run", "12345", ""));
	free(store_read_file("run/timeline.json", 5, &length));
	ck_assert_uint_eq(length, 5);
	ck_assert_ptr_null(store_read_file("run/timeline.json", 4, &length));
	ck_assert_int_eq(errno, EFBIG);
	ck_assert_ptr_null(store_read_file("run", 100, &length));
	ck_assert_int_eq(errno, EISDIR);
	ck_assert_ptr_null(store_read_file("none", 100, &length));
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_ptr_null(store_read_file("/dev/zero", 100, &length));
	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	ck_assert_ptr_null(store_read_file("fifo", 100, &length)); /* and does not wait */
}
END_TEST

Suite *suite_store(void)
{
	Suite *s = suite_create("store");
	TCase *writing = tcase_create("writing");

	tcase_add_checked_fixture(writing, enter_folder, leave_folder);
	tcase_set_timeout(writing, 60);
	tcase_add_test(writing, writes_a_folder_and_its_parents);
	tcase_add_test(writing, replaces_the_old_run_whole);
	tcase_add_test(writing, replaces_nothing_but_a_run);
	tcase_add_test(writing, file_names_stay_in_the_folder);
	tcase_add_test(writing, a_write_that_fails_leaves_nothing);
	tcase_add_test(writing, a_full_disk_leaves_nothing);
	tcase_add_test(writing, no_permission_is_said);
	tcase_add_test(writing, killed_at_any_moment);
	tcase_add_test(writing, reads_small_files_only);
	suite_add_tcase(s, writing);
	return s;
}
