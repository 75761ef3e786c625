/* value.c - numbers, times and statuses; see value.h. */
#include "common/calls/value.h"

#include <ctype.h>
#include <string.h>

bool number_value_read(struct piece p, int64_t *out)
{
	struct piece inside = p;
	const char *arrow;

	if (piece_inside(p, '[', &inside)) {
		arrow = memmem(inside.at, inside.length, " => ", 4);
		if (arrow)
			inside = piece_behind(inside, (size_t)(arrow - inside.at) + 4);
	}
	return piece_number(inside, out);
}

static bool member_number(struct piece inside, const char *name, int64_t *out)
{
	struct piece value;

	return piece_member(inside, name, &value) && piece_number(value, out);
}

bool linger_read(struct piece p, struct linger_value *out)
{
	int64_t on, seconds;
	struct piece inside;

	if (!piece_inside(p, '{', &inside) || !member_number(inside, "l_onoff", &on) ||
	    !member_number(inside, "l_linger", &seconds) || on != (int)on || seconds != (int)seconds)
		return false;
	*out = (struct linger_value){ (int)on, (int)seconds };
	return true;
}

bool time_read(struct piece p, bool null_is_endless, struct time_value *out)
{
	int64_t seconds, part, unit = 1;
	struct piece inside;

	if (null_is_endless && piece_is(p, "NULL")) {
		*out = (struct time_value){ .endless = true };
		return true;
	}
	if (!piece_inside(p, '{', &inside) || !member_number(inside, "tv_sec", &seconds))
		return false;
	if (!member_number(inside, "tv_nsec", &part)) {
		if (!member_number(inside, "tv_usec", &part))
			return false;
		unit = 1000;
	}
	*out = (struct time_value){ .ns = INT64_MAX };
	if (seconds < 0 || part < 0)
		out->ns = 0; /* it has passed */
	else if (seconds < INT64_MAX / 1000000000 - 1 && part < 1000000000 / unit)
		out->ns = seconds * 1000000000 + part * unit;
	return true;
}

static bool is_name(struct piece p)
{
	for (size_t i = 0; i < p.length; i++)
		if (!isalnum((unsigned char)p.at[i]) && p.at[i] != '_')
			return false;
	return p.length && !isdigit((unsigned char)p.at[0]);
}

/* "WEXITSTATUS(s) == 3": what stands behind it in "WIFEXITED(s) && WEXITSTATUS(s) == 3". */
static bool behind_test(struct piece p, const char *test, struct piece *value)
{
	const char *found = memmem(p.at, p.length, test, strlen(test));
	size_t n = 0;

	if (!found)
		return false;
	*value = piece_behind(p, (size_t)(found - p.at) + strlen(test));
	while (n < value->length && value->at[n] != ' ')
		n++;
	value->length = n;
	return true;
}

static bool exited(struct piece p, struct child_status *out)
{
	int64_t status;

	if (!piece_number(p, &status) || status < 0 || status > 255)
		return false;
	*out = (struct child_status){ .how = CHILD_EXITED, .exit_status = (int)status };
	return true;
}

static bool signalled(struct arena *arena, struct piece p, bool stopped, struct child_status *out)
{
	if (!is_name(p))
		return false;
	*out = (struct child_status){ .how = stopped ? CHILD_STOPPED : CHILD_KILLED,
				      .signal = arena_substring(arena, p.at, p.length) };
	return true;
}

/* waitid()'s {si_signo=SIGCHLD, si_code=CLD_KILLED, …, si_status=SIGKILL, …} */
static bool siginfo_read(struct arena *arena, struct piece inside, struct child_status *out)
{
	struct piece code, status;

	if (!piece_member(inside, "si_code", &code) || !piece_member(inside, "si_status", &status))
		return false;
	if (piece_is(code, "CLD_EXITED"))
		return exited(status, out);
	if (piece_is(code, "CLD_KILLED") || piece_is(code, "CLD_DUMPED"))
		return signalled(arena, status, false, out);
	if (piece_is(code, "CLD_STOPPED") || piece_is(code, "CLD_TRAPPED"))
		return signalled(arena, status, true, out);
	if (!piece_is(code, "CLD_CONTINUED"))
		return false;
	*out = (struct child_status){ .how = CHILD_WENT_ON };
	return true;
}

bool status_read(struct arena *arena, struct piece p, struct child_status *out)
{
	struct piece inside, value;

	if (piece_inside(p, '{', &inside))
		return siginfo_read(arena, inside, out);
	if (!piece_inside(p, '[', &inside) || !piece_inside(inside, '{', &inside))
		return false;
	if (behind_test(inside, "WEXITSTATUS(s) == ", &value))
		return exited(value, out);
	if (behind_test(inside, "WTERMSIG(s) == ", &value))
		return signalled(arena, value, false, out);
	if (behind_test(inside, "WSTOPSIG(s) == ", &value))
		return signalled(arena, value, true, out);
	if (!piece_is(inside, "WIFCONTINUED(s)"))
		return false;
	*out = (struct child_status){ .how = CHILD_WENT_ON };
	return true;
}

bool names_read(struct arena *arena, struct piece p, const char **out)
{
	struct piece inside = p, flags;

	if (piece_begins(p, "flags=")) /* clone() */
		inside = piece_behind(p, 6);
	else if (piece_begins(p, "{") && piece_member(piece_behind(p, 1), "flags", &flags)) /* clone3() */
		inside = flags;
	for (size_t i = 0; i < inside.length; i++)
		if (!isalnum((unsigned char)inside.at[i]) && inside.at[i] != '_' && inside.at[i] != '|')
			return false;
	if (!inside.length || isdigit((unsigned char)inside.at[0]))
		return false;
	*out = arena_substring(arena, inside.at, inside.length);
	return true;
}
