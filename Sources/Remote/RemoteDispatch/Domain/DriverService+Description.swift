// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// What a domain is, and what it is doing.
    static func serveDescription(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainGetXMLDesc) { session, _, arguments in
            try check(arguments.flags, knowing: 0xf, "virDomainGetXMLDesc")
            let flags = DomainXMLFlags(rawValue: arguments.flags)
            // Passwords are not for those who may only read.
            if session.client.isReadOnly, !flags.isDisjoint(with: [.secure, .migratable]) {
                throw RemoteError.readOnly("virDomainGetXMLDesc", in: .domain)
            }
            return RemoteProgram.DomainGetXMLDescResult(
                xml: try await domains.xml(of: arguments.dom.identity, flags))
        }
        program.serve(RemoteProgram.domainGetState) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainGetState")
            let status = try await domains.status(of: arguments.dom.identity)
            return RemoteProgram.DomainGetStateResult(state: status.stateNumber, reason: status.reasonNumber)
        }
        program.serve(RemoteProgram.domainIsActive) { _, _, arguments in
            RemoteProgram.DomainIsActiveResult(
                active: try await domains.status(of: arguments.dom.identity).isActive ? 1 : 0)
        }
        program.serve(RemoteProgram.domainGetInfo) { _, _, arguments in
            let information = try await domains.information(on: arguments.dom.identity)
            return RemoteProgram.DomainGetInfoResult(
                state: UInt8(clamping: information.status.stateNumber), maxMem: information.maximumMemoryInKiB,
                memory: information.memoryInKiB, nrVirtCpu: UInt16(clamping: information.vcpuCount),
                cpuTime: information.cpuTimeInNanoseconds)
        }
        program.serve(RemoteProgram.domainGetMaxMemory) { _, _, arguments in
            RemoteProgram.DomainGetMaxMemoryResult(
                memory: try await domains.information(on: arguments.dom.identity).maximumMemoryInKiB)
        }
        program.serve(RemoteProgram.domainGetOSType) { _, _, arguments in
            // Only full virtualization there is; but the domain has to exist.
            _ = try await domains.status(of: arguments.dom.identity)
            return RemoteProgram.DomainGetOSTypeResult(type: "hvm")
        }
        program.serve(RemoteProgram.domainGetControlInfo) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainGetControlInfo")
            // VIR_DOMAIN_CONTROL_OK is 0, VIR_DOMAIN_CONTROL_JOB is 1.
            let job = try await domains.job(of: arguments.dom.identity)
            return RemoteProgram.DomainGetControlInfoResult(
                state: job == nil ? 0 : 1, details: 0, stateTime: job?.elapsedInMilliseconds ?? 0)
        }
        program.serve(RemoteProgram.domainGetJobInfo) { _, _, arguments in
            let job = try await domains.job(of: arguments.dom.identity)
            var result = RemoteProgram.DomainGetJobInfoResult()
            // VIR_DOMAIN_JOB_BOUNDED is 1, VIR_DOMAIN_JOB_UNBOUNDED 2.
            result.type = job.map { $0.progress == nil ? 2 : 1 } ?? 0
            result.timeElapsed = job?.elapsedInMilliseconds ?? 0
            if let progress = job?.progress {
                result.dataTotal = progress.total
                result.dataProcessed = progress.processed
                result.dataRemaining = progress.total - min(progress.total, progress.processed)
            }
            return result
        }
        serveMetadata(&program, domains)
    }

    private static func serveMetadata(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainGetMetadata) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainGetMetadata")
            let kind = try metadataKind(arguments.type, arguments.uri)
            return RemoteProgram.DomainGetMetadataResult(
                metadata: try await domains.metadata(
                    of: arguments.dom.identity, kind, DomainAffectFlags(rawValue: arguments.flags)))
        }
        program.serve(RemoteProgram.domainSetMetadata) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainSetMetadata")
            let kind = try metadataKind(arguments.type, arguments.uri)
            try await domains.setMetadata(
                of: arguments.dom.identity, kind, to: arguments.metadata, key: arguments.key,
                DomainAffectFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
    }

    /// `virDomainMetadataType`
    private static func metadataKind(_ type: Int32, _ namespace: String?) throws -> DomainMetadataKind {
        switch (type, namespace) {
        case (0, _): return .description
        case (1, _): return .title
        case (2, let namespace?): return .element(namespace: namespace)
        default: throw RemoteError.invalidArgument("metadata of type \(type) cannot be named so", in: .domain)
        }
    }
}
