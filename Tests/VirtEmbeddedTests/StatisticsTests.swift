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

    @Test("a disk may be named by its path, and what is not there is refused by name")
    func tells() async throws {
        let guest = try await EquippedGuest(Self.script)
        let domain = try await guest.run(
            "one", devices: "<interface type='user'><mac address='52:54:00:00:00:01'/></interface>",
            until: "busy and done")
        let disk = try await domain.blockStatistics(of: "vda")
        let sizes = try await domain.blockInformation(on: guest.tiny.directory("disk.raw"))
        #expect(sizes.capacity == 8 << 20 && sizes.physical == 8 << 20 && sizes.allocation >= 256 << 10)
        try await domain.setMemoryStatisticsPeriod(inSeconds: 1)
        #expect(try await domain.xml().contains("<stats period='1'/>"))
        try await eventually { try await domain.memoryStatistics.contains { $0.tag == .unused } }
        let all = try await domain.statistics()
        #expect(all["block.0.wr.bytes"] == .unsignedLong(disk.writes.bytes))
        #expect(all["balloon.maximum"] == .unsignedLong(160 * 1024))
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
