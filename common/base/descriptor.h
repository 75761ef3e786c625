/*
 * descriptor.h - descriptors that are kept in a structure, -1 where there is none.
 */
#ifndef COMMON_BASE_DESCRIPTOR_H
#define COMMON_BASE_DESCRIPTOR_H

#include <unistd.h>

/* Closes it where there is one; then there is none. */
static inline void descriptor_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

#endif
