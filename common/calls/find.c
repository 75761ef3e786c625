/* find.c - what is asked of the arguments of a call; see arguments.h. */
#include "common/calls/arguments.h"

#include <string.h>

const struct argument *argument_shaped(const struct arguments *a, enum argument_shape shape)
{
	for (size_t i = 0; i < a->count; i++)
		if (a->at[i].shape == shape)
			return &a->at[i];
	return NULL;
}

const struct socket_address *argument_address(const struct arguments *a)
{
	for (size_t i = 0; i < a->count; i++) {
		if (a->at[i].kind == VALUE_ADDRESS)
			return a->at[i].address;
		if (a->at[i].kind == VALUE_MESSAGE && a->at[i].message->name)
			return a->at[i].message->name;
	}
	return NULL;
}

bool argument_names(const struct arguments *a, enum argument_shape shape, const char *name)
{
	for (size_t i = 0; i < a->count; i++) {
		const struct argument *one = &a->at[i];

		if (one->shape != shape || one->kind != VALUE_NAMES)
			continue;
		for (const char *at = one->names; *at; at += *at == '|') {
			size_t n = strcspn(at, "|");

			if (n == strlen(name) && memcmp(at, name, n) == 0)
				return true;
			at += n;
		}
	}
	return false;
}

bool argument_limit(const struct arguments *a, struct time_value *limit)
{
	const struct argument *found = argument_shaped(a, ARG_MILLISECONDS);

	if (!found)
		found = argument_shaped(a, ARG_LIMIT);
	if (!found || found->kind != VALUE_TIME)
		return false;
	*limit = found->time;
	return true;
}

/* Of one argument; where it has fewer, index is what is left to count. */
static const struct annotation *file_of(const struct argument *a, size_t *index)
{
	const struct descriptor *set = NULL;
	size_t count = 0;

	if (a->kind == VALUE_POLLED && *index < a->polled.count)
		return a->polled.at[*index].file;
	if (a->kind == VALUE_DESCRIPTORS) {
		set = a->descriptors.at;
		count = a->descriptors.count;
	} else if (a->kind == VALUE_MESSAGE) {
		set = a->message->passed;
		count = a->message->passed_count;
	}
	if (*index < count)
		return set[*index].file;
	*index -= a->kind == VALUE_POLLED ? a->polled.count : count;
	return NULL;
}

const struct annotation *argument_file(const struct arguments *a, size_t index)
{
	const struct annotation *file = NULL;

	for (size_t i = 0; i < a->count && !file; i++)
		file = file_of(&a->at[i], &index);
	return file;
}

bool argument_has_file(const struct arguments *a, enum file_kind kind)
{
	const struct annotation *file;

	for (size_t i = 0; (file = argument_file(a, i)); i++)
		if (file->kind == kind)
			return true;
	return false;
}
