// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinux+Child.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : -errno; }

int clinux_spawn_in(posix_spawn_file_actions_t *actions, const char *directory) {
    return -posix_spawn_file_actions_addchdir_np(actions, directory);
}
