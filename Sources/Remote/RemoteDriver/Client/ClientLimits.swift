// SPDX-License-Identifier: Apache-2.0

/// How much a daemon may demand of our memory and patience.
package struct ClientLimits: Sendable, Equatable {
    /// How many calls may be without an answer, those that nobody awaits any more included.
    package var unansweredCalls = 4096
    /// How many bytes may wait for a daemon that does not read.
    package var unwrittenBytes = 64 << 20
    /// From how many bytes on, which wait to be written, streams send no more.
    package var unwrittenStreamBytes = 1 << 20
    /// From how many bytes on, which nobody has read of a stream, the socket is left unread.
    package var unreadStreamBytes = 4 << 20
    /// How many streams there may be.
    package var streams = 256
    /// Time without a message after which the daemon is asked whether it lives; nil for never.
    package var keepaliveInterval: Duration? = .seconds(5)
    /// How many such questions may go without an answer.
    package var keepaliveCount = 5
    /// How long a call may take that the facts call quick.
    package var quickCall = Duration.seconds(30)
    /// How long any other call may take: one that waits for a guest or a disk.
    package var slowCall = Duration.seconds(600)

    package init() {}
}
