// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import QEMUDriver
import QMP
import SystemPackage
import TestSupport
import Testing
import XMLCoding

/// The probe against recordings of emulators that play them, and against what libvirt made of the same recordings.
@Suite(.serialized) struct ProbeTests {
    private let loop: EventLoop

    init() throws { loop = try EventLoop() }

    /// How many commands a probe takes; a new one has to be worth its time at each cold start.
    private static let mostCommands = 24

    @Test("each recorded emulator is probed by one process and few commands, and the facts are libvirt's")
    func recordings() async throws {
        guard Program.areInstalled("python3"), let folder = Environment.sharedData("corpus/qmp-replies"),
            let replay = Environment.sharedData("tools/qemu-replay")
        else { return }
        let cases = try JSONParser.parse(String(contentsOfFile: "\(folder)/cases.json", encoding: .utf8)).array ?? []
        try #require(cases.count >= 16)
        for record in cases {
            let name = record["name"]?.string ?? ""
            let architecture = record["arch"]?.string ?? ""
            let expected = try XMLParser().parse(
                String(contentsOfFile: "\(folder)/\(record["expected"]?.string ?? "")", encoding: .utf8))
            for accelerator in record["sections"] == 2 ? [Accelerator.kvm, .tcg] : [.tcg] {
                let place = try TemporaryDirectory("probe")
                let installed = try Program.run(
                    [replay, "--install", place.path, "\(folder)/\(record["replies"]?.string ?? "")", architecture])
                try #require(installed.status == 0)
                var probe = CapabilityProbe(
                    program: FilePath("\(place.path)/qemu-system-\(architecture)"), accelerator: accelerator)
                probe.environment += [
                    "QEMU_REPLAY_LOG=\(place("commands"))", "QEMU_REPLAY_ARGS_LOG=\(place("starts"))",
                ]
                let capabilities = try await probe.run(on: loop)
                compare(capabilities, accelerator, expected, "\(name) \(accelerator)")
                func lines(_ file: String) -> Int {
                    (try? String(contentsOfFile: place(file), encoding: .utf8))?.split(separator: "\n").count ?? 0
                }
                #expect(lines("starts") == 2)
                #expect(lines("commands") <= Self.mostCommands, "\(name)")
            }
        }
    }

    private func compare(
        _ capabilities: QEMUCapabilities, _ accelerator: Accelerator, _ expected: XMLElement, _ name: String
    ) {
        func text(_ element: String) -> String? { expected.elements.first { $0.name == element }?.text }
        #expect(text("version") == "\(capabilities.version)", "\(name)")
        #expect(text("package") ?? "" == capabilities.packageVersion, "\(name)")
        #expect(text("arch") == capabilities.architecture, "\(name)")
        let ofType = expected.elements.filter { $0[attribute: "type"] == accelerator.rawValue }

        let models = accelerator == .kvm ? capabilities.cpuModelsWithKVM : capabilities.cpuModels
        let ours = Set(models.map { "\($0.name) \($0.missingFeatures.map { $0.isEmpty ? "yes" : "no" } ?? "nil")" })
        let theirs = Set(
            ofType.filter { $0.name == "cpu" }.map {
                "\($0[attribute: "name"] ?? "") \($0[attribute: "usable"] ?? "nil")"
            })
        same(ours, theirs, "\(name): CPU models")

        same(
            Set(capabilities.machines(withKVM: accelerator == .kvm).map(Self.line)),
            Set(ofType.filter { $0.name == "machine" }.map(Self.line)), "\(name): machines")

        let host = accelerator == .kvm ? capabilities.hostCPUWithKVM : capabilities.hostCPU
        let properties = ofType.first { $0.name == "hostCPU" }?.elements ?? []
        let known = properties.filter { $0[attribute: "type"] == "boolean" && $0[attribute: "value"] == "true" }
            .compactMap { $0[attribute: "name"] }
        // What cannot migrate is there only when asked for by another command, which nobody needs yet.
        let migratable = known.filter { name in
            properties.contains { $0[attribute: "name"] == name && $0[attribute: "migratable"] != "no" }
        }
        // ARM has no static expansion, and nobody needs another.
        if capabilities.architecture != "aarch64" {
            same(Set(host.filter { $0.value == true }.map(\.name)), Set(migratable), "\(name): CPU properties")
        }

        let flags = Set(expected.elements.filter { $0.name == "flag" }.compactMap { $0[attribute: "name"] })
        let named: [(QEMUCapabilities.Flag, String)] = [
            (.deviceJSON, "device.json+hotplug"), (.netdevJSON, "netdev.json"), (.objectJSON, "object.qapified"),
            (.netdevStream, "netdev.stream"), (.smpDies, "smp-dies"), (.sdl, "sdl"), (.spice, "spice"), (.vnc, "vnc"),
            (.eglHeadless, "egl-headless"), (.displayDBus, "display-dbus"), (.setAction, "set-action"),
            (.threadContext, "thread-context"), (.preallocThreads, "memory-backend-file.prealloc-threads"),
            (.canonicalRAMBlockID, "memory-backend-file.x-use-canonical-path-for-ramblock-id"),
            (.machineHPET, "machine-hpet"), (.rbdEncryption, "rbd-encryption"),
            (.nbdTLSHostname, "blockdev.nbd.tls-hostname"), (.virtioNetRSS, "virtio-net.rss"),
            (.incrementalBackup, "incremental-backup"),
        ]
        for (flag, theirs) in named {
            #expect(capabilities.has(flag) == flags.contains(theirs), "\(name): \(theirs)")
        }
        #expect(capabilities.has(.kvm) == (accelerator == .kvm), "\(name)")
    }

