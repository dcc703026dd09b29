// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
package import SystemPackage
package import VirtModel
internal import XMLCoding

/// virtiofsd, which serves a directory of the host to the guest: QEMU's older one and the Rust one, which take the same
/// options.
package enum VirtioFSServer {
    /// Where distributions keep it.
    private static let programs = [
        "/usr/libexec/virtiofsd", "/usr/lib/qemu/virtiofsd", "/usr/lib/virtiofsd", "virtiofsd",
    ]

    /// The program of this host; nil when there is none.
    package static func find() -> FilePath? { HelperEnvironment.find(programs) }

    /// The number of its listening socket.
    private static let socketNumber: Int32 = 3

    /// How it is started for a filesystem.
    ///
    /// - Parameter listening: A socket on which QEMU's connection waits.
    /// - Throws: ``QEMUDriverError`` for what it cannot serve.
    package static func request(
        for filesystem: FileSystemDevice, program: FilePath, listening: FileDescriptor
    ) throws -> ChildProcess.Request {
        let source = filesystem.source ?? ""
        guard !source.contains(",") else {
            throw QEMUDriverError.unsupported(
                "Directory '\(source)' cannot be shared by virtiofs, because its name holds a comma. Link to it from another one."
            )
        }
        var options = ["source=\(source)", "cache=\(filesystem.binary.cacheMode ?? "auto")"]
        if let sandbox = filesystem.binary.sandboxMode { options.append("sandbox=\(sandbox)") }
        if let xattr = filesystem.binary.xattr { options.append(xattr.isOn ? "xattr" : "no_xattr") }
        if let flock = filesystem.binary.lockFlock { options.append(flock.isOn ? "flock" : "no_flock") }
        if let posix = filesystem.binary.lockPOSIX { options.append(posix.isOn ? "posix_lock" : "no_posix_lock") }
        var arguments = [program.string, "--fd=\(socketNumber)", "-o", options.joined(separator: ",")]
        if let size = filesystem.binary.threadPoolSize { arguments.append("--thread-pool-size=\(size)") }
        var request = ChildProcess.Request(
            program: program, arguments: arguments, environment: HelperEnvironment.variables)
        request.descriptors = [(listening, socketNumber)]
        if filesystem.isReadOnly {
            guard geteuid() == 0 else {
                throw QEMUDriverError.unsupported(
                    "Directory '\(source)' cannot be shared read-only by virtiofs without root. Share it writable, or by 9p."
                )
            }
            request.readOnlyDirectory = FilePath(source)
        }
        return request
    }

    /// Starts it.
    ///
    /// - Returns: The program, and QEMU's end of the connection to it, for the caller to close.
    static func start(
        for filesystem: FileSystemDevice, in environment: HelperEnvironment
    ) async throws -> (HelperProgram, FileDescriptor) {
        let alias = filesystem.info.alias ?? ""
        let candidates = filesystem.binary.path.map { [$0] } ?? programs
        guard let program = HelperEnvironment.find(candidates) else {
            throw QEMUDriverError(
                .missing,
                "Filesystem '\(alias)' needs virtiofsd, which is not there (\(candidates.joined(separator: ", "))). Install it."
            )
        }
        let (listening, connected) = try LocalConnection.make()
        defer { try? listening.close() }
        do {
            // It sandboxes itself, for which it needs the caller's rights.
            let request = try request(for: filesystem, program: program, listening: listening)
            let server = try await HelperProgram.start(
                request, purpose: "file server of filesystem '\(alias)'", on: environment.loop,
                logFile: environment.logFile(alias, "virtiofsd"), endsWithUs: environment.endsWithUs)
            return (server, connected)
        } catch {
            try? connected.close()
            throw error
        }
    }
}
