// SPDX-License-Identifier: Apache-2.0

import Foundation
import QEMUDriver
import TestSupport
import Testing
import VirtModel
import XMLCoding

/// Documents that nobody would write on purpose, through everything that stands before a start: they are accepted or
/// refused in a sentence, soon, and nothing ever crashes.
@Suite struct DocumentFuzzTests {
    /// How long one document may take. It takes milliseconds; a loop without end takes longer than this.
    static let limit = Duration.seconds(10)

    /// Reads a document, completes it in both ways and makes its command line; what was written is read again.
    static func exercise(_ text: String) throws {
        let start = ContinuousClock.now
        defer { #expect(ContinuousClock.now - start < limit, "\(text.prefix(4000))") }
        var context = LaunchContext()
        context.descriptors.firstTap = 30
        do {
            let domain = try Domain(xml: text)
            let defined = try domain.defined(capabilities: .assumed, context: context, form: XMLForm())
            let written = try defined.xmlText()
            let again = try Domain(xml: written)
            let isStable = try again.xmlText() == written
            #expect(isStable, "What was written is not read as it was: \(text.prefix(4000))")
            let prepared = try PreparedDomain(domain, capabilities: .assumed, context: context)
            _ = try QEMUInvocation(prepared, capabilities: .assumed, context: context)
        } catch let error as XMLError {
            #expect(!error.message.isEmpty)
        } catch let error as QEMUDriverError {
            #expect(!error.message.isEmpty)
        }
    }

    /// Real documents to start from: those of the acceptance corpus where it is, and one of our own.
    static let seeds: [String] = {
        var texts = [CommandLineTests.document(everything, more: tuning)]
        for family in ["domain-to-argv", "domain-xml-to-xml"] {
            guard let folder = Environment.sharedData("corpus/\(family)/xml") else { continue }
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            texts += names.sorted().compactMap { try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
        }
        return texts
    }()

    static let tuning = """
        <iothreads>2</iothreads><cputune><shares>10</shares><vcpusched vcpus='0' scheduler='rr' priority='1'/></cputune>
        <memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>
        <cpu mode='custom'><model>Penryn</model><feature name='vmx'/></cpu>
        """

    static let everything = """
        <disk type='network' device='disk'><driver name='qemu' type='qcow2' iothread='1' queues='2'/>
          <source protocol='nbd' name='a' tls='yes'><host name='h' port='1'/></source><target dev='vda'/>
          <iotune><total_bytes_sec>5</total_bytes_sec><group_name>g</group_name></iotune></disk>
        <disk device='cdrom'><target dev='sda' bus='sata'/></disk>
        <controller type='pci' model='pcie-root'/><controller type='usb' model='ich9-ehci1'/>
        <controller type='scsi' model='virtio-scsi'/><interface type='user'><model type='virtio'/></interface>
        <serial type='pty'/><channel type='unix'><target type='virtio' name='a'/></channel>
        <graphics type='vnc' port='-1'/><video><model type='virtio'/></video><tpm><backend type='emulator'/></tpm>
        <filesystem type='mount'><driver type='virtiofs'/><source dir='/s'/><target dir='t'/></filesystem>
        <hostdev mode='subsystem' type='pci'><source><address bus='1' slot='2'/></source></hostdev>
        <rng model='virtio'><backend model='random'/></rng><vsock/><shmem name='s'/><panic/><watchdog model='itco'/>
        """

    static let values = [
        "", "0", "-1", "1", "255", "256", "65536", "2147483648", "4294967296", "18446744073709551615",
        "9223372036854775807", "-9223372036854775808", "0xffffffffffffffff", "yes", "no", "on", "off", "virtio", "pci",
        "q35", "pseries", "virt", "s390-ccw-virtio", "aarch64", "ppc64", "s390x", "kvm", "host-model", "0-16383", "^0",
        "0-0,^0", "a,b", "../..", "/", "%s%n", "\u{e9}\u{1F600}", "vda", "sdzzzzzzzz", "1.2.3.4", "::",
        "ff:ff:ff:ff:ff:ff",
        String(repeating: "9", count: 400), String(repeating: "x", count: 70_000),
    ]

    @Test("documents that were changed at random are read or refused")
    func mutations() throws {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<SeededGenerator.rounds(1500) {
            var text = Self.seeds.randomElement(using: &generator) ?? ""
            for _ in 0..<Int.random(in: 1...4, using: &generator) { Self.mutate(&text, &generator) }
            try Self.exercise(text)
        }
    }

    /// Changes a value, or doubles, moves or removes a tag: what is left is often still a document.
    private static func mutate(_ text: inout String, _ generator: inout SeededGenerator) {
        let isValue = Int.random(in: 0..<10, using: &generator) < 6
        let ranges = text.ranges(of: isValue ? "='" : "<")
        guard let range = ranges.randomElement(using: &generator) else { return }
        if isValue {
            guard let end = text[range.upperBound...].firstIndex(of: "'") else { return }
            text.replaceSubrange(range.upperBound..<end, with: values.randomElement(using: &generator) ?? "")
            return
        }
        guard let end = text[range.lowerBound...].firstIndex(of: ">") else { return }
        let tag = text[range.lowerBound...end]
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: text.removeSubrange(range.lowerBound...end)
        case 1: text.insert(contentsOf: String(tag), at: range.lowerBound)
        case 2:
            let place = text.ranges(of: "<").randomElement(using: &generator)?.lowerBound ?? text.startIndex
            text.insert(contentsOf: String(tag), at: place)
        default:
            let scalar = Unicode.Scalar(UInt32.random(in: 0...0x2fff, using: &generator)) ?? " "
            text.unicodeScalars.insert(scalar, at: range.lowerBound)
        }
    }

    @Test("documents of random elements and attributes are read or refused")
    func randomDocuments() throws {
        let words = Set(Self.seeds.flatMap { $0.split { !$0.isLetter && $0 != "_" && $0 != "-" }.map(String.init) })
            .filter { $0.first?.isLetter == true }.sorted()
        var generator = SeededGenerator(seed: 40)
        for _ in 0..<SeededGenerator.rounds(300) {
            let devices = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                Self.element(words, depth: 4, &generator)
            }
            try Self.exercise(CommandLineTests.document(devices.joined()))
            let general = (0..<3).map { _ in Self.element(words, depth: 3, &generator) }
            try Self.exercise(CommandLineTests.document("", more: general.joined()))
        }
    }

