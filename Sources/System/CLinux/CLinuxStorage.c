// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinuxStorage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

int cl_lock_shared(int descriptor, int64_t start, int64_t length) {
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
    return fcntl(descriptor, F_OFD_SETLK, &lock) == -1 ? -errno : 0;
}

int cl_is_locked_elsewhere(int descriptor, int64_t start, int64_t length) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
    if (fcntl(descriptor, F_OFD_GETLK, &lock) == -1) return -errno;
    return lock.l_type != F_UNLCK;
}

int64_t cl_block_device_size(int descriptor) {
    uint64_t size = 0;
    return ioctl(descriptor, BLKGETSIZE64, &size) == -1 ? -errno : (int64_t)size;
}

int cl_block_device_sector_size(int descriptor) {
    int size = 0;
    return ioctl(descriptor, BLKSSZGET, &size) == -1 ? -errno : size;
}
