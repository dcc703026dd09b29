// SPDX-License-Identifier: Apache-2.0

// What a driver does not offer it need not write down: each operation of these aspects is refused by its name, as a libvirt
// driver refuses what its table has no entry for.

private func refusal(_ operation: String = #function) -> VirtError {
    VirtError(
        .noSupport,
        "This driver does not offer '\(operation.prefix { $0 != "(" })'. Use a connection whose driver is in this process, as "
            + "'qemu:///embed'.")
}

extension DomainStatisticsDriver {
    package func cpuStatistics(of domain: DomainIdentity) async throws -> DomainCPUStatistics { throw refusal() }
    package func vcpus(of domain: DomainIdentity) async throws -> [DomainVCPUInformation] { throw refusal() }
    package func memoryStatistics(of domain: DomainIdentity) async throws -> [DomainMemoryStatistic] { throw refusal() }
    package func setMemoryStatisticsPeriod(
        of domain: DomainIdentity, inSeconds period: Int, _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    package func blockStatistics(of domain: DomainIdentity, disk: String) async throws -> DomainBlockStatistics {
        throw refusal()
    }
    package func blockInformation(on domain: DomainIdentity, disk: String) async throws -> DomainBlockInformation {
        throw refusal()
    }
    package func diskErrors(of domain: DomainIdentity) async throws -> [DomainDiskError] { throw refusal() }
    package func interfaceStatistics(
        of domain: DomainIdentity, interface: String
    ) async throws -> DomainInterfaceStatistics { throw refusal() }
    package func statistics(
        of domains: [DomainIdentity], _ groups: DomainStatisticsGroups, _ flags: DomainStatisticsFlags
    ) async throws -> [DomainStatisticsRecord] { throw refusal() }
}

extension DomainMonitorDriver {
    package func monitorCommand(
        of domain: DomainIdentity, _ command: String, _ flags: DomainMonitorCommandFlags
    ) async throws -> String { throw refusal() }
    package func monitorEvents(of domain: DomainIdentity?) -> EventSequence<DomainMonitorEvent> {
        let hub = EventHub<DomainMonitorEvent>()
        hub.finish(throwing: refusal())
        return hub.subscribe()
    }
}

extension DomainInputDriver {
    package func sendKeys(
        to domain: DomainIdentity, _ keys: [DomainKey], holdTimeInMilliseconds: UInt32
    ) async throws { throw refusal() }
    package func screenshot(
        of domain: DomainIdentity, screen: Int, _ format: DomainScreenshot.Format?
    ) async throws -> DomainScreenshot { throw refusal() }
    package func injectNMI(into domain: DomainIdentity) async throws { throw refusal() }
    package func displays(of domain: DomainIdentity) async throws -> [DomainDisplay] { throw refusal() }
}

extension DomainStreamDriver {
    package func openConsole(
        of domain: DomainIdentity, device: String?, _ flags: DomainConsoleFlags
    ) async throws -> DomainStream { throw refusal() }
    package func openChannel(
        of domain: DomainIdentity, name: String?, _ flags: DomainConsoleFlags
    ) async throws -> DomainStream { throw refusal() }
    package func openGraphics(
        of domain: DomainIdentity, index: Int, descriptor: Int32, _ flags: DomainGraphicsFlags
    ) async throws { throw refusal() }
}

extension DomainSaveDriver {
    package func save(
        _ domain: DomainIdentity, to path: String, xml: String?, _ flags: DomainSaveFlags
    ) async throws { throw refusal() }
    package func restore(
        from path: String, xml: String?, _ flags: DomainSaveFlags
    ) async throws -> DomainIdentity { throw refusal() }
    package func saveImageXML(_ path: String, _ flags: DomainXMLFlags) async throws -> String { throw refusal() }
    package func defineSaveImageXML(_ path: String, xml: String, _ flags: DomainSaveFlags) async throws {
        throw refusal()
    }
    package func managedSave(_ domain: DomainIdentity, _ flags: DomainSaveFlags) async throws { throw refusal() }
    package func hasManagedSave(_ domain: DomainIdentity) async throws -> Bool { throw refusal() }
    package func removeManagedSave(_ domain: DomainIdentity) async throws { throw refusal() }
    package func managedSaveXML(of domain: DomainIdentity, _ flags: DomainXMLFlags) async throws -> String {
        throw refusal()
    }
    package func defineManagedSaveXML(
        of domain: DomainIdentity, xml: String, _ flags: DomainSaveFlags
    ) async throws { throw refusal() }
    package func abortJob(of domain: DomainIdentity) async throws { throw refusal() }
    package func completedJob(of domain: DomainIdentity, isKept: Bool) async throws -> DomainJobInformation? {
        throw refusal()
    }
}

extension DomainTuningDriver {
    package func setMemory(
        of domain: DomainIdentity, inKiB: UInt64, _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    package func setMaximumMemory(
        of domain: DomainIdentity, inKiB: UInt64, _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    package func setVCPUCount(of domain: DomainIdentity, _ count: Int, _ flags: DomainVCPUFlags) async throws {
        throw refusal()
    }
    package func vcpuCount(of domain: DomainIdentity, _ flags: DomainVCPUFlags) async throws -> Int { throw refusal() }
    package func vcpuPins(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int: [Int]] {
        throw refusal()
    }
    package func pinVCPU(
        of domain: DomainIdentity, _ number: Int, to processors: [Int], _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    package func emulatorPin(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int]? {
        throw refusal()
    }
    package func pinEmulator(
        of domain: DomainIdentity, to processors: [Int], _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    package func setLink(
        of domain: DomainIdentity, interface: String, isUp: Bool, _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
    package func resizeBlock(of domain: DomainIdentity, disk: String, toBytes: UInt64) async throws { throw refusal() }
    package func blockIOTune(
        of domain: DomainIdentity, disk: String, _ affecting: DomainAffectFlags
    ) async throws -> [TypedParameter] { throw refusal() }
    package func setBlockIOTune(
        of domain: DomainIdentity, disk: String, _ parameters: [TypedParameter], _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
}

extension DomainLimitDriver {
    package func limits(
        of domain: DomainIdentity, _ kind: DomainLimitKind, _ affecting: DomainAffectFlags
    ) async throws -> [TypedParameter] { throw refusal() }
    package func setLimits(
        of domain: DomainIdentity, _ kind: DomainLimitKind, _ parameters: [TypedParameter],
        _ affecting: DomainAffectFlags
    ) async throws { throw refusal() }
}

extension DomainDeviceDriver {
    package func attachDevice(_ xml: String, to domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws {
        throw refusal()
    }
    package func detachDevice(_ xml: String, from domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws {
        throw refusal()
    }
    package func detachDevice(alias: String, from domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws {
        throw refusal()
    }
    package func updateDevice(_ xml: String, of domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws {
        throw refusal()
    }
}

extension DomainTemplateDriver {
    package func createForTemplate(_ xml: String) async throws -> any DomainTemplateDraft { throw refusal() }
}

extension DomainSnapshotDriver {
    package func createSnapshot(
        of domain: DomainIdentity, _ xml: String, _ flags: DomainSnapshotCreateFlags
    ) async throws -> DomainSnapshotIdentity { throw refusal() }
    package func snapshots(
        of domain: DomainIdentity, below name: String?, _ flags: DomainSnapshotListFlags
    ) async throws -> [DomainSnapshotIdentity] { throw refusal() }
    package func snapshot(of domain: DomainIdentity, named name: String) async throws -> DomainSnapshotIdentity {
        throw refusal()
    }
    package func currentSnapshot(of domain: DomainIdentity) async throws -> DomainSnapshotIdentity? { throw refusal() }
    package func parent(of snapshot: DomainSnapshotIdentity) async throws -> DomainSnapshotIdentity? {
        throw refusal()
    }
    package func isCurrent(_ snapshot: DomainSnapshotIdentity) async throws -> Bool { throw refusal() }
    package func xml(of snapshot: DomainSnapshotIdentity, _ flags: DomainXMLFlags) async throws -> String {
        throw refusal()
    }
    package func revert(to snapshot: DomainSnapshotIdentity, _ flags: DomainSnapshotRevertFlags) async throws {
        throw refusal()
    }
    package func delete(_ snapshot: DomainSnapshotIdentity, _ flags: DomainSnapshotDeleteFlags) async throws {
        throw refusal()
    }
}
