// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import DevKit

@Suite struct TestRunTests {
    @Test("the closing line and what was skipped are remembered")
    func log() {
        var log = TestLog()
        for line in [
            "◇ Test run started.", "SKIPPING b", "✔ Test run with 5 tests in 3 suites passed after 0.2 seconds.",
            "SKIPPING a", "SKIPPING b", "◇ Test \"x\" started.", "not SKIPPING",
        ] { log.take(line) }
        #expect(log.closing == "✔ Test run with 5 tests in 3 suites passed after 0.2 seconds.")
        #expect(log.skipped.sorted() == ["SKIPPING a", "SKIPPING b"])
    }

    @Test("what failed is remembered with its reasons")
    func failures() {
        var log = TestLog()
        for line in [
            "◇ Test a() started.", "↳ not of a failure",
            "✘ Test a() recorded an issue at A.swift:1:1: Expectation failed: x", "↳ why",
            "↳ more", "of the program", "✔ Test b() passed after 0.1 seconds.",
            "✘ Test run with 2 tests in 1 suite failed after 0.1 seconds with 1 issue.",
        ] { log.take(line) }
        #expect(
            log.failures == ["✘ Test a() recorded an issue at A.swift:1:1: Expectation failed: x", "↳ why", "↳ more"])
    }

    @Test("colours of a terminal do not hide the closing line")
    func colours() {
        var log = TestLog()
        log.take("\u{1B}[91m✘ \u{1B}[0mTest run with 1 test in 1 suite failed after 0.1 seconds with 1 issue.")
        #expect(log.closing == "✘ Test run with 1 test in 1 suite failed after 0.1 seconds with 1 issue.")
    }

    @Test("the build that dev came from is used again")
    func ownBuild() throws {
        let tree = SourceTree(root: "/p")
        let other = Build.like("/p/.build-x/x86_64-unknown-linux-gnu/release/dev", in: tree)
        #expect(other.command("build").arguments == ["build", "--scratch-path", "/p/.build-x", "-c", "release"])
        #expect(other.path(of: "tool") == "/p/.build-x/release/tool")
        for program in ["/p/.build/x86_64-unknown-linux-gnu/debug/dev", "/usr/bin/dev", "/q/.build/t/release/dev"] {
            #expect(Build.like(FilePath(program), in: tree).command("test").arguments == ["test"])
        }
    }

    @Test("a package is tested: the runner's status, its closing line, and what was skipped come back")
    func wholeRun() throws {
        let fixture = try TreeFixture([
            "Package.swift": """
            // swift-tools-version: 6.2
            import PackageDescription
            let package = Package(name: "x", targets: [.testTarget(name: "XTests")])
            """,
            "Tests/XTests/XTests.swift": """
            import Testing
            @Test func good() { print("SKIPPING a thing") }
            import Foundation
            @Test func bad() { #expect(Bool(false)) }
            @Suite enum Outer { @Suite struct Inner {
                @Test(arguments: [1]) func flaky(x: Int) throws {
                    let isSecond = FileManager.default.fileExists(atPath: "was-here")
                    FileManager.default.createFile(atPath: "was-here", contents: nil)
                    #expect(isSecond)
                }
            } }
            """,
        ])
        let dev = Program.built("dev")
        let all = try Program.run([dev, "test", "--skip-install"], directory: fixture.directory.path, seconds: 300)
        #expect(all.status == 1)
        let closing = all.text.split(separator: "\n").last ?? ""
        // The closing line is that of the two that ran again.
        #expect(all.text.contains("Test run with 3 tests") && closing.contains("Test run with 2 tests"))
        #expect(closing.contains("failed after") && closing.contains("with 1 issue"))
        #expect(
            all.errorText.contains("UNRELIABLE: XTests.Outer/Inner/flaky(x:) failed, and passed when it ran again."))
        #expect(!all.errorText.contains("UNRELIABLE: XTests.bad()"))
        #expect(all.errorText.contains("SKIPPING a thing\n"))
        #expect(all.errorText.contains("✘ Test bad() recorded an issue at XTests.swift:4:"))

        let good = try Program.run(
            [dev, "test", "--skip-install", "--filter", "good"], directory: fixture.directory.path, seconds: 300)
        #expect(good.status == 0)
        #expect(good.text.split(separator: "\n").last?.contains("Test run with 1 test") == true)
    }
}
