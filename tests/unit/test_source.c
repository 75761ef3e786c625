/* test_source.c - reading captures and writing them: files that are whole, cut, or no captures at all. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/pcapng.h"
#include "capture/source.h"
#include "tests/support/said.h"
#include "tests/unit/suites.h"

enum { FRAMES = 5, PATH = 64 };

static struct error error;

/* A file in memory: nothing is left behind. */
struct memory_file {
	int fd;
	char path[PATH];
};

static struct memory_file memory_file(const void *bytes, size_t length)
{
	struct memory_file f;

	f.fd = memfd_create("capture", 0);
	ck_assert_int_ge(f.fd, 0);
	ck_assert_int_eq(write(f.fd, bytes, length), (ssize_t)length);
	snprintf(f.path, sizeof(f.path), "/proc/self/fd/%d", f.fd);
	return f;
}

static const uint8_t datagram[] = { 0x45, 0, 0, 33,   0,    0, 0, 0, 64, 17, 0, 0,   10,  0,   0,   1,	10,
				    0,	  0, 2, 0x13, 0x88, 0, 9, 0, 13, 0,  0, 'h', 'e', 'l', 'l', 'o' };

/* FRAMES datagrams; frame i was i bytes longer on the wire than what was captured. */
static char *make_capture(int link_type, const char *const *comments, size_t *length)
{
	char *bytes = NULL;
	FILE *out = open_memstream(&bytes, length);

	ck_assert_ptr_nonnull(out);
	ck_assert(pcapng_write_section(out, "a section", "socklab") &&
		  pcapng_write_interface(out, link_type, "lo", "a loopback"));
	for (int i = 0; i < FRAMES; i++) {
		struct packet p;

		packet_decode(&p, link_type, datagram, sizeof(datagram) - (uint32_t)i, sizeof(datagram),
			      1700000000123456789 + i);
		ck_assert(pcapng_write_packet(out, 0, &p, comments ? comments[i] : NULL));
	}
	ck_assert_int_eq(fclose(out), 0);
	return bytes;
}

struct seen {
	int count;
	struct packet last;
};

static void see(void *context, const struct packet *p)
{
	struct seen *seen = context;

	if (p->link_type == DLT_RAW && p->problem == PACKET_WHOLE) {
		ck_assert_int_eq(p->time_ns, 1700000000123456789 + p->frame - 1);
		ck_assert_uint_eq(p->length, sizeof(datagram));
		ck_assert_uint_eq(p->captured, sizeof(datagram) - (p->frame - 1));
		ck_assert_mem_eq(p->bytes, datagram, p->captured);
	}
	seen->count++;
	seen->last = *p;
}

START_TEST(pcapng_round_trip)
{
	static const char *const comments[FRAMES] = { "a", "bc", NULL, "", "four, and é" };
	size_t length;
	char *bytes = make_capture(DLT_RAW, comments, &length);
	struct memory_file f = memory_file(bytes, length);
	struct source *s = source_open_file(f.path, NULL, &error);
	struct source_counts counts = { 1, 1 };
	struct seen seen = { .count = 0 };

	ck_assert_msg(s != NULL, "%s", said(&error));
	ck_assert_int_eq(source_link_type(s), DLT_RAW);
	ck_assert_int_eq(source_fd(s), -1);
	ck_assert_int_eq(source_read(s, see, &seen, &error), FRAMES);
	ck_assert_int_eq(seen.count, FRAMES);
	ck_assert_int_eq(source_read(s, see, &seen, &error), 0);
	ck_assert(source_counts(s, &counts) && counts.received == 0 && counts.dropped == 0);
	source_close(s);
	close(f.fd);
	free(bytes);
}
END_TEST

/* Every block is a multiple of four long, says so twice, and its options end within it. */
START_TEST(pcapng_blocks_are_well_formed)
{
	static const char *const comments[FRAMES] = { "1", "12", "123", "1234", NULL };
	size_t length, at = 0;
	char *bytes = make_capture(DLT_EN10MB, comments, &length);
	int blocks = 0;

	while (at < length) {
		uint32_t size, again;

		ck_assert_uint_ge(length - at, 12);
		memcpy(&size, bytes + at + 4, 4);
		ck_assert_uint_eq(size % 4, 0);
		ck_assert_uint_le(size, length - at);
		memcpy(&again, bytes + at + size - 4, 4);
		ck_assert_uint_eq(size, again);
		at += size;
		blocks++;
	}
	ck_assert_int_eq(blocks, 2 + FRAMES);
	free(bytes);
}
END_TEST

START_TEST(long_comments_are_cut_between_characters)
{
	size_t length = 0;
	char *bytes = NULL, *comment = malloc(100001);
	FILE *out = open_memstream(&bytes, &length);
	struct packet p;
	uint16_t option[2];

	ck_assert(comment && out);
	for (int i = 0; i < 100000; i += 2)
		memcpy(comment + i, "é", 2); /* 65,535 is in the middle of one */
	comment[100000] = '\0';
	packet_decode(&p, DLT_RAW, datagram, sizeof(datagram), sizeof(datagram), 0);
	ck_assert(pcapng_write_packet(out, 0, &p, comment));
	fclose(out);
	memcpy(option, bytes + 8 + 20 + 36, sizeof(option));
	ck_assert_uint_eq(option[0], 1);
	ck_assert_uint_eq(option[1], 65534);
	free(bytes);
	free(comment);
}
END_TEST

