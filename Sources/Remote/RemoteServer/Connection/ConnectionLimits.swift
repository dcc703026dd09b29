// SPDX-License-Identifier: Apache-2.0

/// How much of the server one client may use.
package struct ConnectionLimits: Sendable, Equatable {
    /// How many of its calls run at once; libvirt's `max_client_requests`.
    package var runningCalls = 5
    /// How many further calls, and bytes of them, are read and wait. Beyond that the socket is not read, so that the client waits.
    package var waitingCalls = 256
    package var waitingBytes = 4 << 20
    /// From how many bytes on that the client has not read its calls are read no further, and its streams get nothing.
    package var unreadBytes = 1 << 20
    /// From how many bytes on that the client has not read an event ends the connection: it could only be dropped.
    package var unreadEventBytes = 16 << 20
    /// How many bytes of a stream may wait for the one who reads it here.
    package var streamBytes = 1 << 20
    /// How many streams there may be.
    package var streams = 64
    /// Time without a message after which a client that offers it is asked whether it lives; nil for never.
    package var keepaliveInterval: Duration? = .seconds(5)
    /// How many such questions may go without an answer.
    package var keepaliveCount = 5

    package init() {}
}
