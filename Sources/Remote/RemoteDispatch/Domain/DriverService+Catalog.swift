// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// Which domains there are, and their definitions.
    static func serveCatalog(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainLookupByID) { _, _, arguments in
            RemoteProgram.DomainLookupByIDResult(dom: .init(try await domains.domain(id: Int(arguments.id))))
        }
        program.serve(RemoteProgram.domainLookupByName) { _, _, arguments in
            RemoteProgram.DomainLookupByNameResult(dom: .init(try await domains.domain(named: arguments.name)))
        }
        program.serve(RemoteProgram.domainLookupByUUID) { _, _, arguments in
            RemoteProgram.DomainLookupByUUIDResult(
                dom: .init(try await domains.domain(uuid: ObjectUUID(arguments.uuid))))
        }
        program.serve(RemoteProgram.connectListAllDomains) { _, _, arguments in
            try check(arguments.flags, knowing: 0xffff, "virConnectListAllDomains")
            let list = try await domains.list(DomainListFlags(rawValue: arguments.flags))
            return RemoteProgram.ConnectListAllDomainsResult(
                domains: arguments.needResults != 0 ? list.map { .init($0) } : [], ret: UInt32(list.count))
        }
        serveLists(&program, domains)
        program.serve(RemoteProgram.domainDefineXML) { _, _, arguments in
            RemoteProgram.DomainDefineXMLResult(dom: .init(try await domains.define(arguments.xml, [])))
        }
        program.serve(RemoteProgram.domainDefineXMLFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 1, "virDomainDefineXMLFlags")
            return RemoteProgram.DomainDefineXMLFlagsResult(
                dom: .init(try await domains.define(arguments.xml, DomainDefineFlags(rawValue: arguments.flags))))
        }
        program.serve(RemoteProgram.domainUndefine) { _, _, arguments in
            try await domains.undefine(arguments.dom.identity, [])
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainUndefineFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 0x7f, "virDomainUndefineFlags")
            try await domains.undefine(arguments.dom.identity, DomainUndefineFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainRename) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainRename")
            guard let name = arguments.newName else { throw RemoteError.invalidArgument("new name must be given") }
            try await domains.rename(arguments.dom.identity, to: name)
            return RemoteProgram.DomainRenameResult(retcode: 0)
        }
        program.serve(RemoteProgram.domainIsPersistent) { _, _, arguments in
            RemoteProgram.DomainIsPersistentResult(
                persistent: try await domains.isPersistent(arguments.dom.identity) ? 1 : 0)
        }
        program.serve(RemoteProgram.domainIsUpdated) { _, _, arguments in
            RemoteProgram.DomainIsUpdatedResult(updated: try await domains.isUpdated(arguments.dom.identity) ? 1 : 0)
        }
        program.serve(RemoteProgram.domainGetAutostart) { _, _, arguments in
            RemoteProgram.DomainGetAutostartResult(
                autostart: try await domains.isAutostarted(arguments.dom.identity) ? 1 : 0)
        }
        program.serve(RemoteProgram.domainSetAutostart) { _, _, arguments in
            try await domains.setAutostart(arguments.dom.identity, arguments.autostart != 0)
            return XDRVoid()
        }
    }

    /// The lists of older clients, each of which is a part of the one list.
    private static func serveLists(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.connectNumOfDomains) { _, _, _ in
            RemoteProgram.ConnectNumOfDomainsResult(num: Int32(try await domains.list(.active).count))
        }
        program.serve(RemoteProgram.connectListDomains) { _, _, arguments in
            let ids = try await domains.list(.active).compactMap { $0.id.map { Int32(clamping: $0) } }
            return RemoteProgram.ConnectListDomainsResult(ids: Array(ids.prefix(Int(max(0, arguments.maxids)))))
        }
        program.serve(RemoteProgram.connectNumOfDefinedDomains) { _, _, _ in
            RemoteProgram.ConnectNumOfDefinedDomainsResult(num: Int32(try await domains.list(.inactive).count))
        }
        program.serve(RemoteProgram.connectListDefinedDomains) { _, _, arguments in
            let names = try await domains.list(.inactive).map(\.name)
            return RemoteProgram.ConnectListDefinedDomainsResult(
                names: Array(names.prefix(Int(max(0, arguments.maxnames)))))
        }
    }
}
