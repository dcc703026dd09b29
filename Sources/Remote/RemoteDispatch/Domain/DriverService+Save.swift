// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// All bits of `virDomainSaveRestoreFlags`.
    private static let saveBits: UInt32 = 0xf

    /// Machines in files, and the documents in those.
    static func serveSave(_ program: inout Program, _ domains: any DomainDriver) {
        // Memory is written as fast as the disk takes it, which for a large machine is longer than any usual call.
        program.serve(RemoteProgram.domainSave, deadline: .none) { _, _, arguments in
            try await domains.save(arguments.dom.identity, to: arguments.to, xml: nil, [])
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainSaveFlags, deadline: .none) { _, _, arguments in
            try check(arguments.flags, knowing: saveBits, "virDomainSaveFlags")
            try await domains.save(
                arguments.dom.identity, to: arguments.to, xml: arguments.dxml,
                DomainSaveFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainSaveParams, deadline: .none) { _, _, arguments in
            try check(arguments.flags, knowing: saveBits, "virDomainSaveParams")
            let wanted = try SavePlace(arguments.params)
            let flags = DomainSaveFlags(rawValue: arguments.flags)
            if let file = wanted.file {
                try await domains.save(arguments.dom.identity, to: file, xml: wanted.xml, flags)
            } else {
                guard wanted.xml == nil else {
                    throw RemoteError.invalidArgument("A managed save takes no document of its own", in: .domain)
                }
                try await domains.managedSave(arguments.dom.identity, flags)
            }
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainRestore, deadline: .none) { _, _, arguments in
            _ = try await domains.restore(from: arguments.from, xml: nil, [])
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainRestoreFlags, deadline: .none) { _, _, arguments in
            try check(arguments.flags, knowing: saveBits, "virDomainRestoreFlags")
            _ = try await domains.restore(
                from: arguments.from, xml: arguments.dxml, DomainSaveFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainRestoreParams, deadline: .none) { _, _, arguments in
            try check(arguments.flags, knowing: saveBits, "virDomainRestoreParams")
            let wanted = try SavePlace(arguments.params)
            guard let file = wanted.file else {
                throw RemoteError.invalidArgument("The parameter 'file' is missing", in: .domain)
            }
            _ = try await domains.restore(from: file, xml: wanted.xml, DomainSaveFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainSaveImageGetXMLDesc) { _, _, arguments in
            // VIR_DOMAIN_SAVE_IMAGE_XML_SECURE is 1, as it is for the document of a domain.
            try check(arguments.flags, knowing: 1, "virDomainSaveImageGetXMLDesc")
            return RemoteProgram.DomainSaveImageGetXMLDescResult(
                xml: try await domains.saveImageXML(arguments.file, DomainXMLFlags(rawValue: arguments.flags)))
        }
        program.serve(RemoteProgram.domainSaveImageDefineXML) { _, _, arguments in
            try check(arguments.flags, knowing: 6, "virDomainSaveImageDefineXML")
            try await domains.defineSaveImageXML(
                arguments.file, xml: arguments.dxml, DomainSaveFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        serveManagedSave(&program, domains)
    }

    private static func serveManagedSave(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainManagedSave, deadline: .none) { _, _, arguments in
            try check(arguments.flags, knowing: saveBits, "virDomainManagedSave")
            try await domains.managedSave(arguments.dom.identity, DomainSaveFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainHasManagedSaveImage) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainHasManagedSaveImage")
            return RemoteProgram.DomainHasManagedSaveImageResult(
                result: try await domains.hasManagedSave(arguments.dom.identity) ? 1 : 0)
        }
        program.serve(RemoteProgram.domainManagedSaveRemove) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainManagedSaveRemove")
            try await domains.removeManagedSave(arguments.dom.identity)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainManagedSaveGetXMLDesc) { session, _, arguments in
            try check(arguments.flags, knowing: 1, "virDomainManagedSaveGetXMLDesc")
            // Passwords are not for those who may only read.
            if session.client.isReadOnly, arguments.flags & 1 != 0 {
                throw RemoteError.readOnly("virDomainManagedSaveGetXMLDesc", in: .domain)
            }
            return RemoteProgram.DomainManagedSaveGetXMLDescResult(
                xml: try await domains.managedSaveXML(
                    of: arguments.dom.identity, DomainXMLFlags(rawValue: arguments.flags)))
        }
        program.serve(RemoteProgram.domainManagedSaveDefineXML) { _, _, arguments in
            try check(arguments.flags, knowing: 6, "virDomainManagedSaveDefineXML")
            guard let xml = arguments.dxml else {
                throw RemoteError.invalidArgument("The document is missing", in: .domain)
            }
            try await domains.defineManagedSaveXML(
                of: arguments.dom.identity, xml: xml, DomainSaveFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
    }
}

/// Where a machine is saved to or restored from, as parameters tell it (`VIR_DOMAIN_SAVE_PARAM_...`).
private struct SavePlace {
    var file: String?
    var xml: String?

    init(_ parameters: [RemoteTypedParameter]) throws {
        for parameter in parameters {
            switch (parameter.field, parameter.value) {
            case ("file", .string(let path)): file = path
            case ("dxml", .string(let text)): xml = text
            default:
                throw RemoteError.invalidArgument("The parameter '\(parameter.field)' is not known", in: .domain)
            }
        }
    }
}
