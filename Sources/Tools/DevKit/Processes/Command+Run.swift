// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

extension Command {
    /// Runs the program to its end, with our standard output and error.
    ///
    /// - Throws: `DevError` when it cannot be started; a non-zero status is not an error.
    public func run() throws -> Outcome {
        try start().wait()
    }

    /// Runs the program to its end and throws when it fails.
    public func runOrThrow() throws {
        let outcome = try run()
        guard outcome.succeeded else {
            throw DevError("'\(shellText)' ended with status \(outcome.status). Its messages above say why.")
        }
    }

    /// Runs the program to its end and gathers its standard output; its standard error is ours, unless it is `quiet`.
    public func capture(quiet: Bool = false) throws -> (outcome: Outcome, text: String) {
        let pipe = try Pipe()
        defer { pipe.close() }
        let null = try quiet ? FileDescriptor.open("/dev/null", .writeOnly) : nil
        defer { try? null?.close() }
        let process = try start(output: pipe.writing, errors: null)
        pipe.closeWriting()
        var bytes: [UInt8] = []
        while let chunk = try pipe.read() { bytes += chunk }
        return (try process.wait(), String(decoding: bytes, as: UTF8.self))
    }

    /// Runs the program to its end without any output: what is measured is the program, not our terminal.
    public func measure() throws -> Outcome {
        let null = try FileDescriptor.open("/dev/null", .writeOnly)
        defer { try? null.close() }
        return try start(output: null, errors: null).wait()
    }

    /// Runs the program to its end, passes all of its output on as it comes, and shows each line of it to `observe`.
    ///
    /// - Parameters:
    ///   - limit: How long it may take. After that it and all that it started are asked to end, and ten
    ///     seconds later killed.
    ///   - observe: Called with every line of its standard output and error, without the line's end.
    public func relay(limit: Duration? = nil, observe: (String) -> Void) throws -> Outcome {
        let pipes = [try Pipe(), try Pipe()]
        defer { for pipe in pipes { pipe.close() } }
        let process = try start(output: pipes[0].writing, errors: pipes[1].writing)
        for pipe in pipes { pipe.closeWriting() }

        var end = limit.map { process.start.advanced(by: $0) }
        var timedOut = false
        var lines = [LineSplitter(), LineSplitter()]
        let destinations = [FileDescriptor.standardOutput, .standardError]
        var open: Set<Int> = [0, 1]
        while !open.isEmpty {
            let order = open.sorted()
            var watched = order.map { pollfd(fd: pipes[$0].reading.rawValue, events: Int16(POLLIN), revents: 0) }
            let rest = end.map { CInt(clamping: max(0, Int(($0 - .now).milliseconds) + 1)) } ?? -1
            if try systemCall({ poll(&watched, nfds_t(watched.count), rest) }) == 0 {
                ProcessTree.signal(process.identifier, timedOut ? SIGKILL : SIGTERM)
                if timedOut { break }
                timedOut = true
                end = .now + .seconds(10)
            }
            for (index, entry) in zip(order, watched) where entry.revents != 0 {
                if let chunk = try pipes[index].read() {
                    _ = try? destinations[index].writeAll(chunk)
                    lines[index].take(chunk, observe)
                } else {
                    lines[index].finish(observe)
                    open.remove(index)
                }
            }
        }
        var outcome = try process.wait()
        outcome.timedOut = timedOut
        return outcome
    }
}

/// Cuts a stream of bytes into lines.
struct LineSplitter {
    private var rest: [UInt8] = []

    /// Takes more bytes, and shows the lines that they complete.
    mutating func take(_ bytes: some Sequence<UInt8>, _ observe: (String) -> Void) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                finish(observe)
            } else {
                rest.append(byte)
            }
        }
    }

    /// Shows the line at the end that no line feed closes, if there is one.
    mutating func finish(_ observe: (String) -> Void) {
        if !rest.isEmpty { observe(String(decoding: rest, as: UTF8.self)) }
        rest = []
    }
}
