// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/message.json: change that, not this.
// swift-format-ignore-file

extension NetMessage {
    /// `virNetMessageStatus`
    package enum Status: Int32, Sendable {
        /// `VIR_NET_OK`
        case ok = 0
        package static let first = Self.ok
        /// `VIR_NET_ERROR`
        case error = 1
        /// `VIR_NET_CONTINUE`
        case `continue` = 2
    }
    /// `virNetMessageType`
    package enum Kind: Int32, Sendable {
        /// `VIR_NET_CALL`
        case call = 0
        package static let first = Self.call
        /// `VIR_NET_REPLY`
        case reply = 1
        /// `VIR_NET_MESSAGE`
        case message = 2
        /// `VIR_NET_STREAM`
        case stream = 3
        /// `VIR_NET_CALL_WITH_FDS`
        case callWithFds = 4
        /// `VIR_NET_REPLY_WITH_FDS`
        case replyWithFds = 5
        /// `VIR_NET_STREAM_HOLE`
        case streamHole = 6
    }
}
