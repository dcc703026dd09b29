// SPDX-License-Identifier: Apache-2.0

/// Why a command could not be run in a VM: one sentence of what, why, and what to do.
public struct TinyVMError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public struct Code: Sendable, Hashable {
        private enum Value { case kernel, image, machine, guest, options }
        private let value: Value

        /// No kernel, or one that cannot be used.
        public static let kernel = Code(value: .kernel)
        /// The guest's files cannot be put together.
        public static let image = Code(value: .image)
        /// QEMU, or a helper of it, is missing, failed, or lacks what was asked for.
        public static let machine = Code(value: .machine)
        /// The guest did not do as it should: its kernel panicked, or it fell silent.
        public static let guest = Code(value: .guest)
        /// What was asked for does not make sense.
        public static let options = Code(value: .options)
    }

    /// The kind of failure.
    public var code: Code
    /// The sentence.
    public var description: String
    /// What `tinyvm` exits with: 125, or as a shell for a command that is missing (127) or cannot be run (126).
    public var exitStatus: Int32

    /// A failure of that kind.
    public init(_ code: Code, _ description: String, exitStatus: Int32 = 125) {
        self.code = code
        self.description = description
        self.exitStatus = exitStatus
    }
}
