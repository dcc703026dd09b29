// SPDX-License-Identifier: Apache-2.0

package import QMP

/// What runs a guest's instructions.
package enum Accelerator: String, Sendable, Hashable, CaseIterable {
    /// The processor, by the kernel's help.
    case kvm
    /// QEMU's own translation.
    case tcg
}

extension QEMUCapabilities {
    /// The types whose properties are asked for: those that ``has(_:of:)`` is asked about. Each costs a command.
    package static let propertyTypes: [(name: String, isDevice: Bool)] = [
        ("PIIX4_PM", true), ("pcie-root-port", true), ("virtio-blk-pci", true), ("virtio-net-pci", true),
        ("max-x86_64-cpu", false), ("memory-backend-file", false),
    ]

    /// All that an emulator is asked, in one write; what an emulator does not know it refuses, and that is an answer too.
    ///
    /// The version comes with the greeting, and the names of the commands with the schema.
    package static func commands(for accelerator: Accelerator) -> [QMPCommand] {
        var commands = [
            QMPCommand("query-target"), QMPCommand("query-qmp-schema"), QMPCommand("qom-list-types"),
            QMPCommand("query-machines"), QMPCommand("query-cpu-definitions"),
            QMPCommand("query-command-line-options"), QMPCommand("query-tpm-models"), QMPCommand("query-tpm-types"),
            QMPCommand("query-gic-capabilities"),
        ]
        for type in propertyTypes {
            commands.append(
                QMPCommand(
                    type.isDevice ? "device-list-properties" : "qom-list-properties",
                    ["typename": .string(type.name)]))
        }
        func expansion(_ model: String, _ type: String, _ properties: [JSONValue.Member] = []) -> QMPCommand {
            var members: [JSONValue.Member] = [.init("name", .string(model))]
            if !properties.isEmpty { members.append(.init("props", .object(properties))) }
            return QMPCommand("query-cpu-model-expansion", ["type": .string(type), "model": .object(members)])
        }
        switch accelerator {
        case .kvm:
            commands += [
                QMPCommand("query-kvm"), QMPCommand("query-sev-capabilities"), QMPCommand("query-sgx-capabilities"),
                expansion("host", "static"), expansion("host", "static", [.init("migratable", false)]),
                expansion("host", "full", [.init("hv-passthrough", true), .init("migratable", false)]),
            ]
        case .tcg:
            commands.append(expansion("max", "static"))
        }
        return commands
    }
}
