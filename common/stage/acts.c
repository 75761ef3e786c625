/*
 * acts.c - what the director does for each kind of action; see play.h.
 *
 * One function a kind, perform_name() of the list in common/script/line.h: where one is missing, this does not compile.
 */
#include "common/base/descriptor.h"
#include "common/stage/network.h"
#include "common/stage/play.h"

static bool perform_start(struct stage *s, const struct line *line, struct error *error)
{
	return cast_start(s->cast, line, error);
}

static bool perform_type(struct stage *s, const struct line *line, struct error *error)
{
	return cast_type(s->cast, line, error);
}

static bool perform_eof(struct stage *s, const struct line *line, struct error *error)
{
	struct player *p = cast_player(s->cast, line->process);

	if (!p || p->reaped)
		return error_set(error, "no standard input to end: %s has ended", line->process);
	descriptor_close(&p->input_fd); /* nobody else has this end of the pipe */
	return true;
}

static bool perform_kill(struct stage *s, const struct line *line, struct error *error)
{
	return cast_kill(s->cast, line, error);
}

static bool perform_file(struct stage *s, const struct line *line, struct error *error)
{
	return files_write(&s->files, s->t->arena, &line->file, error);
}

/* Lets time pass: the claim is that nothing happens in it. */
static bool perform_wait(struct stage *s, const struct line *line, struct error *error)
{
	int64_t begin = steady_now(), ns = line->wait_ns, now;

	while ((now = steady_now()) - begin < ns && !s->t->trouble) {
		int64_t left = ns - (now - begin);

		tell_wait(s, begin, "that nothing happens");
		/* Whoever is told that we wait is told once; then only news should wake us. */
		wait_for_news(s, left < 100 * MS || now - begin > 1000 * MS ? left : 100 * MS);
	}
	tell_no_wait(s);
	s->t->timer_ns += ns;
	(void)error;
	return true;
}

/* Who is where decides how a link is cut. */
static bool perform_cut(struct stage *s, const struct line *line, struct error *error)
{
	if (s->d->hosts)
		return hosts_cut(s, line, error);
	loopback_cut(s, line);
	return true;
}

static bool perform_mend(struct stage *s, const struct line *line, struct error *error)
{
	(void)line;
	if (s->d->hosts)
		return hosts_mend(s, error) && cable_mend(&s->cable, error);
	loopback_mend(s);
	return true;
}

static bool perform_sysctl(struct stage *s, const struct line *line, struct error *error)
{
	if (s->d->hosts)
		return hosts_sysctl(s->d->hosts, line->host, line->setting.name, line->setting.value, error);
	return network_sysctl(line->setting.name, line->setting.value, error);
}

static bool perform_crash(struct stage *s, const struct line *line, struct error *error)
{
	return host_crash(s, line->host, error);
}

static bool perform_reboot(struct stage *s, const struct line *line, struct error *error)
{
	return host_reboot(s, line->host, error);
}

static bool perform_unreachable(struct stage *s, const struct line *line, struct error *error)
{
	return host_lose(s, line->host, error);
}

static bool perform_fault(struct stage *s, const struct line *line, struct error *error)
{
	return cable_arm(&s->cable, line, error);
}

static bool perform_inject(struct stage *s, const struct line *line, struct error *error)
{
	return cable_inject(&s->cable, line, error);
}

#define perform_drop	  perform_fault
#define perform_duplicate perform_fault
#define perform_delay	  perform_fault
#define perform_reorder	  perform_fault
#define perform_corrupt	  perform_fault

bool act(struct stage *s, const struct line *line, struct error *error)
{
	static bool (*const acts[LINE_KIND_COUNT])(struct stage *, const struct line *, struct error *) = {
#define ROW(KIND, name, ...) [LINE_##KIND] = perform_##name,
		ACTION_KINDS(ROW)
#undef ROW
	};

	return acts[line->kind](s, line, error);
}
