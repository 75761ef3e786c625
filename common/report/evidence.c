/* evidence.c - what a run shows of a claim; see evidence.h. */
#include "common/report/evidence.h"

#include <string.h>

#include "capture/notation.h"
#include "common/base/text.h"

/* ---- one starred line ---- */

static const char *state_words(struct arena *arena, const struct line *line)
{
	if (line->kind == LINE_STATE && (line->state.states & 1u) && !strchr(line->text, '|'))
		return arena_printf(arena, "%s: not in the kernel's table", line->text);
	return arena_string(arena, line->text);
}

/* What met the line: "client > server R. 6:6(0) ack 1". */
static const char *event_words(struct arena *arena, const struct run_seen *seen, const struct line *line,
			       const struct event *e)
{
	if (e->kind == EVENT_SOCKETS || e->kind == EVENT_READING)
		return state_words(arena, line);
	if (line->kind == LINE_CALL && line->call.result == RESULT_UNFINISHED)
		return arena_printf(arena, "%s, which had not returned", line->text);
	return arena_printf(arena, "%s%s", event_text(seen->timeline, e, arena),
			    duration_words(arena, line, e));
}

/* "frame 6: R. 6:6(0) ack 1" */
static const char *frame_words(struct arena *arena, const struct run_seen *seen, const struct line *line,
			       const struct line_result *met)
{
	const struct timeline *t = seen->timeline;
	const struct event *first = t->events[met->events[0]],
			   *last = t->events[met->events[met->event_count - 1]];
	const struct segment *s = timeline_segment(t, first);
	unsigned frame = first->packet.packet.frame;
	char buf[SEGMENT_TEXT];

	if (met->event_count > 1)
		return arena_printf(arena, "frames %u to %u: %zu segments, %s", frame,
				    last->packet.packet.frame, met->event_count, line->text);
	return arena_printf(arena, "frame %u: %s", frame,
			    s ? segment_text(s, NOTATION_SHORT, buf, sizeof(buf))
			      : packet_text(&first->packet.packet, buf, sizeof(buf)));
}

static struct evidence evidence_of(struct arena *arena, const struct run_seen *seen, size_t index)
{
	const struct line *line = &seen->script->lines[index];
	const struct event *event = line_met_by(seen->judgement, seen->timeline, index);
	struct evidence e = { .line = line->number };

	e.kind = line_is_wire(line)				  ? EVIDENCE_FRAME
		 : line->kind == LINE_STATE || line_is_read(line) ? EVIDENCE_STATE
								  : EVIDENCE_CALL;
	if (line->kind == LINE_CALL)
		e.call = arena_string(arena, event ? event->call.name : line->call.name);
	if (!event) {
		e.text = line->never ? arena_printf(arena, "%s: none to the end", line->text)
				     : arena_string(arena, line->text);
	} else if (event->kind == EVENT_PACKET) {
		e.frame = event->packet.packet.frame;
		e.text = frame_words(arena, seen, line, &seen->judgement->lines[index]);
	} else {
		e.text = event_words(arena, seen, line, event);
	}
	return e;
}

/* ---- the sentence ---- */

/* One blank for several: columns mean nothing in a sentence. */
static const char *squeezed(struct arena *arena, const char *text)
{
	char *out = arena_string(arena, text), *to = out;

	for (const char *s = text; *s; s++)
		if (*s != ' ' || s[1] != ' ')
			*to++ = *s;
	*to = '\0';
	return out;
}

static const char *met_words(struct arena *arena, const struct run_seen *seen, size_t index)
{
	const struct line *line = &seen->script->lines[index];
	const struct event *e = line_met_by(seen->judgement, seen->timeline, index);
	size_t count = seen->judgement->lines[index].event_count;

	if (!e)
		return line->never ? arena_printf(arena, "no %s to the end of the run",
						  line->text + strlen("never "))
				   : line->text;
	return e->kind == EVENT_PACKET && count > 1
		       ? arena_printf(arena, "%zu segments, %s", count, line->text)
		       : event_words(arena, seen, line, e);
}

/* "0.3 ms after close(): client > server R. 6:6(0) ack 1" */
static const char *line_words(struct arena *arena, const struct run_seen *seen, size_t index)
{
	const struct line *line = &seen->script->lines[index];
	const struct line_result *met = &seen->judgement->lines[index];
	bool unfinished = line->kind == LINE_CALL && line->call.result == RESULT_UNFINISHED;
	const char *after =
		met->event_count && !unfinished ? after_words(arena, seen, line, met->events[0]) : "";

	return arena_printf(arena, "%s%s", after, met_words(arena, seen, index));
}

