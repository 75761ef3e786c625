/* test_files.c - files of the world's own: seen where they were written, and by nobody else. */
#include <check.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/stage/files.h"
#include "tests/support/own_network.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

static struct error error;
static struct files files;
static struct arena *arena;

static int hosts_tmp, hosts_etc; /* the folders as they are without the world */

static bool own_files(void)
{
	if (!own_network(0))
		return false;
	ck_assert_int_eq(unshare(CLONE_NEWNS), 0);
	ck_assert_int_eq(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL), 0);
	hosts_tmp = open("/tmp", O_PATH | O_DIRECTORY);
	hosts_etc = open("/etc", O_PATH | O_DIRECTORY);
	arena = arena_new();
	return true;
}

static void write_file(const char *path, const char *text, unsigned mode)
{
	const struct file_pattern file = { path, text, mode };
	char read_back[64] = "";
	struct stat st;
	int fd;

	ck_assert_msg(files_write(&files, arena, &file, &error), "%s", said(&error));
	fd = open(path, O_RDONLY);
	ck_assert_int_eq(read(fd, read_back, sizeof(read_back) - 1), (ssize_t)strlen(text));
	ck_assert_str_eq(read_back, text);
	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, mode);
	close(fd);
}

START_TEST(in_the_world_alone)
{
	char here[] = "/tmp/socklab-test.XXXXXX", path[64];
	struct stat st;

	if (!own_files())
		return;
	ck_assert_ptr_nonnull(mkdtemp(here));
	ck_assert_int_eq(chdir(here), 0);
	snprintf(path, sizeof(path), "%s/deep/er/file", here);
	write_file(path, "one, which is longer\n", 0644);
	write_file(path, "other\n", 0600);
	/* What is relative to where we stand is the world's too. */
	ck_assert_int_eq(access("deep/er/file", F_OK), 0);
	/* /tmp keeps what was there and everybody's mode. */
	ck_assert_int_eq(stat("/tmp", &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 01777);
	/* The host's folder is empty: it can be removed. */
	ck_assert_int_eq(unlinkat(hosts_tmp, here + strlen("/tmp/"), AT_REMOVEDIR), 0);
	files_end(&files);
}
END_TEST

START_TEST(in_folders_of_the_system)
{
	const struct file_pattern nowhere = { "/no-such-folder/file", "", 0644 };
	struct stat before, after;

	if (!own_files())
		return;
	ck_assert_int_eq(stat("/etc/passwd", &before), 0);
	write_file("/etc/hosts", "127.0.0.2 server\n", 0644);
	write_file("/etc/socklab/test.conf", "x\n", 0640);
	ck_assert_int_eq(faccessat(hosts_etc, "socklab", F_OK, 0), -1);
	/* The rest of the folder is as it was. */
	ck_assert_int_eq(stat("/etc/passwd", &after), 0);
	ck_assert_int_eq(before.st_size, after.st_size);
	ck_assert(!files_write(&files, arena, &nowhere, &error));
	ck_assert_str_eq(
		said(&error),
		"file /no-such-folder/file: there is no folder /no-such-folder in which it could be");
	files_end(&files);
}
END_TEST

Suite *suite_files(void)
{
	Suite *suite = suite_create("files");
	TCase *world = tcase_create("world");

	tcase_add_test(world, in_the_world_alone);
	tcase_add_test(world, in_folders_of_the_system);
	suite_add_tcase(suite, world);
	return suite;
}
