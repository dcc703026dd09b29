// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// System calls that this process and all that it starts do without; seccomp(2).
///
/// A call that is denied fails with EPERM, so that a program that tries goes on without it.
public struct SystemCallFilter: Sendable, Equatable {
    /// An instruction of the kernel's packet filter; linux/filter.h.
    public struct Instruction: Sendable, Equatable {
        /// What it does.
        public var code: UInt16
        /// How many instructions a jump skips when its condition holds.
        public var ifTrue: UInt8 = 0
        /// How many it skips when it does not.
        public var ifFalse: UInt8 = 0
        /// What it loads, compares with or returns.
        public var operand: UInt32
    }

    /// The numbers of the calls that are denied, on this architecture.
    public let numbers: [UInt32]

    /// Denies calls by their names, such as `reboot`; those that this architecture does not have are none.
    public init(denying names: some Sequence<String>) {
        numbers = Set(names.compactMap { UInt32(exactly: clinux_system_call_number($0)) }).sorted()
    }

    /// The filter as the kernel runs it: for each call it loads the architecture, then the number, and compares.
    public var instructions: [Instruction] {
        // BPF_LD, BPF_JEQ, BPF_JGE and BPF_RET of linux/bpf_common.h; offsets of linux/seccomp.h's seccomp_data.
        func load(_ offset: UInt32) -> Instruction { Instruction(code: 0x20, operand: offset) }
        func answer(_ value: UInt32) -> Instruction { Instruction(code: 0x06, operand: value) }
        // SECCOMP_RET_ALLOW, and SECCOMP_RET_ERRNO with the error number.
        let allow = answer(0x7fff_0000)
        let deny = answer(0x0005_0000 | UInt32(EPERM))
        var program = [
            load(4), Instruction(code: 0x15, ifTrue: 1, operand: clinux_architecture()), deny, load(0),
        ]
        // Calls of x32 have a bit more than those that they stand for, so they would pass by.
        #if arch(x86_64)
            program += [Instruction(code: 0x35, ifTrue: 0, ifFalse: 1, operand: 0x4000_0000), deny]
        #endif
        for number in numbers { program += [Instruction(code: 0x15, ifFalse: 1, operand: number), deny] }
        return program + [allow]
    }

    /// Denies the calls from now on, for good. Only before the first thread starts: it holds for the calling one and those that
    /// come after.
    ///
    /// - Throws: The error number; `permissionDenied` when the process may still gain privileges and is not root.
    public func install() throws(Errno) {
        let program = instructions.map {
            clinux_filter_instruction(
                code: $0.code, if_true: $0.ifTrue, if_false: $0.ifFalse, operand: $0.operand)
        }
        let result = clinux_filter_system_calls(program, program.count)
        if result < 0 { throw Errno(rawValue: -result) }
    }
}
