// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// What a guest has used and done, told by a real QEMU with an emulated processor.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(3))) struct StatisticsTests {
    private static let script = """
        /bin/busybox dd if=/dev/vda of=/dev/null bs=64k count=16
        /bin/busybox dd if=/dev/zero of=/dev/vda bs=64k count=4 conv=fsync
        echo busy and done
        while :; do /bin/busybox sleep 1; done
        """

    @Test("a running guest tells of CPU, memory, disks and vCPUs, one by one and in bulk")
    func tells() async throws {
        let guest = try await EquippedGuest(Self.script)
        let domain = try await guest.run(
            "one", devices: "<interface type='user'><mac address='52:54:00:00:00:01'/></interface>",
            until: "busy and done")
        let cpu = try await domain.cpuStatistics
        #expect(cpu.timeInNanoseconds > 100_000_000 && cpu.userTimeInNanoseconds > 0)
        let vcpus = try await domain.vcpus
        #expect(vcpus.map(\.number) == [0] && vcpus[0].timeInNanoseconds > 0 && !vcpus[0].affinity.isEmpty)
        let disk = try await domain.blockStatistics(of: "vda")
        #expect(disk.reads.bytes >= 1 << 20 && disk.reads.count > 0 && disk.reads.timeInNanoseconds > 0)
        #expect(disk.writes.bytes >= 256 << 10 && disk.flushes.count > 0)
        #expect(try await domain.blockStatistics() == disk)
        let sizes = try await domain.blockInformation(on: guest.tiny.directory("disk.raw"))
        #expect(sizes.capacity == 8 << 20 && sizes.physical == 8 << 20 && sizes.allocation >= 256 << 10)

        var memory = try await domain.memoryStatistics
        #expect(memory.contains(.init(.actualBalloon, 160 * 1024)))
        #expect(memory.contains { $0.tag == .resident && $0.value > 10_000 })
        try await domain.setMemoryStatisticsPeriod(inSeconds: 1)
        #expect(try await domain.xml().contains("<stats period='1'/>"))
        for _ in 0..<100 where !memory.contains(where: { $0.tag == .unused }) {
            try await Task.sleep(for: .milliseconds(100))
            memory = try await domain.memoryStatistics
        }
        #expect(memory.contains { $0.tag == .unused && $0.value > 10_000 && $0.value < 160 * 1024 })

        let all = try await domain.statistics()
        #expect(all["state.state"] == .int(1) && all["vcpu.current"] == .unsignedInt(1))
        #expect(all["block.count"] == .unsignedInt(1) && all["block.0.name"] == .string("vda"))
        #expect(all["block.0.wr.bytes"] == .unsignedLong(disk.writes.bytes))
        #expect(
            all["block.0.capacity"] == .unsignedLong(8 << 20) && all["balloon.maximum"] == .unsignedLong(160 * 1024))
        #expect(all["balloon.unused"] != nil && all["balloon.rss"] != nil && all["vcpu.0.time"] != nil)
        #expect(all["net.count"] == .unsignedInt(1) && all["net.0.name"] == nil)

        let error = await #expect(throws: VirtError.self) {
            try await domain.interfaceStatistics(of: "52:54:00:00:00:01")
        }
        #expect(error?.code == .operationUnsupported && error?.message.contains("'user'") == true)
        let missing = await #expect(throws: VirtError.self) { try await domain.blockStatistics(of: "vdb") }
        #expect(missing?.code == .invalidArgument && missing?.message.contains("'vda'") == true)
        await guest.connection.close()
    }

    @Test("bulk statistics have a record for each domain, also for one that is off or stuck")
    func bulk() async throws {
        let guest = try await EquippedGuest("echo ready\nwhile :; do /bin/busybox sleep 1; done")
        let stuck = try await guest.run("b-stuck", until: "ready")
        _ = try await guest.connection.define(
            guest.document("a-off").replacingOccurrences(of: "disk.raw", with: "no.raw"))
        let process = try #require(guest.tiny.emulators.first)
        kill(process, SIGSTOP)
        let before = ContinuousClock.now
        let records = try await guest.connection.statistics([.state, .balloon, .block])
        #expect(ContinuousClock.now - before < .seconds(15))
        kill(process, SIGCONT)
        #expect(records.map(\.domain.name) == ["a-off", "b-stuck"])
        #expect(records[0].parameters["state.state"] == .int(5) && records[0].parameters["block.0.rd.reqs"] == nil)
        #expect(records[1].parameters["state.state"] == .int(1) && records[1].parameters["balloon.rss"] != nil)
        let error = await #expect(throws: VirtError.self) {
            try await stuck.statistics(.init(rawValue: 1 << 30), .enforce)
        }
        #expect(error?.code == .argumentUnsupported)
        await guest.connection.close()
    }
}
