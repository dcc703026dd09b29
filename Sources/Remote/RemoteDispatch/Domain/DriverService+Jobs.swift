// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// What domains are busy with.
    static func serveJobs(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainGetControlInfo) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainGetControlInfo")
            // VIR_DOMAIN_CONTROL_OK is 0, VIR_DOMAIN_CONTROL_JOB is 1.
            let job = try await Self.job(of: arguments.dom.identity, domains)
            return RemoteProgram.DomainGetControlInfoResult(
                state: job == nil ? 0 : 1, details: 0, stateTime: job?.elapsedInMilliseconds ?? 0)
        }
        program.serve(RemoteProgram.domainGetJobInfo) { _, _, arguments in
            let job = try await Self.job(of: arguments.dom.identity, domains)
            var result = RemoteProgram.DomainGetJobInfoResult()
            result.type = job.type
            result.timeElapsed = job?.elapsedInMilliseconds ?? 0
            if let progress = job?.progress {
                result.dataTotal = progress.total
                result.dataProcessed = progress.processed
                result.dataRemaining = progress.remaining
            }
            let memory = job?.statistics ?? []
            result.memTotal = memory.count(of: "memory_total")
            result.memProcessed = memory.count(of: "memory_processed")
            result.memRemaining = memory.count(of: "memory_remaining")
            return result
        }
        program.serve(RemoteProgram.domainGetJobStats) { _, _, arguments in
            // VIR_DOMAIN_JOB_STATS_COMPLETED is 1, VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED 2.
            try check(arguments.flags, knowing: 3, "virDomainGetJobStats")
            let domain = arguments.dom.identity
            let job =
                arguments.flags & 1 != 0
                ? try await domains.completedJob(of: domain, isKept: arguments.flags & 2 != 0)
                : try await Self.job(of: domain, domains)
            return RemoteProgram.DomainGetJobStatsResult(
                type: job.type, params: job?.parameters.map { RemoteTypedParameter($0) } ?? [])
        }
        program.serve(RemoteProgram.domainAbortJob) { _, _, arguments in
            try await domains.abortJob(of: arguments.dom.identity)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainAbortJobFlags) { _, _, arguments in
            // VIR_DOMAIN_ABORT_JOB_POSTCOPY is 1: of a migration, which no job here is.
            try check(arguments.flags, knowing: 1, "virDomainAbortJobFlags")
            guard arguments.flags == 0 else {
                throw VirtError(
                    .operationInvalid, "Domain '\(arguments.dom.identity.name)' is not on its way to another host.")
            }
            try await domains.abortJob(of: arguments.dom.identity)
            return XDRVoid()
        }
    }

    /// What a domain is busy with. One that is off can be busy with nothing, which clients take as an error.
    private static func job(
        of domain: DomainIdentity, _ domains: any DomainDriver
    ) async throws -> DomainJobInformation? {
        guard try await domains.status(of: domain).isActive else {
            throw VirtError(.operationInvalid, "Domain '\(domain.name)' is not running.")
        }
        return try await domains.job(of: domain)
    }
}

extension DomainJobInformation? {
    /// `virDomainJobType`: VIR_DOMAIN_JOB_NONE is 0, VIR_DOMAIN_JOB_BOUNDED 1, VIR_DOMAIN_JOB_UNBOUNDED 2; of one that ended, how.
    fileprivate var type: Int32 {
        guard let self else { return 0 }
        return self.outcome?.rawValue ?? (self.progress == nil ? 2 : 1)
    }
}

extension DomainJobInformation {
    /// The job under libvirt's names (`VIR_DOMAIN_JOB_...`): what is always known of one, and its statistics.
    var parameters: [TypedParameter] {
        var list: [TypedParameter] = [
            .init("operation", .int(operation.rawValue)), .init("time_elapsed", .unsignedLong(elapsedInMilliseconds)),
        ]
        if let progress, statistics["data_total"] == nil {
            list.append(.init("data_total", .unsignedLong(progress.total)))
            list.append(.init("data_processed", .unsignedLong(progress.processed)))
            list.append(.init("data_remaining", .unsignedLong(progress.remaining)))
        }
        return list + statistics
    }
}

extension DomainJobInformation.Progress {
    /// What there is to do yet.
    fileprivate var remaining: UInt64 { total - min(total, processed) }
}

extension [TypedParameter] {
    /// The number of a name; 0 when there is none.
    fileprivate func count(of name: String) -> UInt64 {
        if case .unsignedLong(let value)? = self[name] { value } else { 0 }
    }
}
