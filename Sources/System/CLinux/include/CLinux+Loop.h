// SPDX-License-Identifier: Apache-2.0
// Waiting for many descriptors (epoll(7)), waking a thread (eventfd(2)), and sockets that carry descriptors (unix(7)).
// Every function returns a result or a negative errno.
#ifndef SWIFT_VIRT_CLINUX_LOOP_H
#define SWIFT_VIRT_CLINUX_LOOP_H

#include <stddef.h>
#include <stdint.h>

enum {
    CLINUX_READABLE = 1,
    CLINUX_WRITABLE = 2,
    CLINUX_HUNG_UP = 4,  // the peer is gone, or the descriptor is in error
};

// What came for a descriptor, which its token stands for.
struct clinux_readiness {
    uint64_t token;
    uint32_t events;
};

// epoll_create1(2), close-on-exec.
int clinux_epoll(void);
// epoll_ctl(2): watches a descriptor, changes what is waited for, and lets it go.
int clinux_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token);
int clinux_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token);
int clinux_epoll_remove(int epoll, int descriptor);
// epoll_wait(2): how many of the descriptors are ready; -1 milliseconds wait for ever.
int clinux_epoll_wait(int epoll, struct clinux_readiness *ready, int capacity, int milliseconds);

// eventfd(2), close-on-exec and non-blocking; a read takes all of its count.
int clinux_event_descriptor(void);
// Adds to the count of such a descriptor, and takes from it.
void clinux_event_add(int descriptor, uint64_t count);
void clinux_event_take(int descriptor);

// recv(2) that does not wait: how many bytes came; 0 at the end.
int64_t clinux_receive(int socket, void *bytes, size_t capacity);
// sendmsg(2) that neither waits nor raises SIGPIPE: how many bytes went, with descriptors beside the first (SCM_RIGHTS).
int64_t clinux_send(int socket, const void *bytes, size_t count, const int *descriptors, size_t descriptor_count);
// The most descriptors of one send: SCM_MAX_FD of the kernel.
enum { CLINUX_MOST_DESCRIPTORS = 253 };

#endif
