// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite(.enabled(if: geteuid() == 0)) struct IdentityTests {
    @Test("a child is who it is to be, and nothing of us; it still dies with the thread that started it")
    func spawn() throws {
        let output = try MemoryFile("output")
        var request = ChildProcess.Request(
            program: "/bin/sh",
            arguments: ["sh", "-c", "grep -E '^(Uid|Gid|Groups|CapEff|CapPrm):' /proc/self/status; exec sleep 60"],
            environment: ["PATH=/usr/bin:/bin"])
        request.identity = ProcessIdentity(user: 12345, group: 12346, supplementaryGroups: [12347, 12348])
        request.descriptors = [(output.descriptor, 1)]
        let final = request
        final class Started: @unchecked Sendable { var identifier: Int32 = 0 }
        let started = Started()
        let thread = Thread {
            guard let child = try? ChildProcess.start(final) else { return }
            started.identifier = child.identifier
            _ = RunningProgram.wait(seconds: 10) { (try? Self.command(child.identifier)) == "sleep" }
        }
        thread.start()
        #expect(RunningProgram.wait(seconds: 20) { thread.isFinished })
        let text = String(decoding: output.contents(atMost: 4096), as: UTF8.self).replacing("\t", with: " ")
        #expect(text.contains("Uid: 12345 12345 12345 12345"), "\(text)")
        #expect(text.contains("Gid: 12346 12346 12346 12346"), "\(text)")
        #expect(text.contains("Groups: 12347 12348"), "\(text)")
        #expect(text.contains("CapEff: 0000000000000000"), "\(text)")
        let identifier = started.identifier
        try #require(identifier > 0)
        #expect(RunningProgram.wait(seconds: 10) { !RunningProgram.isAlive(identifier) })
        var status: CInt = 0
        waitpid(identifier, &status, 0)
        // Our own memory did not become one that nobody may look into.
        #expect(access("/proc/self/mem", R_OK) == 0)
        #expect(prctl3(3) == 1)
    }

    /// PR_GET_DUMPABLE of prctl(2).
    private func prctl3(_ option: CInt) -> CInt {
        typealias Prctl = @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
        return unsafeBitCast(dlsym(nil, "prctl"), to: Prctl.self)(option, 0, 0, 0, 0)
    }

    private static func command(_ identifier: Int32) throws -> String {
        try String(contentsOfFile: "/proc/\(identifier)/comm", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test("users and groups have names and numbers")
    func names() throws {
        #expect(try ProcessIdentity(user: "+0", group: "+107").group == 107)
        #expect(try ProcessIdentity(user: "+54321", group: nil).user == 54321)
        #expect(try ProcessIdentity(user: "root", group: nil) == ProcessIdentity(user: "0", group: "root"))
        let nobody = try ProcessIdentity(user: "nobody", group: nil)
        #expect(nobody.user == 65534 && nobody.supplementaryGroups == [nobody.group])
        for (user, group) in [("no-such-user", nil), (nil, "no-such-group"), ("+x", nil), ("-1", nil)]
            as [(String?, String?)]
        {
            let error = #expect(throws: ProcessIdentity.Unknown.self) { try ProcessIdentity(user: user, group: group) }
            #expect(error?.description.contains(user ?? group ?? "") == true)
        }
    }

    // MARK: Files

    private let identity = ProcessIdentity(user: 12345, group: 12346)

    private func owner(_ path: String) throws -> [UInt32] {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return [status.st_uid, status.st_gid]
    }

    private func file(_ folder: TemporaryDirectory, mode: mode_t) throws -> String {
        let path = try folder.write("image-\(mode)", "x")
        try #require(chmod(path, mode) == 0 && chown(path, 4321, 4322) == 0)
        return path
    }

    @Test("a file is handed over, shared with a second user, and given back with the last")
    func ownership() throws {
        let folder = try TemporaryDirectory()
        let path = try file(folder, mode: 0o600)
        let first = try #require(try FileOwnership.hand(FilePath(path), to: identity, forWriting: true))
        #expect(try owner(path) == [12345, 12346])
        let second = try #require(try FileOwnership.hand(FilePath(path), to: identity, forWriting: true))
        let error = #expect(throws: FileOwnership.Failure.self) {
            _ = try FileOwnership.hand(FilePath(path), to: ProcessIdentity(user: 999, group: 999), forWriting: false)
        }
        #expect(error == .inUse(user: 12345, group: 12346))
        try first.giveBack()
        #expect(try owner(path) == [12345, 12346])
        try second.giveBack()
        #expect(try owner(path) == [4321, 4322])
        try second.giveBack()
        #expect(try owner(path) == [4321, 4322])
    }

    @Test("what is usable as it is is not touched, and what is gone is no failure")
    func untouched() throws {
        let folder = try TemporaryDirectory()
        let path = try file(folder, mode: 0o644)
        #expect(try FileOwnership.hand(FilePath(path), to: identity, forWriting: false) == nil)
        #expect(try owner(path) == [4321, 4322])
        let handed = try #require(try FileOwnership.hand(FilePath(path), to: identity, forWriting: true))
        try FileManager.default.removeItem(atPath: path)
        try handed.giveBack()
        #expect(throws: FileOwnership.Failure.system(.noSuchFileOrDirectory)) {
            _ = try FileOwnership.hand(FilePath(path), to: identity, forWriting: true)
        }
    }

    @Test(
        "a file that remembers nothing is given back to the owner that it had",
        .enabled(if: access("/dev/shm", W_OK) == 0))
    func directory() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/inside"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try #require(chmod(path, 0o700) == 0)
        let handed = try #require(try FileOwnership.hand(FilePath(path), to: identity, forWriting: true))
        #expect(try owner(path) == [12345, 12346])
        try handed.giveBack()
        #expect(try owner(path) == [0, 0])
    }
}
