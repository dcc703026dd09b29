// SPDX-License-Identifier: Apache-2.0

/// Something that `dev check` objects to.
public struct Finding: Sendable, Equatable, CustomStringConvertible {
    /// The file, relative to the root of the tree.
    public var path: String
    /// The line, counted from 1, when one can be named.
    public var line: Int?
    /// What is wrong, as a sentence.
    public var message: String

    /// A finding in a file.
    public init(_ path: String, line: Int? = nil, _ message: String) {
        self.path = path
        self.line = line
        self.message = message
    }

    /// As compilers print it, so that editors find the place.
    public var description: String {
        line.map { "\(path):\($0): \(message)" } ?? "\(path): \(message)"
    }
}
