/* story_labels.c - a segment as the label of an arrow, in several lengths; see story.h. */
#include <stdio.h>
#include <string.h>

#include "capture/notation.h"
#include "common/report/story.h"

/* Marks that the notation itself does not show, in words for an arrow. */
static const struct mark_words {
	unsigned mark;
	const char *words, *brief;
} mark_words[] = {
	{ MARK_RETRANSMISSION, "retransmission", "retrans." },
	{ MARK_PARTIAL_OVERLAP, "partly sent before", "overlap" },
	{ MARK_OUT_OF_ORDER, "out of order", "late" },
	{ MARK_KEEPALIVE_PROBE, "keep-alive probe", "keep-alive" },
	{ MARK_ZERO_WINDOW_PROBE, "zero-window probe", "probe" },
	{ MARK_PROBE_ANSWER, "answer to the probe", "answer" },
	{ MARK_WINDOW_UPDATE, "window update", "update" },
	{ MARK_DUPLICATE_ACK, "duplicate ACK", "duplicate" },
	{ MARK_DSACK, "D-SACK: had it", "D-SACK" },
};

/* What the cable did, beside losing it, which shows. */
static const struct {
	const char *words, *brief;
} fault_words[FAULT_KINDS] = {
	[FAULT_DUPLICATE] = { "arrives twice", "twice" },
	[FAULT_DELAY] = { "held back", "late" },
	[FAULT_REORDER] = { "overtaken", "overtaken" },
	[FAULT_CORRUPT] = { "a bit turned over", "corrupt" },
	[FAULT_INJECT] = { "injected", "injected" },
};

static const char *fault_in_words(const struct story *story, const struct event *e, bool brief)
{
	const struct fault *f =
		e->packet.fault == NO_FAULT ? NULL : &story->timeline->faults[e->packet.fault];
	char late[DURATION_TEXT];

	if (f && f->kind == FAULT_DELAY && !brief)
		return arena_printf(story->arena, "%s for %s", fault_words[f->kind].words,
				    duration_text(f->due_ns - f->sent_ns, late));
	return !f ? NULL : brief ? fault_words[f->kind].brief : fault_words[f->kind].words;
}

static const char *marks_in_words(const struct story *story, const struct event *e, unsigned marks,
				  bool excused, bool brief)
{
	const char *fault = fault_in_words(story, e, brief);
	struct text t = { 0 };
	char *words;

	for (size_t i = 0; i < sizeof(mark_words) / sizeof(mark_words[0]); i++)
		if (marks & mark_words[i].mark)
			text_addf(&t, "%s%s", t.length ? ", " : " (",
				  brief ? mark_words[i].brief : mark_words[i].words);
	if (excused)
		text_addf(&t, "%s%s", t.length ? ", " : " (", "needless");
	if (fault)
		text_addf(&t, "%s%s", t.length ? ", " : " (", fault);
	if (e->packet.lost)
		text_addf(&t, "%s%s", t.length ? ", " : " (", "lost");
	if (t.length)
		text_add(&t, ")");
	words = arena_string(story->arena, text_chars(&t));
	text_free(&t);
	return words;
}

/* " <mss 65495,sackOK,wscale 7>" of a SYN: as many of what both ends agree on here as there is room for. */
static const char *syn_options(struct arena *a, const struct tcp_options *o, int level)
{
	struct text t = { 0 };
	const char *text;

	if (o->has_mss)
		text_addf(&t, ",mss %u", o->mss);
	if (level > 0 && o->sack_permitted)
		text_add(&t, ",sackOK");
	if (level > 1 && o->has_timestamps)
		text_add(&t, ",TS");
	if (level > 0 && o->has_window_scale)
		text_addf(&t, ",wscale %u", o->window_scale);
	text = t.length ? arena_printf(a, " <%s>", t.chars + 1) : "";
	text_free(&t);
	return text;
}

