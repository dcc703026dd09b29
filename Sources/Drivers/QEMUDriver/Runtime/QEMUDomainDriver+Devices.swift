// SPDX-License-Identifier: Apache-2.0

package import DriverAPI

extension QEMUDomainDriver {
    package func attachDevice(
        _ xml: String, to domain: DomainIdentity, _ flags: DomainDeviceFlags
    ) async throws {
        try await machine(domain).attach(xml, flags)
    }

    package func detachDevice(
        _ xml: String, from domain: DomainIdentity, _ flags: DomainDeviceFlags
    ) async throws {
        try await machine(domain).detach(flags) { devices in try HotPlugDevice(xml: xml).place(in: devices) }
    }

    package func detachDevice(
        alias: String, from domain: DomainIdentity, _ flags: DomainDeviceFlags
    ) async throws {
        try await machine(domain).detach(flags) { devices in try devices.place(alias: alias) }
    }

    package func updateDevice(
        _ xml: String, of domain: DomainIdentity, _ flags: DomainDeviceFlags
    ) async throws {
        try await machine(domain).update(xml, flags)
    }
}
