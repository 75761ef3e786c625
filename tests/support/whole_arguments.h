/* whole_arguments.h - what must hold of a call's arguments, whatever text they were read from. For fuzzing, and a test. */
#ifndef TESTS_WHOLE_ARGUMENTS_H
#define TESTS_WHOLE_ARGUMENTS_H

#include <string.h>

#include "common/calls/arguments.h"

static inline bool file_is_whole(const struct annotation *file)
{
	const struct endpoint *ends[] = { &file->local, &file->remote };
	bool has[] = { file->has_local, file->has_remote };

	for (int i = 0; i < 2; i++)
		if (has[i] && (file->kind != FILE_SOCKET ||
			       (ends[i]->address.family != 4 && ends[i]->address.family != 6)))
			return false;
	return file->kind <= FILE_OTHER && (!file->has_remote || file->has_local);
}

static inline bool bytes_are_whole(const struct bytes *b, size_t most)
{
	return b->at && b->length <= most && b->at[b->length] == '\0';
}

static inline bool address_is_whole(const struct socket_address *a)
{
	return a->family && strlen(a->family) < 1 << 20 &&
	       (!a->has_endpoint || a->endpoint.address.family == 4 || a->endpoint.address.family == 6) &&
	       (!a->path || strlen(a->path) < 1 << 20);
}

static inline bool message_is_whole(const struct socket_message *m, size_t most)
{
	if (m->name && !address_is_whole(m->name))
		return false;
	for (size_t i = 0; i < m->passed_count; i++)
		if (!file_is_whole(m->passed[i].file))
			return false;
	return bytes_are_whole(&m->data, most) && m->passed_count <= ELEMENTS_MOST;
}

/* Reads all that there is of one. */
static inline bool argument_is_whole(const struct argument *a, bool returned)
{
	size_t most = strlen(a->text);

	if (strlen(a->plain) > most)
		return false;
	switch (a->kind) {
	case VALUE_NONE:
	case VALUE_POINTER:
	case VALUE_NUMBER:
	case VALUE_LINGER: return true;
	case VALUE_NAMES: return *a->names && strlen(a->names) <= most;
	case VALUE_BYTES: return bytes_are_whole(&a->bytes, most);
	case VALUE_ADDRESS: return address_is_whole(a->address);
	case VALUE_MESSAGE: return message_is_whole(a->message, most);
	case VALUE_TIME: return a->time.endless || a->time.ns >= 0;
	case VALUE_STATUS:
		return a->status.how == CHILD_EXITED
			       ? a->status.exit_status >= 0 && a->status.exit_status <= 255
		       : a->status.how == CHILD_WENT_ON ? !a->status.signal
							: *a->status.signal != '\0';
	case VALUE_DESCRIPTORS:
		for (size_t i = 0; i < a->descriptors.count; i++)
			if (!file_is_whole(a->descriptors.at[i].file))
				return false;
		return a->descriptors.count <= ELEMENTS_MOST;
	case VALUE_POLLED:
		for (size_t i = 0; i < a->polled.count; i++) {
			const struct polled *p = &a->polled.at[i];

			if (!file_is_whole(p->file) || strlen(p->events) > most || (!p->revents && returned))
				return false;
		}
		return a->polled.count <= ELEMENTS_MOST;
	}
	return false;
}

static inline bool arguments_are_whole(const struct arguments *a, bool returned)
{
	for (size_t i = 0; i < a->count; i++)
		if (!argument_is_whole(&a->at[i], returned))
			return false;
	return a->count <= ARGUMENTS_READ_MOST;
}

#endif
