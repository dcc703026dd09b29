// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinux+File.h"

#include <errno.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <string.h>
#include <unistd.h>

int clinux_clone_range(int from, int64_t offset, int64_t length, int to, int64_t position) {
    struct file_clone_range range = {
        .src_fd = from, .src_offset = (uint64_t)offset, .src_length = (uint64_t)length, .dest_offset = (uint64_t)position};
    return ioctl(to, FICLONERANGE, &range) < 0 ? -errno : 0;
}

int clinux_open_unnamed(const char *directory, unsigned int mode) {
    int descriptor = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
    return descriptor < 0 ? -errno : descriptor;
}

int clinux_lock_exclusive(int descriptor) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(descriptor, F_OFD_SETLK, &lock) == -1 ? -errno : 0;
}

int clinux_unlock(int descriptor) {
    struct flock lock = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
    return fcntl(descriptor, F_OFD_SETLK, &lock) == -1 ? -errno : 0;
}

int64_t clinux_find(const void *bytes, uint64_t count, const void *wanted, uint64_t wanted_count) {
    const char *found = memmem(bytes, (size_t)count, wanted, (size_t)wanted_count);
    return found ? found - (const char *)bytes : -1;
}

int64_t clinux_file_system_room(int descriptor, int *in_memory) {
    struct statfs system;
    if (fstatfs(descriptor, &system) != 0) return -errno - 1;
    // A tmpfs without a limit says that it has no blocks.
    *in_memory = system.f_type == TMPFS_MAGIC;
    return system.f_blocks == 0 ? -1 : (int64_t)system.f_bavail * system.f_bsize;
}
