// SPDX-License-Identifier: Apache-2.0
// Locks of an open file, and the sizes of block devices.
#ifndef SWIFT_VIRT_CLINUX_STORAGE_H
#define SWIFT_VIRT_CLINUX_STORAGE_H

#include <stdint.h>

// Takes a shared lock of the open file description on a range of bytes: fcntl(2), F_OFD_SETLK. 0 or -errno.
int cl_lock_shared(int descriptor, int64_t start, int64_t length);
// Whether another open file description has any lock on a range: 1 or 0, or -errno. F_OFD_GETLK.
int cl_is_locked_elsewhere(int descriptor, int64_t start, int64_t length);
// The size of a block device in bytes, or -errno: BLKGETSIZE64.
int64_t cl_block_device_size(int descriptor);
// The size of a block device's logical sector in bytes, or -errno: BLKSSZGET.
int cl_block_device_sector_size(int descriptor);

#endif
