// SPDX-License-Identifier: Apache-2.0

/// An instruction of the 8086 in 16-bit real mode, or a label between two of them.
///
/// Only what boot sectors here are made of. Encodings are those of the Intel 64 and IA-32 Architectures Software
/// Developer's Manual, volume 2; a test compares each with what a disassembler reads.
public enum Instruction: Sendable, Equatable {
    /// A place with a name; no code.
    case label(Label)
    /// `xor destination, source`, which also clears a register given twice.
    case xor(Register16, Register16)
    /// `mov destination, value`.
    case move(Register16, UInt16)
    /// `mov destination, offset label`: the address where the label comes to lie.
    case moveAddress(Register16, Label)
    /// `mov destination, value`.
    case moveByte(Register8, UInt8)
    /// `mov segment, source`.
    case moveSegment(Segment, Register16)
    /// `cld`: string instructions go up.
    case clearDirection
    /// `lodsb`: al is the byte at ds:si, and si moves on.
    case loadStringByte
    /// `cmp al, value`.
    case compareAL(UInt8)
    /// `test al, value`.
    case testAL(UInt8)
    /// `test first, second`.
    case testBytes(Register8, Register8)
    /// `jmp short label`.
    case jump(Label)
    /// `jz short label`, also written `je`.
    case jumpIfZero(Label)
    /// `loopz label`: cx goes down by one; jumps while it is not zero and the last result was.
    case loopWhileZero(Label)
    /// `int number`.
    case interrupt(UInt8)
    /// `in al, dx`.
    case inputByte
    /// `out dx, al`.
    case outputByte
    /// `cli`: no interrupts from here on.
    case clearInterrupts
    /// `hlt`: sleep until an interrupt.
    case halt

    /// The name of a place in the code.
    public struct Label: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
        /// The name.
        public let description: String

        /// A label of that name.
        public init(stringLiteral name: String) { description = name }

        /// The place right behind the code, where the assembler lets the message begin.
        public static let end: Label = "end"
    }

    /// A general register of 16 bits; the value is its number in encodings.
    public enum Register16: UInt8, Sendable {
        case ax = 0
        case cx, dx, bx, sp, bp, si, di
    }

    /// A general register of 8 bits; the value is its number in encodings.
    public enum Register8: UInt8, Sendable {
        case al = 0
        case cl, dl, bl, ah, ch, dh, bh
    }

    /// A segment register that can be written; the value is its number in encodings.
    public enum Segment: UInt8, Sendable {
        case es = 0
        case ss = 2
        case ds = 3
    }
}
