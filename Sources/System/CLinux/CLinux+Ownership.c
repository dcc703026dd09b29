// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinux+Ownership.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

int64_t clinux_get_attribute(int file, const char *name, void *value, size_t capacity) {
    ssize_t size = fgetxattr(file, name, value, capacity);
    return size < 0 ? -errno : size;
}

int clinux_set_attribute(int file, const char *name, const void *value, size_t size) {
    return fsetxattr(file, name, value, size, 0) < 0 ? -errno : 0;
}

int clinux_remove_attribute(int file, const char *name) { return fremovexattr(file, name) < 0 ? -errno : 0; }

static int lock(int file, int64_t offset, short type) {
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = offset, .l_len = 1};
    int result;
    do result = fcntl(file, F_OFD_SETLKW, &lock);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : 0;
}

int clinux_lock_byte(int file, int64_t offset) { return lock(file, offset, F_WRLCK); }
int clinux_unlock_byte(int file, int64_t offset) { return lock(file, offset, F_UNLCK); }

int clinux_set_affinity(int thread, const uint8_t *processors, size_t size) {
    return syscall(SYS_sched_setaffinity, thread, size, processors) < 0 ? -errno : 0;
}
