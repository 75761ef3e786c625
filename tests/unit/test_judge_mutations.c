/*
 * test_judge_mutations.c - could the verdict have gone the other way? From stories that hold, one thing is
 * taken away, doubled, turned into another or added, at every place: none of them may pass.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

static const struct sample {
	const char *script, *story;
} samples[] = {
	{ "start server\n"
	  "start client\n"
	  "client > server  S  0:0(0)\n"
	  "server > client  S. 0:0(0) ack 1\n"
	  "client > server  P. 1:6(5) ack 1\n"
	  "client: write() = 5\n"
	  "client: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}) = 0\n"
	  "client: close() = 0 within 100ms\n"
	  "client > server  R. 6:6(0) ack 1\n"
	  "server: read() = -1 ECONNRESET\n"
	  "state client CLOSED\n"
	  "state server CLOSED\n",
	  OPENING_STORY
	  "0.200 client call write(3<c>, \"hello\", 5) = 5\n"
	  "0.201 client > server P. 1:6 ack 1\n"
	  "0.202 server > client . 1:1 ack 6\n"
	  "0.210 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0\n"
	  "0.220 client call close(3<c>) = 0 took 0.001\n"
	  "0.221 client > server R. 6:6 ack 1\n"
	  "0.230 server call read(4<s>, 0x7ffc53b08500, 100) = -1 ECONNRESET (Connection reset by peer)\n"
	  "0.250 sockets server LISTEN\n"
	  "0.300 end\n" },
	{ "start server\n"
	  "start client\n"
	  "client > server  S  0:0(0)\n"
	  "server > client  S. 0:0(0) ack 1\n"
	  "client > server  data 1:N\n"
	  "kill client USR1\n"
	  "client: close() = 0\n"
	  "client > server  F. N:N(0)\n"
	  "server > client  . ack M\n"
	  "server: read() = 0\n"
	  "server > client  F. 1:1(0) ack M\n"
	  "client > server  . ack 2\n"
	  "state client TIME_WAIT\n",
	  OPENING_STORY "0.201 client > server . 1:101 ack 1\n"
			"0.202 server > client . 1:1 ack 101\n"
			"0.203 client > server P. 101:151 ack 1\n"
			"0.204 server > client . 1:1 ack 151\n"
			"0.210 action kill client USR1\n"
			"0.220 client call close(3<c>) = 0 took 0.001\n"
			"0.221 client > server F. 151:151 ack 1\n"
			"0.222 server > client . 1:1 ack 152\n"
			"0.230 server call read(4<s>, \"\", 100) = 0\n"
			"0.240 server > client F. 1:1 ack 152\n"
			"0.241 client > server . 152:152 ack 2\n"
			"0.250 sockets server LISTEN, client TIME_WAIT\n"
			"0.300 end\n" },
};

enum { SAMPLES = sizeof(samples) / sizeof(samples[0]) };

/* ---- texts with a line changed ---- */

