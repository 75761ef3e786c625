/* requirements.c - whether this machine has what a script asks for; see requirements.h. */
#include "common/command/requirements.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "common/stage/filter.h"
#include "common/stage/cast.h"
#include "common/stage/users.h"

static unsigned version_part(const char **p)
{
	unsigned long part = strtoul(*p, (char **)(uintptr_t)p, 10);

	*p += **p == '.';
	return (unsigned)part;
}

/* "6.18.44-rc1" and "5.10" as one number. */
static uint64_t kernel_version(const char *text)
{
	uint64_t major = version_part(&text), minor = version_part(&text);

	return major << 32 | minor;
}

/* Whether the machine has what a line "requires …" asks for; the sentence says what it lacks. */
static bool requirement_met(const struct requirement *r, const struct world_plan *plan, struct error *error)
{
	struct line program = { .kind = LINE_START,
				.process = r->subject,
				.start = { .program = r->subject, .exec = true } };
	char path[4096], value[256];
	struct utsname name;

	switch (r->kind) {
	case REQUIRE_KERNEL:
		return uname(&name) < 0 ||
		       compare_holds(r->compare, kernel_version(name.release), kernel_version(r->value)) ||
		       error_set(error, "requires a kernel of another version than %s (line %u)",
				 name.release, r->number);
	case REQUIRE_PROGRAM:
		return cast_program_path("", NULL, &program, path, sizeof(path), NULL) ||
		       error_set(error, "requires the program %s, which is not installed", r->subject);
	case REQUIRE_SYSCTL:
		return (network_sysctl_read(r->subject, value, sizeof(value)) &&
			(!r->value || strcmp(value, r->value) == 0)) ||
		       error_set(error, "requires the setting %s%s%s", r->subject, r->value ? " = " : "",
				 r->value ? r->value : "");
	case REQUIRE_OWN_NETWORK:
		return plan->network ||
		       error_set(error,
				 "requires a network of its own: here it would meet what the last run left");
	case REQUIRE_USERS:
		if (users_are_several())
			return true;
		error_set(error, "requires another user to become: an ordinary user's run has none");
		return error_advise(
			error,
			"as root, or with newuidmap(1) and a line of yours in /etc/subuid and /etc/subgid");
	case REQUIRE_VIRTUAL_TIME:
		if (getenv("LAB_VIRTUAL_TIME"))
			return true;
		error_set(error, "requires virtual time: its timers run for minutes or hours");
		return error_advise(error, "make time-machine");
	}
	return true;
}

static bool uses(const struct script *s, enum line_kind kind)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].kind == kind)
			return true;
	return false;
}

/* Is it one that the script itself writes? */
static bool writes(const struct script *s, const char *path)
{
	for (size_t i = 0; i < s->line_count; i++)
		if (s->lines[i].kind == LINE_FILE && strcmp(s->lines[i].file.path, path) == 0)
			return true;
	return false;
}

/* A program of the system that is not installed is the machine's affair, as the rest here is. */
static bool programs_installed(const struct script *s, struct error *error)
{
	char path[4096];

	for (size_t i = 0; i < s->line_count; i++) {
		const struct line *l = &s->lines[i];

		if (l->kind == LINE_START && l->start.exec && !writes(s, l->start.program) &&
		    !cast_program_path("", s, l, path, sizeof(path), error))
			return error_within(error, "line %u", l->number);
	}
	return true;
}

bool requirements_possible(const struct script *s, struct error *error)
{
	for (size_t i = 0; i < s->requirement_count; i++) {
		const struct requirement *r = &s->requirements[i];
		bool anywhere = r->kind == REQUIRE_KERNEL || r->kind == REQUIRE_PROGRAM ||
				r->kind == REQUIRE_VIRTUAL_TIME;

		if (anywhere && !requirement_met(r, NULL, error))
			return false;
	}
	return true;
}

bool requirements_elsewhere(const struct script *s)
{
	for (size_t i = 0; i < s->requirement_count; i++) {
		const struct requirement *r = &s->requirements[i];

		if ((r->kind == REQUIRE_KERNEL || r->kind == REQUIRE_SYSCTL) &&
		    !requirement_met(r, NULL, NULL))
			return true;
	}
	return false;
}

static bool changes_network(const struct script *s)
{
	return uses(s, LINE_CUT) || uses(s, LINE_SYSCTL) || s->mtu;
}

bool requirements_met(const struct script *s, const struct world_plan *plan, struct error *error)
{
	if (!plan->pid && uses(s, LINE_FILE)) {
		error_set(error, "writes files, and there is no file system of its own here");
		return error_advise(error, "see `lab doctor`");
	}
	/* Where the network is not the run's own, nothing of it may be changed. */
	if (!plan->network && changes_network(s)) {
		error_set(error, "changes the network, and there is none of its own here");
		return error_advise(error, "see `lab doctor`");
	}
	for (size_t i = 0; i < s->requirement_count; i++)
		if (!requirement_met(&s->requirements[i], plan, error))
			return false;
	if (!programs_installed(s, error) || !cast_possible(error))
		return false;
	return !uses(s, LINE_CUT) || filter_possible(error) ||
	       error_within(error, "the cable cannot be cut here");
}

bool requirements_users(const struct script *s)
{
	for (size_t i = 0; i < s->requirement_count; i++)
		if (s->requirements[i].kind == REQUIRE_USERS)
			return true;
	return false;
}

bool requirements_world(const struct script *s, const struct world_plan *plan, struct error *error)
{
	if (!s->world->host_count || plan->network)
		return true;
	error_set(error, "world %s takes network namespaces, and none can be made here", s->world->name);
	return error_advise(error, "see `lab doctor`");
}
