/* call_facts.c - what a call says of the program that makes it, whatever the script says. */
#include "common/judge/call_facts.h"

#include "common/script/pattern.h"

bool call_is_kin(const struct call_pattern *p, const struct call *c)
{
	return p->row != c->row && call_same_kin(p->row, c->row);
}

bool call_unblocks(const struct call *c)
{
	const struct argument *value = argument_shaped(&c->args, ARG_VALUE);

	if (c->row->kin == KIN_IOCTL)
		return argument_names(&c->args, ARG_FLAGS, "FIONBIO") && value &&
		       value->kind == VALUE_NUMBER && value->number;
	return c->row->kin == KIN_FCNTL && argument_names(&c->args, ARG_FLAGS, "F_SETFL") &&
	       argument_names(&c->args, ARG_FLAGS, "O_NONBLOCK");
}

bool call_sets_option(const struct call *c, const char *option)
{
	const struct argument *named = argument_shaped(&c->args, ARG_OPTION);

	return c->row->kin == KIN_SETSOCKOPT && named && argument_fits(option, named);
}

const struct linger_value *call_sets_linger(const struct call *c)
{
	const struct argument *value = argument_shaped(&c->args, ARG_VALUE);

	return call_sets_option(c, "SO_LINGER") && !c->errno_name && value && value->kind == VALUE_LINGER
		       ? &value->linger
		       : NULL;
}
