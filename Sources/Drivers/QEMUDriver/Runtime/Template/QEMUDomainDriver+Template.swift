// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import VirtModel
internal import XMLCoding

extension QEMUDomainDriver {
    package func createForTemplate(_ xml: String) async throws -> any DomainTemplateDraft {
        guard environment.endsWithUs else {
            throw VirtError(
                .operationUnsupported,
                "A template is there while its connection is, so its machines cannot live on. Leave out 'autodestroy=no'."
            )
        }
        let (domain, _) = try await completed(xml)
        let (parent, identity) = (environment.services.directories.templates, environment.identity)
        let template = try await environment.services.blockingWork.run("make a template in '\(parent)'") {
            try MachineTemplate(of: domain, in: parent, for: identity)
        }
        do {
            let domain = try await create(
                try template.domain.xmlText(form: Self.form), .paused, from: nil, template: .draft(template))
            return Draft(domain: domain, template: template, driver: self)
        } catch {
            try? await environment.services.blockingWork.run("remove '\(template.directory)'") {
                try template.remove(onlyDraft: true)
            }
            throw error
        }
    }

    private static let form = XMLForm(includesSecrets: true)

    /// A template in the making with the driver that it belongs to.
    private struct Draft: DomainTemplateDraft {
        let domain: DomainIdentity
        var template: MachineTemplate
        var driver: QEMUDomainDriver

        func keep() async throws -> any DomainTemplateSource {
            KeptTemplate(template: try await driver.machine(domain).makeTemplate(), driver: driver)
        }

        var failure: VirtError? { template.failure }
    }

    /// A template with the driver that it belongs to.
    private struct KeptTemplate: DomainTemplateSource {
        var template: MachineTemplate
        var driver: QEMUDomainDriver

        func start(_ name: String, _ flags: DomainStartFlags) async throws -> DomainIdentity {
            try await driver.create(from: template, named: name, flags)
        }

        func remove() async throws {
            try await driver.environment.services.blockingWork.run("remove '\(template.directory)'") {
                try template.remove()
            }
        }
    }

    /// Starts a machine from a template: with a name, UUID and generation of its own, and with interfaces, which are plugged in
    /// before it goes on, so that their addresses are its own, too.
    private func create(
        from template: MachineTemplate, named name: String, _ flags: DomainStartFlags
    ) async throws -> DomainIdentity {
        guard let wasRunning = template.wasRunning else {
            throw VirtError(
                .operationInvalid, "The template of domain '\(template.domain.name)' was removed. Prepare it anew.")
        }
        var domain = template.domain
        (domain.name, domain.uuid) = (name, nil)
        // The next is drawn at the start; the guest is told, and draws new keys for its random numbers.
        domain.generationID?.uuid = nil
        var startFlags = flags
        startFlags.insert(.paused)
        let identity = try await create(
            try domain.xmlText(form: Self.form), startFlags, from: nil, template: .instance(template))
        do {
            for var interface in template.interfaces {
                (interface.mac, interface.target) = (nil, nil)
                let xml = try XMLWriter.write(interface, as: "interface", form: Self.form).formatted()
                try await attachDevice(xml, to: identity, .live)
            }
            if wasRunning, !flags.contains(.paused) { try await resume(identity) }
        } catch {
            try? await destroy(identity, [])
            throw error
        }
        return identity
    }
}
