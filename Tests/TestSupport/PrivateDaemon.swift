// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A C libvirtd of the system's packages, as one user's daemon in a directory of its own: root's would use the host's tree, so
/// root runs it as nobody.
public final class PrivateDaemon {
    /// Whether it can be had; says aloud when not.
    public static var isAvailable: Bool { PrivateUser.isPossible && Program.areInstalled("libvirtd") }

    /// Whose daemon it is.
    public let user: PrivateUser
    /// Its process.
    public let program: RunningProgram
    /// Its socket.
    public let socket: String
    /// Where it keeps its files.
    public var directory: TemporaryDirectory { user.directory }

    /// Starts a daemon and waits until it listens.
    public init() async throws {
        user = try PrivateUser("libvirtd")
        // What guests say goes to their files from QEMU itself, not by another daemon.
        try user.directory.write("config/libvirt/qemu.conf", "stdio_handler = \"file\"\n")
        Self.handOver(user.directory("config/libvirt"))
        socket = "\(user.directory("run"))/libvirt/libvirt-sock"
        program = try user.start(["libvirtd", "--timeout=300"])
        let deadline = ContinuousClock.now + .seconds(60)
        while !Self.listens(socket) {
            guard ContinuousClock.now < deadline else {
                throw CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: socket])
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    deinit {
        // libvirtd 9.0 takes far longer than this to end when it is asked to.
        program.send(SIGTERM)
        _ = program.wait(seconds: 0.5)
    }

    /// The address for libvirt's clients.
    public var uri: String { "qemu+unix:///session?socket=\(socket)" }

    /// Gives a file to the user as whom it runs.
    public static func handOver(_ path: String) {
        if getuid() == 0 { chown(path, PrivateUser.nobody, PrivateUser.nobody) }
    }

    /// Whether somebody takes connections to a socket.
    static func listens(_ path: String) -> Bool {
        let file = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else { return false }
        defer { close(file) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
