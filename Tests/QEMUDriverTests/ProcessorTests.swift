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
        let facts = ProcessorFacts.x86
        #expect(facts.featureNames == (json["features"]?.array ?? []).compactMap { $0["name"]?.string })
        let models = json["models"]?.array ?? []
        #expect(facts.models.map(\.name) == models.compactMap { $0["name"]?.string })
        for (model, source) in zip(facts.models, models) {
            let features = source["features"]?.array ?? []
            #expect(model.features == Set(features.compactMap(\.string)), "\(model.name)")
            #expect(model.removed == features.compactMap { $0["name"]?.string }, "\(model.name)")
            #expect(model.vendor == source["vendor"]?.string)
            #expect(model.describesGuests == (source["decode"]?["guest"]?.string == "on"))
            #expect(model.describesHosts == (source["decode"]?["host"]?.string == "on"))
            #expect(model.signatures.count == source["signatures"]?.array?.count ?? 0)
        }
    }

    @Test("a processor is described by the model of its own family and number, and by as few words as can be")
    func choice() throws {
        let facts = ProcessorFacts.x86
        let penryn = try #require(facts["Penryn"])
        var processor = ProcessorFacts.Description()
        processor.vendor = "Intel"
        processor.features = penryn.features.union(["vmx", "x2apic"]).subtracting(["sse4.1"])
        let byFeatures = try #require(facts.choice(for: processor, lacking: nil))
        #expect(byFeatures.count <= 3)
        processor.signature = (6, 23, 10)
        let own = try #require(facts.choice(for: processor, lacking: nil))
        #expect(own.model.name == "Penryn")
        #expect(own.required == ["vmx", "x2apic"])
        #expect(own.disabled == ["sse4.1"])
        // What the emulator lacks of a model is taken away from it.
        let lacking = try #require(facts.choice(for: processor, lacking: ["Penryn": ["ssse3"]]))
        #expect(lacking.disabled == ["ssse3", "sse4.1"])
        processor.vendor = "AMD"
        #expect(try #require(facts.choice(for: processor, lacking: nil)).model.vendor != "Intel")
        #expect(facts.choice(for: processor, lacking: [:]) == nil)
    }

    @Test("steppings tell models of one number apart")
    func steppings() throws {
        let cascade = try #require(ProcessorFacts.x86["Cascadelake-Server"])
        #expect(cascade.signatures.contains { $0.matches((6, 85, 6)) })
        #expect(!cascade.signatures.contains { $0.matches((6, 85, 4)) })
    }

    /// An emulator that says what it can do, without any QEMU.
    static func capabilities() -> QEMUCapabilities {
        var capabilities = QEMUCapabilities()
        capabilities.isAssumed = false
        capabilities.machines = [.init("pc")]
        capabilities.hostCPU = [.init("model-name", "base"), .init("vendor", "GenuineIntel")]
        for feature in ProcessorFacts.x86["Penryn"]?.features.sorted() ?? [] {
            capabilities.hostCPU.append(.init(ProcessorFacts.emulatorName(feature), true))
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
