// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI

/// The machines of a driver by their names, as a value: no two have one name or one UUID.
struct MachineRegistry: Sendable {
    private var byUUID: [ObjectUUID: VirtualMachine] = [:]
    private var byName: [String: ObjectUUID] = [:]

    /// All, in no order.
    var all: [VirtualMachine] { Array(byUUID.values) }

    subscript(uuid: ObjectUUID) -> VirtualMachine? { byUUID[uuid] }
    subscript(name: String) -> VirtualMachine? { byName[name].flatMap { byUUID[$0] } }

    /// Adds a machine under a name.
    mutating func insert(_ machine: VirtualMachine, named name: String) {
        byUUID[machine.uuid] = machine
        byName[name] = machine.uuid
    }

    /// Forgets a machine, unless another one has taken its place.
    mutating func remove(_ machine: VirtualMachine) {
        guard byUUID[machine.uuid] === machine else { return }
        byUUID[machine.uuid] = nil
        // Mostly under its own name; while it is renamed, under another one.
        let name = machine.identity.name
        if byName[name] == machine.uuid {
            byName[name] = nil
        } else {
            byName = byName.filter { $0.value != machine.uuid }
        }
    }

    /// Gives a machine another name.
    mutating func rename(_ machine: VirtualMachine, from old: String, to new: String) {
        byName[old] = nil
        byName[new] = machine.uuid
    }

    /// Whether neither the name nor the UUID is that of a machine.
    func isFree(_ name: String, _ uuid: ObjectUUID) -> Bool { byName[name] == nil && byUUID[uuid] == nil }

    /// The machine that a definition is for; nil when it is for a new one.
    ///
    /// - Throws: `domainExists` when the name and the UUID are not of one machine.
    func machine(named name: String, uuid: ObjectUUID) throws -> VirtualMachine? {
        if let machine = byUUID[uuid] {
            guard byName[name] == uuid else {
                throw VirtError(
                    .operationFailed,
                    "There is a domain of UUID \(uuid) already, with another name than '\(name)'. Rename that one, or leave the UUID out."
                )
            }
            return machine
        }
        if let other = byName[name] {
            throw VirtError(
                .operationFailed,
                "There is a domain '\(name)' already, with UUID \(other). Give that UUID, or choose another name.")
        }
        return nil
    }
}
