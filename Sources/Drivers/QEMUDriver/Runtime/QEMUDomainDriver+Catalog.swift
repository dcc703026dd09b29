// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import VirtModel
internal import XMLCoding

extension QEMUDomainDriver {
    package func domain(id: Int) async throws -> DomainIdentity {
        try state.withLock { state in
            try Self.checkOpen(state)
            guard let found = state.machines.all.lazy.map(\.identity).first(where: { $0.id == id }) else {
                throw VirtError(.noDomain, "There is no running domain of id \(id).")
            }
            return found
        }
    }

    package func domain(named name: String) async throws -> DomainIdentity {
        try state.withLock { state in
            try Self.checkOpen(state)
            guard let machine = state.machines[name] else {
                throw VirtError(.noDomain, "There is no domain '\(name)'.")
            }
            return machine.identity
        }
    }

    package func domain(uuid: ObjectUUID) async throws -> DomainIdentity {
        try state.withLock { state in
            try Self.checkOpen(state)
            guard let machine = state.machines[uuid] else {
                throw VirtError(.noDomain, "There is no domain of UUID \(uuid).")
            }
            return machine.identity
        }
    }

    package func list(_ flags: DomainListFlags) async throws -> [DomainIdentity] {
        let machines = try state.withLock { state in
            try Self.checkOpen(state)
            return state.machines.all
        }
        return machines.filter { $0.matches(flags) }.map(\.identity).sorted { $0.name < $1.name }
    }

    package func define(_ xml: String, _ flags: DomainDefineFlags) async throws -> DomainIdentity {
        do {
            let (domain, uuid) = try await completed(xml)
            let machine = try state.withLock { try $0.machines.machine(named: domain.name, uuid: uuid) }
            if let machine {
                try await machine.define(domain)
                return machine.identity
            }
            return try await add(domain, uuid)
        } catch {
            throw VirtError(error, task: error is VirtError ? nil : "define the domain")
        }
    }

    /// A document with its defaults, and the UUID that it has or gets.
    func completed(_ xml: String) async throws -> (Domain, ObjectUUID) {
        try state.withLock { try Self.checkOpen($0) }
        var domain = try Domain(xml: xml)
        if domain.uuid == nil { domain.uuid = UUIDText(random: (0..<16).map { _ in UInt8.random(in: 0...255) }) }
        guard let uuid = domain.uuid.flatMap({ ObjectUUID(bytes: $0.bytes) }) else {
            throw VirtError(.internalError, "Domain '\(domain.name)' did not get a UUID.")
        }
        guard domain.name.utf8.count <= 200, domain.name != ".", domain.name != ".." else {
            throw VirtError(
                .xmlError,
                "The name of a domain has at most 200 bytes and is neither '.' nor '..', for it names files. Choose another one."
            )
        }
        let capabilities = try await environment.services.capabilities.capabilities(for: domain)
        var context = LaunchContext()
        context.configuration = environment.configuration
        context.host.architecture = EmulatorSearch.host
        context.updatesABI = true
        context.random = { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
        if domain.os.firmware != nil {
            context.firmware = try await environment.services.blockingWork.run("look for firmware") {
                FirmwareDescriptor.installed()
            }
        }
        return (try domain.defined(capabilities: capabilities, context: context, form: XMLForm()), uuid)
    }

    /// Adds a new domain with a definition that stays.
    private func add(_ domain: Domain, _ uuid: ObjectUUID) async throws -> DomainIdentity {
        let machine = VirtualMachine(
            uuid: uuid, definition: domain, isPersistent: true, isAutostarted: false, environment)
        // The name is taken before the file is written, so that two who define it at once do not both write.
        try state.withLock { state in
            try Self.checkOpen(state)
            guard try state.machines.machine(named: domain.name, uuid: uuid) == nil else {
                throw VirtError(.operationFailed, "Domain '\(domain.name)' is being defined by somebody else too.")
            }
            state.machines.insert(machine, named: domain.name)
        }
        do {
            try await machine.save(domain)
        } catch {
            state.withLock { $0.machines.remove(machine) }
            throw error
        }
        machine.announce(.lifecycle(.defined(.added)))
        return machine.identity
    }

    package func undefine(_ domain: DomainIdentity, _ flags: DomainUndefineFlags) async throws {
        try await machine(domain).undefine(flags)
    }

    package func rename(_ domain: DomainIdentity, to name: String) async throws {
        guard !name.isEmpty, !name.contains("/"), !name.contains("\n"), name.utf8.count <= 200, name != ".",
            name != ".."
        else {
            throw VirtError(
                name.contains("/") ? .xmlError : .invalidArgument,
                "'\(name)' is no name for a domain: it has 1 to 200 bytes, without '/' and newline.")
        }
        let machine = try machine(domain)
        guard machine.name != name else {
            throw VirtError(.operationInvalid, "Domain '\(name)' has this name already. Choose another one.")
        }
        try await machine.rename(to: name) { old in
            try self.state.withLock { state in
                guard state.machines[name] == nil else {
                    throw VirtError(.domainExists, "There is a domain '\(name)' already. Choose another name.")
                }
                state.machines.rename(machine, from: old, to: name)
            }
        } restoreName: { old in
            self.state.withLock { $0.machines.rename(machine, from: name, to: old) }
        }
    }

    package func isPersistent(_ domain: DomainIdentity) async throws -> Bool {
        try machine(domain).state.withLock { $0.isPersistent }
    }

    package func isUpdated(_ domain: DomainIdentity) async throws -> Bool {
        try machine(domain).state.withLock { $0.isUpdated }
    }

    package func isAutostarted(_ domain: DomainIdentity) async throws -> Bool {
        try machine(domain).state.withLock { $0.isAutostarted }
    }

    package func setAutostart(_ domain: DomainIdentity, _ isOn: Bool) async throws {
        try await machine(domain).setAutostart(isOn)
    }
}