    private static func element(_ words: [String], depth: Int, _ generator: inout SeededGenerator) -> String {
        let names = [
            "disk", "controller", "interface", "hostdev", "memory", "cpu", "numa", "cell", "source", "target", "driver",
            "address", "model", "backend", "graphics", "video", "serial", "channel", "memtune", "numatune", "vcpus",
        ]
        let name =
            Bool.random(using: &generator)
            ? names.randomElement(using: &generator) ?? "disk" : words.randomElement(using: &generator) ?? "disk"
        let attributes = (0..<Int.random(in: 0...4, using: &generator)).map { number in
            let key = words.randomElement(using: &generator) ?? "type"
            let pool = Bool.random(using: &generator) ? words : values.filter { $0.utf8.count < 100 }
            return " \(number == 0 ? "type" : key)='\(pool.randomElement(using: &generator) ?? "")'"
        }
        // An attribute that is given twice is no XML at all, which would make for dull documents.
        var seen: Set<Substring> = []
        let once = attributes.filter { seen.insert($0.prefix { $0 != "=" }).inserted }
        let children =
            depth == 0
            ? []
            : (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                element(words, depth: depth - 1, &generator)
            }
        return "<\(name)\(once.joined())>\(children.joined())</\(name)>"
    }

    @Test("hostile documents are refused soon")
    func hostile() throws {
        // No arguments of the test, which are printed whole.
        let documents = [
            "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><domain type='qemu'><name>&c;</name></domain>",
            "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><domain type='qemu'><name>&a;</name></domain>",
            "<domain type='qemu'><name>" + String(repeating: "n", count: 100 << 20) + "</name></domain>",
            String(repeating: "<domain>", count: 100_000),
            "<domain type='qemu'>" + String(repeating: "<a b='c'/>", count: 400_000) + "</domain>",
            "<domain type='qemu'><name>a</name><memory>1</memory><os><type>hvm</type></os><devices>"
                + String(repeating: "<disk><target dev='vda'/></disk>", count: 20_000) + "</devices></domain>",
            "<domain type='qemu'><name>a</name><vcpu>16384</vcpu><cpu><numa>"
                + String(repeating: "<cell memory='1' cpus='0-16383'/>", count: 1024) + "</numa></cpu></domain>",
            "<domain type='kvm'><name>a</name><memory>1</memory><os><type>hvm</type></os><features><kvm>"
                + "<dirty-ring state='on' size='-9223372036854775808'/></kvm></features></domain>",
            "", "\0", "<", "<domain", "\u{feff}<domain type='qemu'/>", "<domain type='qemu'><!-- -- --></domain>",
        ]
        for text in documents {
            let start = ContinuousClock.now
            #expect(throws: XMLError.self, "\(text.prefix(60))") { try Domain(xml: text) }
            #expect(ContinuousClock.now - start < Self.limit, "\(text.prefix(60))")
        }
    }

    @Test("bytes that are no UTF-8 are refused")
    func invalidEncoding() throws {
        for bytes: [UInt8] in [
            [0xff, 0xfe], [0x3c, 0x61, 0xff, 0x2f, 0x3e], [0x3c, 0xc0, 0x80, 0x3e], [0xf8, 0x88],
        ] {
            #expect(throws: XMLError.self) { try XMLParser().parse(bytes) }
        }
    }
}
