/* comments.c - what stands beside each frame in wire.pcapng; see comments.h. */
#include "common/report/comments.h"

static const char *line_comment(struct arena *arena, const struct script *script, const struct line *line)
{
	const char *text =
		arena_printf(arena, "%s/%s.lab:%u: %s", script->lab, script->name, line->number, line->text);

	for (size_t i = 0; line->starred && i < script->claim_count; i++)
		if (line->claims >> i & 1)
			text = arena_printf(arena, "%s [%s: %s]", text, script->claims[i].id,
					    claim_verdict_text(script->claims[i].verdict));
	return text;
}

const char *const *frame_comments(const struct script *script, const struct timeline *timeline,
				  const struct judgement *judgement)
{
	struct arena *arena = judgement->arena;
	const char **comments = arena_alloc(arena, (timeline->event_count + 1) * sizeof(*comments));

	for (size_t i = 0; i < script->line_count; i++) {
		const struct line_result *r = &judgement->lines[i];

		for (size_t k = 0; k < r->event_count; k++)
			if (timeline->events[r->events[k]]->kind == EVENT_PACKET)
				comments[r->events[k]] = line_comment(arena, script, &script->lines[i]);
	}
	for (size_t i = 0; i < judgement->excused_count; i++)
		comments[judgement->excused[i]] =
			arena_printf(arena, "needless retransmission: %s", judgement->excuse[i]);
	for (size_t i = 0; i < judgement->failure_count; i++)
		if (judgement->failures[i].event != NO_EVENT && !comments[judgement->failures[i].event])
			comments[judgement->failures[i].event] = "no line of the script names this";
	return comments;
}
