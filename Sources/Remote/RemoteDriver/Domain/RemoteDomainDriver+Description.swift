// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

extension RemoteDomainDriver {
    func status(of domain: DomainIdentity) async throws -> DomainStatus {
        let answer = try await caller.call(RemoteProgram.domainGetState, .init(dom: .init(domain), flags: 0))
        guard let status = DomainStatus(stateNumber: answer.state, reasonNumber: answer.reason) else {
            throw VirtError(
                .internalError, "The daemon says that '\(domain)' is in state \(answer.state), which is none.")
        }
        return status
    }

    func information(on domain: DomainIdentity) async throws -> DomainInformation {
        // Both calls are on their way at once.
        async let status = status(of: domain)
        let answer = try await caller.call(RemoteProgram.domainGetInfo, .init(dom: .init(domain)))
        return DomainInformation(
            status: try await status, maximumMemoryInKiB: answer.maxMem, memoryInKiB: answer.memory,
            vcpuCount: Int(answer.nrVirtCpu), cpuTimeInNanoseconds: answer.cpuTime)
    }

    func xml(of domain: DomainIdentity, _ flags: DomainXMLFlags) async throws -> String {
        try await caller.call(RemoteProgram.domainGetXMLDesc, .init(dom: .init(domain), flags: flags.rawValue)).xml
    }

    func job(of domain: DomainIdentity) async throws -> DomainJobInformation? {
        do {
            let answer = try await caller.call(RemoteProgram.domainGetJobStats, .init(dom: .init(domain), flags: 0))
            // VIR_DOMAIN_JOB_NONE is 0.
            return answer.type == 0 ? nil : DomainJobInformation(answer.params)
        } catch let error as VirtError where error.code == .operationInvalid {
            // So says libvirt of a domain that is off: it is busy with nothing.
            return nil
        }
    }

    func metadata(of domain: DomainIdentity, _ kind: DomainMetadataKind, _ affecting: DomainAffectFlags) async throws
        -> String
    {
        let arguments = RemoteProgram.DomainGetMetadataArguments(
            dom: .init(domain), type: kind.number, uri: kind.namespace, flags: affecting.rawValue)
        return try await caller.call(RemoteProgram.domainGetMetadata, arguments).metadata
    }

    func setMetadata(
        of domain: DomainIdentity, _ kind: DomainMetadataKind, to text: String?, key: String?,
        _ affecting: DomainAffectFlags
    ) async throws {
        let arguments = RemoteProgram.DomainSetMetadataArguments(
            dom: .init(domain), type: kind.number, metadata: text, key: key, uri: kind.namespace,
            flags: affecting.rawValue)
        _ = try await caller.call(RemoteProgram.domainSetMetadata, arguments)
    }
}

extension DomainMetadataKind {
    /// `virDomainMetadataType`
    var number: Int32 {
        switch self {
        case .description: 0
        case .title: 1
        case .element: 2
        }
    }

    var namespace: String? { if case .element(let namespace) = self { namespace } else { nil } }

    /// The kind of libvirt's number; nil for a number that is none.
    init?(number: Int32, namespace: String?) {
        switch number {
        case 0: self = .description
        case 1: self = .title
        case 2: self = .element(namespace: namespace ?? "")
        default: return nil
        }
    }
}

extension DomainJobInformation {
    /// `virDomainJobOperation`, from 1 on.
    private static let operations = [
        "start", "save", "restore", "incoming migration", "migration", "snapshot", "snapshot revert", "dump", "backup",
        "snapshot delete",
    ]

    /// What statistics say of a job.
    init(_ parameters: [RemoteTypedParameter]) {
        func number(_ field: String) -> UInt64? {
            switch parameters.first(where: { $0.field == field })?.value {
            case .int(let value): UInt64(exactly: value)
            case .unsignedInt(let value): UInt64(value)
            case .long(let value): UInt64(exactly: value)
            case .unsignedLong(let value): value
            default: nil
            }
        }
        let operation = number("operation").map { Int(clamping: $0) - 1 }
        let name = operation.flatMap { Self.operations.indices.contains($0) ? Self.operations[$0] : nil }
        var progress: Progress?
        if let processed = number("data_processed"), let total = number("data_total") {
            progress = Progress(processed: processed, total: total)
        }
        self.init(name: name ?? "job", elapsedInMilliseconds: number("time_elapsed") ?? 0, progress: progress)
    }
}
