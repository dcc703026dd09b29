// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A C libvirtd of the system's packages, with a tree of its own: as one user's daemon, which root runs as nobody, for root's would use
/// the host's tree; or as the system's, in a view of the host in which that tree is another one.
public final class PrivateDaemon {
    /// Whether it can be had; says aloud when not.
    public static var isAvailable: Bool { PrivateUser.isPossible && Program.areInstalled("libvirtd") }

    /// Its process.
    public let program: RunningProgram
    /// Its socket.
    public let socket: String
    /// Where it keeps its files.
    public let directory: TemporaryDirectory
    private let driver: String

    /// Starts one user's daemon and waits until it listens.
    public init() async throws {
        let user = try PrivateUser("libvirtd")
        directory = user.directory
        // What guests say goes to their files from QEMU itself, not by another daemon.
        try user.directory.write("config/libvirt/qemu.conf", "stdio_handler = \"file\"\n\(Self.screenPorts())")
        Self.handOver(user.directory("config/libvirt"))
        socket = "\(user.directory("run"))/libvirt/libvirt-sock"
        driver = "session"
        program = try user.start(["libvirtd", "--timeout=300"])
        try await waitUntilItListens()
    }

    /// Starts the system's daemon over a tree as ``RunningDaemon`` has it, and waits until it listens; see ``Namespaces/arePossible``.
    public init(root: TemporaryDirectory) async throws {
        directory = root
        // Of what the host has, it uses nothing that others use, too: no other daemon, no control group, no other user.
        try root.write("etc/libvirt/libvirtd.conf", "auth_unix_rw = \"none\"\n")
        try root.write(
            "etc/libvirt/qemu.conf",
            """
            stdio_handler = "file"
            security_driver = "none"
            namespaces = []
            cgroup_controllers = []
            user = "root"
            group = "root"
            \(Self.screenPorts())
            """)
        // Where huge pages are mounted, it would make a directory.
        var namespaces = Namespaces().network("! mountpoint -q /dev/hugepages || umount /dev/hugepages")
        // Its paths are built in. These places are there wherever it is installed.
        for place in ["/etc/libvirt", "/run", "/var/lib/libvirt", "/var/cache/libvirt", "/var/log"] {
            try FileManager.default.createDirectory(
                atPath: root(String(place.dropFirst())), withIntermediateDirectories: true)
            namespaces = namespaces.mounting(root(String(place.dropFirst())), at: place)
        }
        socket = root("run/libvirt/libvirt-sock")
        driver = "system"
        program = try RunningProgram(namespaces.command(["libvirtd", "--timeout=300"]))
        try await waitUntilItListens()
    }

    private func waitUntilItListens() async throws {
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

    /// Ports for screens that hardly another daemon has: libvirt looks for a free one, and its QEMU finds it taken.
    private static func screenPorts() -> String {
        let first = 10_000 + 100 * Int.random(in: 0..<400)
        return "remote_display_port_min = \(first)\nremote_display_port_max = \(first + 99)\n"
    }

    /// The address for libvirt's clients.
    public var uri: String { "qemu+unix:///\(driver)?socket=\(socket)" }

    /// Ends it, and kills it when that takes long.
    public func end() {
        program.send(SIGTERM)
        _ = program.wait(seconds: 5)
    }

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
