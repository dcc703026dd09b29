// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a machine showed that QEMU ran, with an emulated processor, until a condition held.
public struct BootedMachine: Sendable {
    /// All that came out of the first serial port.
    public var serial: [UInt8]
    /// The 4000 bytes of the text screen, characters and colours in turn.
    public var screen: [UInt8]
    /// What QEMU said about the processor's registers at the end.
    public var registers: String

    /// The characters of the screen, 25 lines of 80 bytes.
    public var lines: [[UInt8]] {
        (0..<25).map { row in (0..<80).map { screen[(row * 80 + $0) * 2] } }
    }

    /// Runs a machine.
    ///
    /// - Parameters:
    ///   - arguments: QEMU's, beside those for the monitor, the serial port and the display.
    ///   - seconds: How long it may take.
    ///   - done: Whether its serial output and registers are what was waited for; then the screen is kept.
    ///   - withSerialPort: Whether the machine has a first serial port.
    ///   - halting: Whether to wait for the processor to halt, too, before the screen is kept.
    public static func run(
        _ arguments: [String], seconds: Double = 100, halting: Bool = true, withSerialPort: Bool = true,
        until done: (BootedMachine) -> Bool
    ) throws -> BootedMachine {
        let directory = try TemporaryDirectory("machine")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.find("qemu-system-x86_64") ?? "/missing")
        process.arguments =
            [
                "-nodefaults", "-display", "none", "-device", "VGA", "-qmp", "stdio", "-serial",
                withSerialPort ? "file:\(directory("serial"))" : "none",
            ] + arguments
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer {
            // A signal that can be blocked may be: the thread that started it hands its mask down.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let deadline = Date(timeIntervalSinceNow: seconds)
        var received = Data()
        func ask(_ command: String) throws -> String {
            try input.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
            while true {
                while let end = received.firstIndex(of: 0x0A) {
                    let line = String(decoding: received[..<end], as: UTF8.self)
                    received = Data(received[(end + 1)...])
                    if line.hasPrefix(#"{"return""#) || line.hasPrefix(#"{"error""#) { return line }
                }
                let more = output.fileHandleForReading.availableData
                if more.isEmpty { throw CocoaError(.fileReadUnknown) }
                received += more
            }
        }
        _ = try ask(#"{"execute":"qmp_capabilities"}"#)
        var machine = BootedMachine(serial: [], screen: [], registers: "")
        while true {
            machine.serial = [UInt8]((try? Data(contentsOf: URL(fileURLWithPath: directory("serial")))) ?? Data())
            machine.registers = try ask(
                #"{"execute":"human-monitor-command","arguments":{"command-line":"info registers"}}"#)
            if done(machine), !halting || machine.registers.contains("HLT=1") { break }
            if Date() > deadline { break }
            Thread.sleep(forTimeInterval: 0.1)
        }
        let screen = directory("screen")
        _ = try ask(#"{"execute":"pmemsave","arguments":{"val":753664,"size":4000,"filename":"\#(screen)"}}"#)
        machine.screen = [UInt8](try Data(contentsOf: URL(fileURLWithPath: screen)))
        return machine
    }
}
