// SPDX-License-Identifier: Apache-2.0

import Foundation
import QEMUDriver
import QMP
import TestSupport
import Testing
import VirtModel
import XMLCoding

@Suite struct DomainCapabilitiesTests {
    /// How many documents of the corpus must be equal. It may rise and must not fall.
    private static let wanted = 30

    @Test("documents of the corpus are equal, no fewer than they were")
    func corpus() throws {
        guard let folder = Environment.sharedData("corpus/domain-capabilities"),
            let hostFiles = Environment.sharedData("corpus/host-files")
        else { return }
        let cases = try JSONParser.parse(String(contentsOfFile: "\(folder)/cases.json", encoding: .utf8)).array ?? []
        try #require(cases.count == 30)
        let firmware = try Self.firmware(hostFiles)
        var equal = 0
        for record in cases {
            let name = record["name"]?.string ?? ""
            let replies = "\(folder)/\(record["inputs"]?["replies"]?.string ?? "")"
            let recording = try Array(Data(contentsOf: URL(fileURLWithPath: replies)))
            var host = CapabilityHost()
            host.architecture = record["host_arch"]?.string ?? ""
            host.cpuModel = record["host_cpu"]?.string
            host.swtpmVersions = record["swtpm_versions"]?.array?.compactMap(\.string) ?? []
            host.loaders = record["loader_values"]?.array?.compactMap(\.string) ?? []
            host.firmware = firmware
            // CPUID leaf 0x8000001f of the corpus: ecx 509, edx 451.
            host.sevGuests = (plain: 509 - 451 + 1, encryptedState: 451 - 1)
            host.hasVFIO = true
            let document = try DomainCapabilities(
                emulator: record["emulator"]?.string ?? "", architecture: record["arch"]?.string ?? "",
                machine: record["machine"]?.string, accelerator: record["virttype"] == "kvm" ? .kvm : .tcg,
                capabilities: QEMUCapabilities(QMPConversation(recording: recording)), host: host)
            let expected = try XMLParser().parse(
                String(contentsOfFile: "\(folder)/\(record["expected"]?.string ?? "")", encoding: .utf8)
            ).withoutSpace.withoutLines
            let ours = try XMLParser().parse(document.xmlText()).withoutSpace.withoutLines
            if ours == expected {
                equal += 1
            } else {
                print("domain capabilities of \(name) differ: \(Self.difference(ours, expected))")
            }
            let again: DomainCapabilities = try XMLReader.read(from: expected, form: XMLForm())
            let roundTrip = try XMLParser().parse(again.xmlText()).withoutSpace.withoutLines
            let isSame = roundTrip == expected
            #expect(isSame, "\(name) round trip")
        }
        print("corpus: \(equal) of \(cases.count) domain capabilities")
        #expect(equal >= Self.wanted)
    }

    private static func firmware(_ root: String) throws -> [FirmwareDescriptor] {
        var files: [String: String] = [:]
        for folder in ["usr/share/qemu/firmware", "etc/qemu/firmware"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)") {
                files[name] = "\(root)/\(folder)/\(name)"
            }
        }
        return files.sorted { $0.key < $1.key }.compactMap {
            guard let text = try? String(contentsOfFile: $0.value, encoding: .utf8) else { return nil }
            return (try? JSONParser.parse(text)).flatMap { FirmwareDescriptor($0) }
        }
    }

    /// The first place where two trees differ.
    private static func difference(_ left: XMLElement, _ right: XMLElement) -> String {
        if left.name != right.name || left.attributes != right.attributes {
            return "\(left.name) \(left.attributes.map(\.value)) for \(right.name) \(right.attributes.map(\.value))"
        }
        for (mine, theirs) in zip(left.elements, right.elements) where mine != theirs {
            return "\(left.name)/" + difference(mine, theirs)
        }
        return "\(left.name): \(left.elements.map(\.text)) for \(right.elements.map(\.text)) \(left.text) \(right.text)"
    }

    @Test("a machine type that there is not is refused by name")
    func unknownMachine() {
        var capabilities = QEMUCapabilities()
        capabilities.machines = [.init("pc")]
        let error = #expect(throws: EmulatorError.self) {
            try DomainCapabilities(
                emulator: "/usr/bin/x", architecture: "x86_64", machine: "q36", accelerator: .tcg,
                capabilities: capabilities, host: CapabilityHost())
        }
        #expect(error?.description.contains("It has no machine type 'q36'.") == true)
    }
}

extension XMLElement {
    /// The element without the lines where it stood.
    fileprivate var withoutLines: XMLElement {
        var copy = self
        copy.line = 0
        copy.children = children.map { child in
            if case .element(let element) = child { .element(element.withoutLines) } else { child }
        }
        return copy
    }
}
