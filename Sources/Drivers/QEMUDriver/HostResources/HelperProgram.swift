// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
package import SystemPackage

/// A program that runs beside QEMU and serves one of its devices: a file server, a TPM, a network.
///
/// It dies with us, is ended by ``stop()`` and reaped either way. What it complains about goes to a log, and stands in the
/// error when it ends before its time.
package final class HelperProgram: Sendable {
    /// What it is for, as "file server of filesystem 'fs0'".
    package let purpose: String
    /// Its process id.
    package let identifier: Int32
    /// Becomes readable when it ends; for the event loop. Read no status: ``check()`` does.
    package var descriptor: FileDescriptor { child.descriptor }

    private let program: FilePath
    private let child: SharedChild
    private let log: HelperLog
    private let loop: EventLoop
    private let endsWithUs: Bool
    /// Hangs up when the last descriptor of it goes, of which QEMU may have another one; nil where there is none. See
    /// ``TerminalPair``.
    let lifeline: OwnedDescriptor?

    /// Starts a program, in a process group of its own.
    ///
    /// - Parameters:
    ///   - request: Its standard input and output become `/dev/null`, its standard error the log.
    ///   - loop: Whose thread spawns it, so that it dies with the process and not with some thread.
    ///   - logFile: Where its complaints are appended; nil for a file in memory.
    ///   - endsWithUs: Whether it dies with us and with this value; else it lives until QEMU leaves it.
    ///   - startsOthers: Whether it starts programs of its own, which then die with us, too, as far as they heed SIGHUP.
    ///   - needsLifeline: Whether it does not notice by its connection that QEMU and we are gone, so that it has to be told by SIGHUP.
    /// - Throws: ``QEMUDriverError`` that names the program.
    package static func start(
        _ request: ChildProcess.Request, purpose: String, on loop: EventLoop, logFile: FilePath? = nil,
        endsWithUs: Bool = true, startsOthers: Bool = false, needsLifeline: Bool = false
    ) async throws -> HelperProgram {
        do {
            let log = try HelperLog(logFile)
            let silence = try FileDescriptor.open("/dev/null", .readWrite, options: .closeOnExec)
            defer { try? silence.close() }
            var request = request
            request.hasOwnProcessGroup = true
            // Where there are no terminals, what it starts outlives us for as long as it works.
            let pair = startsOthers || needsLifeline ? try? TerminalPair() : nil
            request.terminal = pair?.terminal.descriptor
            if !endsWithUs { request.parentDeathSignal = nil }
            request.descriptors = [(silence, 0), (silence, 1), (log.descriptor, 2)] + request.descriptors
            let final = request
            let child = try await loop.perform { try SharedChild(final, takesGroupAlong: true) }
            withExtendedLifetime(pair) {}
            return HelperProgram(purpose, request.program, child, log, loop, endsWithUs, pair?.master)
        } catch let error as Errno {
            throw QEMUDriverError(.missing, "The \(purpose) cannot be started with '\(request.program)': \(error).")
        }
    }

    private init(
        _ purpose: String, _ program: FilePath, _ child: SharedChild, _ log: HelperLog, _ loop: EventLoop,
        _ endsWithUs: Bool, _ lifeline: OwnedDescriptor?
    ) {
        (self.purpose, self.program, self.child, self.log) = (purpose, program, child, log)
        (self.loop, self.endsWithUs, self.lifeline) = (loop, endsWithUs, lifeline)
        identifier = child.identifier
    }

    /// How it ended; nil while it runs.
    package var end: ChildProcess.End? { child.endSoFar }

    /// Fails with its last words when it has ended, which before QEMU does it must not.
    package func check() throws {
        guard let end else { return }
        let words = log.lastWords
        throw QEMUDriverError(
            .missing, "The \(purpose), '\(program)', ended with \(end)\(words.isEmpty ? "." : ": \(words)")")
    }

    /// Waits for it to end by itself.
    ///
    /// - Returns: How it ended; nil when it still runs after that time.
    package func wait(atMost limit: Duration) async -> ChildProcess.End? { await child.wait(on: loop, atMost: limit) }

    /// Ends it in order, and by force when that takes too long.
    package func stop(grace: Duration = .seconds(2)) async {
        child.send(SIGTERM)
        if await wait(atMost: grace) == nil {
            child.send(SIGKILL)
            _ = await wait(atMost: .seconds(5))
        }
    }

    deinit {
        guard child.endSoFar == nil else { return }
        if endsWithUs { child.send(SIGKILL) }
        if !child.reapAtEnd(on: loop), endsWithUs { child.kill() }
    }
}

/// What a program writes to its standard error.
private final class HelperLog: Sendable {
    let descriptor: FileDescriptor
    private let memory: MemoryFile?
    private let start: Int64
    private static let limitInBytes = 2048

    init(_ path: FilePath?) throws(Errno) {
        guard let path else {
            let file = try MemoryFile("helper-log")
            (memory, descriptor, start) = (file, file.descriptor, 0)
            return
        }
        memory = nil
        // Read, too, for its last words.
        let number = try systemCall {
            path.withPlatformString { open($0, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600) }
        }
        descriptor = FileDescriptor(rawValue: number)
        start = (try? descriptor.seek(offset: 0, from: .end)) ?? 0
    }

    deinit { if memory == nil { try? descriptor.close() } }

    /// The end of what was written since the start, in one line.
    var lastWords: String {
        let size = (try? descriptor.seek(offset: 0, from: .end)) ?? 0
        let from = max(start, size - Int64(Self.limitInBytes))
        var bytes = [UInt8](repeating: 0, count: max(0, Int(size - from)))
        let count = (try? bytes.withUnsafeMutableBytes { try descriptor.read(fromAbsoluteOffset: from, into: $0) }) ?? 0
        let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split { $0 == "\n" || $0 == "\r" }
        // passt complains of every line that the system logger, which may not be there, did not take.
        let said = lines.filter { !($0.hasPrefix("Failed to send ") && $0.hasSuffix(" bytes to syslog")) }
        return said.suffix(5).joined(separator: " / ")
    }
}
