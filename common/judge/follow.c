/* follow.c - a record's actions beside those of a script; see follow.h. */
#include "common/judge/follow.h"

/* The next action line from *at on, past which *at is moved; NULL where there is none. */
static const struct line *next_action(const struct script *s, size_t *at)
{
	while (*at < s->line_count) {
		const struct line *l = &s->lines[(*at)++];

		if (line_is_action(l))
			return l;
	}
	return NULL;
}

const char *actions_follow(const struct script *script, struct timeline *timeline, struct arena *arena)
{
	unsigned *numbers = arena_alloc(arena, (timeline->event_count + 1) * sizeof(*numbers));
	size_t at = 0, count = 0;

	for (size_t i = 0; i < timeline->event_count; i++) {
		const struct action_event *action = &timeline->events[i]->action;
		const struct line *l;

		if (timeline->events[i]->kind != EVENT_ACTION || !action->line)
			continue;
		count++;
		l = next_action(script, &at);
		if (!l)
			return arena_printf(
				arena,
				"its action %zu was `%s`, and %s has only %zu: that script is for another experiment",
				count, action->text, script->path, count - 1);
		if (!line_text_same(l->text, action->text))
			return arena_printf(
				arena,
				"its action %zu was `%s`, and %s:%u says `%s`: that script is for another experiment",
				count, action->text, script->path, l->number, l->text);
		numbers[i] = l->number;
	}
	for (size_t i = 0; i < timeline->event_count; i++)
		if (numbers[i])
			timeline->events[i]->action.line = numbers[i];
	return NULL;
}
