// SPDX-License-Identifier: Apache-2.0

package import DriverAPI

extension QEMUDomainDriver {
    package func openConsole(
        of domain: DomainIdentity, device: String?, _ flags: DomainConsoleFlags
    ) async throws -> DomainStream { try await machine(domain).openConsole(device, flags) }

    package func openChannel(
        of domain: DomainIdentity, name: String?, _ flags: DomainConsoleFlags
    ) async throws -> DomainStream { try await machine(domain).openChannel(name, flags) }

    package func openGraphics(
        of domain: DomainIdentity, index: Int, descriptor: Int32, _ flags: DomainGraphicsFlags
    ) async throws { try await machine(domain).openGraphics(index, descriptor, flags) }
}
