// SPDX-License-Identifier: Apache-2.0

/// Why what came from the peer is not the QEMU Machine Protocol.
public struct QMPProtocolError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds.
    public enum Code: Sendable, Hashable {
        /// It is no JSON, or no message.
        case malformed
        /// A message is longer or deeper than the limits.
        case tooLarge
        /// A message that is well-formed but may not come now.
        case unexpected
    }

    /// The kind.
    public var code: Code
    /// One sentence.
    public var description: String
}
