// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// One of our daemons, with a tree of its own below a temporary directory.
///
/// It gets SIGTERM and is waited for when the value goes.
public final class RunningDaemon {
    /// Its process.
    public let program: RunningProgram
    /// The root of its tree.
    public let root: TemporaryDirectory
    private let name: String
    private let socketName: String
    private let log: String

    /// Starts a daemon and waits until its socket is there.
    ///
    /// - Parameters:
    ///   - name: Its program's, such as `virtqemud`.
    ///   - configuration: The text of its configuration file; nil for none.
    ///   - root: A tree that is there already.
    ///   - socketName: What its sockets begin with; nil for its name.
    ///   - namespaces: Its view of the host; nil for ours.
    public init(
        _ name: String, _ arguments: [String] = [], configuration: String? = nil, root: TemporaryDirectory? = nil,
        socketName: String? = nil, in namespaces: Namespaces? = nil
    ) throws {
        self.name = name
        self.socketName = socketName ?? name
        let tree = try root ?? TemporaryDirectory(name)
        self.root = tree
        if let configuration {
            try FileManager.default.createDirectory(atPath: tree("etc/libvirt"), withIntermediateDirectories: true)
            _ = try tree.write("etc/libvirt/\(name).conf", configuration)
        }
        log = tree("output-\(UInt32.random(in: 0 ... .max))")
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let output = open(log, O_WRONLY | O_APPEND | O_CLOEXEC)
        defer { close(output) }
        let command = [Program.built(name), "--root", tree.path] + arguments
        program = try RunningProgram(
            namespaces?.command(command) ?? command, output: .descriptor(output), errors: .descriptor(output))
        // The socket listens before the daemon is ready to answer, and clients wait. One that was killed leaves its socket behind.
        let path = socket
        guard RunningProgram.wait(seconds: 30, until: { PrivateDaemon.listens(path) }) else {
            throw CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: "\(path): \(output)"])
        }
    }

    deinit {
        program.send(SIGTERM)
        _ = program.wait(seconds: 20)
    }

    /// Ends it by force, and starts another one in its tree, which answers.
    ///
    /// - Parameter driver: Which driver it has, for addresses.
    public func replaced(_ driver: String) throws -> RunningDaemon {
        program.send(SIGKILL)
        _ = program.wait(seconds: 30)
        let next = try RunningDaemon(name, root: root)
        // The socket of the one before is there until the new one's takes its place.
        guard RunningProgram.wait(until: { (try? next.virsh(driver, "uri").status) == 0 }) else {
            throw CocoaError(.fileReadUnknown, userInfo: [NSFilePathErrorKey: "\(next.socket): \(next.output)"])
        }
        return next
    }

    /// The path of its socket.
    public var socket: String { root("run/libvirt/\(socketName)-sock") }
    /// The path of its socket for those who may only read.
    public var readOnlySocket: String { root("run/libvirt/\(socketName)-sock-ro") }
    /// The path of its socket for administrators.
    public var adminSocket: String { root("run/libvirt/\(name)-admin-sock") }
    /// What it has said.
    public var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// The address for libvirt's clients.
    public func uri(_ driver: String, readOnly: Bool = false) -> String {
        "\(driver)+unix:///system?socket=\(readOnly ? readOnlySocket : socket)"
    }

    /// Runs `virsh` with a command against it, without a word of the user's own settings.
    public func virsh(_ driver: String, _ command: String..., seconds: Double = 60) throws -> ProgramResult {
        try Program.run(
            ["virsh", "-q", "-c", uri(driver)] + command, environment: ["LC_ALL": "C"], seconds: seconds)
    }

    /// Its resident memory, in KiB; proc_pid_status(5).
    public var residentMemoryInKiB: Int? {
        let status = (try? String(contentsOfFile: "/proc/\(program.identifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first
    }
}
