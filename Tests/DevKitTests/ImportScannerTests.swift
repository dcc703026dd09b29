// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DevKit

@Suite struct ImportScannerTests {
    @Test(
        "every way to write an import is understood",
        arguments: [
            ("import Glibc", "Glibc"),
            ("    import Glibc", "Glibc"),
            ("public import SystemPackage", "SystemPackage"),
            ("internal\timport LinuxSystem // why", "LinuxSystem"),
            ("@testable import DevKit", "DevKit"),
            ("@preconcurrency package import struct A.B", "A"),
            ("import class Foundation.Process", "Foundation"),
            ("import A.B.C", "A"),
            ("/* a */ import A", "A"),
        ])
    func forms(line: String, module: String) {
        #expect(ImportScanner.imports(in: "\n\(line)\n") == [.init(module: module, line: 2)])
    }

    @Test(
        "what only looks like an import is none",
        arguments: [
            "// import A", "/// import A", "/*\nimport A\n/* import B */\nimport C\n*/",
            "let a = \"\"\"\n    import A\n    \"\"\"",
            "let a = \"/*\"; let b = \"*/ import A\"", "importer()", "let x = \"\\\" import A\"", "`import` A",
        ])
    func others(text: String) {
        #expect(ImportScanner.imports(in: text) == [])
    }

    @Test("what follows a comment or a string is seen again")
    func afterwards() {
        let text = "/* \" */ import A\nlet a = \"\"\"\n  /*\n  \"\"\"\nimport B; import C"
        #expect(ImportScanner.imports(in: text).map(\.module) == ["A", "B", "C"])
    }

    @Test(
        "text that ends in the middle of things is no reason to fail",
        arguments: ["/*", "\"\"\"", "\"", "\"\\", "import", "@"])
    func unfinished(text: String) {
        #expect(ImportScanner.imports(in: text) == [])
    }
}
