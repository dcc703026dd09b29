// SPDX-License-Identifier: Apache-2.0

/// Why bytes cannot be read as a value, or a value cannot be written.
public struct XDRError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Sendable, Equatable {
        private enum Kind: Sendable { case truncated, tooLong, badValue }
        private let kind: Kind
        /// The bytes end inside a value.
        public static let truncated = Code(kind: .truncated)
        /// A string, list or array is longer than its type allows.
        public static let tooLong = Code(kind: .tooLong)
        /// A number stands for nothing: an unknown discriminant or enumerator.
        public static let badValue = Code(kind: .badValue)
    }

    /// What kind of failure it is.
    public let code: Code
    /// A sentence about it.
    public let description: String

    /// An error with a sentence about it.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
