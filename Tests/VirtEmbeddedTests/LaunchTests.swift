// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestSupport
import Testing
import VirtEmbedded

/// What a launch costs, and what QEMU has of us.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(4))) struct LaunchTests {
    @Test("a start sends QEMU four commands")
    func commands() async throws {
        let guest = try TinyGuest("/bin/busybox poweroff -f")
        let connection = try await Connection.open(guest.uri())
        // QEMU notes each command that it gets, in its log.
        let document = guest.document("traced").replacing(
            "<domain ", with: "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0' "
        )
        .replacing(
            "</domain>",
            with:
                "<qemu:commandline><qemu:arg value='-trace'/><qemu:arg value='handle_qmp_command'/></qemu:commandline></domain>"
        )
        _ = try await guest.run("traced", document, on: connection)
        let log = try String(contentsOfFile: guest.directory("root/log/qemu/traced.log"), encoding: .utf8)
        let commands = log.split(separator: "\n").filter { $0.contains("handle_qmp_command mon") }.compactMap {
            $0.firstMatch(of: /"execute": ?"([^"]*)"/).map { String($0.1) }
        }
        #expect(commands == ["qmp_capabilities", "query-cpus-fast", "query-chardev", "cont"], "\(log)")
        await connection.close()
    }

    @Test(
        "a start with a warm cache executes QEMU and nothing else, one with a cold cache asks two of them first",
        .enabled(if: Program.areInstalled("strace")))
    func processes() throws {
        let guest = try TinyGuest("/bin/busybox poweroff -f")
        let document = try guest.directory.write("domain.xml", guest.document("m"))
        func executed() throws -> [String] {
            let trace = guest.directory("trace")
            let result = try Program.run(
                [
                    "strace", "-f", "-qq", "-z", "-e", "trace=execve,execveat", "-o", trace,
                    Program.built("virt-qemu-run"), "-r", guest.directory("root"), document,
                ],
                environment: ["XDG_CACHE_HOME": guest.directory("cache"), "HOME": guest.directory("home")], seconds: 120
            )
            #expect(result.status == 0, "\(result.errorText)")
            return try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
                .compactMap {
                    $0.firstMatch(of: /exec[a-z]*\("([^"]*)"/).map { ("\($0.1)" as NSString).lastPathComponent }
                }
        }
        let emulator = "qemu-system-x86_64"
        #expect(try executed() == ["virt-qemu-run", emulator, emulator, emulator])
        #expect(try executed() == ["virt-qemu-run", emulator])
    }

    @Test("QEMU is in our process group, control groups, namespaces and affinity, and has no descriptor of ours")
    func child() async throws {
        let guest = try TinyGuest("while :; do /bin/busybox sleep 1; done")
        // A pipe that any careless child inherits.
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        let pipe = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(ends[0])")
        let connection = try await Connection.open(guest.uri())
        let domain = try await connection.create(guest.document("child"))
        let emulator = try #require(guest.emulators.first)
        #expect(getpgid(emulator) == getpgrp() && getsid(emulator) == getsid(0))
        func text(_ process: String, _ name: String) throws -> String {
            try String(contentsOfFile: "/proc/\(process)/\(name)", encoding: .utf8)
        }
        func lines(_ process: String, _ prefixes: [String]) throws -> [Substring] {
            try text(process, "status").split(separator: "\n").filter { line in prefixes.contains { line.hasPrefix($0) }
            }
        }
        #expect(try text("\(emulator)", "cgroup") == text("self", "cgroup"))
        let facts = ["Cpus_allowed:", "Mems_allowed:", "Uid:", "Gid:", "Groups:"]
        #expect(try lines("\(emulator)", facts) == lines("self", facts))
        #expect(try lines("\(emulator)", ["PPid:"]) == ["PPid:\t\(getpid())"])
        for namespace in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/ns") {
            let theirs = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(emulator)/ns/\(namespace)")
            let ours = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/\(namespace)")
            #expect(theirs == ours)
        }
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(emulator)/fd").compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(emulator)/fd/\($0)")
        }
        #expect(!descriptors.contains(pipe), "\(descriptors)")
        try await domain.destroy()
        await connection.close()
    }
}
