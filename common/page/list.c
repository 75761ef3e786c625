/* list.c - the ladder as an ordered list, for who has no script; see run.h. */
#include <inttypes.h>

#include "common/page/escape.h"
#include "common/page/teller.h"

void list_item(struct teller *t, unsigned item, size_t event, const char *text)
{
	const struct timeline *timeline = t->ladder.timeline;
	const struct event *e = event == SIZE_MAX ? NULL : timeline->events[event];
	int process = e ? event_process(e) : NOBODY;
	int64_t us;

	/* Calls that the script does not speak of are left out: it is long enough. */
	if (!t->list || (e && e->kind == EVENT_CALL && !t->ladder.marks[event].line_count &&
			 !t->ladder.marks[event].broken))
		return;
	/* A place of its own for what the page leads to: evidence. */
	if (e && t->ladder.marks[event].line_count) {
		text_add(t->list, "<li id=\"");
		fragment_add(t->list, t->id);
		text_addf(t->list, "/%u\">", item);
	} else {
		text_add(t->list, "<li>");
	}
	if (e) {
		us = teller_us(t, e->time_ns);
		text_addf(t->list, "%" PRId64 ".%03" PRId64 " ", us / 1000, us % 1000);
	}
	/* A packet's own text says who sends it to whom; the picture's label leaves that to the arrow. */
	if (e && e->kind == EVENT_PACKET)
		text = event_text(timeline, e, t->ladder.arena);
	else if (process != NOBODY)
		text = arena_printf(t->ladder.arena, "%s: %s", timeline->processes[process].name, text);
	html_add(t->list, text);
	text_add(t->list, "\n");
}