    private func same(_ ours: Set<String>, _ theirs: Set<String>, _ what: String) {
        let more = ours.subtracting(theirs).sorted().prefix(5)
        let missing = theirs.subtracting(ours).sorted().prefix(5)
        #expect(more.isEmpty && missing.isEmpty, "\(what): too many \(more), missing \(missing)")
    }

    private static func line(_ machine: QEMUCapabilities.Machine) -> String {
        """
        \(machine.name) \(machine.alias ?? "-") \(machine.maximumCPUs) \(machine.hasHotpluggableCPUs) \
        \(machine.isDefault) \(machine.defaultCPU ?? "-") \(machine.defaultRAMID ?? "-") \(machine.isDeprecated)
        """
    }

    private static func line(_ machine: XMLElement) -> String {
        func text(_ name: String) -> String { machine[attribute: name] ?? "-" }
        func isSet(_ name: String) -> Bool { machine[attribute: name] == "yes" }
        return """
            \(text("name")) \(text("alias")) \(text("maxCpus")) \(isSet("hotplugCpus")) \(isSet("default")) \
            \(text("defaultCPU")) \(text("defaultRAMid")) \(isSet("deprecated"))
            """
    }

    @Test("an emulator that is installed is probed", .enabled(if: Program.areInstalled("qemu-system-x86_64")))
    func installed() async throws {
        let program = FilePath(try #require(Program.find("qemu-system-x86_64")))
        let capabilities = try await CapabilityProbe(program: program, accelerator: .tcg).run(on: loop)
        #expect(capabilities.architecture == "x86_64")
        #expect(capabilities.version >= 4_002_000)
        #expect(capabilities.machine("q35")?.name.hasPrefix("pc-q35-") == true)
        #expect(capabilities.has(type: "virtio-blk-pci"))
        #expect(capabilities.has("hotplug", of: "pcie-root-port"))
        #expect(capabilities.commands.contains("device_add"))
        #expect(capabilities.cpuModels.contains { $0.name == "qemu64" && $0.missingFeatures == [] })
        #expect(!capabilities.hostCPU.isEmpty)
        #expect(!capabilities.has(.kvm))
    }

    @Test(
        "an emulator that does not serve is reported with what it said",
        arguments: [
            (
                "echo 'cannot open shared object' >&2; exit 127",
                "with exit status 127. It said: cannot open shared object"
            ),
            ("kill -9 $$", "with signal 9."), ("exit 0", "with exit status 0."),
            ("echo 'QEMU 1' >&3; sleep 100", "there came 'QEMU 1"),
            ("exec sleep 100", "did not send its greeting within 0.3 seconds."),
            (
                "echo '{\"QMP\":{\"version\":{\"qemu\":{}}}}' >&3; exec sleep 100",
                "did not answer 'qmp_capabilities' within"
            ),
        ])
    func broken(script: String, reason: String) async throws {
        let place = try TemporaryDirectory("broken")
        let program = try place.write("qemu", "#!/bin/sh\n\(script)\n", executable: true)
        var probe = CapabilityProbe(program: FilePath(program), accelerator: .tcg)
        // Long enough for a shell to start on a busy machine, where that is what is waited for.
        probe.deadline =
            reason.contains("0.3") ? .milliseconds(300) : reason.contains("within") ? .seconds(2) : .seconds(60)
        let error = await #expect(throws: EmulatorError.self) { try await probe.run(on: loop) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasPrefix("Cannot ask '\(program)' what it can do.") == true)
    }

    @Test("an emulator that is not there, or no program, is reported")
    func missing() async throws {
        let place = try TemporaryDirectory("missing")
        let text = try place.write("text", "hello")
        for path in [place("none"), text] {
            await #expect(throws: EmulatorError.self) {
                try await CapabilityProbe(program: FilePath(path), accelerator: .tcg).run(on: loop)
            }
        }
    }
}
