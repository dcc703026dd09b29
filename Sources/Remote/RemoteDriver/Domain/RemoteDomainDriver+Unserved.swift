// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI

/// What is not offered over the wire yet: each call is refused by its name, and none is dropped.
extension RemoteDomainDriver {
    private func refusal(_ operation: String = #function) -> VirtError {
        VirtError(
            .noSupport,
            "'\(operation.prefix { $0 != "(" })' is not offered over a connection to a daemon yet. Use a connection with the "
                + "driver in this process, as 'qemu:///embed'.")
    }

    func cpuStatistics(of domain: DomainIdentity) async throws -> DomainCPUStatistics { throw refusal() }
    func vcpus(of domain: DomainIdentity) async throws -> [DomainVCPUInformation] { throw refusal() }
    func memoryStatistics(of domain: DomainIdentity) async throws -> [DomainMemoryStatistic] { throw refusal() }
    func setMemoryStatisticsPeriod(
        of domain: DomainIdentity, inSeconds period: Int, _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    func blockStatistics(of domain: DomainIdentity, disk: String) async throws -> DomainBlockStatistics {
        throw refusal()
    }
    func blockInformation(on domain: DomainIdentity, disk: String) async throws -> DomainBlockInformation {
        throw refusal()
    }
    func interfaceStatistics(
        of domain: DomainIdentity, interface: String
    ) async throws -> DomainInterfaceStatistics { throw refusal() }
    func statistics(
        of domains: [DomainIdentity], _ groups: DomainStatisticsGroups, _ flags: DomainStatisticsFlags
    ) async throws -> [DomainStatisticsRecord] { throw refusal() }

    func monitorCommand(
        of domain: DomainIdentity, _ command: String, _ flags: DomainMonitorCommandFlags
    ) async throws -> String { throw refusal() }
    func monitorEvents(of domain: DomainIdentity?) -> EventSequence<DomainMonitorEvent> {
        let hub = EventHub<DomainMonitorEvent>()
        hub.finish(throwing: refusal())
        return hub.subscribe()
    }

    func sendKeys(
        to domain: DomainIdentity, _ keys: [DomainKey], holdTimeInMilliseconds: UInt32
    ) async throws { throw refusal() }
    func screenshot(
        of domain: DomainIdentity, screen: Int, _ format: DomainScreenshot.Format?
    ) async throws -> DomainScreenshot { throw refusal() }
    func injectNMI(into domain: DomainIdentity) async throws { throw refusal() }
    func displays(of domain: DomainIdentity) async throws -> [DomainDisplay] { throw refusal() }

    func openConsole(
        of domain: DomainIdentity, device: String?, _ flags: DomainConsoleFlags
    ) async throws -> DomainStream { throw refusal() }
    func openChannel(
        of domain: DomainIdentity, name: String?, _ flags: DomainConsoleFlags
    ) async throws -> DomainStream { throw refusal() }

    func save(
        _ domain: DomainIdentity, to path: String, xml: String?, _ flags: DomainSaveFlags
    ) async throws { throw refusal() }
    func restore(
        from path: String, xml: String?, _ flags: DomainSaveFlags
    ) async throws -> DomainIdentity { throw refusal() }
    func saveImageXML(_ path: String, _ flags: DomainXMLFlags) async throws -> String { throw refusal() }
    func defineSaveImageXML(_ path: String, xml: String, _ flags: DomainSaveFlags) async throws {
        throw refusal()
    }
    func managedSave(_ domain: DomainIdentity, _ flags: DomainSaveFlags) async throws { throw refusal() }
    func hasManagedSave(_ domain: DomainIdentity) async throws -> Bool { throw refusal() }
    func removeManagedSave(_ domain: DomainIdentity) async throws { throw refusal() }
    func abortJob(of domain: DomainIdentity) async throws { throw refusal() }
    func completedJob(of domain: DomainIdentity) async throws -> DomainJobInformation? { throw refusal() }

    func setMemory(
        of domain: DomainIdentity, inKiB: UInt64, _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    func setMaximumMemory(
        of domain: DomainIdentity, inKiB: UInt64, _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    func setVCPUCount(of domain: DomainIdentity, _ count: Int, _ flags: DomainVCPUFlags) async throws {
        throw refusal()
    }
    func vcpuCount(of domain: DomainIdentity, _ flags: DomainVCPUFlags) async throws -> Int { throw refusal() }
    func vcpuPins(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int: [Int]] {
        throw refusal()
    }
    func pinVCPU(
        of domain: DomainIdentity, _ number: Int, to processors: [Int], _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    func emulatorPin(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int]? {
        throw refusal()
    }
    func pinEmulator(
        of domain: DomainIdentity, to processors: [Int], _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    func setLink(
        of domain: DomainIdentity, interface: String, isUp: Bool, _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    func resizeBlock(of domain: DomainIdentity, disk: String, toBytes: UInt64) async throws { throw refusal() }
    func blockIOTune(
        of domain: DomainIdentity, disk: String, _ affecting: DomainAffectFlags
    ) async throws -> [TypedParameter] { throw refusal() }
    func setBlockIOTune(
        of domain: DomainIdentity, disk: String, _ parameters: [TypedParameter], _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
}