START_TEST(full_disk)
{
	FILE *out = fopen("/dev/full", "w");
	bool good;

	ck_assert_ptr_nonnull(out);
	setvbuf(out, NULL, _IONBF, 0);
	errno = 0;
	good = pcapng_write_section(out, NULL, NULL) && pcapng_write_interface(out, DLT_RAW, "lo", NULL);
	ck_assert(!good);
	ck_assert_int_eq(errno, ENOSPC);
	fclose(out);
}
END_TEST

/* Of the section's and the interface's block. */
static size_t header_length(const char *bytes)
{
	uint32_t section, interface;

	memcpy(&section, bytes + 4, sizeof(section));
	memcpy(&interface, bytes + section + 4, sizeof(interface));
	return section + interface;
}

/* Cut anywhere: the whole packets before the cut are handed on, then it is said. */
START_TEST(file_cut_at_every_length)
{
	size_t length;
	char *bytes = make_capture(DLT_RAW, NULL, &length);
	size_t header = header_length(bytes);

	for (size_t cut = 0; cut < length; cut++) {
		struct memory_file f = memory_file(bytes, cut);
		struct source *s = source_open_file(f.path, NULL, &error);
		struct seen seen = { .count = 0 };
		int status;

		if (!s) {
			ck_assert_uint_lt(cut, header);
			ck_assert_msg(strstr(said(&error), "not a capture file") ||
					      strstr(said(&error), "no Interface"),
				      "%s", said(&error));
			close(f.fd);
			continue;
		}
		status = source_read(s, see, &seen, &error);
		ck_assert_int_le(seen.count, FRAMES - 1);
		if (status < 0)
			ck_assert_msg(strstr(said(&error), "cut short after frame") != NULL, "%s",
				      said(&error));
		source_close(s);
		close(f.fd);
	}
	free(bytes);
}
END_TEST

START_TEST(cut_file_says_after_which_frame)
{
	size_t length;
	char *bytes = make_capture(DLT_RAW, NULL, &length), wanted[PATH + 64];
	struct memory_file f = memory_file(bytes, length - 1);
	struct source *s = source_open_file(f.path, NULL, &error);
	struct seen seen = { .count = 0 };

	ck_assert_ptr_nonnull(s);
	ck_assert_int_eq(source_read(s, see, &seen, &error), -1);
	ck_assert_int_eq(seen.count, FRAMES - 1);
	snprintf(wanted, sizeof(wanted), "%s: cut short after frame %d", f.path, FRAMES - 1);
	ck_assert_str_eq(said(&error), wanted);
	ck_assert(source_is_cut(s));
	source_close(s);
	close(f.fd);
	free(bytes);
}
END_TEST

START_TEST(filter_keeps_frame_numbers)
{
	size_t length;
	char *bytes = make_capture(DLT_RAW, NULL, &length);
	struct memory_file f = memory_file(bytes, length);
	struct source *s =
		source_open_file(f.path, "ip[32] = 0x6f", &error); /* the last byte: only frame 1 has it */
	struct seen seen = { .count = 0 };

	ck_assert_msg(s != NULL, "%s", said(&error));
	ck_assert_int_eq(source_read(s, see, &seen, &error), 1);
	ck_assert_uint_eq(seen.last.frame, 1);
	source_close(s);
	ck_assert_int_eq(lseek(f.fd, 0, SEEK_SET), 0);
	s = source_open_file(f.path, "not ip[32] = 0x6f and udp", &error);
	ck_assert_ptr_nonnull(s);
	ck_assert_int_ge(source_read(s, see, &seen, &error), 0);
	source_close(s);
	ck_assert_ptr_null(source_open_file(f.path, "tcp port", &error));
	ck_assert_msg(strstr(said(&error), "filter \"tcp port\": ") == said(&error), "%s", said(&error));
	close(f.fd);
	free(bytes);
}
END_TEST

START_TEST(files_that_are_no_captures)
{
	static const char text[] = "# a script, not a capture\n";
	struct memory_file f = memory_file(text, sizeof(text));
	size_t length;
	char *bytes;

	ck_assert_ptr_null(source_open_file(f.path, NULL, &error));
	ck_assert_msg(strstr(said(&error), "not a capture file") != NULL, "%s", said(&error));
	close(f.fd);
	ck_assert_ptr_null(source_open_file("/nonexistent/wire.pcapng", NULL, &error));
	ck_assert_str_eq(said(&error), "/nonexistent/wire.pcapng: ENOENT: No such file or directory");
	ck_assert_ptr_null(source_open_file("/", NULL, &error));
	ck_assert_ptr_nonnull(strchr(said(&error), ':'));
	bytes = make_capture(DLT_IEEE802_11, NULL, &length);
	f = memory_file(bytes, length);
	ck_assert_ptr_null(source_open_file(f.path, NULL, &error));
	ck_assert_msg(strstr(said(&error), "link type IEEE802_11 (105)") != NULL, "%s", said(&error));
	close(f.fd);
	free(bytes);
	source_close(NULL);
}
END_TEST

Suite *suite_source(void)
{
	Suite *suite = suite_create("source");
	TCase *files = tcase_create("files");

	tcase_add_test(files, pcapng_round_trip);
	tcase_add_test(files, pcapng_blocks_are_well_formed);
	tcase_add_test(files, long_comments_are_cut_between_characters);
	tcase_add_test(files, full_disk);
	tcase_add_test(files, file_cut_at_every_length);
	tcase_add_test(files, cut_file_says_after_which_frame);
	tcase_add_test(files, filter_keeps_frame_numbers);
	tcase_add_test(files, files_that_are_no_captures);
	suite_add_tcase(suite, files);
	return suite;
}
