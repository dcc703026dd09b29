// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import QMP
internal import SystemPackage
internal import VirtModel

/// qemu-img, which works on images that no QEMU has open.
struct ImageTool: Sendable {
    let loop: EventLoop

    /// How long it may take: snapshots are quick, but for slow disks.
    private static let deadline = Duration.seconds(600)
    /// The most that is read of what it says, in bytes.
    private static let outputLimit = 4 << 20

    /// A snapshot in an image: its number, and its name.
    struct Entry: Sendable, Hashable {
        var id: String
        var name: String
    }

    /// The snapshots in an image, whether it is in use or not.
    func snapshots(in path: String) async throws -> [Entry] {
        let reply = try await information(on: path)
        return (reply["snapshots"]?.array ?? []).compactMap { snapshot in
            guard let id = snapshot["id"]?.string, let name = snapshot["name"]?.string else { return nil }
            return Entry(id: id, name: name)
        }
    }

    private func information(on path: String) async throws -> JSONValue {
        let text = try await run(["info", "-U", "-f", "qcow2", "--output=json", path], "look into the image '\(path)'")
        return try JSONParser.parse(text)
    }

    /// Whether an image has a snapshot of a name.
    ///
    /// - Throws: `operationFailed` when another snapshot has that name for its number, for which QEMU would take it.
    func has(_ name: String, in path: String) async throws -> Bool {
        let entries = try await snapshots(in: path)
        if let other = entries.first(where: { $0.id == name && $0.name != name }) {
            throw VirtError(
                .operationFailed,
                "The image '\(path)' has snapshot '\(other.name)' as number \(name), for which QEMU takes the name '\(name)'. Remove one of them with 'qemu-img snapshot'."
            )
        }
        return entries.contains { $0.name == name }
    }

    /// Keeps what is in an image under a name.
    func keep(_ name: String, in path: String) async throws {
        _ = try await run(["snapshot", "-c", name, path], "make snapshot '\(name)' in '\(path)'")
    }

    /// Makes an image what it was.
    func revert(_ path: String, to name: String) async throws {
        _ = try await run(["snapshot", "-a", name, path], "take '\(path)' back to snapshot '\(name)'")
    }

    /// Removes what was kept under a name.
    func remove(_ name: String, from path: String) async throws {
        _ = try await run(["snapshot", "-d", name, path], "remove snapshot '\(name)' from '\(path)'")
    }

    /// Makes an image above another one.
    ///
    /// - Parameter size: In bytes; nil to ask the image below, which then must not be in use.
    func make(_ path: String, above below: StorageSource, size: Int64?) async throws {
        var words = ["create", "-q", "-f", "qcow2", "-F", (below.format ?? .raw).rawValue, "-b", below.path ?? ""]
        if size != nil { words.append("-u") }
        words.append(path)
        if let size { words.append(String(size)) }
        _ = try await run(words, "make the image '\(path)'")
    }

    // MARK: Running it

    private final class Child: Sendable {
        let process: ChildProcess
        init(_ process: consuming ChildProcess) { self.process = process }
    }

    /// Runs it to its end.
    ///
    /// - Returns: What it said on its standard output.
    private func run(_ arguments: [String], _ task: String) async throws -> String {
        guard let program = HelperEnvironment.find(["qemu-img"]) else {
            throw VirtError(.operationFailed, "Cannot \(task): there is no 'qemu-img'. Install QEMU's tools.")
        }
        let (output, errors) = (try MemoryFile("qemu-img-output"), try MemoryFile("qemu-img-errors"))
        let input = OwnedDescriptor(try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec))
        var request = ChildProcess.Request(
            program: program, arguments: [program.string] + arguments, environment: HelperEnvironment.variables)
        request.descriptors = [(input.descriptor, 0), (output.descriptor, 1), (errors.descriptor, 2)]
        request.fileModeMask = 0o077
        request.hasOwnProcessGroup = true
        let settled = request
        let child = try await loop.perform { Child(try ChildProcess.start(settled)) }
        withExtendedLifetime(input) {}
        guard let end = try await child.process.wait(on: loop, atMost: Self.deadline) else {
            child.process.send(SIGKILL)
            _ = try await child.process.wait(on: loop, atMost: .seconds(5))
            throw VirtError(.operationTimeout, "Cannot \(task) within \(Self.deadline). See whether its disk hangs.")
        }
        guard end == .exited(0) else {
            let words = String(decoding: errors.contents(atMost: 2048), as: UTF8.self)
                .split(whereSeparator: \.isNewline).joined(separator: " / ")
            throw VirtError(
                .operationFailed, "Cannot \(task): 'qemu-img' ended with \(end)\(words.isEmpty ? "." : ": \(words)")")
        }
        return String(decoding: output.contents(atMost: Self.outputLimit), as: UTF8.self)
    }
}
