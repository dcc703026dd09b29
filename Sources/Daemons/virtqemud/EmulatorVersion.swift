// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage

/// The version of the machine's own emulator, asked once for each time that its file is changed.
final class EmulatorVersion: Sendable {
    private struct Answer {
        var changed: Int
        var number: UInt64
    }

    private let loop: EventLoop
    private let answer = Mutex<Answer?>(nil)

    init(loop: EventLoop) { self.loop = loop }

    /// A million for each major version, a thousand for each minor one, and the rest.
    ///
    /// - Throws: `VirtError` when there is no emulator, or one that does not tell.
    func number() async throws -> UInt64 {
        var names = utsname()
        uname(&names)
        let machine = withUnsafeBytes(of: &names.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let program = FilePath("/usr/bin/qemu-system-\(machine)")
        var status = stat()
        guard stat(program.string, &status) == 0 else {
            throw VirtError(.internalError, "Cannot find the emulator '\(program)'. Install QEMU for \(machine).")
        }
        let changed = status.st_mtim.tv_sec
        if let known = answer.withLock({ $0 }), known.changed == changed { return known.number }
        let output = try MemoryFile("version")
        let succeeded = try await run(program, ["--version"], output.descriptor)
        // "QEMU emulator version 7.2.22 (Debian ...)"
        let words = String(decoding: output.contents(atMost: 4096), as: UTF8.self).split { $0 == " " || $0 == "\n" }
        let parts = words.firstIndex(of: "version").flatMap { words[($0 + 1)...].first }?.split(separator: ".")
            .compactMap { UInt64($0) }
        guard succeeded, let parts, parts.count >= 2 else {
            throw VirtError(.internalError, "'\(program) --version' does not tell a version. Try it by hand.")
        }
        let number = parts[0] * 1_000_000 + parts[1] * 1000 + (parts.count > 2 ? parts[2] : 0)
        answer.withLock { $0 = Answer(changed: changed, number: number) }
        return number
    }

    private final class Child: Sendable {
        let process: ChildProcess
        init(_ process: consuming ChildProcess) { self.process = process }
    }

    /// Runs a program for a few seconds at most.
    private func run(_ program: FilePath, _ arguments: [String], _ output: FileDescriptor) async throws -> Bool {
        var request = ChildProcess.Request(
            program: program, arguments: [program.string] + arguments, environment: ["LC_ALL=C"])
        request.descriptors = [(output, 1)]
        let settled = request
        // From the loop's thread, which lives as long as the daemon: the child ends with the thread that started it.
        let child = try await loop.perform { Child(try ChildProcess.start(settled)) }
        if let end = try await child.process.wait(on: loop, atMost: .seconds(10)) { return end == .exited(0) }
        child.process.send(SIGKILL)
        _ = try child.process.wait()
        return false
    }
}
