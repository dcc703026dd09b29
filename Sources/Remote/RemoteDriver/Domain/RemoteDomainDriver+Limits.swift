// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

extension RemoteDomainDriver {
    /// How many limits of a kind fit into an answer; a driver sends those that it has.
    private static let roomForLimits: Int32 = 16

    func limits(
        of domain: DomainIdentity, _ kind: DomainLimitKind, _ affecting: DomainAffectFlags
    ) async throws -> [TypedParameter] {
        let flags = affecting.rawValue | Self.withTexts
        let parameters =
            switch kind {
            case .memory:
                try await caller.call(
                    RemoteProgram.domainGetMemoryParameters,
                    .init(dom: .init(domain), nparams: Self.roomForLimits, flags: flags)
                ).params
            case .scheduler:
                try await caller.call(
                    RemoteProgram.domainGetSchedulerParametersFlags,
                    .init(dom: .init(domain), nparams: Self.roomForLimits, flags: flags)
                ).params
            case .blockIO:
                try await caller.call(
                    RemoteProgram.domainGetBlkioParameters,
                    .init(dom: .init(domain), nparams: Self.roomForLimits, flags: flags)
                ).params
            }
        return parameters.map(\.parameter)
    }

    func setLimits(
        of domain: DomainIdentity, _ kind: DomainLimitKind, _ parameters: [TypedParameter],
        _ affecting: DomainAffectFlags
    ) async throws {
        let parameters = parameters.map { RemoteTypedParameter($0) }
        let flags = affecting.rawValue
        switch kind {
        case .memory:
            _ = try await caller.call(
                RemoteProgram.domainSetMemoryParameters, .init(dom: .init(domain), params: parameters, flags: flags))
        case .scheduler:
            _ = try await caller.call(
                RemoteProgram.domainSetSchedulerParametersFlags,
                .init(dom: .init(domain), params: parameters, flags: flags))
        case .blockIO:
            _ = try await caller.call(
                RemoteProgram.domainSetBlkioParameters, .init(dom: .init(domain), params: parameters, flags: flags))
        }
    }
}
