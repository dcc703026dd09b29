// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// Starting, stopping and what lies between.
    static func serveLifecycle(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainCreateXML) { _, _, arguments in
            try check(arguments.flags, knowing: 0x3f, "virDomainCreateXML")
            return RemoteProgram.DomainCreateXMLResult(
                dom: .init(try await domains.create(arguments.xmlDesc, DomainStartFlags(rawValue: arguments.flags))))
        }
        program.serve(RemoteProgram.domainCreate) { _, _, arguments in
            _ = try await domains.start(arguments.dom.identity, [])
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainCreateWithFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 0x3f, "virDomainCreateWithFlags")
            let started = try await domains.start(
                arguments.dom.identity, DomainStartFlags(rawValue: arguments.flags))
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
}
