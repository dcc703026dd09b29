// SPDX-License-Identifier: Apache-2.0

/// Why a document was not accepted.
public struct XMLError: Error, Hashable, CustomStringConvertible {
    /// The kind of failure.
    public struct Code: Sendable, Hashable {
        private enum Kind: Sendable, Hashable { case malformed, limit, missing, invalid, unsupported }
        private let kind: Kind

        /// The text is no well-formed XML.
        public static let malformed = Code(kind: .malformed)
        /// The document is larger or deeper than what is accepted.
        public static let limit = Code(kind: .limit)
        /// Something that must be there is not.
        public static let missing = Code(kind: .missing)
        /// A value is not one of those that are possible.
        public static let invalid = Code(kind: .invalid)
        /// An element or attribute that is not known here, or known and not supported.
        public static let unsupported = Code(kind: .unsupported)
    }

    /// The kind of failure.
    public var code: Code
    /// One sentence.
    public var message: String
    /// The line in the document, counted from 1; 0 when there is none to name.
    public var line: Int

    /// Makes an error.
    public init(_ code: Code, _ message: String, line: Int = 0) {
        self.code = code
        self.message = message
        self.line = line
    }

    /// The sentence, with the line in front when there is one.
    public var description: String { line > 0 ? "Line \(line): \(message)" : message }
}