/* Which connection, where the picture alone does not tell: "second: ", "#2 ". */
static const char *label_prefix(const struct story *story, const struct event *e, bool inside)
{
	const struct packet_event *p = &e->packet;
	const struct timeline *t = story->timeline;
	const char *from = packet_from(t, e), *to = packet_to(t, e);
	char number[16] = "";

	if (story->many_connections && p->number)
		snprintf(number, sizeof(number), "#%u", p->number);
	if (inside)
		return arena_printf(story->arena, "%s%s > %s  ", from ? from : "?", number, to ? to : "?");
	for (int side = 0; side < SIDES; side++) {
		int actor = p->from != NOBODY && (int)story->actor_side[p->from] == side ? p->from : p->to;

		if (story->actors_on[side] > 1 && actor != NOBODY && (int)story->actor_side[actor] == side)
			return arena_printf(story->arena, "%s%s: ", t->actors[actor].name, number);
	}
	return *number ? arena_printf(story->arena, "%s ", number) : "";
}

void packet_words(const struct story *story, size_t event, struct wording *out)
{
	const struct event *e = story->timeline->events[event];
	const struct segment *s = timeline_segment(story->timeline, e);
	const char *words, *brief, *win = "", *prefix;
	bool excused = story->marks[event].excuse;
	struct arena *a = story->arena;
	char buf[SEGMENT_TEXT];
	enum side from, to;

	*out = (struct wording){ 0 };
	prefix = label_prefix(story, e, !packet_sides(story, e, &from, &to));
	if (!s) {
		words = marks_in_words(story, e, 0, false, false);
		packet_text(&e->packet.packet, buf, sizeof(buf));
		wording_add(out, arena_printf(a, "%s%s%s", prefix, buf, words));
		out->enough = out->count;
		if (strncmp(buf, "ICMP ", 5) == 0)
			wording_add(out, arena_printf(a, "%s%s%s", prefix, buf + 5, words));
		return;
	}
	words = marks_in_words(story, e, s->marks, excused, false);
	brief = marks_in_words(story, e, s->marks, excused, true);
	segment_text(s, NOTATION_SHORT, buf, sizeof(buf));
	if (s->marks & MARK_ZERO_WINDOW)
		win = " win 0";
	else if (s->marks & MARK_WINDOW_UPDATE)
		win = arena_printf(a, " win %u", s->window);
	if (s->packet.tcp.flags & FLAG_SYN)
		for (int level = 2; level >= 0; level--)
			wording_add(out, arena_printf(a, "%s%s%s%s", prefix, buf,
						      syn_options(a, &s->packet.tcp.options, level), words));
	wording_add(out, arena_printf(a, "%s%s%s%s", prefix, buf, win, words));
	/* Narrower: without what it acknowledges, unless that is all that it says. */
	if (strchr(buf, ':') && strstr(buf, " ack"))
		*strstr(buf, " ack") = '\0';
	out->enough = out->count;
	if (*words) {
		wording_add(out, arena_printf(a, "%s%s%s%s", prefix, buf, win, words));
		wording_add(out, arena_printf(a, "%s%s%s%s", prefix, buf, win, brief));
		out->enough = out->count;
	}
	wording_add(out, arena_printf(a, "%s%s%s%s", prefix, buf, win, brief));
	brief = marks_in_words(story, e, s->marks & MARK_RETRANSMISSION, excused, true);
	wording_add(out, arena_printf(a, "%s%s%s%s", prefix, buf, win, brief));
}

static const char *size_text(struct arena *a, uint64_t bytes)
{
	if (bytes < 10000)
		return arena_printf(a, "%llu B", (unsigned long long)bytes);
	if (bytes < 10000000)
		return arena_printf(a, "%llu KB", (unsigned long long)(bytes + 500) / 1000);
	return arena_printf(a, "%llu MB", (unsigned long long)(bytes + 500000) / 1000000);
}

void fold_label(const struct story *story, const struct fold *f, struct wording *out)
{
	const struct event *e = story->timeline->events[f->last_segment_event];
	const char *prefix = label_prefix(story, e, false);
	struct arena *a = story->arena;

	*out = (struct wording){ 0 };
	wording_add(out, arena_printf(a, "%s… %zu more data segments %u:%u, %s each", prefix, f->segments,
				      f->first, f->end, size_text(a, f->payload / f->segments)));
	wording_add(out, arena_printf(a, "%s… %zu more data segments %u:%u", prefix, f->segments, f->first,
				      f->end));
	wording_add(out, arena_printf(a, "%s… %zu more, %u:%u", prefix, f->segments, f->first, f->end));
	wording_add(out, arena_printf(a, "%s… %zu more", prefix, f->segments));
	out->enough = 2;
}
