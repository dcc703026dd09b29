// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A guest of our daemon and its twin of C libvirt's; both end with the value.
private final class Both {
    let ours: ServedGuest
    let theirs: ServedGuest
    private let daemon: RunningDaemon
    private let other: PrivateDaemon

    init() async throws {
        daemon = try RunningDaemon("virtqemud")
        other = try await PrivateDaemon()
        ours = try ServedGuest(daemon.uri("qemu"))
        theirs = try ServedGuest(other.uri)
    }

    deinit {
        ours.end()
        theirs.end()
    }
}

/// What Debian's virsh makes of a domain in each state, of bad arguments and of refusals, beside C libvirt's daemon.
@Suite(.enabled(if: ServedGuest.isPossible && PrivateDaemon.isAvailable), .timeLimit(.minutes(10)))
struct LikenessTests {
    /// Commands, in the order in which they are run, that end the same with both daemons and fail for the same kind of reason.
    private static let alike = """
        define DIR/bad.xml
        define DIR/other.xml
        create DIR/other.xml
        define DIR/guest.xml
        domrename guest guest
        domrename guest a/b
        domrename nosuch other
        dominfo nosuch
        domstate nosuch
        resume guest
        suspend guest
        shutdown guest
        reboot guest
        reset guest
        destroy guest
        destroy guest --graceful
        vcpucount guest --guest
        setvcpus guest 1 --guest
        change-media guest sda --eject --config
        domblkinfo guest sda
        domblkinfo guest --all
        domstats guest --block
        change-media guest sda DIR/cd.iso --insert --config
        attach-disk guest DIR/extra.img vda --config
        attach-device guest DIR/serial.xml --config
        attach-device guest DIR/sound.xml --config
        attach-device guest DIR/balloon.xml --config
        detach-device guest DIR/sound.xml --config
        detach-device guest DIR/sound.xml --config
        snapshot-create-as guest before --halt
        snapshot-delete guest before
        restore DIR/nosuch
        save-image-dumpxml DIR/nosuch
        domxml-to-native qemu-argv DIR/other.xml
        domcapabilities --machine nosuch
        domcapabilities --emulatorbin /usr/bin/qemu-system-x86_64 --arch ppc64
        domcapabilities --emulatorbin /nowhere
        start guest --paused
        domstate guest --reason
        shutdown guest
        resume guest
        resume guest
        ttyconsole guest
        screenshot guest DIR/saved/shot --screen 3
        blockresize guest sda 1M
        blkdeviotune guest vda --total-iops-sec-max 10 --live
        blkdeviotune guest vda --total-iops-sec 5 --total-iops-sec-max 10 --live
        reboot guest --mode initctl
        shutdown guest --mode paravirt
        domjobabort guest --postcopy
        save guest DIR/nowhere/file
        destroy guest --graceful
        domstate guest --reason
        start guest --reset-nvram
        save guest DIR/saved/file
        domjobinfo guest --completed
        domjobinfo guest --completed
        restore DIR/saved/file --xml DIR/bad.xml
        restore DIR/saved/file --reset-nvram
        domstate guest
        destroy guest
        undefine guest
        """

    private func prepare(_ guest: ServedGuest) throws {
        let serial = "<serial type='file'><source path='\(guest.directory("second"))'/></serial>"
        let files = [
            "bad.xml": "<domain", "other.xml": "<disk/>", "sound.xml": "<sound model='ich9'/>", "serial.xml": serial,
            "balloon.xml": "<memballoon model='virtio'/>",
        ]
        for (name, text) in files {
            try guest.directory.write(name, text)
            PrivateDaemon.handOver(guest.directory(name))
        }
    }

    /// With which words, that all errors of a kind begin with, a command fails.
    private func kind(of result: ProgramResult) -> String {
        let lines = result.errorText.split(separator: "\n").filter { $0.hasPrefix("error: ") }
        // What is said beside it about the document is in other words.
        guard let words = lines.last?.dropFirst(7).split(separator: ":").first else { return "" }
        return Self.kinds.contains(String(words)) ? String(words) : ""
    }

    private static let kinds = [
        "Requested operation is not valid", "invalid argument", "XML error", "unsupported configuration",
        "Operation not supported", "operation failed", "argument unsupported", "internal error", "device not found",
    ]

    @Test("Each state allows and refuses what it does with C libvirt, for the same kind of reason")
    func states() async throws {
        let both = try await Both()
        let (ours, theirs) = (both.ours, both.theirs)
        try prepare(ours)
        try prepare(theirs)
        // Flags that a driver does not know are refused in other words, by the same code.
        let isOtherwiseSaid = ["reboot guest --mode initctl", "shutdown guest --mode paravirt"]
        for line in Self.alike.split(separator: "\n").map(String.init) {
            let (own, expected) = (try ours.virsh(line), try theirs.virsh(line))
            #expect(own.status == expected.status, "\(line): \(own.errorText) instead of \(expected.errorText)")
            #expect(ours.shape(of: own) == theirs.shape(of: expected), "\(line)")
            if !isOtherwiseSaid.contains(line) {
                #expect(kind(of: own) == kind(of: expected), "\(line): \(own.errorText), \(expected.errorText)")
            }
        }
    }

