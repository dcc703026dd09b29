// SPDX-License-Identifier: Apache-2.0
// Sockets: control messages are macros, and some calls are declared for _GNU_SOURCE only.
// Every function returns a result or a negative errno.
#ifndef SWIFT_VIRT_CLINUX_SOCKET_H
#define SWIFT_VIRT_CLINUX_SOCKET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// A UNIX stream socket, close-on-exec and non-blocking, bound to a path of at most 107 bytes; `mode` are its permissions, which
/// it has from the first moment.
int clinux_socket_bind(const char *path, unsigned int mode);
/// accept4(2), close-on-exec and non-blocking.
int clinux_socket_accept(int listener);
/// recvmsg(2), without waiting: bytes, and up to `limit` descriptors, which are close-on-exec. 0 at the end.
int64_t clinux_socket_receive(int socket, void *bytes, size_t count, int *descriptors, size_t limit, size_t *received);
/// The process at the other end when it connected (SO_PEERCRED).
int clinux_socket_peer(int socket, pid_t *process, uid_t *user, gid_t *group);
/// Whether a descriptor is a listening stream socket of the UNIX family: 1 or 0.
int clinux_socket_is_listening(int socket);
/// Sends one datagram to a UNIX socket; a path that begins with '@' is an abstract name.
int clinux_datagram_send(const char *path, const void *bytes, size_t count);
/// O_PATH on a directory.
int clinux_open_directory(const char *path);

#endif
