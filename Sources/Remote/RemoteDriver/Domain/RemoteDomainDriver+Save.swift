// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

extension RemoteDomainDriver {
    func save(_ domain: DomainIdentity, to path: String, xml: String?, _ flags: DomainSaveFlags) async throws {
        let arguments = RemoteProgram.DomainSaveFlagsArguments(
            dom: .init(domain), to: try Self.absolute(path), dxml: xml, flags: flags.rawValue)
        _ = try await caller.call(RemoteProgram.domainSaveFlags, arguments)
    }

    func restore(from path: String, xml: String?, _ flags: DomainSaveFlags) async throws -> DomainIdentity {
        let file = try Self.absolute(path)
        // The answer does not say which domain it is, so the file is asked.
        let document = if let xml { xml } else { try await saveImageXML(file, []) }
        guard let uuid = try DomainDocument(document).uuid else {
            throw VirtError(
                .xmlError, "The document to restore '\(file)' with has no <uuid>. Give it the one of the saved machine."
            )
        }
        let arguments = RemoteProgram.DomainRestoreFlagsArguments(from: file, dxml: xml, flags: flags.rawValue)
        _ = try await caller.call(RemoteProgram.domainRestoreFlags, arguments)
        return try await domain(uuid: uuid)
    }

    func saveImageXML(_ path: String, _ flags: DomainXMLFlags) async throws -> String {
        let arguments = RemoteProgram.DomainSaveImageGetXMLDescArguments(
            file: try Self.absolute(path), flags: flags.rawValue)
        return try await caller.call(RemoteProgram.domainSaveImageGetXMLDesc, arguments).xml
    }

    func defineSaveImageXML(_ path: String, xml: String, _ flags: DomainSaveFlags) async throws {
        let arguments = RemoteProgram.DomainSaveImageDefineXMLArguments(
            file: try Self.absolute(path), dxml: xml, flags: flags.rawValue)
        _ = try await caller.call(RemoteProgram.domainSaveImageDefineXML, arguments)
    }

    /// A path that means the same to the daemon, which has another working directory, and may be on another machine.
    private static func absolute(_ path: String) throws -> String {
        guard path.hasPrefix("/") else {
            throw VirtError(
                .invalidArgument, "'\(path)' means nothing to a daemon, which works elsewhere. Give the whole path.")
        }
        return path
    }

    // MARK: - Managed saves

    func managedSave(_ domain: DomainIdentity, _ flags: DomainSaveFlags) async throws {
        _ = try await caller.call(
            RemoteProgram.domainManagedSave, .init(dom: .init(domain), flags: flags.rawValue))
    }

    func hasManagedSave(_ domain: DomainIdentity) async throws -> Bool {
        try await caller.call(
            RemoteProgram.domainHasManagedSaveImage, .init(dom: .init(domain), flags: 0)
        ).result != 0
    }

    func removeManagedSave(_ domain: DomainIdentity) async throws {
        _ = try await caller.call(RemoteProgram.domainManagedSaveRemove, .init(dom: .init(domain), flags: 0))
    }

    func managedSaveXML(of domain: DomainIdentity, _ flags: DomainXMLFlags) async throws -> String {
        try await caller.call(
            RemoteProgram.domainManagedSaveGetXMLDesc, .init(dom: .init(domain), flags: flags.rawValue)
        ).xml
    }

    func defineManagedSaveXML(of domain: DomainIdentity, xml: String, _ flags: DomainSaveFlags) async throws {
        _ = try await caller.call(
            RemoteProgram.domainManagedSaveDefineXML, .init(dom: .init(domain), dxml: xml, flags: flags.rawValue))
    }

    // MARK: - Jobs

    func abortJob(of domain: DomainIdentity) async throws {
        _ = try await caller.call(RemoteProgram.domainAbortJob, .init(dom: .init(domain)))
    }

    func completedJob(of domain: DomainIdentity, isKept: Bool) async throws -> DomainJobInformation? {
        // VIR_DOMAIN_JOB_STATS_COMPLETED and VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED.
        let flags: UInt32 = isKept ? 3 : 1
        let answer = try await caller.call(RemoteProgram.domainGetJobStats, .init(dom: .init(domain), flags: flags))
        return answer.type == 0 ? nil : DomainJobInformation(answer.params, type: answer.type)
    }
}
