// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// VIR_DOMAIN_AFFECT_LIVE and _CONFIG, and VIR_TYPED_PARAM_STRING_OKAY, which all our clients are.
    private static let limitBits: UInt32 = 7

    /// What the host gives domains at most, or before others.
    static func serveLimits(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainGetMemoryParameters) { _, _, arguments in
            try check(arguments.flags, knowing: limitBits, "virDomainGetMemoryParameters")
            let (list, count) = try await domains.limits(
                of: arguments.dom.identity, .memory, DomainAffectFlags(rawValue: arguments.flags & 3)
            ).answer(roomFor: arguments.nparams)
            return RemoteProgram.DomainGetMemoryParametersResult(params: list, nparams: count)
        }
        program.serve(RemoteProgram.domainSetMemoryParameters) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainSetMemoryParameters")
            try await setLimits(.memory, arguments.params, of: arguments.dom, arguments.flags, domains)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainGetBlkioParameters) { _, _, arguments in
            try check(arguments.flags, knowing: limitBits, "virDomainGetBlkioParameters")
            let (list, count) = try await domains.limits(
                of: arguments.dom.identity, .blockIO, DomainAffectFlags(rawValue: arguments.flags & 3)
            ).answer(roomFor: arguments.nparams)
            return RemoteProgram.DomainGetBlkioParametersResult(params: list, nparams: count)
        }
        program.serve(RemoteProgram.domainSetBlkioParameters) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainSetBlkioParameters")
            try await setLimits(.blockIO, arguments.params, of: arguments.dom, arguments.flags, domains)
            return XDRVoid()
        }
        serveScheduler(&program, domains)
    }

    private static func serveScheduler(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainGetSchedulerType) { _, _, arguments in
            let limits = try await domains.limits(of: arguments.dom.identity, .scheduler, [])
            return RemoteProgram.DomainGetSchedulerTypeResult(type: "posix", nparams: Int32(clamping: limits.count))
        }
        program.serve(RemoteProgram.domainGetSchedulerParameters) { _, _, arguments in
            let limits = try await domains.limits(of: arguments.dom.identity, .scheduler, [])
            return RemoteProgram.DomainGetSchedulerParametersResult(
                params: try limits.answer(roomFor: arguments.nparams).parameters)
        }
        program.serve(RemoteProgram.domainGetSchedulerParametersFlags) { _, _, arguments in
            try check(arguments.flags, knowing: limitBits, "virDomainGetSchedulerParametersFlags")
            let limits = try await domains.limits(
                of: arguments.dom.identity, .scheduler, DomainAffectFlags(rawValue: arguments.flags & 3))
            return RemoteProgram.DomainGetSchedulerParametersFlagsResult(
                params: try limits.answer(roomFor: arguments.nparams).parameters)
        }
        program.serve(RemoteProgram.domainSetSchedulerParameters) { _, _, arguments in
            try await setLimits(.scheduler, arguments.params, of: arguments.dom, 0, domains)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainSetSchedulerParametersFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainSetSchedulerParametersFlags")
            try await setLimits(.scheduler, arguments.params, of: arguments.dom, arguments.flags, domains)
            return XDRVoid()
        }
    }

    private static func setLimits(
        _ kind: DomainLimitKind, _ parameters: [RemoteTypedParameter], of domain: RemoteProgram.DomainReference,
        _ flags: UInt32, _ domains: any DomainDriver
    ) async throws {
        try await domains.setLimits(
            of: domain.identity, kind, parameters.map(\.parameter), DomainAffectFlags(rawValue: flags))
    }
}
