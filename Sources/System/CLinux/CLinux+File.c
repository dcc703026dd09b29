// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinux+File.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int64_t clinux_copy_file_range(int from, int64_t offset, int to, uint64_t count) {
    off_t position = (off_t)offset;
    ssize_t copied = copy_file_range(from, &position, to, NULL, (size_t)count, 0);
    return copied < 0 ? -errno : copied;
}

int clinux_open_unnamed(const char *directory, unsigned int mode) {
    int descriptor = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
    return descriptor < 0 ? -errno : descriptor;
}

int64_t clinux_find(const void *bytes, uint64_t count, const void *wanted, uint64_t wanted_count) {
    const char *found = memmem(bytes, (size_t)count, wanted, (size_t)wanted_count);
    return found ? found - (const char *)bytes : -1;
}
