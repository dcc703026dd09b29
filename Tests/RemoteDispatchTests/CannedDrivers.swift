// SPDX-License-Identifier: Apache-2.0

import DriverAPI

/// A driver with one domain that does nothing, and whose events a test sends.
final class CannedDomains: DomainDriver {
    static let identity: DomainIdentity = {
        guard let uuid = ObjectUUID("c7a5fdbd-edaf-9455-926a-d65c16db1809") else { preconditionFailure("a UUID") }
        return DomainIdentity(name: "ci-3", uuid: uuid, id: 3)
    }()

    let hub = EventHub<DomainEvent>()

    func domain(id: Int) async throws -> DomainIdentity { Self.identity }
    func domain(named name: String) async throws -> DomainIdentity {
        guard name == Self.identity.name else {
            throw VirtError(.noDomain, "no domain with matching name '\(name)'")
        }
        return Self.identity
    }
    func domain(uuid: ObjectUUID) async throws -> DomainIdentity { Self.identity }
    func list(_ flags: DomainListFlags) async throws -> [DomainIdentity] { [Self.identity] }
    func define(_ xml: String, _ flags: DomainDefineFlags) async throws -> DomainIdentity { Self.identity }
    func undefine(_ domain: DomainIdentity, _ flags: DomainUndefineFlags) async throws {}
    func rename(_ domain: DomainIdentity, to name: String) async throws {}
    func isPersistent(_ domain: DomainIdentity) async throws -> Bool { true }
    func isUpdated(_ domain: DomainIdentity) async throws -> Bool { false }
    func isAutostarted(_ domain: DomainIdentity) async throws -> Bool { false }
    func setAutostart(_ domain: DomainIdentity, _ isOn: Bool) async throws {}
    func create(_ xml: String, _ flags: DomainStartFlags) async throws -> DomainIdentity { Self.identity }
    func start(_ domain: DomainIdentity, _ flags: DomainStartFlags) async throws -> DomainIdentity { Self.identity }
    func shutdown(_ domain: DomainIdentity, _ flags: DomainPowerFlags) async throws {}
    func reboot(_ domain: DomainIdentity, _ flags: DomainPowerFlags) async throws {}
    func reset(_ domain: DomainIdentity) async throws {}
    func suspend(_ domain: DomainIdentity) async throws {}
    func resume(_ domain: DomainIdentity) async throws {}
    func destroy(_ domain: DomainIdentity, _ flags: DomainDestroyFlags) async throws {}
    func status(of domain: DomainIdentity) async throws -> DomainStatus { .running(.booted) }
    func information(on domain: DomainIdentity) async throws -> DomainInformation {
        DomainInformation(
            status: .running(.booted), maximumMemoryInKiB: 2048, memoryInKiB: 1024, vcpuCount: 2,
            cpuTimeInNanoseconds: 5)
    }
    func xml(of domain: DomainIdentity, _ flags: DomainXMLFlags) async throws -> String { "<domain/>" }
    func job(of domain: DomainIdentity) async throws -> DomainJobInformation? { nil }
    func metadata(of domain: DomainIdentity, _ kind: DomainMetadataKind, _ affecting: DomainAffectFlags) async throws
        -> String
    { "\(kind)" }
    func setMetadata(
        of domain: DomainIdentity, _ kind: DomainMetadataKind, to text: String?, key: String?,
        _ affecting: DomainAffectFlags
    ) async throws {}
    func vcpus(of domain: DomainIdentity) async throws -> [DomainVCPUInformation] {
        [(0, [0, 9]), (1, [1])].map { number, affinity in
            DomainVCPUInformation(
                number: number, thread: 100 + number, timeInNanoseconds: 7, delayInNanoseconds: nil, processor: 1,
                affinity: affinity)
        }
    }
    func vcpuCount(of domain: DomainIdentity, _ flags: DomainVCPUFlags) async throws -> Int { 2 }
    func vcpuPins(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int: [Int]] { [1: [3]] }
    func blockStatistics(of domain: DomainIdentity, disk: String) async throws -> DomainBlockStatistics {
        var statistics = DomainBlockStatistics()
        statistics.writes.bytes = 4096
        statistics.reads.count = .max
        return statistics
    }
    func memoryStatistics(of domain: DomainIdentity) async throws -> [DomainMemoryStatistic] {
        [DomainMemoryStatistic(.actualBalloon, 1024), DomainMemoryStatistic(.resident, 2048)]
    }
    func completedJob(of domain: DomainIdentity, isKept: Bool) async throws -> DomainJobInformation? {
        var job = DomainJobInformation(
            name: "save", elapsedInMilliseconds: 12, progress: .init(processed: 3, total: 4))
        job.operation = .save
        job.outcome = .failed
        return job
    }
    func events(of domain: DomainIdentity?) -> EventSequence<DomainEvent> { hub.subscribe() }
}
