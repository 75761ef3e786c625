/*
 * files.h - what a script's "file" lines write: in the world's own file system, which is the mount namespace of the run's
 * processes (mount_namespaces(7)). The host's files stay as they are.
 *
 * A folder in which something is to be written is covered by an overlay: what was in it is seen, what is written is the
 * world's alone, and gone with it. /tmp is the first.
 */
#ifndef COMMON_STAGE_FILES_H
#define COMMON_STAGE_FILES_H

#include "common/base/error.h"
#include "common/script/script.h"

/* { 0 } at first. */
struct files {
	bool begun;
	int store; /* descriptor of the tmpfs in which all that is written lies */
	size_t covered_count;
	const char *covered[32]; /* folders, in the arena of whoever writes; "/tmp" is the first */
};

/* Writes a file, with the folders above it. Only in a mount namespace of one's own. False with a sentence in error. */
bool files_write(struct files *f, struct arena *arena, const struct file_pattern *file, struct error *error);
void files_end(struct files *f);

#endif
