// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded
import VirtRemote

/// What `Virt` offers is the same wherever the driver is: in this process, in our daemon, in libvirt's.
@Suite(.serialized, .enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(10)))
struct EveryDriverTests {
    private static let interface =
        "<interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>"

    @Test("a machine lives its life, each step of which is told", arguments: DriverPlace.available)
    func lifecycle(place: DriverPlace) async throws {
        let driver = try await EveryDriver(place, "echo ready\nwhile :; do /bin/busybox sleep 1; done")
        let events = try driver.connection.events()
        let domain = try await driver.run("one", until: "ready")
        #expect(try await domain.status == .running(.booted))
        #expect(try await driver.connection.domains(.running) == [domain])
        try await domain.suspend()
        #expect(try await domain.status == .paused(.user))
        try await domain.resume()
        #expect(try await domain.job == nil)
        try await domain.setMetadata(.title, to: "A title")
        #expect(try await domain.metadata(.title) == "A title")
        try await domain.reset()
        try await domain.destroy()
        #expect(try await domain.status == .shutoff(.destroyed))
        let kinds = try await events.untilStopped()
        for kind in [
            DomainEvent.Kind.lifecycle(.defined(.added)), .lifecycle(.started(.booted)),
            .lifecycle(.suspended(.paused)),
            .lifecycle(.resumed(.unpaused)), .lifecycle(.stopped(.destroyed)),
        ] { #expect(kinds.contains(kind), "\(kind) is not among \(kinds)") }
        let missing = await #expect(throws: VirtError.self) { try await driver.connection.domain(named: "none") }
        #expect(missing?.code == .noDomain)
        try await driver.close()
    }

    private static let busy = """
        /bin/busybox dd if=/dev/vda of=/dev/null bs=64k count=16
        /bin/busybox dd if=/dev/zero of=/dev/vda bs=64k count=4 conv=fsync
        echo busy and done
        while :; do /bin/busybox sleep 1; done
        """

    @Test("a guest tells of what it uses, one by one and in bulk", arguments: DriverPlace.available)
    func statistics(place: DriverPlace) async throws {
        let driver = try await EveryDriver(place, Self.busy)
        let domain = try await driver.run("one", devices: Self.interface, until: "busy and done")
        let cpu = try await domain.cpuStatistics
        #expect(cpu.timeInNanoseconds > 100_000_000 && cpu.userTimeInNanoseconds > 0)
        let vcpus = try await domain.vcpus
        #expect(vcpus.map(\.number) == [0] && vcpus[0].timeInNanoseconds > 0 && vcpus[0].affinity.contains(0))
        let disk = try await domain.blockStatistics(of: "vda")
        #expect(disk.reads.bytes >= 1 << 20 && disk.reads.count > 0 && disk.reads.timeInNanoseconds > 0)
        #expect(disk.writes.bytes >= 256 << 10 && disk.flushes.count > 0)
        #expect(try await domain.blockStatistics() == disk)
        let sizes = try await domain.blockInformation(on: "vda")
        #expect(sizes.capacity == 8 << 20 && sizes.physical == 8 << 20 && sizes.allocation >= 256 << 10)
        try await domain.setMemoryStatisticsPeriod(inSeconds: 1)
        var memory = try await domain.memoryStatistics
        #expect(memory.contains(.init(.actualBalloon, 160 * 1024)))
        #expect(memory.contains { $0.tag == .resident && $0.value > 10_000 })
        for _ in 0..<100 where !memory.contains(where: { $0.tag == .unused }) {
            try await Task.sleep(for: .milliseconds(100))
            memory = try await domain.memoryStatistics
        }
        #expect(memory.contains { $0.tag == .unused && $0.value > 10_000 && $0.value < 160 * 1024 })
        let all = try await domain.statistics()
        #expect(all["state.state"] == .int(1) && all["vcpu.current"] == .unsignedInt(1))
        #expect(all["block.count"] == .unsignedInt(1) && all["block.0.name"] == .string("vda"))
        #expect(all["block.0.capacity"] == .unsignedLong(8 << 20))
        let off = try await driver.connection.define(driver.document("two"))
        let records = try await driver.connection.statistics(.state, of: [])
        #expect(records.map(\.domain.name).sorted() == ["one", "two"])
        #expect(records.first { $0.domain.uuid == off.uuid }?.parameters["state.state"] == .int(5))
        let error = await #expect(throws: VirtError.self) { try await domain.blockStatistics(of: "vdz") }
        #expect(error?.code == .invalidArgument || error?.code == .operationInvalid, "\(error as Any)")
        try await driver.close()
    }

    @Test(
        "memory, links, disks and limits change, in what runs and in the definition", arguments: DriverPlace.available)
    func tuning(place: DriverPlace) async throws {
        let driver = try await EveryDriver(
            place, "echo ready\nwhile :; do /bin/busybox cat /sys/block/vda/size; /bin/busybox sleep 1; done")
        let domain = try await driver.run("one", devices: Self.interface, until: "ready")
        let events = try driver.connection.events(of: domain)
        try await domain.setMemory(inKiB: 128 * 1024, [.live, .config])
        var iterator = events.makeAsyncIterator()
        var size: UInt64 = 0
        while size != 128 * 1024, let event = try await iterator.next() {
            if case .balloonChanged(let now) = event.kind { size = now }
        }
        #expect(try await domain.xml(.inactive).contains("<currentMemory unit='KiB'>131072</currentMemory>"))
        let maximum = await #expect(throws: VirtError.self) { try await domain.setMaximumMemory(inKiB: 1 << 20, .live) }
        #expect(maximum?.code == .operationInvalid)
        try await domain.setMaximumMemory(inKiB: 1 << 20, .config)
        #expect(try await domain.xml(.inactive).contains("<memory unit='KiB'>1048576</memory>"))
        try await domain.resizeBlock("vda", toBytes: 16 << 20)
        try await eventually { driver.guest.tiny.console("one").contains("\n32768") }
        #expect(try await domain.blockInformation(on: "vda").capacity == 16 << 20)
        try await domain.setLink(of: "52:54:00:00:00:01", isUp: false, .live)
        #expect(try await domain.xml().contains("<link state='down'/>"))
        #expect(try await !domain.xml(.inactive).contains("<link state='down'/>"))
        let none = await #expect(throws: VirtError.self) { try await domain.setLink(of: "vnet77", isUp: true) }
        #expect(none != nil)
        try await domain.setBlockIOTune(of: "vda", [.init("total_iops_sec", .unsignedLong(500))], [.live, .config])
        #expect(try await domain.blockIOTune(of: "vda")["total_iops_sec"] == .unsignedLong(500))
        #expect(try await domain.monitorCommand(#"{"execute":"query-block"}"#).contains(#""iops":500"#))
        try await driver.close()
    }

    @Test("virtual CPUs come and go, and are pinned", arguments: DriverPlace.available)
    func vcpus(place: DriverPlace) async throws {
        let driver = try await EveryDriver(place, "echo ready\nwhile :; do /bin/busybox sleep 1; done")
        let domain = try await driver.run("one", vcpus: "<vcpu current='1'>3</vcpu>", until: "ready")
        #expect(try await domain.vcpuCount() == 1)
        #expect(try await domain.vcpuCount(.maximum) == 3)
        try await domain.setVCPUCount(2)
        #expect(try await domain.vcpuCount(.live) == 2)
        #expect(try await domain.vcpuCount(.config) == 1)
        #expect(try await domain.vcpus.map(\.number) == [0, 1])
        #expect(try await domain.vcpuPins() == [:])
        try await domain.pinVCPU(1, to: [0])
        #expect(try await domain.vcpus[1].affinity == [0])
        #expect(try await domain.vcpuPins() == [1: [0]])
        #expect(try await domain.emulatorPin(.config) == nil)
        try await domain.pinEmulator(to: [0], [.live, .config])
        #expect(try await domain.emulatorPin(.config) == [0])
        try await domain.setVCPUCount(2, .config)
        #expect(try await domain.xml(.inactive).contains("current='2'>3</vcpu>"))
        let many = await #expect(throws: VirtError.self) { try await domain.setVCPUCount(4) }
        #expect(many?.code == .invalidArgument)
        try await driver.close()
    }
}
