// SPDX-License-Identifier: Apache-2.0
// Extended attributes, locks of one byte, and the processors that a thread may run on.
// Every function returns a result or a negative errno.
#ifndef SWIFT_VIRT_CLINUX_OWNERSHIP_H
#define SWIFT_VIRT_CLINUX_OWNERSHIP_H

#include <stddef.h>
#include <stdint.h>

// xattr(7), of an open file; the size of the value.
int64_t clinux_get_attribute(int file, const char *name, void *value, size_t capacity);
int clinux_set_attribute(int file, const char *name, const void *value, size_t size);
int clinux_remove_attribute(int file, const char *name);

// Waits for an exclusive lock of the open file description on one byte (fcntl(2), F_OFD_SETLKW), and lets it go.
int clinux_lock_byte(int file, int64_t offset);
int clinux_unlock_byte(int file, int64_t offset);

// sched_setaffinity(2): bit N of byte N / 8 is processor N.
int clinux_set_affinity(int thread, const uint8_t *processors, size_t size);

#endif
