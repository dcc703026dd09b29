// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// Something that a program says while it runs, and that its time is measured to.
public struct Moment: Sendable {
    /// What it says, on its standard output or error.
    public var text: String
    /// What it is given on its standard input at its start.
    public var input: String

    /// The moment at which a program says something.
    public init(says text: String, after input: String = "") {
        self.text = text
        self.input = input
    }

    /// How long it may take.
    static let limit = Duration.seconds(60)
}

extension Command {
    /// Runs the program until it says something, and then ends it, by SIGTERM.
    ///
    /// - Returns: The time from its start to that moment. The status is 0 when the moment came, else the program's own.
    /// - Throws: `DevError` when it cannot be started.
    public func measure(until moment: Moment) throws -> Outcome {
        let input = try Pipe()
        let output = try Pipe()
        defer {
            input.close()
            output.close()
        }
        let process = try start(input: input.reading, output: output.writing, errors: output.writing)
        output.closeWriting()
        _ = try input.writing.writeAll(moment.input.utf8)

        let needle = Array(moment.text.utf8)
        var said: [UInt8] = []
        var came: Duration?
        while came == nil {
            var watched = pollfd(fd: output.reading.rawValue, events: Int16(POLLIN), revents: 0)
            let rest = Moment.limit - (.now - process.start)
            guard try systemCall({ poll(&watched, 1, CInt(clamping: Int(rest.milliseconds))) }) > 0,
                let chunk = try output.read()
            else { break }
            let from = max(0, said.count - needle.count)
            said += chunk
            if said[from...].contains(needle) { came = .now - process.start }
        }
        kill(process.identifier, SIGTERM)
        // What it still says must not hold it up.
        while try output.read() != nil {}
        var outcome = try process.wait()
        if let came {
            outcome.status = 0
            outcome.wallTime = came
        } else if outcome.succeeded {
            outcome.status = -1
        }
        return outcome
    }
}

extension ArraySlice<UInt8> {
    /// Whether some bytes are in here, in their order.
    fileprivate func contains(_ needle: [UInt8]) -> Bool {
        guard count >= needle.count else { return false }
        return (startIndex...(endIndex - needle.count)).contains { self[$0...].starts(with: needle) }
    }
}
