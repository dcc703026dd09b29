// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import XDR

/// One of everything.
private struct Sample: XDRCodable, Equatable {
    enum Colour: Int32, Sendable { case red = 0, blue = 7 }
    var number: Int32 = 0
    var large: UInt64 = 0
    var ratio = 0.0
    var sign: UInt8 = 0
    var small: UInt16 = 0
    var colour = Colour.red
    var name = ""
    var note: String?
    var data: [UInt8] = []
    var numbers: [UInt32] = []
    var names: [String] = []
    var label: [UInt8] = []
    var model: [UInt8] = []

    mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
        try stream.integer(&number)
        try stream.integer(&large)
        try stream.double(&ratio)
        try stream.character(&sign)
        try stream.unsignedShort(&small)
        try stream.enumeration(&colour)
        try stream.string(&name, atMost: 10)
        try stream.optionalString(&note, atMost: 10)
        try stream.opaque(&data, atMost: 8)
        try stream.list(&numbers, atMost: 4)
        try stream.strings(&names, atMost: 3, each: 5)
        try stream.characters(&label, atMost: 5)
        try stream.characters(&model, exactly: 3)
    }
}

@Suite struct XDRStreamTests {
    private static var sample: Sample {
        var sample = Sample()
        sample.number = -2
        sample.large = 0x0102_0304_0506_0708
        sample.ratio = 1.5
        sample.sign = 0xC3
        sample.small = 0xFFFE
        sample.colour = .blue
        sample.name = "test5"
        sample.note = "x"
        sample.data = [1, 2, 3, 4, 5]
        sample.numbers = [1, 2]
        sample.names = ["a", ""]
        sample.label = [65, 66]
        sample.model = [67, 0, 0]
        return sample
    }

    @Test("Values have the bytes of RFC 4506, and C's small integers take four bytes each")
    func bytes() throws {
        let hex = try Self.sample.xdrBytes().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let expected = [
            "fffffffe", "0102030405060708", "3ff8000000000000", "ffffffc3", "0000fffe", "00000007",
            "00000005", "7465737435000000", "00000001", "00000001", "78000000", "00000005", "0102030405000000",
            "00000002", "00000001", "00000002", "00000002", "00000001", "61000000", "00000000",
            "00000002", "00000041", "00000042", "00000043", "00000000", "00000000",
        ].joined()
        #expect(hex == expected)
    }

    @Test("What is written reads back the same")
    func roundTrip() throws {
        #expect(try Sample(xdr: Self.sample.xdrBytes()) == Self.sample)
        #expect(try Sample(xdr: [9, 9] + Self.sample.xdrBytes() + [1, 2], from: 2) == Self.sample)
    }

    @Test("A value that is cut anywhere is refused")
    func truncated() throws {
        let bytes = try Self.sample.xdrBytes()
        for count in 0..<bytes.count {
            #expect(throws: XDRError.self) { try Sample(xdr: Array(bytes[..<count])) }
        }
    }

    @Test("A length above its limit, or above what is there, is refused before memory is taken for it")
    func limits() throws {
        var stream = XDRStream(reading: [0xFF, 0xFF, 0xFF, 0xFF, 0, 0])
        var text = ""
        #expect { try stream.string(&text, atMost: 10) } throws: { ($0 as? XDRError)?.code == .tooLong }
        stream = XDRStream(reading: [0, 0x40, 0, 0, 0, 0])
        #expect { try stream.string(&text, atMost: 1 << 30) } throws: { ($0 as? XDRError)?.code == .truncated }
        stream = XDRStream(reading: [0x7F, 0xFF, 0xFF, 0xFF, 0, 0])
        var numbers: [UInt64] = []
        #expect { try stream.list(&numbers, atMost: .max) } throws: { ($0 as? XDRError)?.code == .truncated }
        var long = Self.sample
        long.name = "01234567890"
        #expect { try long.xdrBytes() } throws: { ($0 as? XDRError)?.code == .tooLong }
    }

    @Test("Unknown enumerators and presence words are refused; a string ends at a NUL")
    func oddities() throws {
        var stream = XDRStream(reading: [0, 0, 0, 2])
        var colour = Sample.Colour.red
        #expect { try stream.enumeration(&colour) } throws: { ($0 as? XDRError)?.code == .badValue }
        stream = XDRStream(reading: [0, 0, 0, 2])
        var text: String?
        #expect { try stream.optionalString(&text, atMost: 9) } throws: { ($0 as? XDRError)?.code == .badValue }
        stream = XDRStream(reading: [0, 0, 0, 3, 0x61, 0, 0x62, 0xAA])
        var cut = ""
        try stream.string(&cut, atMost: 9)
        #expect(cut == "a")
        #expect(stream.remaining == 0)
    }

    @Test("Random bytes are read or refused")
    func fuzz() throws {
        var generator = SeededGenerator(seed: 4506)
        let bytes = try Self.sample.xdrBytes()
        for _ in 0..<(Environment.isSoak ? 1_000_000 : 20_000) {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                broken[Int.random(in: 0..<broken.count, using: &generator)] = UInt8.random(
                    in: .min ... .max, using: &generator)
            }
            guard let sample = try? Sample(xdr: broken) else { continue }
            do {
                _ = try sample.xdrBytes()
            } catch {
                // A text that was no UTF-8 is longer with what stands for the wrong bytes.
                #expect(error.code == .tooLong)
            }
        }
    }
}
