/*
 * users.h - a user namespace for the worlds of a run (user_namespaces(7)), and who lives in it: root, which is our own user
 * outside, and where it is asked for and allowed (subuid(5), newuidmap(1)) the other users that the machine has set aside
 * for us.
 */
#ifndef COMMON_STAGE_USERS_H
#define COMMON_STAGE_USERS_H

#include <stdbool.h>
#include <sys/types.h>

/* Maps our own user and group, as they were before, to root of the calling process's new user namespace: root there, and
 * nobody else; who is mapped already stays so. False with errno. */
bool users_map_root(uid_t uid, gid_t gid);

/* unshare(2) with these flags; with CLONE_NEWUSER among them, users are mapped. others: the subordinate users and groups
 * as well, as 1, 2, 3 …, where newuidmap(1) and newgidmap(1) are installed and /etc/subuid and /etc/subgid name some;
 * else root alone. False with errno. Takes some 30 ms with others. */
bool users_unshare(int flags, bool others);

/* Whether a process here can become another user. */
bool users_are_several(void);

#endif
