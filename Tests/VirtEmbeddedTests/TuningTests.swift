// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// What is changed of a running guest, which sees it.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(4))) struct TuningTests {
    @Test("what is changed live only is not in the definition, and what is changed there too is in the next start")
    func devices() async throws {
        let guest = try await EquippedGuest(
            "echo ready\nwhile :; do /bin/busybox cat /sys/block/vda/size; /bin/busybox sleep 1; done")
        let interface = "<interface type='user'><mac address='52:54:00:00:00:01'/></interface>"
        let domain = try await guest.run("one", devices: interface, until: "ready")

        let large = await #expect(throws: VirtError.self) { try await domain.setMemory(inKiB: 1 << 20) }
        #expect(large?.code == .invalidArgument)
        try await domain.setMemory(inKiB: 128 * 1024)
        try await eventually { try await domain.information.memoryInKiB == 128 * 1024 }
        #expect(try await !domain.xml(.inactive).contains("<currentMemory unit='KiB'>131072</currentMemory>"))
        try await domain.setLink(of: "52:54:00:00:00:01", isUp: false)
        #expect(try await domain.monitorCommand("info network", .human).contains("net0"))

        let limit = TypedParameter("total_iops_sec", .unsignedLong(500))
        try await domain.setBlockIOTune(of: "vda", [limit, .init("group_name", .string("slow"))], [.live, .config])
        #expect(try await domain.blockIOTune(of: "vda")["total_iops_sec"] == .unsignedLong(500))
        #expect(try await domain.monitorCommand(#"{"execute":"query-block"}"#).contains(#""iops":500"#))
        let both = await #expect(throws: VirtError.self) {
            try await domain.setBlockIOTune(of: "vda", [.init("read_iops_sec", .unsignedLong(1))])
        }
        #expect(both?.code == .invalidArgument)
        // The next start has what the definition has.
        try await domain.destroy()
        try await domain.start(.paused)
        #expect(try await domain.monitorCommand(#"{"execute":"query-block"}"#).contains(#""iops":500"#))
        await guest.connection.close()
    }

    @Test("virtual CPUs are plugged in and out, which the guest sees, and pinned")
    func vcpus() async throws {
        let script = """
            echo ready
            while :; do
              for c in /sys/devices/system/cpu/cpu[0-9]*; do
                [ -e $c/online ] && [ "$(/bin/busybox cat $c/online)" = 0 ] && echo 1 > $c/online
              done
              echo online $(/bin/busybox cat /sys/devices/system/cpu/online).
              /bin/busybox sleep 1
            done
            """
        let guest = try await EquippedGuest(script)
        let xml = guest.document("one").replacingOccurrences(
            of: "<os>", with: "<vcpu current='1'>3</vcpu><os>")
        let domain = try await guest.connection.define(xml)
        try await domain.start()
        try await eventually(within: 60) { guest.tiny.console("one").contains("online 0.") }
        #expect(try await domain.vcpuCount() == 1)
        #expect(try await domain.vcpuCount(.maximum) == 3)
        try await domain.setVCPUCount(2)
        #expect(try await domain.vcpuCount(.live) == 2)
        #expect(try await domain.vcpuCount(.config) == 1)
        #expect(try await domain.vcpus.map(\.number) == [0, 1])
        try await eventually(within: 30) { guest.tiny.console("one").contains("online 0-1.") }
        try await domain.pinVCPU(1, to: [0])
        #expect(try await domain.vcpus[1].affinity == [0])
        #expect(try await domain.vcpuPins() == [1: [0]])
        try await domain.pinEmulator(to: [0], [.live, .config])
        #expect(try await domain.emulatorPin(.config) == [0])
        let none = await #expect(throws: VirtError.self) { try await domain.pinVCPU(0, to: [4000]) }
        #expect(none?.code == .operationFailed)
        try await domain.setVCPUCount(1)
        #expect(try await domain.vcpus.map(\.number) == [0])
        let last = await #expect(throws: VirtError.self) { try await domain.setVCPUCount(4) }
        #expect(last?.code == .invalidArgument)
        try await domain.setVCPUCount(2, .config)
        #expect(try await domain.xml(.inactive).contains("<vcpu placement='static' current='2'>3</vcpu>"))
        await guest.connection.close()
    }
}