static size_t lines_of(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static const char *line_at(const char *text, size_t index)
{
	while (index--)
		text = strchr(text, '\n') + 1;
	return text;
}

static size_t length_at(const char *line)
{
	return strcspn(line, "\n") + 1;
}

/* The text with `count` lines at `index` replaced by others; malloc'd. */
static char *replaced(const char *text, size_t index, size_t count, const char *lines)
{
	const char *at = line_at(text, index);
	struct text out = { 0 };

	text_add_bytes(&out, text, (size_t)(at - text));
	text_add(&out, lines);
	text_add(&out, line_at(at, count));
	return out.chars;
}

static char *copy_of(const char *line)
{
	return strndup(line, length_at(line));
}

static bool is_packet(const char *line)
{
	const char *arrow = strstr(line, " > ");

	return arrow && arrow < line + length_at(line);
}

/* Would the script not mind if it were missing? */
static bool is_bare_ack(const char *line)
{
	const char *flags = strstr(line, " > ");

	flags = strchr(flags + 3, ' ') + 1;
	if (strncmp(flags, ". ", 2) != 0)
		return false;
	return strtoul(flags + 2, NULL, 10) == strtoul(strchr(flags, ':') + 1, NULL, 10);
}

static void must_not_pass(const struct sample *sample, char *story, const char *what, const char *line)
{
	struct tale tale = tale_judged(sample->script, story, JUDGE_FINAL);

	ck_assert_msg(tale.judgement.outcome == OUTCOME_FAILS, "it passes with %s: %.*s", what,
		      (int)length_at(line) - 1, line);
	ck_assert_ptr_nonnull(tale.judgement.failures[0].instead);
	tale_end(&tale);
	free(story);
}

/* A repetition of what its receiver has acknowledged is the one thing that may come again. */
static void may_be_excused(const struct sample *sample, char *story, const char *line)
{
	struct tale tale = tale_judged(sample->script, story, JUDGE_FINAL);
	const struct judgement *j = &tale.judgement;

	if (j->outcome != OUTCOME_FAILS) {
		const struct event *e;
		const struct segment *s, *old, *ack;

		ck_assert_msg(j->excused_count == 1, "it passes with one more: %s", line);
		e = tale.timeline->events[j->excused[0]];
		s = timeline_segment(tale.timeline, e);
		old = flow_segment(tale.timeline->flows, s->original);
		ck_assert_int_ge(s->acknowledged_by, 0);
		ack = flow_segment(tale.timeline->flows, s->acknowledged_by);
		ck_assert_uint_ge(s->first, old->first);
		ck_assert_uint_le(s->end, old->end);
		ck_assert_uint_ge(ack->ack, s->end + ((s->packet.tcp.flags & FLAG_FIN) != 0));
		ck_assert_int_lt(ack->packet.time_ns, s->packet.time_ns);
		ck_assert_uint_eq(s->packet.tcp.flags & ~(unsigned)FLAG_PSH,
				  old->packet.tcp.flags & ~(unsigned)FLAG_PSH);
	}
	tale_end(&tale);
	free(story);
}

START_TEST(as_they_are)
{
	struct tale tale = tale_judged(samples[_i].script, samples[_i].story, JUDGE_FINAL);

	ck_assert_msg(tale.judgement.outcome == OUTCOME_HOLDS, "%s", tale.judgement.reason);
	for (size_t i = 0; i < tale.timeline->event_count; i++)
		ck_assert(tale.judgement.accounted[i]);
	tale_end(&tale);
}
END_TEST

START_TEST(without_a_segment_or_call)
{
	const char *story = samples[_i].story;

	for (size_t i = 0; i < lines_of(story); i++) {
		const char *line = line_at(story, i);

		/* A bare ACK need not be there, and the calls of the opening are not named. */
		if (is_packet(line) ? is_bare_ack(line) : i < 9 || strncmp(line + 6, "end", 3) == 0)
			continue;
		must_not_pass(&samples[_i], replaced(story, i, 1, ""), "this taken away", line);
	}
}
END_TEST

START_TEST(with_a_segment_twice)
{
	const char *story = samples[_i].story;

	for (size_t i = 0; i < lines_of(story); i++) {
		char *line = copy_of(line_at(story, i));

		if (is_packet(line) && !is_bare_ack(line))
			must_not_pass(&samples[_i], replaced(story, i, 0, line), "this twice", line);
		free(line);
	}
}
END_TEST

START_TEST(with_other_flags)
{
	static const char *const changes[][2] = {
		{ " F. ", " R. " }, { " R. ", " F. " }, { " P. ", " FP. " },
		{ " S. ", " R. " }, { " S\n", " R\n" }, { " F. ", " S. " }
	};
	const char *story = samples[_i].story;

	for (size_t i = 0; i < lines_of(story); i++) {
		char *line = copy_of(line_at(story, i));

		for (size_t k = 0; is_packet(line) && k < sizeof(changes) / sizeof(changes[0]); k++) {
			const char *from = strstr(line, changes[k][0]);
			char *changed = NULL;

			if (!from)
				continue;
			if (asprintf(&changed, "%.*s%s%s", (int)(from - line), line, changes[k][1],
				     from + strlen(changes[k][0])) < 0)
				abort();
			must_not_pass(&samples[_i], replaced(story, i, 1, changed), changed, line);
			free(changed);
		}
		free(line);
	}
}
END_TEST

START_TEST(with_a_segment_more)
{
	static const char *const more[] = {
		"client > server P. 6:11 ack 1",
		"client > server P. 1:6 ack 1",
		"client > server . 151:152 ack 1",
		"client > server F. 6:6 ack 1",
		"client > server R. 6:6 ack 1",
		"client > server R 151:151",
		"server > client P. 1:2 ack 6",
		"server > client F. 1:1 ack 6",
		"server > client R 1:1",
		"stranger > server S",
		"client#2 > server S",
		"client > server UDP 1",
		"server > client . 1:2 ack 151",
	};
	const char *story = samples[_i].story;

	/* In front of every line from the first segment on, the end included. */
	for (size_t i = 4; i < lines_of(story); i++) {
		for (size_t k = 0; k < sizeof(more) / sizeof(more[0]); k++) {
			double at = strtod(line_at(story, i), NULL);
			char *line = NULL;

			if (asprintf(&line, "%.6f %s\n", at - 0.0005, more[k]) < 0)
				abort();
			may_be_excused(&samples[_i], replaced(story, i, 0, line), line);
			free(line);
		}
	}
}
END_TEST

START_TEST(with_two_lines_exchanged)
{
	const char *story = samples[_i].story;

	for (size_t i = 0; i + 1 < lines_of(story); i++) {
		char *first = copy_of(line_at(story, i)), *second = copy_of(line_at(story, i + 1));
		char *both = NULL;

		if (is_packet(first) && is_packet(second) && !is_bare_ack(first) && !is_bare_ack(second)) {
			if (asprintf(&both, "%.5s%s%.5s%s", first, second + 5, second, first + 5) < 0)
				abort();
			must_not_pass(&samples[_i], replaced(story, i, 2, both), "these exchanged", first);
		}
		free(both);
		free(first);
		free(second);
	}
}
END_TEST

/* Cut short anywhere, it is open while live and fails in the end; whole, it is all met. */
START_TEST(cut_short)
{
	const char *story = samples[_i].story;

	for (size_t i = 0; i < lines_of(story); i++) {
		char *begin = strndup(story, (size_t)(line_at(story, i) - story));
		struct tale tale = tale_judged(samples[_i].script, begin, JUDGE_LIVE);

		ck_assert_msg(tale.judgement.outcome == OUTCOME_OPEN, "after %zu lines: %s", i,
			      tale.judgement.reason);
		ck_assert((i + 1 == lines_of(story)) ==
			  (tale.judgement.acts_complete == tale.script->act_count));
		tale_end(&tale);
		tale = tale_judged(samples[_i].script, begin, JUDGE_FINAL);
		ck_assert_int_eq(tale.judgement.outcome,
				 i + 1 == lines_of(story) ? OUTCOME_HOLDS : OUTCOME_FAILS);
		tale_end(&tale);
		free(begin);
	}
}
END_TEST

Suite *suite_judge_mutations(void)
{
	Suite *s = suite_create("judge_mutations");
	TCase *c = tcase_create("mutations");

	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, as_they_are, 0, SAMPLES);
	tcase_add_loop_test(c, without_a_segment_or_call, 0, SAMPLES);
	tcase_add_loop_test(c, with_a_segment_twice, 0, SAMPLES);
	tcase_add_loop_test(c, with_other_flags, 0, SAMPLES);
	tcase_add_loop_test(c, with_a_segment_more, 0, SAMPLES);
	tcase_add_loop_test(c, with_two_lines_exchanged, 0, SAMPLES);
	tcase_add_loop_test(c, cut_short, 0, SAMPLES);
	suite_add_tcase(s, c);
	return s;
}
