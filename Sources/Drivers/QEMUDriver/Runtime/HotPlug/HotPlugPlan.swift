// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP
internal import VirtModel

/// How devices are given to a QEMU that runs, and taken from it: the arguments of a start, one by one, as commands.
///
/// The same builder writes both, so a device is described in one place, and looks to the guest as if it had been there at the start.
/// What takes a device away follows from what would have made it, so nothing has to be remembered of how it came.
struct HotPlugPlan: Sendable {
    struct Step: Sendable {
        enum Act: Sendable {
            case command(QMPCommand)
            /// A secret that the builder wants in an inherited file, which a QEMU that runs takes over its monitor.
            case secret(id: String, QEMUInvocation.Descriptor.Purpose)
        }
        var act: Act
        var undo: QMPCommand
        /// The device itself, which the guest is asked to let go of; everything else is behind it.
        var isDevice: Bool
    }

    private(set) var steps: [Step] = []
    /// What is opened for the devices, but for secrets.
    private(set) var descriptors: [QEMUInvocation.Descriptor] = []

    /// Plans for the devices of these aliases in a complete domain.
    init(
        _ aliases: Set<String>, of domain: Domain, capabilities: QEMUCapabilities, context: LaunchContext
    ) throws {
        var context = context
        context.descriptors.firstFree = 0
        var builder = CommandLineBuilder(domain, capabilities, context)
        builder.chosen = aliases
        try builder.controllers()
        try builder.disks()
        try builder.interfaces()
        try builder.inputs()
        try builder.hostDevices()
        try builder.randomNumberGenerators()
        try builder.memoryDevices()
        var secrets: [String: QEMUInvocation.Descriptor.Purpose] = [:]
        for descriptor in builder.invocation.descriptors {
            switch descriptor.purpose {
            case .secret, .secretValue: secrets["/proc/self/fd/\(descriptor.number)"] = descriptor.purpose
            default: descriptors.append(descriptor)
            }
        }
        let words = builder.invocation.arguments
        guard words.count.isMultiple(of: 2) else { throw Self.unsupported(words.joined(separator: " ")) }
        for index in stride(from: 0, to: words.count, by: 2) {
            steps.append(try Self.step(words[index], words[index + 1], secrets))
        }
    }

    /// The top node of a disk's images; nil for a drive without a medium.
    var drive: String? {
        for case .command(let command) in steps.map(\.act) where command.name == "device_add" {
            return command.arguments.first { $0.name == "drive" }?.value.string
        }
        return nil
    }

    private static func unsupported(_ words: String) -> QEMUDriverError {
        .unsupported("What '\(words)' stands for cannot be given to a domain that runs. Attach it to the definition.")
    }

    private static func step(
        _ option: String, _ text: String, _ secrets: [String: QEMUInvocation.Descriptor.Purpose]
    ) throws -> Step {
        let commands: [String: (add: String, remove: String, key: String, argument: String)] = [
            "-device": ("device_add", "device_del", "id", "id"),
            "-object": ("object-add", "object-del", "id", "id"),
            "-netdev": ("netdev_add", "netdev_del", "id", "id"),
            "-blockdev": ("blockdev-add", "blockdev-del", "node-name", "node-name"),
        ]
        guard let names = commands[option], case .object(let members) = try JSONParser.parse(text),
            let id = members.first(where: { $0.name == names.key })?.value
        else { throw unsupported("\(option) \(text)") }
        let undo = QMPCommand(names.remove, [names.argument: id])
        if let file = members.first(where: { $0.name == "file" })?.value.string, let secret = secrets[file] {
            return Step(act: .secret(id: id.string ?? "", secret), undo: undo, isDevice: false)
        }
        return Step(
            act: .command(QMPCommand(names.add, members: members)), undo: undo, isDevice: option == "-device")
    }
}
