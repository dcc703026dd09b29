// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A daemon with a machine `vm` that boots from a qcow2 disk and writes a byte of its memory, counted up ten times a second, to its
/// serial port: what its memory is can be seen from outside.
final class CountingMachine {
    private(set) var daemon: RunningDaemon
    let directory: TemporaryDirectory
    /// The image.
    let disk: String

    /// x86 code for real mode, where firmware starts it.
    private static let bootSector: [UInt8] = [
        0x31, 0xc0,  // xor ax, ax
        0x8e, 0xd8,  // mov ds, ax
        0xc6, 0x06, 0x00, 0x06, 0x00,  // mov byte [0x600], 0
        0xfb,  // sti
        0xba, 0xf8, 0x03,  // next: mov dx, 0x3f8
        0xa0, 0x00, 0x06,  // mov al, [0x600]
        0xee,  // out dx, al
        0xfe, 0x06, 0x00, 0x06,  // inc byte [0x600]
        0xb4, 0x86,  // mov ah, 0x86: the firmware waits
        0xb9, 0x01, 0x00, 0xba, 0xa0, 0x86,  // mov cx, 1; mov dx, 0x86a0: 100,000 microseconds
        0xcd, 0x15,  // int 0x15
        0xeb, 0xe9,  // jmp next
    ]

    init() throws {
        directory = try TemporaryDirectory("snapshots")
        disk = directory("disk.qcow2")
        var sector = Self.bootSector + [UInt8](repeating: 0, count: (1 << 20) - Self.bootSector.count)
        sector.replaceSubrange(510..<512, with: [0x55, 0xaa])
        let raw = try directory.write("disk.raw", Data(sector))
        let converted = try Program.imageTool(["convert", "-f", "raw", "-O", "qcow2", raw, disk])
        try #require(converted.status == 0, "\(converted.errorText)")
        daemon = try RunningDaemon("virtqemud")
        try done("define", write("vm.xml", document))
    }

    private var document: String {
        """
        <domain type='qemu'>
          <name>vm</name>
          <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
          <memory unit='KiB'>32768</memory>
          <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2'/><source file='\(disk)'/><target dev='vda' bus='virtio'/>
            </disk>
            <disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>
            <serial type='file'><source path='\(directory("serial"))' append='on'/></serial>
            <memballoon model='none'/>
          </devices>
        </domain>
        """
    }

    func write(_ name: String, _ text: String) throws -> String { try directory.write(name, text) }

    /// Ends the daemon by force, and starts another one in its tree.
    func replaceDaemon() throws { daemon = try daemon.replaced("qemu") }

    /// What the daemon has said.
    var output: String { daemon.output }

    // MARK: Commands

    /// Begins to have virsh do something.
    func begin(_ command: [String]) throws -> RunningProgram {
        try RunningProgram(["virsh", "-q", "-c", daemon.uri("qemu")] + command)
    }

    /// The image that virsh shows of the disk.
    var image: String {
        says("domblklist", "vm").split(separator: "\n").first { $0.contains("vda") }
            .flatMap { $0.split(separator: " ").last.map(String.init) } ?? ""
    }

    private func virsh(_ command: [String]) throws -> ProgramResult {
        try Program.run(
            ["virsh", "-q", "-c", daemon.uri("qemu")] + command, environment: ["LC_ALL": "C"], seconds: 120)
    }

    /// Has virsh do something.
    func done(_ command: String...) throws {
        let result = try virsh(command)
        #expect(result.status == 0, "\(command): \(result.errorText)")
    }

    /// What virsh says, without blanks around it.
    func says(_ command: String...) -> String {
        guard let result = try? virsh(command) else { return "" }
        return result.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What virsh says of a command that fails.
    func refuses(_ command: String...) -> String {
        guard let result = try? virsh(command) else { return "" }
        #expect(result.status == 1, "\(command)")
        return result.errorText
    }

    // MARK: The guest

    /// What the guest has written so far.
    var counter: [UInt8] { [UInt8]((try? Data(contentsOf: URL(fileURLWithPath: directory("serial")))) ?? Data()) }

    /// Waits until the guest has counted so far.
    func counts(beyond value: UInt8) -> Bool {
        RunningProgram.wait(seconds: 60) { self.counter.last.map { $0 > value && $0 < value &+ 100 } == true }
    }

    /// Checks that the guest counted on from a value after it had written so many bytes.
    func checkWentBack(to value: UInt8, after length: Int) throws {
        #expect(RunningProgram.wait(seconds: 60) { self.counter.count > length + 5 })
        // A few bytes were on their way when it was kept, or when it went back.
        let later = counter.dropFirst(length)
        let start = try #require(later.firstIndex { (value...(value + 3)).contains($0) }, "\(counter) from \(length)")
        #expect(start - length <= 5)
        let since = Array(later[start...])
        #expect(zip(since, since.dropFirst()).allSatisfy { $1 == $0 &+ 1 }, "\(since)")
    }

    // MARK: The host

    /// The processes of QEMU that have the disk open.
    var emulators: [Int32] { RunningProgram.emulators(below: disk) }

    /// What the machine's QEMU has open.
    var openFiles: Set<String> { emulators.first.map { RunningProgram.openFiles(of: $0) } ?? [] }

    /// The names of the snapshots in an image.
    func snapshots(of image: String) throws -> [String] {
        let result = try Program.imageTool(["snapshot", "-U", "-l", image])
        return result.text.split(separator: "\n").dropFirst(2).compactMap { line in
            line.split(separator: " ").dropFirst().first.map(String.init)
        }.sorted()
    }

    /// An image and those below it.
    func chain(of image: String) throws -> [String] {
        let result = try Program.imageTool(["info", "-U", "--backing-chain", image])
        return result.text.split(separator: "\n").filter { $0.hasPrefix("image: ") }.map { String($0.dropFirst(7)) }
    }

    /// The files in which something is known of snapshots.
    var metadata: [String] {
        let path = daemon.root("var/lib/libvirt/qemu/snapshot")
        let names = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
        return names.filter { $0.hasSuffix(".xml") }.sorted()
    }
}
