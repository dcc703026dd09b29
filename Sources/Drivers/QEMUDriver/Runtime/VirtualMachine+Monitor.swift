// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP
internal import Synchronization

extension VirtualMachine {
    /// How long a command of the user's may take, of which nothing is known.
    private static let commandDeadline = Duration.seconds(300)

    /// Has QEMU execute a command as it stands.
    ///
    /// - Returns: What a person would read, or QEMU's reply as JSON, whether it did the command or refused it.
    func monitorCommand(_ text: String, _ flags: DomainMonitorCommandFlags) async throws -> String {
        if flags.contains(.human) {
            return try await perform(.control, "send a monitor command to") { process in
                let command = QMPCommand("human-monitor-command", ["command-line": .string(text)])
                return try await process.execute(command, deadline: Self.commandDeadline).string ?? ""
            }
        }
        let command = try Self.command(text)
        return try await perform(.control, "send a monitor command to") { process in
            do {
                let reply = try await process.execute(command, deadline: Self.commandDeadline)
                return JSONValue.object([.init("return", reply)]).text
            } catch let error as QMPError {
                return JSONValue.object([
                    .init(
                        "error",
                        .object([
                            .init("class", .string(error.errorClass)), .init("desc", .string(error.explanation)),
                        ]))
                ]).text
            }
        }
    }

    /// Reads a command: an object with `execute` and, where there are some, `arguments`.
    private static func command(_ text: String) throws -> QMPCommand {
        func failure(_ reason: String) -> VirtError {
            VirtError(
                .invalidArgument,
                "'\(text.prefix(200))' is no command for QEMU: \(reason). An example is '{\"execute\": \"query-status\"}'."
            )
        }
        let value: JSONValue
        do {
            value = try JSONParser.parse(text)
        } catch let error as JSONError {
            throw failure("it is not JSON at byte \(error.offset): \(error.reason)")
        }
        guard let name = value["execute"]?.string else { throw failure("it has no 'execute' with a name") }
        // The id is ours.
        if let other = value.members?.first(where: { !["execute", "arguments", "id"].contains($0.name) }) {
            throw failure("'\(other.name)' is not known")
        }
        guard let arguments = value["arguments"] else { return QMPCommand(name) }
        guard let members = arguments.members else { throw failure("its 'arguments' are no object") }
        return QMPCommand(name, members: members)
    }

    /// Tells those who want QEMU's own words.
    func announce(_ event: QMPEvent) {
        let details = event.data == .null ? nil : event.data.text
        environment.monitorEvents.send(
            DomainMonitorEvent(
                domain: identity, name: event.name, details: details, microseconds: event.microseconds))
    }
}
