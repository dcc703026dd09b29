// SPDX-License-Identifier: Apache-2.0

import Foundation
import QMP
import TestSupport
import Testing
import VirtModel

@testable import QEMUDriver

/// CPU models: the facts, and what is told to QEMU.
@Suite struct ProcessorTests {
    @Test("the facts of x86 are those of their source")
    func facts() throws {
        guard let path = Environment.sharedData("reference/cpu/x86.json") else { return }
        let json = try JSONParser.parse(String(contentsOfFile: path, encoding: .utf8))
        let table = ProcessorTable.x86
        let features = json["features"]?.array ?? []
        #expect(table.features.map(\.name) == features.compactMap { $0["name"]?.string })
        for (feature, source) in zip(table.features, features) {
            let bits = source["bits"]?.array ?? []
            let place = bits.lazy.compactMap(Self.place).first
            #expect(place == "\(feature.register) \(feature.bit)", "\(feature.name)")
            for alias in bits.compactMap({ $0["name"]?.string }) {
                #expect(table.index(of: alias).map { table.features[$0].name } == feature.name, "\(alias)")
            }
        }
        let models = json["models"]?.array ?? []
        #expect(table.models.map(\.name) == models.compactMap { $0["name"]?.string })
        for (model, source) in zip(table.models, models) {
            let features = source["features"]?.array ?? []
            #expect(Set(table.names(model.features)) == Set(features.compactMap(\.string)), "\(model.name)")
            #expect(table.names(model.removed) == features.compactMap { $0["name"]?.string }, "\(model.name)")
            #expect(model.vendor == source["vendor"]?.string)
            #expect(model.describesGuests == (source["decode"]?["guest"]?.string == "on"))
            #expect(model.describesHosts == (source["decode"]?["host"]?.string == "on"))
            #expect(model.signatures.count == source["signatures"]?.array?.count ?? 0)
        }
    }

    /// A register and a bit in the words of our table; nil for what only tells of another name.
    private static func place(_ bits: JSONValue) -> String? {
        func number(_ key: String) -> UInt64? { bits[key]?.string.flatMap { UInt64($0.dropFirst(2), radix: 16) } }
        let registers = ["eax", "ebx", "ecx", "edx"].compactMap { name in number(name).map { (name, $0) } }
        guard let (register, mask) = registers.first(where: { $0.1 != 0 }) else { return nil }
        let leaf =
            number("index").map { "msr" + String($0, radix: 16) }
            ?? String(number("eax_in") ?? 0, radix: 16)
            + (number("ecx_in").flatMap { $0 == 0 ? nil : "." + String($0, radix: 16) } ?? "")
        return "\(leaf):\(register) \(mask.trailingZeroBitCount)"
    }

    @Test("a processor is described by the model of its own family and number, and by as few words as can be")
    func choice() throws {
        let table = ProcessorTable.x86
        let every = Dictionary(uniqueKeysWithValues: table.models.map { ($0.name, [String]()) })
        func features(_ names: String...) -> ProcessorTable.Features {
            names.reduce(into: .init()) { set, name in table.index(of: name).map { set.insert($0) } }
        }
        let penryn = try #require(table.model("Penryn"))
        var processor = ProcessorIdentity()
        processor.vendor = "Intel"
        processor.features = penryn.features.union(features("vmx", "x2apic")).subtracting(features("sse4.1"))
        let byFeatures = try #require(table.describe(processor, as: every))
        #expect(byFeatures.required.count + byFeatures.disabled.count <= 3)
        (processor.family, processor.model, processor.stepping) = (6, 23, 10)
        let own = try #require(table.describe(processor, as: every))
        #expect(own.model == "Penryn")
        #expect(own.required == ["vmx", "x2apic"])
        #expect(own.disabled == ["sse4.1"])
        // What the emulator lacks of a model is taken away from it.
        let lacking = try #require(table.describe(processor, as: ["Penryn": ["ssse3"]]))
        #expect(lacking.disabled == ["ssse3", "sse4.1"])
        processor.vendor = "AMD"
        let other = try #require(table.describe(processor, as: every))
        #expect(table.model(other.model)?.vendor != "Intel")
        #expect(table.describe(processor, as: [:]) == nil)
    }

