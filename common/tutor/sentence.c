/* sentence.c - a rule's sentence, with the names in it replaced by what they stand for; see rules.h. */
#include <string.h>

#include "common/base/text.h"
#include "common/tutor/rules.h"

/* ---- whom we speak of ---- */

static void add_who(struct text *out, const struct divergence *s)
{
	text_add(out, s->who ? s->who : "sender");
}

static void add_yours(struct text *out, const struct divergence *s)
{
	text_addf(out, "your %s", s->who);
}

static void add_peer(struct text *out, const struct divergence *s)
{
	text_add(out, s->peer ? s->peer : "peer");
}

/* " (--linger 0)" */
static void add_arguments(struct text *out, const struct divergence *s)
{
	const struct line *start = s->study.start;

	for (size_t i = 0; start && i < start->start.argument_count; i++)
		text_addf(out, "%s%s", i ? " " : " (", start->start.arguments[i]);
	if (start && start->start.argument_count)
		text_add(out, ")");
}

/* "calls setsockopt(SO_LINGER), which failed: EINVAL": why the option is not set. */
static void add_unset(struct text *out, const struct divergence *d)
{
	const struct study *s = &d->study;
	const struct argument *size = s->refused ? argument_shaped(&s->refused->args, ARG_SIZE) : NULL;

	if (!s->refused)
		text_addf(out,
			  s->option_late ? "calls setsockopt(%s) only later" : "never calls setsockopt(%s)",
			  s->option);
	else if (s->refused_after_close && strcmp(s->refused->errno_name, "EBADF") == 0)
		text_addf(out, "calls setsockopt(%s) only after close(), where it fails: EBADF", s->option);
	else
		text_addf(out, "calls setsockopt(%s), which fails: %s", s->option, s->refused->errno_name);
	if (size && strcmp(s->refused->errno_name, "EINVAL") == 0)
		text_addf(
			out,
			", most likely for its length, %s bytes (SO_LINGER takes a struct linger, most options an int)",
			size->text);
}

/* "127.0.0.2 port 9877" */
static void add_place(struct text *out, const struct endpoint *e)
{
	char buf[ADDRESS_TEXT];

	if (e->address.family)
		text_addf(out, "%s port %u", address_text(&e->address, buf), e->port);
}

/* " (9877 with its bytes swapped: is htons() missing?)" */
static void add_swapped(struct text *out, const struct divergence *d)
{
	const struct study *s = &d->study;
	unsigned its = s->connected ? s->where.port : s->bound_at.port,
		 other = s->connected ? s->address.port : s->sought.port;

	if (its != other && its == (other >> 8 | (other & 0xff) << 8))
		text_addf(out, " (%u with its bytes swapped: is htons() missing?)", other);
}

static void add_where(struct text *out, const struct divergence *s)
{
	add_place(out, &s->study.where);
}

static void add_address(struct text *out, const struct divergence *s)
{
	add_place(out, &s->study.address);
}

static void add_bound(struct text *out, const struct divergence *s)
{
	add_place(out, &s->study.bound_at);
}

static void add_sought(struct text *out, const struct divergence *s)
{
	add_place(out, &s->study.sought);
}

/* ---- calls ---- */

static const struct call *call_that_came(const struct divergence *s)
{
	return s->event && s->event->kind == EVENT_CALL ? &s->event->call : NULL;
}

static void add_call(struct text *out, const struct divergence *s)
{
	const struct call *c = call_that_came(s);

	text_add(out, c ? c->name : "");
}

static void add_wanted(struct text *out, const struct divergence *s)
{
	text_add(out, s->line && s->line->kind == LINE_CALL ? s->line->call.name : "");
}

static void add_took(struct text *out, const struct divergence *s)
{
	const struct call *c = call_that_came(s);
	char took[DURATION_TEXT];

	text_add(out, c ? duration_text(c->end_ns - s->event->time_ns, took) : "");
}

static void add_doing(struct text *out, const struct divergence *s)
{
	if (s->study.doing)
		text_addf(out, " (it is in %s())", s->study.doing->name);
}

static void add_failed(struct text *out, const struct divergence *s)
{
	if (s->study.failed)
		text_addf(out, " (the last call of its socket that failed: %s(), %s)", s->study.failed->name,
			  s->study.failed->errno_name);
}

/* ---- its end, and the keyboard ---- */

static void add_status(struct text *out, const struct divergence *s)
{
	text_addf(out, "%d", s->study.end ? s->study.end->status : 0);
}

static void add_signal(struct text *out, const struct divergence *s)
{
	text_add(out, s->study.end && s->study.end->signal ? s->study.end->signal : "a signal");
}

static void add_told(struct text *out, const struct divergence *s)
{
	text_add_safe(out, s->study.told ? s->study.told : "");
}

/* ---- all of them ---- */

static const struct sentence_name {
	const char *name;
	void (*add)(struct text *out, const struct divergence *s);
} names[] = {
	{ "@who", add_who }, /* "client" */
	{ "@yours", add_yours }, /* "your client" */
	{ "@peer", add_peer }, /* the other end: "server" */
	{ "@arguments", add_arguments }, /* with which it was started */
	{ "@where", add_where }, /* what it called by connect() */
	{ "@address", add_address }, /* what is listened on */
	{ "@bound", add_bound }, /* where it listens */
	{ "@sought", add_sought }, /* what is called */
	{ "@swapped", add_swapped }, /* whether @where or @bound has the port's bytes in the wrong order */
	{ "@unset", add_unset }, /* "never calls setsockopt(SO_LINGER)", or why its call is of no use */
	{ "@call", add_call }, /* what came */
	{ "@wanted", add_wanted }, /* the call that the line names */
	{ "@took", add_took }, /* how long what came took */
	{ "@doing", add_doing }, /* the call that it is in */
	{ "@failed", add_failed }, /* the last call of a socket that did */
	{ "@status", add_status }, /* how it ended */
	{ "@signal", add_signal },
	{ "@told", add_told }, /* what was typed for it */
};

/* The name that stands here; NULL: none. */
static const struct sentence_name *name_at(const char *at)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(at, names[i].name, strlen(names[i].name)) == 0)
			return &names[i];
	return NULL;
}

bool sentence_has_name(const char *at)
{
	return name_at(at) != NULL;
}

const char *sentence_of(const struct divergence *s, const char *sentence, struct arena *arena)
{
	struct text out = { 0 };
	const char *result;

	while (*sentence) {
		const struct sentence_name *name = name_at(sentence);

		if (name)
			name->add(&out, s);
		else
			text_add_bytes(&out, sentence, 1);
		sentence += name ? strlen(name->name) : 1;
	}
	result = arena_string(arena, text_chars(&out));
	text_free(&out);
	return result;
}
