// SPDX-License-Identifier: Apache-2.0
// Network interfaces: taps (tuntap of the kernel's documentation), and the ioctls of netdevice(7) and of bridges.
// Every function returns a result or a negative errno.
#ifndef SWIFT_VIRT_CLINUX_NETWORK_H
#define SWIFT_VIRT_CLINUX_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

enum { CLINUX_INTERFACE_NAME_SIZE = 16 };  // IFNAMSIZ

// What a tap is like: linux/if_tun.h.
enum {
    CLINUX_TAP_VNET_HEADER = 1,
    CLINUX_TAP_MULTI_QUEUE = 2,
    CLINUX_TAP_NEW = 4,  // one of that name must not be there
};

// Makes a tap that goes with its last descriptor, or takes one more queue of it (TUNSETIFF); the descriptor. `name` holds
// a name or a pattern ("vnet%d"), and then the name.
int clinux_tap_open(char name[CLINUX_INTERFACE_NAME_SIZE], int kind);
// A queue of the macvtap that is the interface of this number; the descriptor. Its device's numbers are as /sys tells them in its
// network namespace, 0 where it does not.
int clinux_macvtap_open(unsigned int index, unsigned int major_number, unsigned int minor_number,
                        bool has_virtio_header, bool has_more_queues);
// The name of a tap (TUNGETIFF).
int clinux_tap_name(int tap, char name[CLINUX_INTERFACE_NAME_SIZE]);

// A socket for the calls below.
int clinux_interface_socket(void);
int clinux_interface_mtu(int socket, const char *name);
int clinux_interface_set_mtu(int socket, const char *name, int mtu);
int clinux_interface_set_address(int socket, const char *name, const uint8_t address[6]);
int clinux_interface_set_up(int socket, const char *name, bool is_up);
// Puts an interface into a bridge (SIOCBRADDIF).
int clinux_bridge_add(int socket, const char *bridge, const char *name);

// Takes a descriptor that a peer sends with its next byte (SCM_RIGHTS of unix(7)), without waiting; -ENOMSG when there is
// none.
int clinux_receive_descriptor(int socket);

#endif
