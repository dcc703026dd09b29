// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What virsh asks about the machine and what it can run.
@Suite(.enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64")), .timeLimit(.minutes(5)))
struct HostCommandTests {
    private let daemon: RunningDaemon

    init() throws { daemon = try RunningDaemon("virtqemud") }

    private func output(_ command: String...) throws -> String {
        let result = try Program.run(
            ["virsh", "-q", "-c", daemon.uri("qemu")] + command, environment: ["LC_ALL": "C"])
        #expect(result.status == 0, "\(command): \(result.errorText)")
        return result.text
    }

    @Test("The capabilities tell of the host and of its emulators")
    func capabilities() throws {
        let text = try output("capabilities")
        #expect(text.contains("<arch>x86_64</arch>"))
        #expect(text.contains("<emulator>/usr/bin/qemu-system-x86_64</emulator>"))
        #expect(text.contains("<domain type='qemu'/>"))
        #expect(text.contains("<topology>"))
        let domains = try output("domcapabilities", "--virttype", "qemu", "--machine", "q35")
        #expect(domains.contains("<path>/usr/bin/qemu-system-x86_64</path>"))
        #expect(domains.contains("<domain>qemu</domain>"))
        #expect(domains.contains("<machine>pc-q35-"))
        let unknown = try daemon.virsh("qemu", "domcapabilities", "--virttype", "xen")
        #expect(unknown.status == 1 && unknown.errorText.contains("'xen' is no type of domains"))
        let noMachine = try daemon.virsh("qemu", "domcapabilities", "--virttype", "qemu", "--machine", "toaster")
        #expect(noMachine.status == 1 && noMachine.errorText.contains("no machine type 'toaster'"))
    }

    @Test("Limits, CPU models and memory of nodes are told")
    func numbers() throws {
        let models = try output("cpu-models", "x86_64")
        #expect(models.contains("Skylake-Client") && models.contains("EPYC"))
        #expect(try daemon.virsh("qemu", "cpu-models", "pdp11").errorText.contains("'pdp11' is no architecture"))
        #expect(try output("freecell", "--all").contains("0:"))
        #expect(try output("freecell", "--cellno", "0").contains("KiB"))
        #expect(try output("nodecpumap").contains("CPUs present:"))
    }

    @Test(
        "A guest of each type may have as many CPUs as C libvirt tells",
        .enabled(
            if: Namespaces.arePossible && Program.areInstalled("libvirtd") && access("/dev/kvm", R_OK) == 0
                && SystemPython.knowsLibvirt))
    func mostCPUs() async throws {
        // As the same user, for whom KVM is there or not.
        let libvirt = try await PrivateDaemon(root: TemporaryDirectory("libvirtd"))
        let answers = try [daemon.uri("qemu"), libvirt.uri].map {
            try SystemPython.run("tell_most_cpus", ["VIRT_URI": $0])
        }
        #expect(answers.map(\.status) == [0, 0])
        #expect(answers[0].text == answers[1].text)
        #expect(answers[0].text.contains("None 16"))
    }

    @Test("CPUs are compared with the host's and with each other")
    func processors() throws {
        // The host is what it says it is.
        let own = try daemon.root.write("host.xml", output("capabilities"))
        #expect(try output("cpu-compare", own).contains("identical to host CPU"))
        let modest =
            "<cpu mode='custom' match='minimum'><model>qemu64</model><feature policy='disable' name='svm'/></cpu>"
        let small = try daemon.root.write("small.xml", modest)
        #expect(try output("hypervisor-cpu-compare", "--virttype", "qemu", small).contains("superset"))
        let domains = try daemon.root.write("dom.xml", output("domcapabilities", "--virttype", "qemu"))
        #expect(try output("hypervisor-cpu-compare", "--virttype", "qemu", domains).contains("identical"))
        let wrong = try daemon.root.write("wrong.xml", "<cpu><model>Z80</model></cpu>")
        let refused = try daemon.virsh("qemu", "cpu-compare", wrong)
        #expect(refused.status == 1 && refused.errorText.contains("CPU model 'Z80' is not known"))
        let two = try daemon.root.write(
            "two.xml", "<cpu><model>Nehalem</model></cpu><cpu><model>Penryn</model></cpu>")
        let common = try output("cpu-baseline", two)
        #expect(common.contains("<model fallback='forbid'>Penryn</model>"), "\(common)")
        let mixed = try daemon.root.write(
            "mixed.xml", "<cpu><model>Nehalem</model></cpu><cpu><model>EPYC</model></cpu>")
        #expect(try daemon.virsh("qemu", "cpu-baseline", mixed).errorText.contains("several vendors"))
    }

    @Test("A document becomes a command line, which QEMU takes; the other way is not supported")
    func native() throws {
        let file = try daemon.root.write(
            "one.xml",
            """
            <domain type='qemu'><name>it's one</name><memory unit='MiB'>32</memory>
              <os><type arch='x86_64' machine='pc'>hvm</type></os>
              <devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices></domain>
            """)
        let text = try output("domxml-to-native", "qemu-argv", "--xml", file)
        #expect(text.contains("/usr/bin/qemu-system-x86_64"))
        #expect(text.contains("'guest=it'\\''s one"))
        #expect(text.split(separator: "\n").count == 1)
        let other = try daemon.virsh("qemu", "domxml-to-native", "vmx", "--xml", file)
        #expect(other.status == 1 && other.errorText.contains("'vmx' is no form"))
        let back = try daemon.virsh("qemu", "domxml-from-native", "qemu-argv", file)
        #expect(back.errorText.contains("this function is not supported by the connection driver"))
        // It is a line for a shell, and its QEMU starts, once the directory of its monitor is there.
        let place = daemon.root("var/lib/libvirt/qemu/domain--1-it's one")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        // By force: threads of tests have signals blocked, and what they start has too.
        let run = try Program.run(["timeout", "--signal=KILL", "3", "sh", "-c", "exec env \(text)"])
        #expect(run.status == 128 + SIGKILL, "\(run.errorText)")
    }

    @Test("What the firmware says is told, or that it says nothing")
    func firmware() throws {
        let result = try daemon.virsh("qemu", "sysinfo")
        if access("/sys/class/dmi/id/sys_vendor", R_OK) == 0 {
            #expect(result.text.contains("<sysinfo type='smbios'>"))
        } else {
            #expect(result.status == 1 && result.errorText.contains("'/sys/class/dmi/id' is not there"))
        }
    }
}
