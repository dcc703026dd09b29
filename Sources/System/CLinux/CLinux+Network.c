// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinux+Network.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static int result(int value) { return value < 0 ? -errno : value; }

static int named(struct ifreq *request, const char *name) {
    memset(request, 0, sizeof *request);
    if (strlen(name) >= IFNAMSIZ) return -ENAMETOOLONG;
    strcpy(request->ifr_name, name);
    return 0;
}

int clinux_tap_open(char name[CLINUX_INTERFACE_NAME_SIZE], int kind) {
    struct ifreq request;
    int error = named(&request, name);
    if (error < 0) return error;
    int flags = IFF_TAP | IFF_NO_PI | (kind & CLINUX_TAP_VNET_HEADER ? IFF_VNET_HDR : 0) |
                (kind & CLINUX_TAP_MULTI_QUEUE ? IFF_MULTI_QUEUE : 0) | (kind & CLINUX_TAP_NEW ? IFF_TUN_EXCL : 0);
    request.ifr_flags = (short)flags;
    int tap = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
    if (tap < 0) return -errno;
    if (ioctl(tap, TUNSETIFF, &request) < 0) {
        error = -errno;
        close(tap);
        return error;
    }
    memcpy(name, request.ifr_name, IFNAMSIZ);
    return tap;
}

// Interfaces of several network namespaces may have one number, and then only the first of them has a node in /dev.
static int open_macvtap_node(unsigned int index, unsigned int major_number, unsigned int minor_number) {
    char path[64];
    snprintf(path, sizeof path, "/dev/tap%u", index);
    struct stat status;
    bool is_its_own = stat(path, &status) == 0 && status.st_rdev == makedev(major_number, minor_number);
    if (major_number == 0 || is_its_own) return result(open(path, O_RDWR | O_CLOEXEC));
    snprintf(path, sizeof path, "/dev/.swift-virt-tap%u-%d-%d", index, getpid(), (int)gettid());
    if (mknod(path, S_IFCHR | 0600, makedev(major_number, minor_number)) < 0) return -errno;
    int tap = result(open(path, O_RDWR | O_CLOEXEC));
    unlink(path);
    return tap;
}

int clinux_macvtap_open(unsigned int index, unsigned int major_number, unsigned int minor_number,
                        bool has_virtio_header, bool has_more_queues) {
    int tap = open_macvtap_node(index, major_number, minor_number);
    if (tap < 0) return tap;
    struct ifreq request;
    memset(&request, 0, sizeof request);
    request.ifr_flags = (short)(IFF_TAP | IFF_NO_PI | (has_virtio_header ? IFF_VNET_HDR : 0) |
                                (has_more_queues ? IFF_MULTI_QUEUE : 0));
    if (ioctl(tap, TUNSETIFF, &request) < 0) {
        int error = -errno;
        close(tap);
        return error;
    }
    return tap;
}

int clinux_tap_name(int tap, char name[CLINUX_INTERFACE_NAME_SIZE]) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    if (ioctl(tap, TUNGETIFF, &request) < 0) return -errno;
    memcpy(name, request.ifr_name, IFNAMSIZ);
    return 0;
}

int clinux_interface_socket(void) { return result(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)); }

int clinux_interface_mtu(int socket, const char *name) {
    struct ifreq request;
    int error = named(&request, name);
    if (error < 0) return error;
    return ioctl(socket, SIOCGIFMTU, &request) < 0 ? -errno : request.ifr_mtu;
}

int clinux_interface_set_mtu(int socket, const char *name, int mtu) {
    struct ifreq request;
    int error = named(&request, name);
    request.ifr_mtu = mtu;
    return error < 0 ? error : result(ioctl(socket, SIOCSIFMTU, &request));
}

int clinux_interface_set_address(int socket, const char *name, const uint8_t address[6]) {
    struct ifreq request;
    int error = named(&request, name);
    request.ifr_hwaddr.sa_family = ARPHRD_ETHER;
    memcpy(request.ifr_hwaddr.sa_data, address, 6);
    return error < 0 ? error : result(ioctl(socket, SIOCSIFHWADDR, &request));
}

int clinux_interface_set_up(int socket, const char *name, bool is_up) {
    struct ifreq request;
    int error = named(&request, name);
    if (error < 0) return error;
    if (ioctl(socket, SIOCGIFFLAGS, &request) < 0) return -errno;
    request.ifr_flags = (short)(is_up ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP);
    return result(ioctl(socket, SIOCSIFFLAGS, &request));
}

int clinux_bridge_add(int socket, const char *bridge, const char *name) {
    struct ifreq request;
    int error = named(&request, bridge);
    if (error < 0) return error;
    unsigned int index = if_nametoindex(name);
    if (index == 0) return -errno;
    request.ifr_ifindex = (int)index;
    return result(ioctl(socket, SIOCBRADDIF, &request));
}

int clinux_receive_descriptor(int socket) {
    char byte;
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    struct iovec part = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    ssize_t count;
    do count = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    if (count < 0) return -errno;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header == NULL || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS ||
        header->cmsg_len != CMSG_LEN(sizeof(int)))
        return -ENOMSG;
    int descriptor;
    memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
    return descriptor;
}
