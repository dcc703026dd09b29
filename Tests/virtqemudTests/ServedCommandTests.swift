// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Each command of Debian's virsh for a domain, on a real guest of our daemon.
@Suite(.enabled(if: ServedGuest.isPossible), .timeLimit(.minutes(10)))
struct ServedCommandTests {
    /// Commands, in the order in which they are run, that say the same with both daemons, whether they succeed or fail.
    private static let alike = """
        dominfo guest
        domstats guest --state --enforce
        domstats guest --state --list-running
        domstats guest --perf --enforce
        domstats guest --dirtyrate
        domblklist guest --details
        domblkinfo guest vda
        domblkinfo guest --all
        domblkinfo guest hdz
        domblkstat guest vda
        domblkstat guest
        domblkstat guest vda --human
        domblkerror guest
        domiflist guest
        domifstat guest vnet7
        domif-getlink guest 52:54:00:11:22:33
        domif-setlink guest 52:54:00:11:22:33 down
        domif-getlink guest 52:54:00:11:22:33
        domif-setlink guest 52:54:00:11:22:33 up
        dommemstat guest
        dommemstat guest --period 2 --live
        domdisplay guest
        vncdisplay guest
        vcpuinfo guest
        vcpuinfo guest --pretty
        vcpucount guest
        vcpucount guest --maximum --live
        vcpupin guest
        vcpupin guest 0
        vcpupin guest 0 0 --live
        vcpupin guest 0
        vcpupin guest 5 0
        emulatorpin guest
        emulatorpin guest 0 --live
        emulatorpin guest
        setvcpus guest 2 --live
        vcpucount guest
        setvcpus guest 9 --live
        setvcpus guest 3 --maximum --config
        vcpucount guest
        setmem guest 131072
        setmem guest 400000
        setmaxmem guest 300000 --live
        setmaxmem guest 262144 --config
        blockresize guest vda 80M
        blockresize guest hdz 80M
        blkdeviotune guest vda --total-bytes-sec 1048576 --live
        blkdeviotune guest vda --config
        blkdeviotune guest hdz
        send-key guest KEY_A
        send-key guest --codeset usb 4
        send-key guest --codeset qnum 30
        inject-nmi guest
        domcontrol guest
        domjobinfo guest
        domjobinfo guest --completed
        domjobabort guest
        domhostname guest
        domtime guest
        domfsinfo guest
        metadata guest http://example.org/x
        metadata guest http://example.org/x --key k --set <x/>
        metadata guest http://example.org/x
        desc guest
        desc guest --title hello
        desc guest --title
        attach-disk guest DIR/extra.img vdb --live
        attach-disk guest DIR/extra.img vdc --config
        domblklist guest
        domblklist guest --inactive
        detach-disk guest vdb --live
        detach-disk guest vdc --config
        domblklist guest
        detach-disk guest vdb --live
        detach-device-alias guest nosuch
        change-media guest sda --eject
        domblklist guest
        change-media guest sda DIR/cd2.iso --insert
        change-media guest sda DIR/cd.iso --update
        domblklist guest
        attach-device guest DIR/guest.xml --live
        managedsave-dumpxml guest
        managedsave guest
        domstate guest --reason
        dominfo guest
        start guest
        domstate guest --reason
        save guest DIR/saved/guest
        domstate guest --reason
        save-image-dumpxml DIR/saved/nosuch
        restore DIR/saved/nosuch
        restore DIR/saved/guest
        domstate guest --reason
        managedsave guest --paused
        managedsave-remove guest
        managedsave-remove guest
        domblkinfo guest sda
        domblkstat guest vda
        domif-getlink guest 52:54:00:11:22:33
        dommemstat guest
        dommemstat guest --period 3 --config
        domdisplay guest
        vcpuinfo guest
        vcpucount guest
        vcpupin guest
        vcpupin guest 0 0 --config
        vcpupin guest
        emulatorpin guest
        setvcpus guest 2
        setmem guest 131072 --live
        setmem guest 131072 --config
        setmaxmem guest 262144
        blockresize guest vda 80M
        blkdeviotune guest vda --total-bytes-sec 1048576 --config
        blkdeviotune guest vda
        screenshot guest DIR/saved/shot
        send-key guest KEY_A
        inject-nmi guest
        domjobinfo guest
        attach-disk guest DIR/extra.img vdb
        attach-disk guest DIR/extra.img vdb --config
        change-media guest sda --eject
        domblklist guest
        domstats guest --state --balloon --vcpu
        """

    @Test(
        "What virsh says of a domain has the shape that it has with C libvirt", .enabled(if: PrivateDaemon.isAvailable))
    func likeLibvirt() async throws {
        let daemon = try RunningDaemon("virtqemud")
        let other = try await PrivateDaemon()
        let ours = try ServedGuest(daemon.uri("qemu"))
        let theirs = try ServedGuest(other.uri)
        defer {
            ours.end()
            theirs.end()
        }
        try ours.start()
        try theirs.start()
        for line in Self.alike.split(separator: "\n").map(String.init) {
            let (own, expected) = (try ours.virsh(line), try theirs.virsh(line))
            #expect(own.status == expected.status, "\(line): \(own.errorText) instead of \(expected.errorText)")
            #expect(ours.shape(of: own) == theirs.shape(of: expected), "\(line)")
        }
    }

