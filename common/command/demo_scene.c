/* demo_scene.c - one scenario of a lecture; see demo_scene.h. */
#include "common/command/demo_scene.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/record/store.h"
#include "common/report/collect.h"

const struct script *scene_script(const struct scene *s)
{
	return s->job->script;
}

/* "02-rst" says how it ends, "02" does not. */
static const char *name_without_outcome(const struct script *script)
{
	size_t digits = strspn(script->name, "0123456789");

	if (digits && (script->name[digits] == '-' || !script->name[digits]))
		return arena_printf(script->arena, "%s %.*s", script->lab, (int)digits, script->name);
	return script->name;
}

bool scene_load(struct scene *s, const char *path, const struct places *places)
{
	*s = (struct scene){ .job = job_new(path, places, false, NULL, 0) };
	if (s->job)
		s->name = name_without_outcome(s->job->script);
	return s->job != NULL;
}

static void forget(struct scene *s)
{
	arena_free(s->ladder.story.arena);
	s->ladder = (struct ladder){ 0 };
	s->acts = NULL;
	s->act_count = 0;
	if (s->status != SCENE_PLAYED)
		return;
	result_free(s->result);
	judgement_free(&s->judgement);
	timeline_free(s->timeline);
}

void scene_stop(struct scene *s)
{
	job_rewind(s->job);
	if (s->status == SCENE_PLAYING)
		s->status = SCENE_NOT_PLAYED;
}

void scene_free(struct scene *s)
{
	forget(s);
	if (s->job)
		job_free(s->job);
	*s = (struct scene){ 0 };
}

void scene_start(struct scene *s, const struct world_plan *plan, const struct places *places)
{
	time_t now = time(NULL);
	struct tm tm;

	forget(s);
	job_rewind(s->job);
	s->status = SCENE_PLAYING;
	s->began_ns = monotonic_ns();
	strftime(s->played_at, sizeof(s->played_at), "%H:%M:%S", localtime_r(&now, &tm));
	job_start_next(s->job, plan, places);
	if (s->job->workers[0].fd < 0) {
		s->status = SCENE_BROKEN;
		s->error = s->job->workers[0].error;
	}
}

/* The verdict comes from the record, as everywhere, and not from what the director said. */
static void take_record(struct scene *s, const struct worker *w)
{
	s->timeline = store_take(w->files, w->file_count, &s->error);
	if (!s->timeline) {
		s->status = SCENE_BROKEN;
		return;
	}
	judge(scene_script(s), s->timeline, JUDGE_FINAL, &s->judgement);
	s->result = result_collect(scene_script(s), s->timeline, &s->judgement, NULL, 0,
				   (double)(w->end_ns - w->begin_ns) / 1e9, NULL);
	s->status = SCENE_PLAYED;
}

void scene_read(struct scene *s)
{
	struct worker *w = &s->job->workers[0];

	if (s->status != SCENE_PLAYING)
		return;
	worker_read(w);
	switch (w->status) {
	case WORKER_RUNNING: return;
	case WORKER_DONE: take_record(s, w); break;
	case WORKER_SKIPPED:
	case WORKER_BROKEN:
		s->status = w->status == WORKER_SKIPPED ? SCENE_SKIPPED : SCENE_BROKEN;
		s->error = w->error;
		break;
	}
	job_rewind(s->job);
}

int scene_fd(const struct scene *s)
{
	return s->status == SCENE_PLAYING ? s->job->workers[0].fd : -1;
}

bool scene_waits(const struct scene *s)
{
	return s->status == SCENE_PLAYING && s->job->workers[0].awaits[0];
}

void scene_lay_out(struct scene *s, const struct ladder_style *style)
{
	arena_free(s->ladder.story.arena);
	s->style = *style;
	s->ladder = (struct ladder){ .story = { .arena = arena_new(),
						.script = scene_script(s),
						.timeline = s->timeline,
						.judgement = &s->judgement },
				     .style = &s->style };
	ladder_build(&s->ladder);
	s->acts = ladder_acts(&s->ladder, &s->act_count);
}
