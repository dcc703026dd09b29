// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

/// Clients that behave badly, against the daemon's own process: others are served, and nothing is left of them.
@Suite(.serialized, .enabled(if: Program.areInstalled("virsh")), .timeLimit(.minutes(10)))
struct FaultTests {
    /// The most that the daemon has resident, in MiB, whatever clients do; a debug build has some 20 when it is idle.
    private static let memoryLimit = 100

    private static func descriptors(of daemon: RunningDaemon) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.program.identifier)/fd").count
    }

    private static func peakInMiB(_ daemon: RunningDaemon) throws -> Int {
        try #require(daemon.program.peakMemoryInKiB) / 1024
    }

    @Test("500 connections that say nothing hinder nobody, and cost little")
    func silence() throws {
        let daemon = try RunningDaemon("virtqemud")
        #expect(try daemon.virsh("qemu", "version").status == 0)
        let before = try Self.descriptors(of: daemon)
        var silent = try (0..<500).map { _ in try UnixSocket.connect(to: FilePath(daemon.socket)) }
        // What virsh had is perhaps only now given back.
        #expect(try RunningProgram.wait { try Self.descriptors(of: daemon) >= before + 490 })
        let start = Date()
        #expect(try daemon.virsh("qemu", "list", "--all").status == 0)
        #expect(Date().timeIntervalSince(start) < 10)
        #expect(try Self.peakInMiB(daemon) < Self.memoryLimit)
        silent.removeAll()
        #expect(try RunningProgram.wait { try Self.descriptors(of: daemon) <= before })
    }

    @Test("Connecting and going leaves no descriptor and no memory behind")
    func cycles() throws {
        let daemon = try RunningDaemon("virtqemud")
        #expect(try daemon.virsh("qemu", "version").status == 0)
        func connectAndGo(_ count: Int) throws {
            for _ in 0..<count { _ = try UnixSocket.connect(to: FilePath(daemon.socket)) }
        }
        let before = try Self.descriptors(of: daemon)
        try connectAndGo(1000)
        #expect(try RunningProgram.wait { try Self.descriptors(of: daemon) <= before })
        let memory = try #require(daemon.residentMemoryInKiB)
        try connectAndGo(Environment.isSoak ? 10_000 : 2000)
        #expect(try RunningProgram.wait { try Self.descriptors(of: daemon) <= before })
        #expect(try #require(daemon.residentMemoryInKiB) < memory + 4096)
        #expect(try daemon.virsh("qemu", "version").status == 0)
    }

    @Test("A client that sends calls and never reads is bounded, and others are served")
    func deafness() throws {
        let daemon = try RunningDaemon("virtqemud")
        #expect(try daemon.virsh("qemu", "version").status == 0)
        let deaf = try UnixSocket.connect(to: FilePath(daemon.socket))
        _ = fcntl(deaf.descriptor.rawValue, F_SETFL, O_NONBLOCK)
        // AUTH_LIST of the remote program, again and again: length, program, version, procedure, type, serial, status.
        let call = [28, 0x2000_8086, 1, 66, 0, 1, 0].flatMap { (word: UInt32) in
            withUnsafeBytes(of: word.bigEndian) { Array($0) }
        }
        let calls = (0..<2000).flatMap { _ in call }
        var sent = 0
        var timesBlocked = 0
        while sent < 64 << 20, timesBlocked < 20 {
            // From where the last write was cut, so that the daemon sees whole calls.
            let rest = calls.dropFirst(sent % call.count)
            let count = rest.withUnsafeBytes { write(deaf.descriptor.rawValue, $0.baseAddress, $0.count) }
            if count > 0 {
                sent += count
            } else {
                timesBlocked += 1
                usleep(50_000)
            }
        }
        // It was not read without end either.
        #expect(sent < 64 << 20)
        #expect(try daemon.virsh("qemu", "list", "--all").status == 0)
        #expect(try Self.peakInMiB(daemon) < Self.memoryLimit)
        withExtendedLifetime(deaf) {}
    }
}
