// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import QMP
internal import SystemPackage

/// An emulator that only answers questions, its monitor, and what it said on its standard output and error.
final class ProbeProcess: Sendable {
    let client: QMPClient
    private let child: ChildProcess
    private let messages: FileDescriptor
    private let probe: CapabilityProbe
    private let loop: EventLoop

    /// The number of the monitor's socket in the process.
    private static let monitorNumber: Int32 = 3

    /// Starts the process on the loop's thread.
    static func start(_ probe: CapabilityProbe, on loop: EventLoop) async throws -> ProbeProcess {
        do {
            return try await loop.perform { try ProbeProcess(probe, loop) }
        } catch let error as Errno {
            throw EmulatorError(program: probe.program, reason: "It cannot be started: \(error).", .failed)
        }
    }

    private init(_ probe: CapabilityProbe, _ loop: EventLoop) throws {
        let pair = try SocketPair()
        let output = try MemoryFile("emulator messages")
        let input = try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
        defer { try? input.close() }
        var request = ChildProcess.Request(
            program: probe.program, arguments: Self.arguments(probe), environment: probe.environment)
        request.descriptors = [
            (input, 0), (output.descriptor, 1), (output.descriptor, 2), (pair.theirs, Self.monitorNumber),
        ]
        request.hasOwnProcessGroup = true
        let child = try ChildProcess.start(request)
        pair.closeTheirs()
        do {
            messages = try output.descriptor.duplicateCloseOnExec()
            client = try QMPClient(
                descriptor: pair.ours.duplicateCloseOnExec(), peer: "'\(probe.program)'", loop: loop)
        } catch {
            child.send(9)
            _ = try? child.wait()
            throw error
        }
        self.child = child
        self.probe = probe
        self.loop = loop
    }

    deinit { try? messages.close() }

    private static func arguments(_ probe: CapabilityProbe) -> [String] {
        [
            probe.program.string, "-S", "-no-user-config", "-nodefaults", "-display", "none",
            "-machine", "none,accel=\(probe.accelerator.rawValue)",
            "-chardev", "socket,id=monitor,fd=\(monitorNumber)", "-mon", "chardev=monitor,mode=control",
        ]
    }

    /// Ends the process, which has nothing to put away, and takes its status; nobody waits for that.
    func release() {
        Task.detached { [self] in
            child.send(9)
            client.close()
            _ = try? await child.wait(on: loop, atMost: .seconds(10))
        }
    }

    /// How it ended, by itself or, after some time, by force; nil when that is not known.
    private func end(within time: Duration) async -> ChildProcess.End? {
        do {
            if let end = try await child.wait(on: loop, atMost: time) { return end }
            child.send(9)
            return try await child.wait(on: loop, atMost: .seconds(10))
        } catch {
            child.send(9)
            return nil
        }
    }

    /// Ends the process and says what went wrong, in its own words if it had any.
    func failure(_ error: QMPConnectionError) async -> EmulatorError {
        client.close()
        var reason = error.description
        if error.code == .ended {
            let end = await end(within: .seconds(1))
            reason = end.map { "It ended before its answers were complete, with \($0)." } ?? reason
        } else {
            child.send(9)
            _ = await end(within: .seconds(1))
        }
        let said = message()
        if !said.isEmpty { reason += " It said: \(said)" }
        return EmulatorError(program: probe.program, reason: reason, .failed)
    }

    /// The last of what it said, on one line.
    private func message() -> String {
        let limit = 1000
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = (try? bytes.withUnsafeMutableBytes { try messages.read(fromAbsoluteOffset: 0, into: $0) }) ?? 0
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return lines.count <= limit ? lines : "...\(lines.suffix(limit))"
    }
}
