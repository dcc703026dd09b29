// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// The memory that guests may use, and what they have at most.
    static func serveMemory(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainSetMemory) { _, _, arguments in
            try await domains.setMemory(of: arguments.dom.identity, inKiB: arguments.memory, .live)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainSetMaxMemory) { _, _, arguments in
            try await domains.setMaximumMemory(of: arguments.dom.identity, inKiB: arguments.memory, [])
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainSetMemoryFlags) { _, _, arguments in
            // VIR_DOMAIN_MEM_MAXIMUM is 4.
            try check(arguments.flags, knowing: 7, "virDomainSetMemoryFlags")
            let affecting = DomainAffectFlags(rawValue: arguments.flags & 3)
            let domain = arguments.dom.identity
            if arguments.flags & 4 != 0 {
                try await domains.setMaximumMemory(of: domain, inKiB: arguments.memory, affecting)
            } else {
                try await domains.setMemory(of: domain, inKiB: arguments.memory, affecting)
            }
            return XDRVoid()
        }
    }
}