    @Test(
        "A CPU like the host's is spelled out as C libvirt does it, and the document for another host has nothing of this one"
    )
    func documents() async throws {
        let both = try await Both()
        let guests = [both.ours, both.theirs]
        let small = """
            <domain type='qemu'><name>small</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1820</uuid>
            <memory unit='MiB'>64</memory><os><type arch='x86_64' machine='pc'>hvm</type></os><cpu mode='host-model'/>
            <devices><emulator>/usr/bin/qemu-system-x86_64</emulator><serial type='pty'/></devices></domain>
            """
        var texts: [[String]] = []
        for guest in guests {
            try guest.directory.write("small.xml", small)
            PrivateDaemon.handOver(guest.directory("small.xml"))
            #expect(try guest.virsh("define DIR/small.xml").status == 0)
            texts.append(
                try ["--update-cpu", "--migratable"].map { flag in
                    let result = try guest.virsh("dumpxml small \(flag)")
                    #expect(result.status == 0, "\(flag): \(result.errorText)")
                    return result.text
                })
        }
        #expect(texts[0][0] == texts[1][0])
        #expect(texts[0][1] == texts[1][1])

        let running = guests[0]
        try #require(try running.virsh("define DIR/guest.xml").status == 0)
        try #require(try running.virsh("start guest").status == 0)
        #expect(try running.virsh("dumpxml guest --update-cpu").text.contains("<domain type='qemu' id='"))
        let document = try running.virsh("dumpxml guest --migratable").text
        for part in [" id='1'", "<alias", "qcow2' index", "port='59"] { #expect(!document.contains(part), "\(part)") }
        #expect(document.contains("port='-1' autoport='yes'"))
    }

    @Test("A domain that is started with autodestroy ends with the client that started it, and no later run does")
    func autodestroy() async throws {
        let daemon = try RunningDaemon("virtqemud")
        let guest = try ServedGuest(daemon.uri("qemu"))
        defer { guest.end() }
        try #require(try guest.virsh("define DIR/guest.xml").status == 0)
        #expect(try guest.virsh("start guest --autodestroy").status == 0)
        let isOff = { (try? guest.virsh("domstate guest --reason").text.hasPrefix("shut off (destroyed)")) == true }
        #expect(RunningProgram.wait(seconds: 20, until: isOff))
        #expect(try guest.virsh("create DIR/guest.xml --autodestroy").status == 0)
        #expect(RunningProgram.wait(seconds: 20, until: isOff))

        // One client starts, ends and starts the domain again; what it started last is not bound to it.
        let client = try RunningProgram(
            [
                "virsh", "-q", "-c", guest.uri,
                "start guest --autodestroy; destroy guest; start guest; event guest --event tunable --timeout 2",
            ])
        _ = client.wait(seconds: 60)
        try await Task.sleep(for: .seconds(1))
        #expect(try guest.virsh("domstate guest").text.hasPrefix("running"))
    }

    @Test("Changes of limits, passes over the memory and the agent's channel are told as events, as C libvirt does it")
    func events() async throws {
        let both = try await Both()
        var told: [[String]] = []
        for guest in [both.ours, both.theirs] {
            let path = guest.directory("guest.xml")
            let channel = "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
            let document = try String(contentsOfFile: path, encoding: .utf8)
            try guest.directory.write("guest.xml", document.replacing("</devices>", with: "\(channel)</devices>"))
            PrivateDaemon.handOver(path)
            try #require(try guest.virsh("define DIR/guest.xml").status == 0)
            let log = guest.directory("events")
            _ = FileManager.default.createFile(atPath: log, contents: nil)
            let file = open(log, O_WRONLY | O_APPEND | O_CLOEXEC)
            defer { close(file) }
            let listener = try RunningProgram(
                ["stdbuf", "-oL", "virsh", "-c", guest.uri, "event guest --all --loop"], output: .descriptor(file))
            defer {
                listener.send(SIGTERM)
                _ = listener.wait(seconds: 10)
            }
            try await Task.sleep(for: .seconds(1))
            for line in [
                "start guest", "vcpupin guest 0 0 --live", "emulatorpin guest 0 --live",
                "blkdeviotune guest vda --total-bytes-sec 1048576 --live", "save guest DIR/saved/file",
            ] { #expect(try guest.virsh(line).status == 0, "\(line)") }
            func lines() -> [String] {
                ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
            }
            #expect(RunningProgram.wait(seconds: 20) { lines().contains { $0.contains("Stopped Saved") } })
            // The order in which a guest that begins is told of as started and as resumed is not the same.
            let wanted = [
                "tunable", "agent-lifecycle", "migration-iteration", "cputune", "blkdeviotune", "memory_total",
            ]
            told.append(lines().filter { line in wanted.contains { line.contains($0) } }.map(Self.withoutNumbers))
        }
        #expect(Set(told[0]) == Set(told[1]))
    }

    private static func withoutNumbers(_ line: String) -> String { line.replacing(/[0-9]+/, with: "0") }
}
