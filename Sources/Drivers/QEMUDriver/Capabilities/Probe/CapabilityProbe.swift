// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
internal import QMP
package import SystemPackage

/// Asks an emulator what it can do: one short-lived process without a machine, all commands in one write.
package struct CapabilityProbe: Sendable {
    /// The emulator.
    package var program: FilePath
    /// What is to run the guests. The answers differ: machine types, CPU models, what the host's CPU gives.
    package var accelerator: Accelerator
    /// `NAME=VALUE` each, all that the process gets.
    package var environment = ["LC_ALL=C", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
    /// How long it may take.
    package var deadline = Duration.seconds(20)

    package init(program: FilePath, accelerator: Accelerator) {
        self.program = program
        self.accelerator = accelerator
    }

    /// Runs the emulator and reads its answers.
    ///
    /// - Parameter loop: Where its monitor is watched, and whose thread is its parent: it dies with that.
    /// - Throws: ``EmulatorError``; `CancellationError`.
    package func run(on loop: EventLoop) async throws -> QEMUCapabilities {
        QEMUCapabilities(QMPConversation(process: try await exchanges(on: loop)))
    }

    /// The commands and what was answered.
    ///
    /// QEMU answers one question after the other, and takes as long for its schema as for all others together; so two are asked.
    package func exchanges(on loop: EventLoop) async throws -> [QMPConversation.Exchange] {
        let commands = QEMUCapabilities.commands(for: accelerator)
        async let schema = answers(to: commands.filter { $0.name == Self.longest }, on: loop)
        return try await answers(to: commands.filter { $0.name != Self.longest }, on: loop) + schema
    }

    private static let longest = "query-qmp-schema"

    /// What one process answers, with the version that its greeting names.
    private func answers(to commands: [QMPCommand], on loop: EventLoop) async throws -> [QMPConversation.Exchange] {
        let process = try await ProbeProcess.start(self, on: loop)
        do {
            let (greeting, results) = try await process.client.negotiate(with: commands, deadline: deadline)
            process.release()
            return [Self.version(greeting)]
                + zip(commands, results).map { command, result in
                    QMPConversation.Exchange(
                        command: command.name,
                        arguments: command.arguments.isEmpty ? nil : .object(command.arguments),
                        result: try? result.get())
                }
        } catch let error as QMPConnectionError {
            throw await process.failure(error)
        } catch {
            process.release()
            throw (error as? QMPError).map { EmulatorError(program: program, reason: $0.description, .failed) } ?? error
        }
    }

    /// The greeting as the reply to a question that need not be asked.
    private static func version(_ greeting: QMPGreeting) -> QMPConversation.Exchange {
        let numbers = zip(["major", "minor", "micro"], greeting.version).map {
            JSONValue.Member($0, .integer(Int64($1)))
        }
        return QMPConversation.Exchange(
            command: "query-version",
            result: .object([.init("qemu", .object(numbers)), .init("package", .string(greeting.package))]))
    }
}

/// Why it is not known what an emulator can do.
package struct EmulatorError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The emulator.
    package var program: FilePath
    /// Why, as a sentence.
    package var reason: String
    /// What kind of reason that is.
    package var kind: Kind

    package enum Kind: Sendable, Hashable {
        /// There is none, or the host lacks what it needs.
        case unusable
        /// It is there, and does not answer as it should.
        case failed
        /// It is not at its path, or may not be looked at.
        case unreachable
        /// It answers, and is not for what is asked.
        case unsuited
    }

    package init(program: FilePath, reason: String, _ kind: Kind = .unusable) {
        self.program = program
        self.reason = reason
        self.kind = kind
    }

    /// Two sentences.
    package var description: String { "Cannot ask '\(program)' what it can do. \(reason)" }
}
