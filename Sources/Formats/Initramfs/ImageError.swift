// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// Why an image could not be described or written. `description` is one sentence for the user: object, reason, remedy.
public struct ImageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Value {
            case notFound, unreadable, malformed, unsupported, missingLibrary, missingModule, tooLarge, conflict
            case badArgument, cannotWrite
        }
        private let value: Value

        /// A binary, file or directory that was asked for does not exist.
        public static let notFound = Code(value: .notFound)
        /// A file exists and cannot be read.
        public static let unreadable = Code(value: .unreadable)
        /// A file breaks the rules of its format.
        public static let malformed = Code(value: .malformed)
        /// A file is valid, and of a kind that this library does not handle.
        public static let unsupported = Code(value: .unsupported)
        /// A binary or library needs a library that is nowhere to be found.
        public static let missingLibrary = Code(value: .missingLibrary)
        /// A kernel module, or the modules of a kernel, were not found.
        public static let missingModule = Code(value: .missingModule)
        /// Something is larger than the archive format or the kernel allows.
        public static let tooLarge = Code(value: .tooLarge)
        /// Two different things were to stand at the same path.
        public static let conflict = Code(value: .conflict)
        /// An argument breaks the rules for it.
        public static let badArgument = Code(value: .badArgument)
        /// The output could not be written.
        public static let cannotWrite = Code(value: .cannotWrite)
    }

    /// What kind of failure it is.
    public let code: Code
    /// One sentence for the user.
    public let message: String
    /// The error number of the system call that failed, if one did.
    public let errno: Errno?

    init(_ code: Code, _ message: String, errno: Errno? = nil) {
        self.code = code
        self.message = message
        self.errno = errno
    }

    /// The message.
    public var description: String { message }
}

extension ImageError {
    /// The error for a file that could not be opened or read.
    static func reading(_ path: FilePath, _ errno: Errno, for who: String? = nil) -> ImageError {
        let purpose = who.map { ", which \($0) needs" } ?? ""
        let remedy: String =
            switch errno {
            case .permissionDenied: " Run as a user who may read it."
            case .noSuchFileOrDirectory: " Check the path."
            default: ""
            }
        let code: Code = errno == .noSuchFileOrDirectory ? .notFound : .unreadable
        return ImageError(code, "Cannot read '\(path)'\(purpose): \(errno).\(remedy)", errno: errno)
    }
}
