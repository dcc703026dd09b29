// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

/// Each confinement is for good, so it is tried in a process of its own.
@Suite struct ConfinementTests {
    /// What the kernel would make of a call: the filter's language has few words.
    private static func verdict(
        _ filter: SystemCallFilter, call: UInt32, architecture: UInt32
    ) throws -> UInt32 {
        let program = filter.instructions
        var position = 0
        var loaded: UInt32 = 0
        while true {
            let instruction = try #require(program.indices.contains(position) ? program[position] : nil)
            position += 1
            switch instruction.code {
            case 0x20: loaded = instruction.operand == 4 ? architecture : call
            case 0x15: position += Int(loaded == instruction.operand ? instruction.ifTrue : instruction.ifFalse)
            case 0x35: position += Int(loaded >= instruction.operand ? instruction.ifTrue : instruction.ifFalse)
            case 0x06: return instruction.operand
            default: Issue.record("an unknown instruction \(instruction)")
            }
        }
    }

    @Test("a filter lets all calls pass but those that it denies, and denies those of other architectures")
    func program() throws {
        let filter = SystemCallFilter(denying: ["reboot", "swapon", "no-such-call"])
        #expect(filter.numbers.count == 2)
        #if arch(x86_64)
            // AUDIT_ARCH_X86_64 and AUDIT_ARCH_I386 of linux/audit.h.
            let (own, other): (UInt32, UInt32) = (0xc000_003e, 0x4000_0003)
        #else
            // AUDIT_ARCH_AARCH64 and AUDIT_ARCH_ARM.
            let (own, other): (UInt32, UInt32) = (0xc000_00b7, 0x4000_0028)
        #endif
        let deny = 0x0005_0000 | UInt32(EPERM)
        for number in UInt32(0)..<500 {
            let isDenied = filter.numbers.contains(number)
            #expect(try Self.verdict(filter, call: number, architecture: own) == (isDenied ? deny : 0x7fff_0000))
        }
        #expect(try Self.verdict(filter, call: 0, architecture: other) == deny)
        #if arch(x86_64)
            #expect(try Self.verdict(filter, call: 0x4000_0000, architecture: own) == deny)
        #endif
    }

    @Test("a call that is denied fails, and the process goes on")
    func denial() async {
        await #expect(processExitsWith: .success) {
            guard chroot("/nowhere/at/all") != 0, errno != EPERM || geteuid() != 0 else { exit(1) }
            try ProcessPrivileges.neverGain()
            try SystemCallFilter(denying: ["chroot"]).install()
            guard chroot("/nowhere/at/all") != 0, errno == EPERM, getpid() > 0 else { exit(2) }
            exit(0)
        }
    }

    @Test("files elsewhere cannot be read, nor written in places that are for reading")
    func files() async {
        guard FileConfinement.isSupported else {
            print("SKIPPING a test of confined files: the kernel has no Landlock.")
            return
        }
        await #expect(processExitsWith: .success) {
            let directory = try TemporaryDirectory("confined")
            for name in ["own", "others", "shared"] {
                guard mkdir(directory(name), 0o700) == 0 else { exit(1) }
                _ = try directory.write("\(name)/file", name)
            }
            try ProcessPrivileges.neverGain()
            let confinement = FileConfinement(
                readable: [FilePath(directory("shared")), "/nowhere"], writable: [FilePath(directory("own"))],
                removable: [FilePath(directory.path)])
            guard try confinement.enforce() else { exit(2) }
            guard open(directory("own/file"), O_RDWR) >= 0, open(directory("shared/file"), O_RDONLY) >= 0 else {
                exit(3)
            }
            guard open(directory("shared/file"), O_RDWR) < 0, open(directory("others/file"), O_RDONLY) < 0 else {
                exit(4)
            }
            guard rename(directory("own/file"), directory("own/other")) == 0 else { exit(5) }
            guard open(directory("new"), O_WRONLY | O_CREAT, 0o600) < 0 else { exit(6) }
            guard unlink(directory("others/file")) == 0 else { exit(7) }
            var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
            execv("/bin/true", &arguments)
            exit(errno == EACCES ? 0 : 8)
        }
    }

    @Test(
        "capabilities that are dropped are gone for what is executed, too", .enabled(if: geteuid() == 0))
    func capabilities() async throws {
        await #expect(processExitsWith: .success) {
            try Capability.drop([.reboot, .setTime])
            // Of this thread, which need not be the first one.
            let status = try TextFile.read("/proc/thread-self/status").split(separator: "\n")
            for set in ["CapEff:", "CapPrm:", "CapBnd:"] {
                guard let line = status.first(where: { $0.hasPrefix(set) }),
                    let bits = UInt64(line.dropFirst(set.count).drop { $0 == "\t" }, radix: 16)
                else { exit(1) }
                if bits & (1 << 22 | 1 << 25) != 0 { exit(2) }
                // Others stay.
                if bits & 1 << 1 == 0 { exit(3) }
            }
            exit(0)
        }
    }
}
