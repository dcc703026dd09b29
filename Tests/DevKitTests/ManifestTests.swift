// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DevKit

@Suite struct ManifestTests {
    @Test("what SwiftPM prints is read: targets, products, and which is which")
    func reading() throws {
        let manifest = try Manifest(
            json: """
                {"products": [{"name": "B", "type": {"library": ["automatic"]}}, {"name": "x", "type": {"executable": null}}],
                 "targets": [
                  {"name": "A", "type": "regular", "path": "Sources/System/A", "dependencies": [
                    {"product": ["SystemPackage", "swift-system", null, null]}]},
                  {"name": "B", "type": "regular", "dependencies": [
                    {"byName": ["A", null]}, {"byName": ["Other", null]}, {"target": ["A", null]}]},
                  {"name": "BTests", "type": "test", "dependencies": [{"byName": ["B", null]}]}]}
                """)
        #expect(manifest.libraries == ["B"])
        #expect(manifest.targets.map(\.path) == ["Sources/System/A", "Sources/B", "Tests/BTests"])
        #expect(manifest.targets[0].products == [.init(name: "SystemPackage", package: "swift-system")])
        #expect(manifest.targets[1].targets == ["A", "A"])
        #expect(manifest.targets[1].products == [.init(name: "Other", package: "Other")])
        #expect(manifest.closure(of: "BTests").map(\.name) == ["BTests", "B", "A"])
    }

    @Test(
        "what is no such JSON is refused with a sentence",
        arguments: ["", "{}", "[]", "{\"targets\": 1, \"products\": []}"])
    func refusals(json: String) {
        #expect(throws: DevError.self) { try Manifest(json: json) }
    }

    @Test("targets that use each other in a circle do not hang the closure")
    func circle() {
        let manifest = Manifest(targets: [
            .init(name: "A", type: "regular", path: "a", targets: ["B"]),
            .init(name: "B", type: "regular", path: "b", targets: ["A"]),
        ])
        #expect(manifest.closure(of: "A").map(\.name) == ["A", "B"])
    }
}
