/* list.c - the ladder as an ordered list, for who has no script; see run.h. */
#include <inttypes.h>

#include "common/page/escape.h"
#include "common/page/teller.h"

void list_item(struct teller *t, unsigned item, int64_t us, size_t event, const char *text)
{
	const struct timeline *timeline = t->story.timeline;
	const struct event *e = event == SIZE_MAX ? NULL : timeline->events[event];
	const struct event_mark *mark = e ? &t->story.marks[event] : NULL;
	int process = e ? event_process(e) : NOBODY;

	if (!t->list)
		return;
	text_add(t->list, "<li");
	/* A place of its own for what the page leads to: evidence. */
	if (mark && mark->line_count) {
		text_add(t->list, " id=\"");
		fragment_add(t->list, t->id);
		text_addf(t->list, "/%u\"%s", item, mark->starred ? " class=\"starred\"" : "");
	}
	text_addf(t->list, ">%" PRId64 ".%03" PRId64 " ", us / 1000, us % 1000);
	/* A packet's own text says who sends it to whom; the picture's label leaves that to the arrow. */
	if (e && e->kind == EVENT_PACKET)
		text = event_text(timeline, e, t->story.arena);
	else if (process != NOBODY)
		text = arena_printf(t->story.arena, "%s: %s", timeline->processes[process].name, text);
	html_add(t->list, text);
	text_add(t->list, "\n");
}
