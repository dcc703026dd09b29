// SPDX-License-Identifier: Apache-2.0

import QEMUDriver
import QMP
import TestSupport
import Testing
import VirtModel
import XMLCoding

/// Command lines of small domains of our own.
@Suite struct CommandLineTests {
    static func document(_ devices: String, machine: String = "q35", more: String = "", features: String = "<acpi/>")
        -> String
    {
        """
        <domain type='qemu'>
          <name>test</name>
          <memory unit='MiB'>256</memory>
          \(more)
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='\(machine)'>hvm</type></os>
          <features>\(features)</features>
          <devices>
            <controller type='usb' model='none'/>
            \(devices)
            <memballoon model='none'/>
          </devices>
        </domain>
        """
    }

    static func invocation(_ text: String, _ context: LaunchContext = LaunchContext()) throws -> QEMUInvocation {
        let capabilities = QEMUCapabilities.assumed
        let prepared = try PreparedDomain(Domain(xml: text), capabilities: capabilities, context: context)
        return try QEMUInvocation(prepared, capabilities: capabilities, context: context)
    }

    static func line(_ text: String, _ context: LaunchContext = LaunchContext()) throws -> String {
        try invocation(text, context).arguments.joined(separator: " ")
    }

    @Test(
        "each device becomes its arguments",
        arguments: [
            (
                "<disk type='file'><driver type='qcow2'/><source file='/a,b'/><target dev='vda'/><readonly/></disk>",
                #"{"node-name":"libvirt-1-format","read-only":true,"driver":"qcow2","file":"libvirt-1-storage"}"#
            ),
            (
                "<disk type='file'><source file='/a'/><target dev='vda'/><iotune><read_iops_sec>7</read_iops_sec>"
                    + "<read_iops_sec_max>9</read_iops_sec_max><size_iops_sec>512</size_iops_sec></iotune></disk>",
                #"{"qom-type":"throttle-group","id":"throttle-virtio-disk0","limits":{"iops-read":7,"iops-read-max":9,"iops-size":512}}"#
            ),
            (
                "<disk type='network'><source protocol='nbd' tls='yes'><host name='h'/></source><target dev='vda'/></disk>",
                #"{"qom-type":"tls-creds-x509","id":"objlibvirt-1-storage_tls0","dir":"/etc/pki/libvirt-nbd","endpoint":"client","verify-peer":true}"#
            ),
            (
                "<disk type='block' device='lun'><source dev='/dev/d'><reservations managed='yes'/></source>"
                    + "<target dev='vda'/></disk>",
                #"{"qom-type":"pr-manager-helper","id":"pr-helper0","path":"/var/lib/libvirt/qemu/domain--1-test/pr-helper0.sock"}"#
            ),
            (
                "<disk type='file'><source file='/a'/><target dev='sda' bus='sata'/></disk>",
                #"{"driver":"ide-hd","bus":"ide.0","drive":"libvirt-1-format","id":"sata0-0-0","bootindex":1}"#
            ),
            (
                "<filesystem type='mount'><source dir='/s'/><target dir='t'/><readonly/></filesystem>",
                "local,security_model=passthrough,id=fsdev-fs0,path=/s,readonly=on"
            ),
            (
                "<interface type='user'><mac address='52:54:00:12:34:56'/><model type='virtio'/></interface>",
                #"{"driver":"virtio-net-pci","netdev":"hostnet0","id":"net0","mac":"52:54:00:12:34:56","bus":"pci.1","addr":"0x0"}"#
            ),
            (
                "<serial type='file'><source path='/log' append='on'/></serial>",
                "file,id=charserial0,path=/log,append=on"
            ),
            (
                "<channel type='unix'><source mode='bind' path='/c'/><target type='virtio' name='n'/></channel>",
                #"{"driver":"virtserialport","bus":"virtio-serial0.0","nr":1,"chardev":"charchannel0","id":"channel0","name":"n"}"#
            ),
            (
                "<rng model='virtio'><rate bytes='10'/><backend model='random'>/dev/urandom</backend></rng>",
                #"{"driver":"virtio-rng-pci","rng":"objrng0","id":"rng0","max-bytes":10,"period":1000,"bus":"pci.1","addr":"0x0"}"#
            ),
            ("<panic model='isa'><address type='isa' iobase='0x505'/></panic>", #"{"driver":"pvpanic","ioport":1285}"#),
            ("<watchdog model='itco' action='poweroff'/>", "-watchdog-action poweroff"),
            ("<vsock model='virtio'><cid address='7'/></vsock>", #""guest-cid":7"#),
            (
                "<tpm model='tpm-crb'><backend type='emulator'/></tpm>",
                #"{"driver":"tpm-crb","tpmdev":"tpm-tpm0","id":"tpm0"}"#
            ),
            ("<sound model='ich9'/>", #"{"driver":"ich9-intel-hda","id":"sound0","bus":"pcie.0","addr":"0x1b"}"#),
            ("<graphics type='vnc' port='5901'/>", "-vnc 127.0.0.1:1,audiodev=audio1"),
            (
                "<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='0x12' function='5'/></source></hostdev>",
                #"{"driver":"vfio-pci","host":"0000:06:12.5","id":"hostdev0","bus":"pci.1","addr":"0x0"}"#
            ),
            (
                "<shmem name='m'><model type='ivshmem-plain'/><size unit='M'>2</size></shmem>",
                #"{"qom-type":"memory-backend-file","id":"shmmem-shmem0","mem-path":"/dev/shm/m","size":2097152,"share":true}"#
            ),
        ])
    func devices(xml: String, argument: String) throws {
        let line = try Self.line(Self.document(xml))
        #expect(line.contains(argument), "\(line)")
    }

    @Test("a comma in a value is doubled in a list, and left alone in JSON")
    func commas() throws {
        let line = try Self.line(
            Self.document("<serial type='unix'><source mode='connect' path='/a,b=c'/></serial>").replacing(
                "<name>test</name>", with: "<name>x,debug-threads=off</name>"))
        #expect(line.contains("path=/a,,b=c"))
        #expect(line.contains("guest=x,,debug-threads=off,debug-threads=on"))
    }

    @Test("what the caller hands in is used under its number, and told")
    func handedIn() throws {
        var context = LaunchContext()
        context.handedIn = [
            "monitor": .connectedSocket(7), "channel0": .connectedSocket(9), "serial0": .descriptor(11),
        ]
        let channel = "<channel type='unix'><target type='virtio' name='job'/></channel>"
        let invocation = try Self.invocation(
            Self.document("<serial type='pipe'><source path='/x'/></serial>" + channel), context)
        let line = invocation.arguments.joined(separator: " ")
        #expect(line.contains("socket,id=charmonitor,fd=7 "))
        #expect(line.contains("socket,id=charchannel0,fd=9 "))
        #expect(line.contains("pipe,id=charserial0,path=/proc/self/fd/11 "))
        #expect(Set(invocation.descriptors.map(\.number)) == [7, 9, 11])
    }

    @Test("a transient disk writes to the overlay that the caller made")
    func overlay() throws {
        var context = LaunchContext()
        context.transientOverlays = ["vda": "/tmp/o.qcow2"]
        let disk = "<disk type='file'><source file='/base'/><target dev='vda'/><transient/></disk>"
        let line = try Self.line(Self.document(disk), context)
        #expect(line.contains(#""driver":"qcow2","file":"libvirt-1-storage","backing":"libvirt-2-format""#), "\(line)")
        #expect(line.contains(#"{"node-name":"libvirt-2-format","read-only":true,"driver":"raw""#))
    }

    @Test("QEMU ends by itself only when it is asked to")
    func ending() throws {
        var context = LaunchContext()
        let text = Self.document("", more: "<on_reboot>destroy</on_reboot>")
        #expect(try Self.line(text, context).contains("-no-shutdown"))
        context.exitsByItself = true
        #expect(try Self.line(text, context).contains("-no-reboot"))
        #expect(!(try Self.line(text, context).contains("-no-shutdown")))
    }

    @Test("a secret's value is nowhere in the arguments")
    func secrets() throws {
        var context = LaunchContext()
        context.secret = { _, _ in Array("very secret".utf8) }
        context.seal = { _ in .init(data: "c2VhbGVk", initializationVector: "aXY=") }
        let disk = """
            <disk type='file'><driver type='qcow2'/><source file='/a'><encryption format='luks'>
            <secret type='passphrase' uuid='5f0f4b1e-2c64-4d0c-9d0a-6b7b1f3a7c52'/></encryption></source><target dev='vda'/></disk>
            """
        let line = try Self.line(Self.document(disk), context)
        #expect(line.contains(#""data":"c2VhbGVk","keyid":"masterKey0""#))
        #expect(!line.contains("very secret"))
        #expect(throws: QEMUDriverError.self) { try Self.line(Self.document(disk)) }
    }

    @Test("the same values give the same invocation")
    func pure() throws {
        let text = Self.document(
            "<interface type='user'/><disk type='file'><source file='/a'/><target dev='vda'/></disk>")
        #expect(try Self.invocation(text) == Self.invocation(text))
    }

    @Test(
        "what cannot be is refused in one sentence that names it",
        arguments: [
            (
                "<disk type='file'><source file='/a'/><target dev='vda'/></disk><disk type='file'><source file='/b'/><target dev='vda'/></disk>",
                "vda"
            ),
            ("<disk type='file' device='floppy'><target dev='vda' bus='virtio'/></disk>", "vda"),
            ("<disk type='file' device='lun'><source file='/a'/><target dev='sda'/></disk>", "lun"),
            ("<input type='tablet' bus='usb'/>", "USB"),
            ("<watchdog model='ib700'><address type='pci' slot='0x07'/></watchdog>", "ib700"),
            ("<iommu model='smmuv3'/>", "smmuv3"),
            (
                "<filesystem type='mount'><driver type='virtiofs'/><source dir='/a'/><target dir='t'/></filesystem>",
                "shared memory"
            ),
            ("<controller type='pci' index='0' model='pci-root'/>", "pcie-root"),
            ("<interface type='user'><address type='pci' bus='0x00' slot='0x1f' function='0x2'/></interface>", "1f.2"),
        ])
    func refusals(xml: String, named: String) throws {
        let error = #expect(throws: QEMUDriverError.self) { try Self.line(Self.document(xml)) }
        let message = try #require(error?.description)
        #expect(message.contains(named), "\(message)")
        #expect(message.hasSuffix("."))
    }

    @Test(
        "numbers at the ends of their ranges are used or refused, and never crash",
        arguments: [
            ("<interface type='user'><model type='virtio'/><driver queues='9223372036854775807'/></interface>", ""),
            ("<panic model='isa'><address type='isa' iobase='0xffffffffffffffff'/></panic>", ""),
            ("<disk type='file'><source file='/a'/><target dev='sdzzzzz' bus='scsi'/></disk>", ""),
            ("<controller type='pci' index='2147483647' model='pcie-root-port'/>", ""),
            ("<controller type='virtio-serial' index='2147483647' ports='2147483647'/>", ""),
            (
                "<memory model='dimm'><target><size unit='b'>18446744073709551615</size><node>0</node></target></memory>",
                ""
            ),
            (
                "<redirdev bus='usb' type='spicevmc'><address type='usb' bus='2147483647' port='255.255.255.255'/></redirdev>",
                ""
            ),
            ("<video><model type='qxl' ram='4294967295' vram='4294967295' vgamem='4294967295'/></video>", ""),
            ("", "<clock offset='variable' adjustment='-9223372036854775808'/>"),
            ("", "<clock offset='absolute' start='18446744073709551615'/>"),
            ("", "<iothreads>9223372036854775807</iothreads>"),
            ("", "<maxMemory slots='1' unit='b'>18446744073709551615</maxMemory>"),
            ("", "<cpu><numa><cell id='9223372036854775807' memory='18446744073709551615' unit='b'/></numa></cpu>"),
            ("", "<cpu><topology sockets='16384' dies='16384' cores='16384' threads='16384'/></cpu>"),
        ])
    func extremes(devices: String, more: String) {
        do { _ = try Self.line(Self.document(devices, more: more)) } catch { #expect(!"\(error)".isEmpty) }
    }
}
