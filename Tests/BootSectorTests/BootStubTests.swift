// SPDX-License-Identifier: Apache-2.0

import BootSector
import Foundation
import TestSupport
import Testing

@Suite struct BootStubTests {
    /// The source of the stub of byebyebios 1.0, as its author published it on 6 October 2023 (MIT-0).
    static let originalSource = """
        .code16
        .global bye_bye_bios
        bye_bye_bios:
          mov $something_important, %si
          mov $0xe, %ah
          mov $0x3f8,%dx
        say_a_little_more:
          lodsb
          cmp $0, %al
          je this_is_the_end
          int $0x10
          outb %al,%dx
          jmp say_a_little_more
        this_is_the_end:
          hlt
          jmp this_is_the_end
        something_important:

        """

    /// Assembles the original's source by the commands of that post.
    static func assembleOriginal() throws -> [UInt8] {
        let directory = try TemporaryDirectory("stub")
        try directory.write("bootstub.S", originalSource)
        for command in [
            ["as", "-march=i486", "-mx86-used-note=no", "--32", "-o", "bootstub.o", "bootstub.S"],
            [
                "ld", "-m", "elf_i386", "--oformat", "binary", "-e", "bye_bye_bios", "-Ttext", "0x7c00", "-o",
                "bootstub.bin", "bootstub.o",
            ],
        ] {
            let result = try Program.run(command, directory: directory.path)
            try #require(result.status == 0, "\(result.errorText)")
        }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory("bootstub.bin"))))
    }

    @Test("our stub has 39 bytes and leaves 400 for the message")
    func size() {
        #expect(BootStub.current.code.count == 39)
        #expect(BootStub.current.messageLimitInBytes == 400)
    }

    @Test("the original's stub is what its published source gives", .enabled(if: Program.areInstalled("as", "ld")))
    func original() throws {
        #expect(try Self.assembleOriginal() == BootStub.original.code)
        #expect(BootStub.original.code.count == 21)
    }

    @Test(
        "a disassembler reads our stub as the instructions that we meant", .enabled(if: Program.areInstalled("objdump"))
    )
    func disassembly() throws {
        #expect(
            try disassemble(BootStub.current.code, at: 0x7C00) == [
                "xor %ax,%ax", "mov %ax,%ds", "cld", "mov $0x7c27,%si", "mov $0x3fd,%dx", "xor %cx,%cx",
                "in (%dx),%al", "test $0x20,%al", "loope 0x7c0d", "lods %ds:(%si),%al", "test %al,%al", "je 0x7c23",
                "mov $0xf8,%dl", "out %al,(%dx)", "mov $0xe,%ah", "mov $0x7,%bx", "int $0x10", "jmp 0x7c08", "cli",
                "hlt", "jmp 0x7c23",
            ])
    }

    @Test("a disassembler reads each instruction with each register", .enabled(if: Program.areInstalled("objdump")))
    func instructions() throws {
        let wide: [(Instruction.Register16, String)] = [
            (.ax, "ax"), (.cx, "cx"), (.dx, "dx"), (.bx, "bx"), (.sp, "sp"), (.bp, "bp"), (.si, "si"), (.di, "di"),
        ]
        let narrow: [(Instruction.Register8, String)] = [
            (.al, "al"), (.cl, "cl"), (.dl, "dl"), (.bl, "bl"), (.ah, "ah"), (.ch, "ch"), (.dh, "dh"), (.bh, "bh"),
        ]
        let segments: [(Instruction.Segment, String)] = [(.es, "es"), (.ss, "ss"), (.ds, "ds")]
        var code: [Instruction] = []
        var expected: [String] = []
        for (register, name) in wide {
            code += [.xor(register, .dx), .xor(.bx, register), .move(register, 0x1234), .moveSegment(.es, register)]
            expected += ["xor %dx,%\(name)", "xor %\(name),%bx", "mov $0x1234,%\(name)", "mov %\(name),%es"]
        }
        for (register, name) in narrow {
            code += [.moveByte(register, 0x56), .testBytes(register, .cl), .testBytes(.dh, register)]
            expected += ["mov $0x56,%\(name)", "test %cl,%\(name)", "test %\(name),%dh"]
        }
        for (segment, name) in segments {
            code.append(.moveSegment(segment, .ax))
            expected.append("mov %ax,%\(name)")
        }
        code += [.compareAL(0x7F), .testAL(0x80), .interrupt(0x19)]
        expected += ["cmp $0x7f,%al", "test $0x80,%al", "int $0x19"]
        #expect(try disassemble(Assembler().assemble(code), at: 0x7C00) == expected)
    }

    private func disassemble(_ code: [UInt8], at address: Int) throws -> [String] {
        let directory = try TemporaryDirectory("stub")
        let file = try directory.write("code", Data(code))
        let result = try Program.run([
            "objdump", "-D", "-b", "binary", "-m", "i8086", "--adjust-vma=\(address)", "--no-show-raw-insn", file,
        ])
        try #require(result.status == 0, "\(result.errorText)")
        return result.text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t")
            guard parts.count == 2, line.hasPrefix(" ") else { return nil }
            return parts[1].split(separator: " ").joined(separator: " ")
        }
    }

    @Test("labels that are missing, set twice or too far away are errors")
    func labels() {
        for code: [Instruction] in [
            [.jump("nowhere")],
            [.label("a"), .halt, .label("a")],
            [.label("end")],
            [.jump("far")] + Array(repeating: .halt, count: 128) + [.label("far")],
            [.label("far")] + Array(repeating: .halt, count: 127) + [.jumpIfZero("far")],
        ] {
            #expect(throws: BootSectorError.self) { try Assembler().assemble(code) }
        }
        let farthest = [.jump("far")] + Array(repeating: Instruction.halt, count: 127) + [.label("far")]
        #expect((try? Assembler().assemble(farthest))?.prefix(2) == [0xEB, 0x7F])
    }

    @Test("stub files that are empty or too large are refused")
    func stubFiles() throws {
        #expect(throws: BootSectorError.self) { try BootStub(code: []) }
        #expect(throws: BootSectorError.self) { try BootStub(code: [UInt8](repeating: 0x90, count: 439)) }
        #expect(try BootStub(code: [UInt8](repeating: 0x90, count: 438)).messageLimitInBytes == 1)
    }
}
