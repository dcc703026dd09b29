// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What a program that ran to its end left.
public struct ProgramResult: Sendable {
    /// The exit status; 128 plus the signal's number when a signal ended it, as a shell counts.
    public var status: Int32
    /// All of its standard output.
    public var output: Data
    /// All of its standard error.
    public var errors: Data
    /// True when it was killed because its time was up.
    public var timedOut: Bool

    /// The standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
    /// The standard error as text.
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Programs that tests run for real: those of the system, and our own as just built.
public enum Program {
    /// The full path of a program of the system, or nil when it is not installed.
    public static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return (path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin", "/usr/bin"])
            .map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether all of these programs are installed; says aloud which are not, for `.enabled(if:)`.
    public static func areInstalled(_ names: String...) -> Bool {
        let missing = names.filter { find($0) == nil }
        if !missing.isEmpty {
            print("SKIPPING a test that needs \(missing.joined(separator: ", ")), which is not installed here")
        }
        return missing.isEmpty
    }

    /// One of our own executables, in the folder that the tests were built into.
    public static func built(_ name: String) -> String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let argument = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? tests
        return "\((argument as NSString).deletingLastPathComponent)/\(name)"
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - command: The program, found as a shell would, and its arguments.
    ///   - input: What it reads from standard input; nil for an empty one.
    ///   - environment: Variables added to ours.
    ///   - directory: Its working directory, if not ours.
    ///   - seconds: How long it may take before it is killed.
    public static func run(
        _ command: [String], input: Data? = nil, environment: [String: String] = [:], directory: String? = nil,
        seconds: Double = 120
    ) throws -> ProgramResult {
        let process = Process()
        guard let path = command[0].contains("/") ? command[0] : find(command[0]) else {
            throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: command[0]])
        }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        let standardInput = Pipe()
        // A program that ends before it has read its input does not end the tests.
        signal(SIGPIPE, SIG_IGN)
        process.standardInput = input == nil ? FileHandle.nullDevice : standardInput
        try process.run()

        let collected = Collected()
        let readers = DispatchGroup()
        for (pipe, keyPath) in [(output, \Collected.output), (errors, \Collected.errors)] {
            DispatchQueue.global().async(group: readers) {
                let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
                collected.lock.withLock { collected[keyPath: keyPath] = data }
            }
        }
        if let input {
            readers.enter()
            // A thread of its own, which holds back the SIGPIPE of a program that ends without reading all.
            Thread.detachNewThread {
                var signals = sigset_t()
                sigemptyset(&signals)
                sigaddset(&signals, SIGPIPE)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                try? standardInput.fileHandleForWriting.write(contentsOf: input)
                try? standardInput.fileHandleForWriting.close()
                readers.leave()
            }
        }
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + seconds)
        let identifier = process.processIdentifier
        timer.setEventHandler {
            collected.lock.withLock { collected.timedOut = true }
            kill(identifier, SIGKILL)
        }
        timer.resume()
        process.waitUntilExit()
        timer.cancel()
        readers.wait()
        let status = process.terminationStatus
        return collected.lock.withLock {
            ProgramResult(
                status: process.terminationReason == .uncaughtSignal ? 128 + status : status,
                output: collected.output, errors: collected.errors, timedOut: collected.timedOut)
        }
    }
}

/// What the threads of `run` gather; `lock` guards the rest, which is why it may be shared.
private final class Collected: @unchecked Sendable {
    let lock = NSLock()
    var output = Data()
    var errors = Data()
    var timedOut = false
}
