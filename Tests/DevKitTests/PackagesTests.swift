// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import DevKit

@Suite struct PackagesTests {
    @Test("every package says what it is for, who wants it, and how it is seen")
    func table() {
        for package in DebianPackage.table {
            #expect(!package.purpose.isEmpty && !package.jobs.isEmpty && !package.evidence.isEmpty, "\(package.name)")
            #expect(package.evidence.allSatisfy { !$0.isEmpty }, "\(package.name)")
            #expect(package.purpose.first?.isWhitespace == false)
        }
    }

    @Test("to try, to test and to measure want what building wants")
    func jobs() {
        let package = DebianPackage(name: "x", purpose: "y", jobs: [.build], evidence: [["no-such-program"]])
        for job in DebianPackage.Job.allCases { #expect(package.isWanted(for: job)) }
        let onlyTests = DebianPackage(name: "x", purpose: "y", jobs: [.tests], evidence: [["no-such-program"]])
        #expect(DebianPackage.Job.allCases.filter(onlyTests.isWanted) == [.tests])
    }

    @Test("evidence is a program, or files that match, and one of its alternatives is enough")
    func evidence() throws {
        let directory = try TemporaryDirectory()
        try directory.write("image-1", "")
        func isPresent(_ evidence: [[String]]) -> Bool {
            DebianPackage(name: "x", purpose: "y", jobs: [.tests], evidence: evidence).isPresent
        }
        #expect(isPresent([["sh"], [directory("none"), directory("image-*")]]))
        #expect(!isPresent([["sh"], [directory("none")]]))
        #expect(!isPresent([["no-such-program"]]))
    }

    @Test("packages are installed without a question, without what they only recommend, each named once")
    func command() {
        let package = DebianPackage(name: "x", purpose: "y", jobs: [.tests], evidence: [["z"]])
        let command = PackageInstaller(privilege: .root) { _ in }.installation(of: [package, package])
        #expect(command.environment["DEBIAN_FRONTEND"] == "noninteractive")
        #expect(command.arguments.suffix(4) == ["install", "--yes", "--no-install-recommends", "x"])
    }

    @Test("a package that is wanted twice is said once, with all that it is for")
    func lines() {
        let packages = ["one purpose", "another", "one purpose"].map {
            DebianPackage(name: "x", purpose: $0, jobs: [.tests], evidence: [["z"]])
        }
        #expect(PackageInstaller.lines(packages) == ["x: one purpose, another"])
    }

    @Test("when all is there nothing is run and nothing is said")
    func nothingMissing() throws {
        guard DebianPackage.missing(for: .tests).isEmpty else {
            print("SKIPPING a test of the installer, because not all packages are installed here")
            return
        }
        var lines: [String] = []
        try PackageInstaller(privilege: PackageInstaller.Privilege.none) { lines.append($0) }.install(for: .tests)
        #expect(lines.isEmpty)
    }

    @Test("without rights, the command to type is said, and what is missing")
    func noRights() throws {
        let package = DebianPackage(name: "some-package", purpose: "a purpose", jobs: [.tests], evidence: [["no-such"]])
        var lines: [String] = []
        let installer = PackageInstaller(privilege: PackageInstaller.Privilege.none) { lines.append($0) }
        guard Command.find("apt-get") != nil else {
            #expect(throws: DevError.self) { try installer.install(for: .tests, among: [package]) }
            return
        }
        do {
            try installer.install(for: .tests, among: [package])
            Issue.record("it was installed")
        } catch {
            #expect("\(error)".contains("Type: sudo env DEBIAN_FRONTEND=noninteractive apt-get"))
            #expect("\(error)".hasSuffix("install --yes --no-install-recommends some-package"))
        }
        #expect(lines == ["Missing on this machine:", "  some-package: a purpose"])
    }

    @Test("a package that cannot be installed is an error after a second try")
    func failure() throws {
        let package = DebianPackage(name: "some-package", purpose: "a purpose", jobs: [.tests], evidence: [["no-such"]])
        let directory = try TemporaryDirectory()
        let log = directory("log")
        let program = try directory.write("apt-get", "#!/bin/sh\necho \"$@\" >>\(log)\nexit 100\n", executable: true)
        var installer = PackageInstaller(privilege: .root) { _ in }
        installer.aptGet = program
        #expect(throws: DevError.self) { try installer.install(for: .tests, among: [package]) }
        let calls = try String(decoding: File.bytes(of: .init(log)), as: UTF8.self).split(separator: "\n")
        #expect(calls.filter { $0.hasSuffix(" some-package") }.count == 2)
        #expect(calls.contains { $0.hasSuffix(" update") })
    }
}
