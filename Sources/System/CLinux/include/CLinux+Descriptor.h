// SPDX-License-Identifier: Apache-2.0
// Descriptors of memory and of signals, and a comparison of versions, which are hidden from Swift by feature macros.
// Every function returns a result or a negative errno.
#ifndef SWIFT_VIRT_CLINUX_DESCRIPTOR_H
#define SWIFT_VIRT_CLINUX_DESCRIPTOR_H

#include <signal.h>

// memfd_create(2), close-on-exec.
int clinux_memory_file(const char *name);
// signalfd(2), close-on-exec and non-blocking.
int clinux_signal_descriptor(const sigset_t *signals);
// The next signal from such a descriptor; 0 when there is none.
int clinux_next_signal(int descriptor);
// strverscmp(3)
int clinux_compare_versions(const char *left, const char *right);

#endif
