// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// Starting, stopping and what lies between.
    static func serveLifecycle(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainCreateXML) { session, _, arguments in
            try check(arguments.flags, knowing: 0x3f, "virDomainCreateXML")
            let flags = DomainStartFlags(rawValue: arguments.flags)
            let started = try await domains.create(arguments.xmlDesc, flags)
            try await bind(started, to: session, flags, domains)
            return RemoteProgram.DomainCreateXMLResult(dom: .init(started))
        }
        program.serve(RemoteProgram.domainCreate) { _, _, arguments in
            _ = try await domains.start(arguments.dom.identity, [])
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainCreateWithFlags) { session, _, arguments in
            try check(arguments.flags, knowing: 0x3f, "virDomainCreateWithFlags")
            let flags = DomainStartFlags(rawValue: arguments.flags)
            let started = try await domains.start(arguments.dom.identity, flags)
            try await bind(started, to: session, flags, domains)
            return RemoteProgram.DomainCreateWithFlagsResult(dom: .init(started))
        }
        program.serve(RemoteProgram.domainShutdown) { _, _, arguments in
            try await domains.shutdown(arguments.dom.identity, [])
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainShutdownFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 0x1f, "virDomainShutdownFlags")
            try await domains.shutdown(arguments.dom.identity, DomainPowerFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainReboot) { _, _, arguments in
            try check(arguments.flags, knowing: 0x1f, "virDomainReboot")
            try await domains.reboot(arguments.dom.identity, DomainPowerFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainReset) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainReset")
            try await domains.reset(arguments.dom.identity)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainSuspend) { _, _, arguments in
            try await domains.suspend(arguments.dom.identity)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainResume) { _, _, arguments in
            try await domains.resume(arguments.dom.identity)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainDestroy) { _, _, arguments in
            try await domains.destroy(arguments.dom.identity, [])
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainDestroyFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainDestroyFlags")
            try await domains.destroy(arguments.dom.identity, DomainDestroyFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
    }

    /// Has a run end with the client that started it, when that wants it so.
    private static func bind(
        _ domain: DomainIdentity, to session: ConnectionSession, _ flags: DomainStartFlags,
        _ domains: any DomainDriver
    ) async throws {
        guard flags.contains(.autodestroy), !session.keep(domain) else { return }
        await end(domain, domains)
        throw VirtError(.operationAborted, "Domain '\(domain.name)' has ended with the client that started it.")
    }

    /// Ends a run whose client is gone. Another run of the domain is not that client's.
    static func end(_ domain: DomainIdentity, _ domains: any DomainDriver) async {
        guard let present = try? await domains.domain(uuid: domain.uuid), present.id == domain.id else { return }
        // One that has ended meanwhile is what was wanted, and nobody is there to be told of anything else.
        try? await domains.destroy(present, [])
    }
}
