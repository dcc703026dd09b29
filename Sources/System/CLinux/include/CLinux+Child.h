// SPDX-License-Identifier: Apache-2.0
// What posix_spawn(3) needs and the C library declares for _GNU_SOURCE only.
#ifndef SWIFT_VIRT_CLINUX_CHILD_H
#define SWIFT_VIRT_CLINUX_CHILD_H

#include <spawn.h>

/// pipe2(2) with O_CLOEXEC: neither end is inherited. Returns 0, or a negative errno.
int clinux_pipe(int ends[2]);

/// posix_spawn_file_actions_addchdir_np(3): the child starts in a directory. Returns 0, or a negative errno.
int clinux_spawn_in(posix_spawn_file_actions_t *actions, const char *directory);

#endif
