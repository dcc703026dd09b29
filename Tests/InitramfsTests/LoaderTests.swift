// SPDX-License-Identifier: Apache-2.0

import Foundation
import Initramfs
import SystemPackage
import TestSupport
import Testing

@Suite struct LoaderTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory("root")
        try directory.write("lib64/ld-linux-x86-64.so.2", ELFFixture(soname: "ld-linux-x86-64.so.2").data)
    }

    private func program(
        _ fixture: ELFFixture, at path: String = "usr/bin/app", loader: String? = "/lib64/ld-linux-x86-64.so.2"
    ) throws {
        var fixture = fixture
        fixture.interpreter = loader
        try directory.write(path, fixture.data, executable: true)
    }

    private func library(_ path: String, _ fixture: ELFFixture = ELFFixture()) throws {
        var fixture = fixture
        fixture.soname = fixture.soname ?? (path as NSString).lastPathComponent
        try directory.write(path, fixture.data)
    }

    /// The paths of all files and links that come with the program.
    private func paths(suggested: Bool = false) throws -> [String] {
        var plan = try ImagePlan(root: FilePath(directory.path))
        plan.takesSuggestedLibraries = suggested
        try plan.addBinary("app")
        return try plan.listing.items.filter { $0.kind != "directory" }.map { $0.path.string }
            .filter { !["/bin/app", "/usr/bin/app", "/lib64/ld-linux-x86-64.so.2", "/etc/ld.so.cache"].contains($0) }
    }

    private func failure() -> ImageError? {
        do {
            _ = try paths()
            return nil
        } catch {
            return error as? ImageError
        }
    }

    @Test("libraries of libraries come along, once each, also in a circle")
    func closure() throws {
        try program(ELFFixture(needed: ["liba.so.1", "libb.so.1"]))
        try library("lib/liba.so.1", ELFFixture(needed: ["libb.so.1"]))
        try library("usr/lib/libb.so.1", ELFFixture(needed: ["liba.so.1", "libc.so.6"]))
        try library("lib/x86_64-linux-gnu/libc.so.6", ELFFixture(needed: ["ld-linux-x86-64.so.2"]))
        #expect(try paths() == ["/lib/liba.so.1", "/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/libb.so.1"])
    }

    @Test("a missing library is an error that names it and who needs it")
    func missing() throws {
        try program(ELFFixture(needed: ["liba.so.1"]))
        try library("lib/liba.so.1", ELFFixture(needed: ["libgone.so.2"]))
        #expect(failure()?.code == .missingLibrary)
        #expect(
            failure()?.message
                == "Cannot find the library 'libgone.so.2', which '\(directory.path)/lib/liba.so.1' needs. "
                + "Install the package that holds it.")
    }

    @Test("RUNPATH serves its own object only; RPATH those that it loads, too")
    func runpath() throws {
        try program(ELFFixture(needed: ["liba.so.1"], rpath: "/opt/x"))
        try library("opt/x/liba.so.1", ELFFixture(needed: ["libb.so.1"]))
        try library("opt/x/libb.so.1")
        #expect(try paths() == ["/opt/x/liba.so.1", "/opt/x/libb.so.1"])
        try program(ELFFixture(needed: ["liba.so.1"], runpath: "/opt/x"))
        #expect(failure()?.message.contains("'libb.so.1', which '\(directory.path)/opt/x/liba.so.1'") == true)
    }

    @Test("RPATH counts for nothing beside RUNPATH")
    func both() throws {
        try program(ELFFixture(needed: ["liba.so.1"], rpath: "/opt/x", runpath: "/opt/y"))
        try library("opt/x/liba.so.1")
        #expect(failure()?.code == .missingLibrary)
        try library("opt/y/liba.so.1")
        #expect(try paths() == ["/opt/y/liba.so.1"])
    }

    @Test(
        "tokens in paths are replaced",
        arguments: [
            ("$ORIGIN/../lib/app", "usr/lib/app"), ("${ORIGIN}/sub", "usr/bin/sub"), ("/opt/$LIB", "opt/lib64"),
            ("/opt/${LIB}/deep", "opt/lib/x86_64-linux-gnu/deep"), ("/opt/$PLATFORM", "opt/x86_64"),
            ("/none:$ORIGIN", "usr/bin"),
        ])
    func tokens(runpath: String, place: String) throws {
        try program(ELFFixture(needed: ["liba.so.1"], runpath: runpath))
        try library("\(place)/liba.so.1")
        #expect(try paths() == ["/\(place)/liba.so.1"])
    }

    @Test("directories of ld.so.conf and of what it includes are searched where there is no cache")
    func configuration() throws {
        try program(ELFFixture(needed: ["liba.so.1", "libb.so.1"]))
        try directory.write("etc/ld.so.conf", "# comment\ninclude /etc/ld.so.conf.d/*.conf\n/opt/a\n")
        try directory.write("etc/ld.so.conf.d/b.conf", "/opt/b # comment\n")
        try directory.write("etc/ld.so.conf.d/.hidden.conf", "/nowhere\n")
        try library("opt/a/liba.so.1")
        try library("opt/b/libb.so.1")
        #expect(try paths() == ["/opt/a/liba.so.1", "/opt/b/libb.so.1"])
    }

    @Test("a build for better processors is taken only where there is no other")
    func features() throws {
        try program(ELFFixture(needed: ["liba.so.1"]))
        try library("usr/lib/glibc-hwcaps/x86-64-v3/liba.so.1")
        #expect(try paths() == ["/usr/lib/glibc-hwcaps/x86-64-v3/liba.so.1"])
        try library("usr/lib/liba.so.1")
        #expect(try paths() == ["/usr/lib/liba.so.1"])
    }

    @Test("a library of another machine is passed by")
    func machine() throws {
        try program(ELFFixture(needed: ["liba.so.1"]))
        try library("lib/x86_64-linux-gnu/liba.so.1", ELFFixture(machine: 3, is64: false))
        try library("usr/lib/liba.so.1")
        #expect(try paths() == ["/usr/lib/liba.so.1"])
    }

    @Test("big-endian files of 32 bits are read as well")
    func bigEndian() throws {
        let fixture = ELFFixture(machine: 20, is64: false, isBigEndian: true)
        var app = fixture
        app.needed = ["liba.so.1"]
        try directory.write("lib/ld.so.1", fixture.data)
        try program(app, loader: "/lib/ld.so.1")
        try library("usr/lib/liba.so.1", fixture)
        #expect(try paths() == ["/lib/ld.so.1", "/usr/lib/liba.so.1"])
    }

    @Test("musl's own list of directories is followed, and its own libraries are not looked for")
    func musl() throws {
        try directory.write("lib/ld-musl-x86_64.so.1", ELFFixture(soname: "libc.musl-x86_64.so.1").data)
        try program(
            ELFFixture(needed: ["liba.so", "libc.musl-x86_64.so.1", "libpthread.so.0"]),
            loader: "/lib/ld-musl-x86_64.so.1")
        try directory.write("etc/ld-musl-x86_64.path", "/opt/one:/opt/two\n/opt/three\n")
        try library("opt/three/liba.so")
        #expect(try paths() == ["/etc/ld-musl-x86_64.path", "/lib/ld-musl-x86_64.so.1", "/opt/three/liba.so"])
    }

    @Test("links to directories and to libraries stay links")
    func links() throws {
        let manager = FileManager.default
        try program(ELFFixture(needed: ["liba.so.1"]))
        try library("usr/lib/liba.so.1.2.3")
        try manager.createSymbolicLink(atPath: directory("lib"), withDestinationPath: "usr/lib")
        try manager.createSymbolicLink(
            atPath: directory("usr/lib/liba.so.1"), withDestinationPath: "/lib/liba.so.1.2.3")
        var plan = try ImagePlan(root: FilePath(directory.path))
        try plan.addBinary("app")
        let items = try plan.listing.items
        #expect(items.first { $0.path == "/lib" }?.target == "usr/lib")
        #expect(items.first { $0.path == "/usr/lib/liba.so.1" }?.target == "/lib/liba.so.1.2.3")
        #expect(items.first { $0.path == "/usr/lib/liba.so.1.2.3" }?.kind == "file")
    }

    @Test("notes about libraries opened at run time: required and recommended are taken, suggested when asked for")
    func notes() throws {
        let json = """
            [{"soname": ["libnot.so", "libr.so.1"], "feature": "r", "priority": "required"},
             {"soname": ["libm\\u0061ybe.so.1"], "feature": "maybe", "priority": "recommended"},
             {"soname": ["libabsent.so.1"], "feature": "absent"},
             {"soname": ["libs.so.1"], "priority": "suggested"}]
            """
        try program(ELFFixture(needed: ["libr.so.1"], dlopen: json))
        for name in ["libr", "libmaybe", "libs"] { try library("usr/lib/\(name).so.1") }
        #expect(try paths() == ["/usr/lib/libmaybe.so.1", "/usr/lib/libr.so.1"])
        #expect(try paths(suggested: true) == ["/usr/lib/libmaybe.so.1", "/usr/lib/libr.so.1", "/usr/lib/libs.so.1"])
        var plan = try ImagePlan(root: FilePath(directory.path))
        try plan.addBinary("app")
        let notice = "The library 'libabsent.so.1', which '\(directory.path)/usr/bin/app' can open for absent, is not "
        #expect(plan.notices == [notice + "installed: left out."])
        try program(ELFFixture(dlopen: #"[{"soname": ["libgone.so"], "priority": "required"}]"#))
        #expect(failure()?.code == .missingLibrary)
    }

    @Test("static programs bring nothing")
    func isStatic() throws {
        try program(ELFFixture(), loader: nil)
        #expect(try paths().isEmpty)
        try program(ELFFixture(flags: 0x0800_0001), loader: nil)
        #expect(try paths().isEmpty)
    }

    @Test("a script brings its interpreter, also through env; too many are refused")
    func scripts() throws {
        try program(ELFFixture(), at: "usr/bin/env", loader: nil)
        try program(ELFFixture(needed: ["liba.so.1"]), at: "usr/bin/lang")
        try library("usr/lib/liba.so.1")
        try directory.write("usr/bin/app", "#! /usr/bin/env -S A=b lang -u\n", executable: true)
        #expect(try paths() == ["/usr/bin/env", "/usr/bin/lang", "/usr/lib/liba.so.1"])
        try directory.write("usr/bin/app", "#!/usr/bin/app\n", executable: true)
        #expect(failure()?.code == .unsupported)
        try directory.write("usr/bin/app", "#!/usr/bin/gone\n", executable: true)
        #expect(
            failure()?.message.contains("'\(directory.path)/usr/bin/gone', the interpreter of '/usr/bin/app'") == true)
    }

    @Test("no link leads out of the root")
    func escape() throws {
        let outside = try TemporaryDirectory("outside")
        try outside.write("secret", "secret")
        try program(ELFFixture(needed: ["liba.so.1"]))
        let manager = FileManager.default
        try manager.createDirectory(atPath: directory("usr/lib"), withIntermediateDirectories: true)
        try manager.createSymbolicLink(
            atPath: directory("usr/lib/liba.so.1"), withDestinationPath: "../../../../../..\(outside.path)/secret")
        #expect(failure()?.code == .missingLibrary)
    }

    @Test(
        "the host's programs bring what ldd(1) lists",
        .enabled(if: Program.areInstalled("ldd")),
        arguments: ["bash", "qemu-img", "qemu-system-x86_64", "/usr/bin/python3"])
    func ldd(name: String) throws {
        let exists = name.hasPrefix("/") ? FileManager.default.fileExists(atPath: name) : Program.areInstalled(name)
        guard exists, let path = name.hasPrefix("/") ? name : Program.find(name) else { return }
        var plan = try ImagePlan()
        try plan.addBinary(path)
        let mine = Set(try plan.listing.items.map { $0.path.lastComponent?.string })
        let text = try Program.run(["ldd", path]).text
        let names = text.split(separator: "\n").compactMap { line -> String? in
            let words = line.split { $0 == " " || $0 == "\t" }
            guard let first = words.first, !first.hasPrefix("linux-vdso") else { return nil }
            return (String(first) as NSString).lastPathComponent
        }
        #expect(!names.isEmpty)
        #expect(names.filter { !mine.contains($0) } == [])
    }
}
