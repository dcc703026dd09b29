// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import Synchronization
internal import VirtModel

extension QEMUDomainDriver {
    package func create(_ xml: String, _ flags: DomainStartFlags) async throws -> DomainIdentity {
        try await create(xml, flags, from: nil)
    }

    /// Starts a domain without a definition that stays, or one that has another definition.
    ///
    /// - Parameters:
    ///   - image: What it goes on from rather than boots.
    ///   - template: The template that it becomes, or goes on from; the domain is then a new one.
    func create(
        _ xml: String, _ flags: DomainStartFlags, from image: SaveImageFile?, template: MachineTemplate.Role? = nil
    ) async throws -> DomainIdentity {
        do {
            let (domain, uuid) = try await completed(xml)
            let existing = try state.withLock { state -> VirtualMachine? in
                if let machine = try state.machines.machine(named: domain.name, uuid: uuid) { return machine }
                return nil
            }
            if let existing {
                guard template == nil else {
                    throw VirtError(
                        .domainExists, "There is a domain '\(existing.name)' already. Choose another name.")
                }
                // A document for this start only; the definition stays.
                return try await existing.start(flags, with: domain, from: image, isDefined: true)
            }
            let machine = VirtualMachine(
                uuid: uuid, definition: domain, isPersistent: false, isAutostarted: false, environment)
            try state.withLock { state in
                try Self.checkOpen(state)
                guard try state.machines.machine(named: domain.name, uuid: uuid) == nil else {
                    throw VirtError(.operationFailed, "Domain '\(domain.name)' is being created by somebody else too.")
                }
                state.machines.insert(machine, named: domain.name)
            }
            do {
                return try await machine.start(flags, from: image, template: template, isDefined: true)
            } catch {
                if !machine.isActive { state.withLock { $0.machines.remove(machine) } }
                throw error
            }
        } catch {
            throw VirtError(error, task: error is VirtError ? nil : "create the domain")
        }
    }

    package func start(_ domain: DomainIdentity, _ flags: DomainStartFlags) async throws -> DomainIdentity {
        try await machine(domain).start(flags)
    }

    package func shutdown(_ domain: DomainIdentity, _ flags: DomainPowerFlags) async throws {
        try await machine(domain).shutdown(flags)
    }

    package func reboot(_ domain: DomainIdentity, _ flags: DomainPowerFlags) async throws {
        try await machine(domain).reboot(flags)
    }

    package func reset(_ domain: DomainIdentity) async throws { try await machine(domain).reset() }

    package func suspend(_ domain: DomainIdentity) async throws { try await machine(domain).suspend() }

    package func resume(_ domain: DomainIdentity) async throws { try await machine(domain).resume() }

    package func destroy(_ domain: DomainIdentity, _ flags: DomainDestroyFlags) async throws {
        try await machine(domain).destroy(flags)
    }
}
