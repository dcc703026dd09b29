// SPDX-License-Identifier: Apache-2.0

/// Turns instructions into machine code, in two passes: first where the labels lie, then the bytes.
public struct Assembler: Sendable {
    /// Where the first instruction will lie in memory.
    public let origin: UInt16

    /// The address to which a BIOS loads a boot sector.
    public static let bootAddress: UInt16 = 0x7C00

    /// An assembler of code that will be loaded at an address.
    public init(origin: UInt16 = Assembler.bootAddress) {
        self.origin = origin
    }

    /// Machine code of these instructions.
    ///
    /// The label ``Instruction/Label/end`` is known without being set: it lies right behind the last instruction.
    ///
    /// - Throws: ``BootSectorError`` with the code `badInstructions` when a label is missing or set twice, a short
    ///   jump is too long, or the code does not fit below 64 KiB.
    public func assemble(_ instructions: [Instruction]) throws(BootSectorError) -> [UInt8] {
        var places: [Instruction.Label: Int] = [:]
        var place = Int(origin)
        for instruction in instructions {
            if case .label(let label) = instruction {
                guard label != .end, places.updateValue(place, forKey: label) == nil else {
                    throw .badInstructions("the label '\(label)' is set twice")
                }
            }
            place += instruction.encoded(address: 0, distance: 0).count
        }
        guard place <= 0x10000 else { throw .badInstructions("the code does not fit below 64 KiB") }
        places[.end] = place

        var code: [UInt8] = []
        for instruction in instructions {
            guard let label = instruction.target else {
                code += instruction.encoded(address: 0, distance: 0)
                continue
            }
            guard let address = places[label] else { throw .badInstructions("the label '\(label)' is missing") }
            let next = Int(origin) + code.count + instruction.encoded(address: 0, distance: 0).count
            guard !instruction.isRelative || Int8(exactly: address - next) != nil else {
                throw .badInstructions("'\(label)' is too far away for a short jump")
            }
            code += instruction.encoded(
                address: UInt16(truncatingIfNeeded: address), distance: Int8(truncatingIfNeeded: address - next))
        }
        return code
    }
}

extension Instruction {
    /// The label that an instruction names.
    fileprivate var target: Label? {
        switch self {
        case .moveAddress(_, let label), .jump(let label), .jumpIfZero(let label), .loopWhileZero(let label): label
        default: nil
        }
    }

    /// Whether the label is encoded as a distance from the next instruction.
    fileprivate var isRelative: Bool {
        if case .moveAddress = self { false } else { true }
    }

    /// The bytes of an instruction, whose length does not depend on the address or the distance.
    fileprivate func encoded(address: UInt16, distance: Int8) -> [UInt8] {
        func wide(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
        func registers(_ register: UInt8, _ operand: UInt8) -> UInt8 { 0xC0 | register << 3 | operand }
        let short = UInt8(bitPattern: distance)
        return switch self {
        case .label: []
        case .xor(let destination, let source): [0x31, registers(source.rawValue, destination.rawValue)]
        case .move(let register, let value): [0xB8 | register.rawValue] + wide(value)
        case .moveAddress(let register, _): [0xB8 | register.rawValue] + wide(address)
        case .moveByte(let register, let value): [0xB0 | register.rawValue, value]
        case .moveSegment(let segment, let source): [0x8E, registers(segment.rawValue, source.rawValue)]
        case .clearDirection: [0xFC]
        case .loadStringByte: [0xAC]
        case .compareAL(let value): [0x3C, value]
        case .testAL(let value): [0xA8, value]
        case .testBytes(let first, let second): [0x84, registers(second.rawValue, first.rawValue)]
        case .jump: [0xEB, short]
        case .jumpIfZero: [0x74, short]
        case .loopWhileZero: [0xE1, short]
        case .interrupt(let number): [0xCD, number]
        case .inputByte: [0xEC]
        case .outputByte: [0xEE]
        case .clearInterrupts: [0xFA]
        case .halt: [0xF4]
        }
    }
}
