// SPDX-License-Identifier: Apache-2.0

/// Why a command has no answer: something is wrong with the connection, not with the command.
public struct QMPConnectionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds.
    public enum Code: Sendable, Hashable {
        /// QEMU closed the connection, or is gone.
        case ended
        /// We closed it.
        case closed
        /// No answer came in time.
        case timedOut
        /// What came was not the protocol.
        case notTheProtocol
        /// The system refused to read, write or watch.
        case system
    }

    /// The kind.
    public var code: Code
    /// One sentence.
    public var description: String
}
