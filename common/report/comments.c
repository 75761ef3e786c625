/* comments.c - what stands beside each frame in wire.pcapng; see comments.h. */
#include "common/report/comments.h"

#include "capture/notation.h"
#include "common/report/story.h"

/* The frame that this is the duplicate capture of; 0 where there is none. It is not far above. */
static uint32_t original_of(const struct timeline *t, size_t again)
{
	const struct event *e = t->events[again];

	for (size_t i = again; i-- > 0;) {
		const struct packet_event *p = &t->events[i]->packet;

		if (t->events[i]->kind == EVENT_PACKET && !p->duplicate && p->arrived_ns == e->time_ns &&
		    p->link != e->packet.link && p->packet.length == e->packet.packet.length)
			return p->packet.frame;
	}
	return 0;
}

static const char *line_comment(struct arena *arena, const struct script *script, const struct line *line)
{
	const char *text =
		arena_printf(arena, "%s/%s.lab:%u: %s", script->lab, script->name, line->number, line->text);

	for (size_t i = 0; i < script->claim_count; i++)
		if (line_is_star_of(line, i))
			text = arena_printf(arena, "%s [%s: %s]", text, script->claims[i].id,
					    claim_says_text(&script->claims[i].says, arena));
	return text;
}

/* Why a frame that no line has met needs none: what acknowledges, and nothing else, may go unmentioned. */
static const char *unmet_comment(struct arena *arena, const struct timeline *t, const struct event *e)
{
	const struct segment *s = timeline_segment(t, e);
	char marks[SEGMENT_TEXT];

	if (!s || !(s->marks & MARK_BARE_ACK))
		return "no line of the script speaks of this";
	marks_text(s->marks, marks, sizeof(marks));
	return arena_printf(arena, "an acknowledgement alone%s%s: it needs no line", *marks ? ", " : "",
			    marks);
}

static const char *comment_on(const struct story *story, size_t event)
{
	const struct event *e = story->timeline->events[event];
	const struct event_mark *mark = &story->marks[event];
	struct arena *arena = story->arena;
	uint32_t frame = e->packet.duplicate ? original_of(story->timeline, event) : 0;

	if (frame)
		return arena_printf(arena, "arrived: frame %u", frame);
	if (mark->excuse)
		return arena_printf(arena, "needless retransmission: %s", mark->excuse);
	if (mark->taken_by)
		return line_comment(arena, story->script, mark->taken_by);
	return mark->differs ? "no line of the script names this" : unmet_comment(arena, story->timeline, e);
}

const char *const *frame_comments(const struct script *script, const struct timeline *timeline,
				  const struct judgement *judgement)
{
	struct arena *arena = judgement->arena;
	struct story story = {
		.arena = arena, .script = script, .timeline = timeline, .judgement = judgement
	};
	const char **comments = arena_alloc(arena, (timeline->event_count + 1) * sizeof(*comments));

	story_mark_lines(&story);
	for (size_t i = 0; i < timeline->event_count; i++)
		if (timeline->events[i]->kind == EVENT_PACKET)
			comments[i] = comment_on(&story, i);
	return comments;
}
