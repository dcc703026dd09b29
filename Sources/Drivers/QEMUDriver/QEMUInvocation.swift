// SPDX-License-Identifier: Apache-2.0

package import VirtModel

/// How QEMU is started for a domain: what is executed, with which variables, descriptors and files.
///
/// It is a pure function of the domain, of what the emulator can do and of the launch context; nothing is opened,
/// created or looked up.
package struct QEMUInvocation: Sendable, Hashable {
    /// The emulator.
    package var program: String
    /// The arguments after the program.
    package var arguments: [String] = []
    /// All variables of the emulator, in order.
    package var environment: [LaunchContext.EnvironmentVariable] = []
    /// The descriptors that QEMU inherits under these numbers.
    package var descriptors: [Descriptor] = []
    /// What must be there before the start.
    package var files: [File] = []

    /// An invocation without arguments yet.
    init(program: String) { self.program = program }

    /// One inherited descriptor.
    package struct Descriptor: Sendable, Hashable {
        package var number: Int
        package var purpose: Purpose

        /// The name under which a monitor hands over a descriptor; no number, for QEMU would take that for one that it inherited.
        static func monitorName(_ number: Int) -> String { "plug\(number)" }

        package enum Purpose: Sendable, Hashable {
            /// Handed in by the caller for the device of this name.
            case handedIn(String)
            /// A listening UNIX socket at this path.
            case listeningSocket(path: String)
            /// A file opened for appending, or truncated.
            case outputFile(path: String, append: Bool)
            /// A tap device or its vhost.
            case tap(interface: String)
            case vhostNet(interface: String)
            case vhostVSock, vhostSCSI
            case deviceFile(path: String)
            /// A file that holds the value of a secret and nothing else; `usage` is the kind of secret that is meant.
            case secret(SecretReference, usage: String)
            /// The same, of a value that stands in the document.
            case secretValue([UInt8])
            /// A connection to the program that serves the filesystem, interface or TPM of this name.
            case fileServer(filesystem: String)
            case userNetwork(interface: String)
            case tpmEmulator(tpm: String)
        }
    }

    /// A file or directory to create, private to the emulator's user.
    package struct File: Sendable, Hashable {
        package enum Content: Sendable, Hashable {
            case directory
            /// Exactly these bytes.
            case bytes([UInt8])
            /// As many random bytes, such as a key.
            case random(count: Int)
            /// A copy of another file, unless it is there already.
            case copy(of: String)
            /// An empty file of a size, unless it is there already.
            case allocated(bytes: UInt64)
        }
        package var path: String
        package var content: Content
    }

    /// Builds the invocation of a domain that has all its defaults, addresses and aliases (``PreparedDomain``).
    ///
    /// - Throws: ``QEMUDriverError`` for what this emulator or this version of ours cannot do.
    package init(
        _ prepared: PreparedDomain, capabilities: QEMUCapabilities, context: LaunchContext
    ) throws {
        var builder = CommandLineBuilder(prepared.domain, capabilities, context)
        try builder.build()
        self = builder.invocation
    }
}

/// Why a domain cannot be run.
package struct QEMUDriverError: Error, Hashable, CustomStringConvertible {
    package struct Code: Sendable, Hashable {
        private enum Kind: Sendable, Hashable { case invalid, unsupported, missing, `internal` }
        private let kind: Kind
        /// The document says something that cannot be.
        package static let invalid = Code(kind: .invalid)
        /// This emulator, or this version of ours, cannot do it.
        package static let unsupported = Code(kind: .unsupported)
        /// Something outside of the document is needed and not there.
        package static let missing = Code(kind: .missing)
    }
    package var code: Code
    /// One sentence.
    package var message: String
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
    package var description: String { message }

    package static func invalid(_ message: String) -> QEMUDriverError { .init(.invalid, message) }
    package static func unsupported(_ message: String) -> QEMUDriverError { .init(.unsupported, message) }
}