    @Test("steppings tell models of one number apart")
    func steppings() throws {
        let cascade = try #require(ProcessorTable.x86.model("Cascadelake-Server"))
        var processor = ProcessorIdentity()
        (processor.family, processor.model, processor.stepping) = (6, 85, 6)
        #expect(cascade.signatures.contains { $0.matches(processor) })
        processor.stepping = 4
        #expect(!cascade.signatures.contains { $0.matches(processor) })
    }

    /// An emulator that says what it can do, without any QEMU.
    static func capabilities() -> QEMUCapabilities {
        var capabilities = QEMUCapabilities()
        capabilities.isAssumed = false
        capabilities.machines = [.init("pc")]
        capabilities.hostCPU = [.init("model-name", "base"), .init("vendor", "GenuineIntel")]
        let table = ProcessorTable.x86
        for feature in table.names(table.model("Penryn")?.features ?? .init()) {
            capabilities.hostCPU.append(.init(ProcessorTable.emulatorName(feature), true))
        }
        capabilities.hostCPU.append(.init("cmp-legacy", true))
        capabilities.cpuModels = ["Penryn", "qemu64"].map { .init(name: $0, missingFeatures: []) }
        return capabilities
    }

    static func processor(_ cpu: String, more: String = "") throws -> String {
        let text = CommandLineTests.document("", machine: "pc", more: cpu)
        let prepared = try PreparedDomain(Domain(xml: text), capabilities: capabilities(), context: LaunchContext())
        let invocation = try QEMUInvocation(prepared, capabilities: capabilities(), context: LaunchContext())
        let place = try #require(invocation.arguments.firstIndex(of: "-cpu"))
        return invocation.arguments[place + 1]
    }

    @Test(
        "what a document asks for is told in QEMU's words",
        arguments: [
            ("<cpu mode='host-model'/>", "Penryn,cmp-legacy=on"),
            (
                "<cpu mode='host-model'><feature name='cmp_legacy' policy='disable'/></cpu>", "Penryn,cmp-legacy=off"
            ),
            ("<cpu><model>Penryn</model><feature name='pclmuldq' policy='disable'/></cpu>", "Penryn,pclmulqdq=off"),
            ("<cpu><model>Penryn</model><feature name='lahf_lm' policy='optional'/></cpu>", "Penryn,lahf-lm=on"),
            ("<cpu><model>Penryn</model><feature name='svm' policy='optional'/></cpu>", "Penryn,svm=off"),
            ("<cpu match='minimum'><model>qemu64</model></cpu>", "Penryn,cmp-legacy=on"),
        ])
    func told(cpu: String, argument: String) throws {
        #expect(try Self.processor(cpu) == argument)
    }

    @Test(
        "what cannot be had is refused by its name",
        arguments: [
            ("<cpu mode='host-model'><feature name='vmx'/></cpu>", "'vmx'"),
            ("<cpu check='partial'><model>Penryn</model><feature name='lm' policy='forbid'/></cpu>", "'lm'"),
            ("<cpu check='full'><model>Penryn</model><vendor>AMD</vendor></cpu>", "'AMD'"),
            ("<cpu><model>FooBar</model></cpu>", "'FooBar'"),
            ("<cpu><model fallback='forbid'>Haswell</model></cpu>", "'Haswell'"),
            ("<cpu mode='host-passthrough'/>", "host-passthrough"),
        ])
    func refused(cpu: String, name: String) throws {
        let error = #expect(throws: QEMUDriverError.self) { try Self.processor(cpu) }
        #expect(error?.message.contains(name) == true)
    }
}
