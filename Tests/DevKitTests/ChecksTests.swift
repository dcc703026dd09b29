// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DevKit

@Suite struct ChecksTests {
    @Test("the house has its licence lines, speaks one language, and its links lead somewhere")
    func house() throws {
        let tree = try TreeFixture.own()
        #expect(try TextCheck.licences(in: tree) == [])
        #expect(try TextCheck.languages(in: tree) == [])
        #expect(try LinkCheck.findings(in: tree) == [])
    }

    @Test("sources without the licence on top are found")
    func licences() throws {
        let line = "// SPDX-License-Identifier: Apache-2.0\n"
        let fixture = try TreeFixture([
            "Package.swift": "// swift-tools-version: 6.2\n\(line)", "a.swift": line, "b.swift": "\n\n\(line)",
            "c.c": "",
            "d.md": "", ".build/e.swift": "",
        ])
        #expect(try TextCheck.licences(in: fixture.tree).map(\.path) == ["b.swift", "c.c"])
    }

    @Test("scripts and build files of other languages are found, except where they may be")
    func languages() throws {
        let fixture = try TreeFixture([
            "a.sh": "", "b/Makefile": "", "c/tool": "#!/usr/bin/env python3\n", "d.py": "", "LICENSE": "text",
            ".ci/run": "#!/bin/sh\n", "Tests/Clients/check.py": "", "e.swift": "#!not at the end of a name",
        ])
        #expect(try TextCheck.languages(in: fixture.tree).map(\.path) == ["a.sh", "b/Makefile", "c/tool", "d.py"])
    }

    @Test("links that lead nowhere are found, with their lines")
    func links() throws {
        let fixture = try TreeFixture([
            "README.md": """
            # Head Line: *one*
            [good](docs/a.md) and [bad](docs/b.md) and [web](https://example.org/x)
            [anchor](#head-line-one) [none](#other) `[code](nowhere)`
            ```
            [code](nowhere)
            ```
            [far](docs/a.md#part) [missing](docs/a.md#no)
            """,
            "docs/a.md": "## Part\n[up](../README.md) [out](../nothing) [directory](.)",
            "S/X.docc/X.md": "<doc:Guide> <doc:Missing>", "S/X.docc/Guide.md": "",
        ])
        let findings = try LinkCheck.findings(in: fixture.tree)
        #expect(
            findings.map { "\($0.path):\($0.line ?? 0)" } == [
                "README.md:2", "README.md:3", "README.md:7", "S/X.docc/X.md:1", "docs/a.md:2",
            ])
    }

    @Test("executables and libraries without documentation are found")
    func documentation() throws {
        let manifest = Manifest(
            targets: [
                .init(name: "good", type: "executable", path: "Sources/Tools/good"),
                .init(name: "bad", type: "executable", path: "Sources/Tools/bad"),
                .init(name: "dev-part", type: "executable", path: "Sources/Tools/dev-part"),
                .init(name: "Lib", type: "regular", path: "Sources/Formats/Lib"),
            ], libraries: ["Lib"])
        let fixture = try TreeFixture(["README.md": "Use `good`.", "Documentation/good.md": ""])
        let findings = try DocumentationCheck.findings(in: fixture.tree, manifest)
        #expect(
            findings.map(\.path) == [
                "Documentation/bad.md", "README.md", "Sources/Formats/Lib/Documentation.docc/Lib.md",
            ])
    }

    @Test("the command fails in a tree that is not in order, and says where")
    func command() throws {
        let fixture = try TreeFixture([
            "Package.swift": """
            // swift-tools-version: 6.2
            import PackageDescription
            let package = Package(name: "x", targets: [.target(name: "A", path: "Sources/Formats/A")])
            """,
            "README.md": "", "Sources/Formats/A/A.swift": "import Foundation\n",
        ])
        let result = try Program.run([Program.built("dev"), "check"], directory: fixture.directory.path)
        #expect(result.status == 1)
        #expect(result.errorText.contains("Sources/Formats/A/A.swift:1: 'A' imports 'Foundation'."))
        #expect(result.text.contains("layering: 1 to mend\n"))
        #expect(result.text.contains("links: in order\n"))
    }

    @Test("outside of a clone the command says where to go")
    func elsewhere() throws {
        let directory = try TemporaryDirectory()
        let result = try Program.run([Program.built("dev"), "check"], directory: directory.path)
        #expect(result.status == 1)
        #expect(result.errorText.contains("Go to a clone of swift-virt."))
    }
}
