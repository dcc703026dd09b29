// SPDX-License-Identifier: Apache-2.0

package import DriverAPI

extension QEMUDomainDriver {
    package func sendKeys(
        to domain: DomainIdentity, _ keys: [DomainKey], holdTimeInMilliseconds: UInt32
    ) async throws { try await machine(domain).sendKeys(keys, holdTimeInMilliseconds: holdTimeInMilliseconds) }

    package func screenshot(
        of domain: DomainIdentity, screen: Int, _ format: DomainScreenshot.Format?
    ) async throws -> DomainScreenshot { try await machine(domain).screenshot(screen: screen, format) }

    package func injectNMI(into domain: DomainIdentity) async throws { try await machine(domain).injectNMI() }

    package func displays(of domain: DomainIdentity) async throws -> [DomainDisplay] { try machine(domain).displays() }
}
