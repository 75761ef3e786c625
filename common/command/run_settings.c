/* run_settings.c - lab run --set: what is set in each world before its script is played; see run.h. */
#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/slip.h"
#include "common/command/run.h"

static const char *file_at(size_t index, void *context)
{
	const glob_t *files = context;

	return index < files->gl_pathc ? strrchr(files->gl_pathv[index], '/') + 1 : NULL;
}

/* Whether the host's kernel has it: a network of one's own lacks some that the kernel knows. */
static bool is_known(const struct run *r, const char *name, struct error *why)
{
	char *path = arena_printf(r->arena, "/proc/sys/%s", name);
	const char *file, *meant;
	glob_t beside = { 0 };

	for (char *c = path + strlen("/proc/sys/"); *c; c++)
		*c = *c == '.' ? '/' : *c;
	if (access(path, F_OK) == 0)
		return true;
	glob(arena_printf(r->arena, "%.*s/*", (int)(strrchr(path, '/') - path), path), 0, NULL, &beside);
	file = strrchr(path, '/') + 1;
	meant = slip_meant(file, strlen(file), file_at, &beside);
	if (meant)
		error_set(why, "this kernel has no such setting; did you mean '%s'?", meant);
	else
		error_set(why, "this kernel has no such setting");
	globfree(&beside);
	return false;
}

bool run_add_setting(void *into, const char *argument, struct error *why)
{
	struct run *r = into;
	size_t name = strcspn(argument, "=");
	const struct setting s = { arena_substring(r->arena, argument, name),
				   argument + name + (argument[name] != '\0') };

	if (strncmp(s.name, "net.", 4) != 0 || !*s.value)
		return error_set(why, "expected net.NAME=VALUE, as in net.ipv4.tcp_sack=0");
	if (!is_known(r, s.name, why))
		return false;
	r->settings = arena_grow(r->arena, r->settings, r->setting_count, &r->setting_capacity,
				 sizeof(*r->settings));
	r->settings[r->setting_count++] = s;
	return true;
}

bool run_set_adversity(void *into, const char *argument, struct error *why)
{
	struct run *r = into;
	char *end;

	errno = 0;
	r->adversity = strtoull(argument, &end, 10);
	return (isdigit((unsigned char)*argument) && !*end && !errno && r->adversity) ||
	       error_set(why, "expected a number above 0");
}

bool run_settings_place(struct run *r)
{
	char *name;

	if (r->adversity)
		name = arena_printf(r->arena, "adversity/%" PRIu64 "%s", r->adversity,
				    r->setting_count ? "," : "");
	else
		name = arena_string(r->arena, "set/");

	for (size_t i = 0; i < r->setting_count; i++)
		name = arena_printf(r->arena, "%s%s%s=%s", name, i ? "," : "", r->settings[i].name,
				    r->settings[i].value);
	for (char *c = strchr(name, '/') + 1; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr(".,=_-", *c))
			*c = '_';
	return places_apart(r->arena, &r->places, r->command, r->runs, name);
}

bool run_settings_good(const struct run *r)
{
	char before[512];
	struct error error;

	for (size_t i = 0; i < r->setting_count; i++) {
		const struct setting *s = &r->settings[i];

		if (!network_sysctl_read(s->name, before, sizeof(before)))
			continue;
		if (!network_sysctl(s->name, s->value, &error) &&
		    (error.number == EINVAL || error.number == ERANGE)) {
			error_tell("lab run", "--set %s=%s: no value for it; here it is %s", s->name,
				   s->value, before);
			return false;
		}
		network_sysctl(s->name, before, NULL);
	}
	return true;
}
