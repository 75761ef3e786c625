/* names.c - the NAMEs of a script's numbers while a judgement binds them. */
#include "common/judge/work.h"

#include <string.h>

bool number_known(const struct number *n, const struct bindings *names, uint64_t *value)
{
	switch (n->kind) {
	case NUMBER_ANY: return false;
	case NUMBER_VALUE: *value = n->value; return true;
	case NUMBER_NAME:
		if (n->name >= names->count || !names->bound[n->name])
			return false;
		*value = names->value[n->name];
		return true;
	}
	return false;
}

bool number_fits(const struct number *n, uint64_t value, const struct bindings *names)
{
	uint64_t known;

	return !number_known(n, names, &known) || known == value;
}

void bindings_copy(struct bindings *to, const struct bindings *from)
{
	if (!from->count)
		return;
	memcpy(to->bound, from->bound, from->count * sizeof(*to->bound));
	memcpy(to->value, from->value, from->count * sizeof(*to->value));
}

struct bindings bindings_new(struct arena *a, size_t count)
{
	return (struct bindings){
		.count = count,
		.bound = arena_alloc(a, count * sizeof(bool)),
		.value = arena_alloc(a, count * sizeof(uint64_t)),
	};
}
