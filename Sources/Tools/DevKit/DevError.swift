// SPDX-License-Identifier: Apache-2.0

/// Why `dev` stops: one sentence that names the object, the reason and the remedy.
public struct DevError: Error, CustomStringConvertible, Sendable, Equatable {
    /// The sentence, as the user reads it.
    public var message: String

    /// An error that says this.
    public init(_ message: String) {
        self.message = message
    }

    /// The sentence.
    public var description: String { message }
}
