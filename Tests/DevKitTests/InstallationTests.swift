// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import DevKit

@Suite struct InstallationTests {
    /// The build that these tests are of.
    static func ownBuild() throws -> Build {
        let directory = FilePath(Program.built("dev")).removingLastComponent()
        return Build(
            tree: try TreeFixture.own(), scratch: directory.removingLastComponent(),
            configuration: directory.lastComponent?.string ?? "debug")
    }

    @Test("all goes below the destination, at its place below the prefix")
    func root() throws {
        #expect(try Installation(destination: "/tmp/x", prefix: "/usr", say: { _ in }).root == "/tmp/x/usr")
        #expect(try Installation(destination: "/", prefix: "/usr/local", say: { _ in }).root == "/usr/local")
        #expect(throws: DevError.self) { try Installation(destination: "/tmp/x", prefix: "usr", say: { _ in }) }
    }

    @Test("users get the tools, not what developers and guests run")
    func tools() {
        let names = ["tinyvm", "dev", "dev-part"].map {
            Manifest.Target(name: $0, type: "executable", path: "Sources/Tools/\($0)")
        }
        let others: [Manifest.Target] = [
            .init(name: "guest-compiler", type: "executable", path: "Sources/Guest/guest-compiler"),
            .init(name: "run-jobs", type: "executable", path: "Tests/Programs/run-jobs"),
            .init(name: "virtqemud", type: "executable", path: "Sources/Daemons/virtqemud"),
            .init(name: "DevKit", type: "regular", path: "Sources/Tools/DevKit"),
        ]
        #expect(Installation.tools(of: Manifest(targets: names + others)) == ["tinyvm", "virtqemud"])
    }

    @Test("pages and completions of a real tool land where systems look for them")
    func pages() throws {
        let directory = try TemporaryDirectory()
        var said: [String] = []
        try Documentation(of: try Self.ownBuild()) { said.append($0) }
            .writePages(of: ["dev"], below: FilePath(directory.path), compresses: true)
        let paths = [
            "share/man/man1/dev.1.gz", "share/bash-completion/completions/dev", "share/zsh/site-functions/_dev",
            "share/fish/vendor_completions.d/dev.fish",
        ].map { directory($0) }
        #expect(said == paths)
        for path in paths { #expect(FileManager.default.fileExists(atPath: path), "\(path)") }
        #expect(try Program.run(["bash", "-n", paths[1]]).status == 0)
        #expect(try Program.run(["gzip", "-dc", paths[0]]).text.contains(".SH NAME"))
        // Nothing but the files: no temporary names are left.
        #expect(try directory.entries() == ["share"])
        let page = (paths[0] as NSString).deletingLastPathComponent
        #expect(try FileManager.default.contentsOfDirectory(atPath: page) == ["dev.1.gz"])
    }

    @Test(
        "a whole installation runs without Swift's libraries",
        .enabled(if: ProcessInfo.processInfo.environment["SWIFT_VIRT_SOAK"] != nil))
    func whole() throws {
        let directory = try TemporaryDirectory()
        let tree = try TreeFixture.own()
        try Installation(destination: FilePath(directory.path), prefix: "/usr", say: { _ in }).install(from: tree)
        for tool in Installation.tools(of: try Manifest.read(tree)) {
            let path = directory("usr/bin/\(tool)")
            let libraries = try Program.run(["ldd", path]).text
            #expect(libraries.contains("libc.so") && !libraries.contains("libswiftCore"), "\(tool)")
            #expect(try Program.run([path, "--help"]).status == 0, "\(tool)")
        }
        for name in ["LICENSE", "NOTICE"] {
            #expect(FileManager.default.fileExists(atPath: directory("usr/share/doc/swift-virt/\(name)")))
        }
    }

    @Test("a file is there whole or not at all")
    func atomicity() throws {
        let directory = try TemporaryDirectory()
        let path = FilePath(directory("a/b/file"))
        try File.write("old".utf8, to: path)
        try File.write("new".utf8, to: path, mode: [.ownerReadWriteExecute])
        #expect(try File.text(of: path) == "new")
        let attributes = try FileManager.default.attributesOfItem(atPath: path.string)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        // The name is taken by a directory: the rename fails, and nothing is left of the attempt.
        #expect(throws: DevError.self) { try File.write("x".utf8, to: FilePath(directory("a/b"))) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory("a")) == ["b"])
    }
}
