// SPDX-License-Identifier: Apache-2.0

/// Why a compressed stream could not be read or written.
public struct CompressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Value { case damaged, truncated, tooDemanding, unsupported }
        private let value: Value

        /// The data breaks the rules of its format, or fails its checksum.
        public static let damaged = Code(value: .damaged)
        /// The data ends before the format's end mark.
        public static let truncated = Code(value: .truncated)
        /// The data asks for more memory than the decoder grants.
        public static let tooDemanding = Code(value: .tooDemanding)
        /// The format is not written by this library, or the system's library does not know what the data asks for.
        public static let unsupported = Code(value: .unsupported)
    }

    /// What kind of failure it is.
    public let code: Code
    /// The format of the stream.
    public let format: CompressionFormat

    init(_ code: Code, _ format: CompressionFormat) {
        self.code = code
        self.format = format
    }

    /// The reason as the second part of a sentence whose subject is a file, without a full stop:
    /// "its xz data is damaged".
    public var description: String {
        switch code {
        case .damaged: "its \(format.rawValue) data is damaged"
        case .truncated: "its \(format.rawValue) data ends too early"
        case .tooDemanding: "its \(format.rawValue) data needs too much memory to unpack"
        default: "its \(format.rawValue) data is of a kind that is not supported"
        }
    }
}
