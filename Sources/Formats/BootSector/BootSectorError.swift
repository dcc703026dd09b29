// SPDX-License-Identifier: Apache-2.0

/// Why a boot sector, a message or a partition table cannot be made or read.
public struct BootSectorError: Error, Equatable, CustomStringConvertible {
    /// The kind of failure.
    public struct Code: Sendable, Equatable {
        private enum Kind { case badInstructions, badMessage, messageTooLong, badStub, tooSmall, badBackup }
        private let kind: Kind

        /// Instructions that cannot be assembled.
        public static let badInstructions = Code(kind: .badInstructions)
        /// A message with a character that the screen of a PC cannot show.
        public static let badMessage = Code(kind: .badMessage)
        /// A message that does not fit behind the stub.
        public static let messageTooLong = Code(kind: .messageTooLong)
        /// A stub file that cannot be one.
        public static let badStub = Code(kind: .badStub)
        /// A disk that does not even hold a sector.
        public static let tooSmall = Code(kind: .tooSmall)
        /// A backup that is none, or not of this disk's present state.
        public static let badBackup = Code(kind: .badBackup)
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence: what cannot be done, why, and what helps.
    public let message: String

    /// The sentence.
    public var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    static func badInstructions(_ reason: String) -> BootSectorError {
        BootSectorError(.badInstructions, "Cannot assemble the boot code: \(reason).")
    }
}
