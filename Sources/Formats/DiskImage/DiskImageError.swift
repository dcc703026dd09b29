// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// Why a disk image cannot be read or written.
public struct DiskImageError: Error, Equatable, CustomStringConvertible {
    /// The kind of failure.
    public struct Code: Sendable, Equatable {
        private enum Kind { case notFound, notAnImage, inUse, notPermitted, damaged, unsupported, noSpace, failed }
        private let kind: Kind

        /// There is no such file.
        public static let notFound = Code(kind: .notFound)
        /// Something that holds no disk: a directory, a socket, a compressed file.
        public static let notAnImage = Code(kind: .notAnImage)
        /// Another program has it open, or it is mounted.
        public static let inUse = Code(kind: .inUse)
        /// We may not open it so.
        public static let notPermitted = Code(kind: .notPermitted)
        /// It contradicts its format.
        public static let damaged = Code(kind: .damaged)
        /// A feature of its format that we do not have.
        public static let unsupported = Code(kind: .unsupported)
        /// The file system is full.
        public static let noSpace = Code(kind: .noSpace)
        /// Another error of the system.
        public static let failed = Code(kind: .failed)
    }

    /// The kind of failure.
    public let code: Code
    /// The image.
    public let path: String
    /// One sentence, or two: what cannot be done, why, and what helps.
    public let message: String
    /// The system's error number, where there was one.
    public let cause: Errno?

    /// The sentence.
    public var description: String { message }

    /// An error about an image.
    ///
    /// - Parameters:
    ///   - code: The kind.
    ///   - path: The image.
    ///   - verb: What cannot be done to it.
    ///   - reason: A clause without a full stop.
    ///   - remedy: A sentence, or an empty text.
    ///   - cause: The system's error number.
    package init(
        _ code: Code, _ path: String, _ verb: String, _ reason: String, remedy: String = "", cause: Errno? = nil
    ) {
        self.code = code
        self.path = path
        self.cause = cause
        message = "Cannot \(verb) '\(path)': \(reason)." + (remedy.isEmpty ? "" : " " + remedy)
    }

    /// The error of a system call.
    package init(_ path: String, _ verb: String, _ error: Errno) {
        switch error {
        case .noSuchFileOrDirectory:
            self.init(.notFound, path, verb, "there is no such file", cause: error)
        case .isDirectory:
            self.init(
                .notAnImage, path, verb, "it is a directory", remedy: "Give a disk image or a block device.",
                cause: error)
        case .permissionDenied, .notPermitted, .readOnlyFileSystem:
            self.init(
                .notPermitted, path, verb, "\(error.clause)",
                remedy: "Change its permissions, or become a user who may write it.", cause: error)
        case .noSpace:
            self.init(
                .noSpace, path, verb, "\(error.clause)", remedy: "Free some space and do it again.", cause: error)
        default:
            self.init(.failed, path, verb, "\(error.clause)", cause: error)
        }
    }
}

extension Errno {
    /// The system's text, begun with a small letter to go into a sentence.
    package var clause: String {
        let text = description
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
