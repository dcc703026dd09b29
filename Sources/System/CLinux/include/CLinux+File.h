// SPDX-License-Identifier: Apache-2.0
// Files: calls and constants that the C library hides behind _GNU_SOURCE.
#ifndef SWIFT_VIRT_CLINUX_FILE_H
#define SWIFT_VIRT_CLINUX_FILE_H

#include <stdint.h>

/// Shares blocks of one file with another, ioctl_ficlonerange(2); 0 or -errno.
int clinux_clone_range(int from, int64_t offset, int64_t length, int to, int64_t position);

/// An open(2) of an unnamed file in a directory (O_TMPFILE), readable and writable; the descriptor or -errno.
int clinux_open_unnamed(const char *directory, unsigned int mode);

/// Claims a whole file for this open file description, F_OFD_SETLK of fcntl(2); 0 or -errno, -EAGAIN when another one has it.
int clinux_lock_exclusive(int descriptor);

/// Gives up the lock that the open file has, whoever else has a descriptor of it. Returns 0, or -errno.
int clinux_unlock(int descriptor);

/// The offset of the first occurrence of some bytes in others (memmem(3)), or -1.
int64_t clinux_find(const void *bytes, uint64_t count, const void *wanted, uint64_t wanted_count);

/// The room of the file system of an open file, statfs(2): the bytes that are free for this user, -1 for no limit, or -errno
/// less one. `in_memory` says whether it is a tmpfs.
int64_t clinux_file_system_room(int descriptor, int *in_memory);

#endif
