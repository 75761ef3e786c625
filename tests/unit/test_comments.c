/* test_comments.c - what stands beside each frame in wire.pcapng: the line that it met, or why it needs none. */
#include <check.h>

#include "common/report/comments.h"
#include "tests/support/story.h"
#include "tests/unit/suites.h"

#define FRAMES 7 /* the last so many of a story: behind the handshake */

static void say(const char *script, const char *story, const char *const wanted[FRAMES])
{
	struct tale tale = tale_judged(script, story, JUDGE_FINAL);
	const char *const *comments = frame_comments(tale.script, tale.timeline, &tale.judgement);
	size_t frame = 0;

	for (size_t i = 0; i < tale.timeline->event_count; i++) {
		if (tale.timeline->events[i]->kind != EVENT_PACKET)
			ck_assert_ptr_null(comments[i]);
		else if (++frame > 3)
			ck_assert_str_eq(comments[i], wanted[frame - 4]);
	}
	for (size_t i = frame - 3; i < FRAMES; i++)
		ck_assert_ptr_null(wanted[i]);
	tale_end(&tale);
}

START_TEST(of_a_run_that_holds)
{
	say("claim one holds\nclaim two fails \"if it rains\"\n" OPENING_SCRIPT "client > server  data 1:11\n"
	    "* client > server  F. 11:11(0)\n"
	    "control start client --linger off\n",
	    OPENING_STORY "0.2 client > server P. 1:6 ack 1\n0.21 client > server P. 6:11 ack 1\n"
			  "0.22 client > server F. 11:11 ack 1\n0.23 server > client . 1:1 ack 12 win 0\n"
			  "0.4 client > server FP. 1:11 ack 1\n9.0 end\n",
	    (const char *const[FRAMES]){
		    "tests/story.lab:8: client > server  data 1:11",
		    "tests/story.lab:8: client > server  data 1:11",
		    "tests/story.lab:9: client > server  F. 11:11(0) [one: holds] [two: fails]",
		    "an acknowledgement alone, zero window: it needs no line",
		    "needless retransmission: needless: frame 7 had acknowledged all of it before it was sent again",
	    });
}
END_TEST

/* The segments of a data run that was never complete are that line's all the same. */
START_TEST(of_a_run_that_fails)
{
	say(OPENING_SCRIPT "client > server  data 1:21\n",
	    OPENING_STORY
	    "0.2 client > server P. 1:6 ack 1\n0.21 client > server P. 6:11 ack 1\n"
	    "0.22 client > server R. 11:11 ack 1\n0.23 server > client F. 1:1 ack 11\n9.0 end\n",
	    (const char *const[FRAMES]){
		    "tests/story.lab:6: client > server  data 1:21",
		    "tests/story.lab:6: client > server  data 1:21",
		    "no line of the script names this",
		    "no line of the script speaks of this",
	    });
}
END_TEST

Suite *suite_comments(void)
{
	Suite *s = suite_create("comments");
	TCase *t = tcase_create("frames");

	tcase_add_test(t, of_a_run_that_holds);
	tcase_add_test(t, of_a_run_that_fails);
	suite_add_tcase(s, t);
	return s;
}
