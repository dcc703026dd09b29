// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinux+Loop.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

static int result(int value) { return value < 0 ? -errno : value; }

int clinux_epoll(void) { return result(epoll_create1(EPOLL_CLOEXEC)); }

static int control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {
        .events = (events & CLINUX_READABLE ? EPOLLIN | EPOLLRDHUP : 0) | (events & CLINUX_WRITABLE ? EPOLLOUT : 0),
        .data.u64 = token};
    return result(epoll_ctl(epoll, operation, descriptor, &event));
}

int clinux_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_ADD, descriptor, events, token);
}

int clinux_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_MOD, descriptor, events, token);
}

int clinux_epoll_remove(int epoll, int descriptor) { return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0); }

int clinux_epoll_wait(int epoll, struct clinux_readiness *ready, int capacity, int milliseconds) {
    enum { most = 64 };
    struct epoll_event events[most];
    int count = result(epoll_wait(epoll, events, capacity < most ? capacity : most, milliseconds));
    for (int index = 0; index < count; index++) {
        uint32_t what = events[index].events;
        ready[index].token = events[index].data.u64;
        ready[index].events = (what & (EPOLLIN | EPOLLRDHUP) ? CLINUX_READABLE : 0) |
                              (what & EPOLLOUT ? CLINUX_WRITABLE : 0) |
                              (what & (EPOLLHUP | EPOLLERR) ? CLINUX_HUNG_UP : 0);
    }
    return count;
}

int clinux_event_descriptor(void) {
    return result(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}

// A count that is full wakes as well as one more, and one that is empty was taken by another thread.
void clinux_event_add(int descriptor, uint64_t count) {
    ssize_t ignored = write(descriptor, &count, sizeof count);
    (void)ignored;
}

void clinux_event_take(int descriptor) {
    uint64_t count;
    ssize_t ignored = read(descriptor, &count, sizeof count);
    (void)ignored;
}

int64_t clinux_receive(int socket, void *bytes, size_t capacity) {
    ssize_t count;
    do count = recv(socket, bytes, capacity, MSG_DONTWAIT);
    while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}

int64_t clinux_send(int socket, const void *bytes, size_t count, const int *descriptors, size_t descriptor_count) {
    _Alignas(struct cmsghdr) char control_bytes[CMSG_SPACE(sizeof(int) * CLINUX_MOST_DESCRIPTORS)];
    if (descriptor_count > CLINUX_MOST_DESCRIPTORS) return -EINVAL;
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor_count > 0) {
        memset(control_bytes, 0, sizeof control_bytes);
        message.msg_control = control_bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptor_count);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int) * descriptor_count);
        memcpy(CMSG_DATA(header), descriptors, sizeof(int) * descriptor_count);
    }
    ssize_t sent;
    do sent = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}
