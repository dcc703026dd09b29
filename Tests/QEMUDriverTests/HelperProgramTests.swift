// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import LinuxSystem
import QEMUDriver
import QMP
import SystemPackage
import TestSupport
import Testing
import VirtModel

/// Programs beside QEMU, the real ones.
@Suite(.enabled(if: Program.areInstalled("qemu-system-x86_64")), .timeLimit(.minutes(2)))
struct HelperProgramTests {
    private let loop: EventLoop
    private let folder: TemporaryDirectory
    private static let secret = "f52a81b2-424e-490c-823d-6bd4235bc572"

    init() throws {
        loop = try EventLoop()
        folder = try TemporaryDirectory("helpers")
    }

    private func message(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "nothing was thrown"
        } catch {
            return "\(error)"
        }
    }

    /// Whether all helpers are gone and reaped.
    private func areGone(_ identifiers: [Int32]) -> Bool {
        identifiers.allSatisfy { !FileManager.default.fileExists(atPath: "/proc/\($0)") }
    }

    @Test(
        "swtpm is made, kept, started again and ended", .enabled(if: Program.areInstalled("swtpm", "swtpm_setup")),
        arguments: [false, true])
    func tpm(isEncrypted: Bool) async throws {
        var secrets = GivenSecrets()
        try secrets.add(Self.secret, .vtpm, "t", "a passphrase")
        let encryption = isEncrypted ? "<encryption secret='\(Self.secret)'/>" : ""
        let device = """
            <tpm model='tpm-crb'>
              <backend type='emulator' version='2.0'>\(encryption)<active_pcr_banks><sha256/></active_pcr_banks></backend>
            </tpm>
            """
        let state = folder("swtpm/\(HostLaunch.uuid)/tpm2/tpm2-00.permall")
        for _ in 0..<2 {
            let launch = try await HostLaunch.start(device, in: folder, on: loop, secrets: secrets)
            let tpms = try await launch.execute(QMPCommand("query-tpm"))
            #expect(tpms.array?.first?["id"]?.string == "tpm-tpm0")
            try launch.resources.settle()
            let identifiers = launch.resources.helpers.map(\.identifier)
            #expect(identifiers.count == 1)
            let words = try String(contentsOfFile: "/proc/\(identifiers[0])/cmdline", encoding: .utf8)
            #expect(!words.contains("a passphrase"))
            try await launch.end()
            #expect(areGone(identifiers))
            #expect(FileManager.default.fileExists(atPath: state))
        }
        if isEncrypted {
            // Without its passphrase the state is of no use.
            let plain = device.replacing(encryption, with: "")
            let said = await message { try await HostLaunch.start(plain, in: folder, on: loop).end() }
            #expect(said.contains("TPM 'tpm0'"), "\(said)")
        }
    }

    private func passt(_ forwards: String) -> String {
        """
        <interface type='user'><backend type='passt'/><model type='virtio'/>\(forwards)</interface>
        """
    }

    @Test("passt forwards ports while the guest lives", .enabled(if: Program.areInstalled("passt")))
    func userNetwork() async throws {
        let port = UInt16.random(in: 20_000...30_000)
        let forward = "<portForward proto='tcp' address='127.0.0.1'><range start='\(port)' to='22'/></portForward>"
        let launch = try await HostLaunch.start(passt(forward), in: folder, on: loop)
        try launch.resources.settle()
        let identifiers = launch.resources.helpers.map(\.identifier)
        #expect(RunningProgram.wait(seconds: 5) { isListening(port) })
        // A second one finds the port in use, and says so.
        let said = await message {
            let second = try await HostLaunch.start(passt(forward), in: folder, on: loop)
            _ = await second.resources.helpers[0].wait(atMost: .seconds(5))
            let result = Result { try second.resources.settle() }
            try await second.end()
            try result.get()
        }
        #expect(said.contains("net0"), "\(said)")
        #expect(said.contains("passt"), "\(said)")
        try await launch.end()
        #expect(areGone(identifiers))
        #expect(!isListening(port))
    }

    private func isListening(_ port: UInt16) -> Bool {
        let table = (try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)) ?? ""
        return table.contains(":\(String(port, radix: 16, uppercase: true)) 00000000:0000 0A")
    }

    @Test("what documents say of forwarded ports is what passt is told")
    func portForwards() throws {
        func words(_ forward: String) throws -> [String] {
            let text = CommandLineTests.document(passt(forward))
            let interface = try #require(Domain(xml: text).devices.interfaces.first)
            return Array(UserNetwork.arguments(for: interface).dropFirst(3))
        }
        #expect(
            try words(
                "<portForward proto='tcp' address='::1' dev='eth0'><range start='22' to='2022'/><range start='1000' end='1050'/><range start='1020' exclude='yes'/></portForward>"
            ) == ["--tcp-ports", "::1%eth0/22:2022,1000-1050,~1020"])
        #expect(
            try words("<portForward proto='udp'><range start='10' end='20' to='110'/></portForward>")
                == ["--udp-ports", "10-20:110-120"])
        #expect(try words("<portForward proto='tcp'/>") == ["--tcp-ports", "all"])
    }

    private static let shared =
        "<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>"

    private func share(_ source: String, _ more: String = "") -> String {
        "<filesystem type='mount'><driver type='virtiofs'/>\(more)<source dir='\(source)'/><target dir='t'/></filesystem>"
    }

    @Test(
        "virtiofsd serves a directory and ends with QEMU", .enabled(if: VirtioFSServer.find() != nil && geteuid() == 0))
    func fileServer() async throws {
        let launch = try await HostLaunch.start(
            share(folder.path, "<binary><cache mode='always'/><lock flock='on'/></binary>"), more: Self.shared,
            in: folder, on: loop)
        try launch.resources.settle()
        let identifiers = launch.resources.helpers.map(\.identifier)
        try await launch.end()
        #expect(identifiers.count == 1 && areGone(identifiers))
    }

    @Test("a helper that ends at once is named, with its last words")
    func lastWords() async throws {
        // It does not know virtiofsd's options.
        let program = "/bin/ls"
        let said = await message {
            let launch = try await HostLaunch.start(
                share(folder.path, "<binary path='\(program)'/>"), more: Self.shared, in: folder, on: loop)
            _ = await launch.resources.helpers[0].wait(atMost: .seconds(5))
            let result = Result { try launch.resources.settle() }
            try await launch.end()
            try result.get()
        }
        #expect(said.contains("filesystem 'fs0'") && said.contains("exit status 2: "), "\(said)")
        let log = try String(contentsOfFile: folder("launch-fs0-virtiofsd.log"), encoding: .utf8)
        for text in [said, log] { #expect(text.contains("unrecognized option '--fd=3'"), "\(text)") }
    }

    @Test("what a helper has started ends with it, also what has left it")
    func grandchildren() async throws {
        let note = folder("note")
        let script = "(sh -c 'echo $$ > \(note); sleep 60 & wait' &); sleep 60"
        var helper: HelperProgram? = try await HelperProgram.start(
            .init(program: "/bin/sh", arguments: ["sh", "-c", script], environment: ["PATH=/bin:/usr/bin"]),
            purpose: "helper", on: loop, startsOthers: true)
        func orphan() -> Int32? {
            (try? String(contentsOfFile: note, encoding: .utf8)).flatMap { Int32($0.trimmingCharacters(in: .newlines)) }
        }
        #expect(RunningProgram.wait(seconds: 10) { orphan() != nil })
        let identifier = try #require(orphan())
        // By force, as at the end of our process; what the helper started has no signal of its own.
        kill(try #require(helper?.identifier), SIGKILL)
        #expect(RunningProgram.wait(seconds: 10) { !RunningProgram.isAlive(identifier) })
        helper = nil
    }

    @Test("a helper that is dropped, and one that does not listen to signals, are ended and reaped")
    func ends() async throws {
        func start(_ script: String) async throws -> HelperProgram {
            try await HelperProgram.start(
                .init(program: "/bin/sh", arguments: ["sh", "-c", script], environment: []), purpose: "helper",
                on: loop)
        }
        var helper: HelperProgram? = try await start("exec sleep 60")
        let first = try #require(helper?.identifier)
        helper = nil
        #expect(RunningProgram.wait(seconds: 5) { areGone([first]) })

        let stubborn = try await start("trap '' TERM; echo ready >&2; while :; do sleep 1; done")
        try stubborn.check()
        await stubborn.stop(grace: .milliseconds(300))
        #expect(stubborn.end == .signaled(SIGKILL) || stubborn.end == .signaled(SIGTERM))
        #expect(areGone([stubborn.identifier]))
        await stubborn.stop()
    }
}