/* A starred line, and what could have come there. */
struct decisive {
	int line; /* index of the script's line; NO_LINE: none was met */
	int last; /* the last one that was met: what it came to. What never came only where nothing did */
	const struct control_result *control; /* NULL: none parted there from the run */
	const struct control_break *parted;
};

/* Where the run and a control first part at a star of the claim, that decides; without one its first star. */
static struct decisive find_decisive(const struct run_seen *seen, size_t claim,
				     const struct control_result *controls, size_t count)
{
	const struct script *s = seen->script;
	struct decisive d = { .line = NO_LINE, .last = NO_LINE };

	for (size_t c = 0; c < count; c++)
		for (size_t b = 0; controls[c].as_it_must && !d.parted && b < controls[c].break_count; b++)
			if (controls[c].breaks[b].claims >> claim & 1) {
				d.control = &controls[c];
				d.parted = &controls[c].breaks[b];
			}
	for (size_t i = 0; i < s->line_count; i++) {
		if (!line_is_star_of(&s->lines[i], claim) || seen->judgement->lines[i].status != LINE_MET)
			continue;
		if (d.parted ? s->lines[i].number == d.parted->line : d.line == NO_LINE)
			d.line = (int)i;
		if (d.last <= d.line || !s->lines[i].never)
			d.last = (int)i;
	}
	return d;
}

/* What else could have come: "with -l off in place of -l 0: a FIN came" */
static const char *otherwise_words(struct arena *arena, const struct script *s, const struct decisive *d)
{
	for (size_t i = 0; i < s->control_count; i++)
		if (strcmp(s->controls[i].text, d->control->text) == 0)
			return arena_printf(arena, "%s: %s", change_words(arena, s, &s->controls[i]),
					    d->parted->came);
	return d->parted->came;
}

static void tell(struct arena *arena, const struct run_seen *seen, size_t index,
		 const struct control_result *controls, size_t count, struct claim_result *claim)
{
	struct decisive d = find_decisive(seen, index, controls, count);

	claim->sentence = "";
	if (d.line == NO_LINE)
		return;
	claim->line = seen->script->lines[d.line].number;
	claim->sentence = line_words(arena, seen, (size_t)d.line);
	if (d.control) {
		claim->control = arena_string(arena, d.control->text);
		claim->sentence = arena_printf(arena, "%s; %s", claim->sentence,
					       otherwise_words(arena, seen->script, &d));
	}
	if (d.last > d.line)
		claim->sentence = arena_printf(arena, "%s; %s%s", claim->sentence,
					       seen->script->lines[d.last].never ? "" : "in the end ",
					       met_words(arena, seen, (size_t)d.last));
	claim->sentence = squeezed(arena, claim->sentence);
}

/* ---- all of a claim ---- */

/* Seconds from the line's action until it was met; of what must never be, to the end of the run. */
static double waited(const struct run_seen *seen, size_t index)
{
	const struct line *line = &seen->script->lines[index];
	const struct line_result *met = &seen->judgement->lines[index];
	int64_t began = act_began(seen, line), end;

	if (began == INT64_MIN)
		return 0;
	end = met->event_count ? event_end(seen->timeline->events[met->events[met->event_count - 1]])
			       : INT64_MAX;
	if (end == INT64_MAX)
		end = seen->timeline->events[seen->timeline->event_count - 1]->time_ns;
	return end > began ? (double)(end - began) / 1e9 : 0;
}

void evidence_collect(struct arena *arena, const struct run_seen *seen, size_t index,
		      const struct control_result *controls, size_t control_count, struct claim_result *claim)
{
	size_t capacity = 0;

	for (size_t i = 0; i < seen->script->line_count; i++) {
		double time;

		if (!line_is_star_of(&seen->script->lines[i], index) ||
		    seen->judgement->lines[i].status != LINE_MET)
			continue;
		claim->evidence = arena_grow(arena, claim->evidence, claim->evidence_count, &capacity,
					     sizeof(*claim->evidence));
		claim->evidence[claim->evidence_count++] = evidence_of(arena, seen, i);
		time = waited(seen, i);
		claim->waited = time > claim->waited ? time : claim->waited;
	}
	tell(arena, seen, index, controls, control_count, claim);
}
