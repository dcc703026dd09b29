// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

extension QEMUDomainDriver {
    package func save(
        _ domain: DomainIdentity, to path: String, xml: String?, _ flags: DomainSaveFlags
    ) async throws { try await machine(domain).save(to: try Self.absolute(path), xml: xml, flags) }

    package func restore(from path: String, xml: String?, _ flags: DomainSaveFlags) async throws -> DomainIdentity {
        var image = try await open(path)
        try image.checkUsable()
        if let xml { try SavedDocument.check(xml, against: image.header.document) }
        if flags.contains(.running) { image.header.wasRunning = true }
        if flags.contains(.paused) { image.header.wasRunning = false }
        return try await create(
            xml ?? image.header.document, flags.contains(.resetNVRAM) ? .resetNVRAM : [], from: image)
    }

    private func open(_ path: String, forWriting: Bool = false) async throws -> SaveImageFile {
        try state.withLock { try Self.checkOpen($0) }
        let path = try Self.absolute(path)
        do {
            return try await environment.services.blockingWork.run("open '\(path)'", deadline: .seconds(60)) {
                try SaveImageFile(path, forWriting: forWriting)
            }
        } catch {
            throw VirtError(error, task: error is VirtError ? nil : "open '\(path)'")
        }
    }

    private static func absolute(_ path: String) throws -> FilePath {
        guard path.hasPrefix("/"), !path.contains("\0") else {
            throw VirtError(.invalidArgument, "'\(path)' is no absolute path.")
        }
        return FilePath(path)
    }

    package func saveImageXML(_ path: String, _ flags: DomainXMLFlags) async throws -> String {
        let image = try await open(path)
        let domain = try Domain(xml: image.header.document)
        return try domain.xmlText(form: XMLForm(includesSecrets: flags.contains(.secure)))
    }

    package func defineSaveImageXML(_ path: String, xml: String, _ flags: DomainSaveFlags) async throws {
        var image = try await open(path, forWriting: true)
        try SavedDocument.check(xml, against: image.header.document)
        try image.header.replace(document: xml, in: path)
        if flags.contains(.running) { image.header.wasRunning = true }
        if flags.contains(.paused) { image.header.wasRunning = false }
        let changed = image
        try await environment.services.blockingWork.run("write '\(path)'", deadline: .seconds(60)) {
            try changed.writeHeader()
        }
    }

    package func managedSave(_ domain: DomainIdentity, _ flags: DomainSaveFlags) async throws {
        try await machine(domain).managedSave(flags)
    }

    package func hasManagedSave(_ domain: DomainIdentity) async throws -> Bool { try machine(domain).hasManagedSave }

    package func removeManagedSave(_ domain: DomainIdentity) async throws {
        try await machine(domain).removeManagedSave()
    }

    package func managedSaveXML(of domain: DomainIdentity, _ flags: DomainXMLFlags) async throws -> String {
        try await saveImageXML(try machine(domain).presentManagedSave().string, flags)
    }

    package func defineManagedSaveXML(
        of domain: DomainIdentity, xml: String, _ flags: DomainSaveFlags
    ) async throws { try await defineSaveImageXML(try machine(domain).presentManagedSave().string, xml: xml, flags) }

    package func abortJob(of domain: DomainIdentity) async throws { try await machine(domain).abortJob() }

    package func completedJob(of domain: DomainIdentity, isKept: Bool) async throws -> DomainJobInformation? {
        try machine(domain).state.withLock { state in
            defer { if !isKept { state.lastJob = nil } }
            return state.lastJob
        }
    }
}
