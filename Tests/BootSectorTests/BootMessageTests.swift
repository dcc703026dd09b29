// SPDX-License-Identifier: Apache-2.0

import BootSector
import Testing

@Suite struct BootMessageTests {
    @Test(
        "line ends become CR LF, tabs become spaces",
        arguments: [
            ("a\nb\n", "a\r\nb\r\n"), ("a\r\nb\r\n", "a\r\nb\r\n"), ("\n\n", "\r\n\r\n"), ("a\tb", "a       b"),
            ("a\n1234567\tb", "a\r\n1234567 b"), ("\u{FEFF}x", "x"), ("", ""),
        ])
    func lineEnds(text: String, expected: String) throws {
        #expect(try BootMessage(text).bytes == Array(expected.utf8))
    }

    @Test("characters of code page 437 are mapped, composed or not")
    func codePage() throws {
        #expect(try BootMessage("Ünïcode é ß ═╗ █ Ω").bytes.prefix(5) == [0x9A, 0x6E, 0x8B, 0x63, 0x6F])
        #expect(try BootMessage("e\u{301}e\u{301}").bytes == [0x82, 0x82])
        #expect(try BootMessage("╔═╗\u{A0}").bytes == [0xC9, 0xCD, 0xBB, 0xFF])
    }

    @Test("every byte of the code page's printable part is a character, and back")
    func roundTrip() throws {
        for byte in Array(0x20...0x7E) + Array(0x80...0xFF) as [UInt8] {
            #expect(CodePage437.byte(for: CodePage437.scalar(for: byte)) == byte)
        }
    }

    @Test(
        "what the screen cannot show is refused with its line",
        arguments: [
            (
                "ok\nfünf €\n",
                "Cannot show '€' (U+20AC) in line 2 of the message: it is not in code page 437, the characters of a "
                    + "PC's text screen. Write it differently."
            ),
            (
                "a\u{1B}[1m",
                "Cannot show U+001B in line 1 of the message: it is not in code page 437, the characters of a PC's text "
                    + "screen. Write it differently."
            ),
        ])
    func refused(text: String, message: String) {
        let error = #expect(throws: BootSectorError.self) { try BootMessage(text) }
        #expect(error?.message == message)
        #expect(error?.code == .badMessage)
    }

    @Test("a file that is not UTF-8 is taken as code page 437 already")
    func rawFile() throws {
        #expect(try BootMessage(contents: [0x81, 0x0A, 0xC9, 0xCD]).bytes == [0x81, 0x0D, 0x0A, 0xC9, 0xCD])
        #expect(throws: BootSectorError.self) { try BootMessage(contents: [0x81, 0x00]) }
    }

    @Test("a message that is too long is refused with the limit and the excess")
    func tooLong() throws {
        let message = try BootMessage(String(repeating: "x", count: 400) + "\n")
        let error = #expect(throws: BootSectorError.self) { try BootStub.current.area(with: message) }
        #expect(
            error?.message == "Cannot fit the message: it takes 402 bytes with its line ends, 2 more than the 400 that "
                + "the boot stub leaves. Shorten it.")
        let longest = try BootStub.current.area(with: BootMessage(String(repeating: "x", count: 400)))
        #expect(longest.count == 440 && longest.last == 0)
    }

    @Test("every preset fits, in lines of the screen's width", arguments: BootMessage.Preset.allCases)
    func presets(preset: BootMessage.Preset) throws {
        let message = BootMessage(preset: preset)
        #expect(try BootMessage(preset.text) == message)
        #expect(!message.bytes.isEmpty)
        #expect(try BootStub.current.area(with: message).count == 440)
        #expect(message.text.split(separator: "\n").allSatisfy { $0.count < 80 })
        #expect(message.text.contains("UEFI"))
    }

    @Test("the screen wraps, scrolls and obeys its control characters")
    func screen() {
        var screen = TextScreen()
        screen.print(Array(String(repeating: "x", count: 81).utf8))
        #expect(screen.text[0] == String(repeating: "x", count: 80) && screen.text[1] == "x")
        screen.print(Array("\r\nab\u{8}c\u{7}".utf8))
        #expect(screen.text[2] == "ac")
        screen.print(Array(String(repeating: "\n", count: 23).utf8))
        #expect(screen.text[0] == "x" && screen.text[1] == "ac" && screen.text.count == 25)
        #expect(screen.framed.split(separator: "\n").count == 27)
    }
}
