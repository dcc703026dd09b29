// SPDX-License-Identifier: Apache-2.0

import Foundation
import QEMUDriver
import TestSupport
import Testing
import VirtModel
import XMLCoding

/// The QEMU that is installed takes the command lines that are built for it.
@Suite struct RealQEMUTests {
    static let emulator = "qemu-system-x86_64"

    @Test(
        "QEMU builds the machine, answers its monitor and quits",
        .enabled(if: Program.areInstalled("qemu-system-x86_64", "qemu-img")), .timeLimit(.minutes(2)),
        arguments: ["pc", "q35"])
    func machine(name: String) throws {
        let folder = try TemporaryDirectory()
        let emulator = try #require(Program.find(Self.emulator))
        for (image, format) in [("a", "raw"), ("b", "qcow2"), ("c", "raw"), ("d", "raw")] {
            let made = try Program.run(["qemu-img", "create", "-q", "-f", format, "\(folder.path)/\(image)", "1M"])
            try #require(made.status == 0, "\(made.errorText)")
        }
        let native = name == "pc" ? "<target dev='hda' bus='ide'/>" : "<target dev='sdz' bus='sata'/>"
        let devices = """
            <emulator>\(emulator)</emulator>
            <disk type='file'><driver type='raw'/><source file='\(folder.path)/a'/><target dev='vda'/><readonly/></disk>
            <disk type='file'><driver type='qcow2'/><source file='\(folder.path)/b'/><target dev='sda' bus='scsi'/></disk>
            <disk type='file'><driver type='raw'/><source file='\(folder.path)/c'/>\(native)</disk>
            <disk type='file'><driver type='raw'/><source file='\(folder.path)/d'/><target dev='sdb' bus='usb'/></disk>
            <disk type='file' device='cdrom'><target dev='sdc' bus='scsi'/></disk>
            <controller type='scsi' index='0' model='virtio-scsi'/>
            <controller type='usb' index='0' model='qemu-xhci'/>
            <filesystem type='mount'><source dir='\(folder.path)'/><target dir='t'/><readonly/></filesystem>
            <interface type='user'><model type='virtio'/></interface>
            <interface type='user'><model type='e1000'/></interface>
            <serial type='file'><source path='\(folder.path)/serial'/></serial>
            <channel type='unix'><source mode='bind' path='\(folder.path)/channel'/><target type='virtio' name='n'/></channel>
            <input type='tablet' bus='usb'/>
            <input type='keyboard' bus='virtio'/>
            <graphics type='vnc'><listen type='socket' socket='\(folder.path)/vnc'/></graphics>
            <video><model type='virtio'/></video>
            <sound model='ich6'/>
            <watchdog model='i6300esb' action='pause'/>
            <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
            <panic model='isa'/>
            """
        let text = """
            <domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
              <name>real</name>
              <memory unit='MiB'>64</memory>
              <vcpu>2</vcpu>
              <iothreads>1</iothreads>
              <os><type arch='x86_64' machine='\(name)'>hvm</type><bootmenu enable='yes'/></os>
              <features><acpi/><apic/></features>
              <cpu mode='maximum'><topology sockets='1' cores='2' threads='1'/></cpu>
              <clock offset='variable' adjustment='100'/>
              <devices>\(devices)</devices>
              <qemu:commandline><qemu:arg value='-qmp'/><qemu:arg value='stdio'/></qemu:commandline>
            </domain>
            """
        var context = LaunchContext()
        context.configuration.libraryDirectory = folder.path
        context.usesMasterKey = false
        context.now = 1_700_000_000
        let directory = "\(folder.path)/domain--1-real"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let prepared = try PreparedDomain(Domain(xml: text), capabilities: .assumed, context: context)
        let invocation = try QEMUInvocation(prepared, capabilities: .assumed, context: context)
        let commands =
            #"{"execute":"qmp_capabilities"}{"execute":"qom-list","arguments":{"path":"/machine/peripheral"}}{"execute":"quit"}"#
            + "\n"
        let result = try Program.run(
            [invocation.program] + invocation.arguments, input: Data(commands.utf8), seconds: 60)
        #expect(result.status == 0, "\(result.errorText)")
        #expect(result.errorText.isEmpty, "\(result.errorText)")
        // Every device is there under its name.
        for alias in ["virtio-disk0", "net0", "net1", "scsi0", "usb", "rng0", "watchdog0", "sound0", "fs0"] {
            #expect(result.text.contains("\"name\": \"\(alias)\""), "\(alias) is missing in \(result.text)")
        }
    }
}