    @Test("Statistics have the names that they have with C libvirt", .enabled(if: PrivateDaemon.isAvailable))
    func statistics() async throws {
        let daemon = try RunningDaemon("virtqemud")
        let other = try await PrivateDaemon()
        let guests = [try ServedGuest(daemon.uri("qemu")), try ServedGuest(other.uri)]
        defer { for guest in guests { guest.end() } }
        // What libvirt counts by files for debugging, which are the host's and not every host's.
        let debugging = ["cpu.haltpoll.success.time", "cpu.haltpoll.fail.time", "vcpu.0.wait"]
        func names(_ guest: ServedGuest) throws -> [String] {
            let lines = try guest.virsh("domstats guest").text.split(separator: "\n")
            return lines.compactMap { $0.split(separator: "=").first?.trimmingCharacters(in: .whitespaces) }
                .filter { !debugging.contains($0) }
        }
        for guest in guests { try guest.start() }
        #expect(try names(guests[0]) == names(guests[1]))
        for guest in guests { #expect(try guest.virsh("destroy guest").status == 0) }
        // C libvirt goes on telling the CPU time of the last run.
        #expect(
            try names(guests[0]).filter { !$0.hasPrefix("block.") }
                == names(guests[1]).filter { !$0.hasPrefix("block.") && !$0.hasPrefix("cpu.") })
    }

    @Test("Limits of the next start are set and told; those of what runs stay")
    func limits() throws {
        let daemon = try RunningDaemon("virtqemud")
        let guest = try ServedGuest(daemon.uri("qemu"))
        #expect(try guest.virsh("define DIR/guest.xml").status == 0)
        #expect(try guest.virsh("memtune guest").text.contains("hard_limit     : unlimited"))
        for line in [
            "memtune guest --hard-limit 500000", "schedinfo guest --set cpu_shares=2048 --config",
            "schedinfo guest --set vcpu_quota=-1 --config", "blkiotune guest --weight 500",
        ] {
            let result = try guest.virsh(line)
            #expect(result.status == 0, "\(line): \(result.errorText)")
        }
        let document = try guest.virsh("dumpxml guest").text
        for part in ["<hard_limit unit='KiB'>500000<", "<shares>2048<", "<quota>-1<", "<weight>500<"] {
            #expect(document.contains(part), "\(part)")
        }
        #expect(try guest.virsh("memtune guest --config").text.contains("hard_limit     : 500000"))
        #expect(try guest.virsh("schedinfo guest").text.contains("cpu_shares     : 2048"))
        #expect(try guest.virsh("blkiotune guest").text.contains("weight         : 500"))
        for line in ["schedinfo guest --set cpu_shares=1 --config", "blkiotune guest --weight 5"] {
            #expect(try guest.virsh(line).errorText.contains("invalid argument"), "\(line)")
        }
    }

    @Test("A picture of the screen, CPU time and a saved document are told")
    func ours() throws {
        let daemon = try RunningDaemon("virtqemud")
        let guest = try ServedGuest(daemon.uri("qemu"))
        defer { guest.end() }
        try guest.start()
        let picture = guest.directory("shot")
        #expect(try guest.virsh("screenshot guest \(picture)").status == 0)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: picture))
        // Portable network graphics, or a portable pixmap.
        #expect(bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) || bytes.starts(with: [0x50, 0x36]))

        let time = try guest.virsh("cpu-stats guest")
        #expect(time.status == 0 && time.text.contains("user_time"), "\(time.text)\(time.errorText)")
        #expect(try guest.virsh("cpu-stats guest --total").text.contains("system_time"))

        #expect(try guest.virsh("save guest DIR/saved/guest --paused").status == 0)
        let done = try guest.virsh("domjobinfo guest --completed").text
        #expect(done.contains("Operation:        Save") && done.contains("Memory total:"), "\(done)")
        let document = try guest.virsh("save-image-dumpxml DIR/saved/guest").text
        try guest.directory.write(
            "new.xml", document.replacingOccurrences(of: "</name>", with: "</name><title>t</title>"))
        #expect(try guest.virsh("save-image-define DIR/saved/guest DIR/new.xml --running").status == 0)
        #expect(try guest.virsh("restore DIR/saved/guest").status == 0)
        #expect(try guest.virsh("domstate guest --reason").text.hasPrefix("running (restored)"))
        #expect(try guest.virsh("desc guest --title").text.hasPrefix("t"))
    }

    @Test("A client that may only read learns the numbers, and changes nothing")
    func readOnly() throws {
        let daemon = try RunningDaemon("virtqemud")
        let guest = try ServedGuest(daemon.uri("qemu"))
        defer { guest.end() }
        try guest.start()
        let reader = try ServedGuest(daemon.uri("qemu", readOnly: true))
        for line in ["domstats guest", "domblkstat guest vda", "dommemstat guest", "vcpuinfo guest", "vcpupin guest"] {
            #expect(try reader.virsh(line).status == 0, "\(line)")
        }
        for line in [
            "setmem guest 131072", "setvcpus guest 2", "inject-nmi guest", "send-key guest KEY_A", "save guest DIR/x",
            "managedsave guest", "screenshot guest DIR/x", "blockresize guest vda 1M", "vcpupin guest 0 0",
            "detach-disk guest vda", "blkdeviotune guest vda --total-bytes-sec 1",
        ] {
            let result = try reader.virsh(line)
            #expect(result.status == 1, "\(line)")
            #expect(result.errorText.contains("read only access prevents"), "\(line): \(result.errorText)")
        }
    }
}
