// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import RemoteProtocol
import RemoteServer
import SystemPackage
import TestSupport
import Testing
import XDR

@Suite struct PacketReaderTests {
    private static func call(_ serial: UInt32, _ name: String, type: NetMessage.Kind = .call) throws -> [UInt8] {
        let header = NetMessage.Header(
            prog: RemoteProgram.facts.number, vers: 1, proc: RemoteProgram.domainLookupByName.number, type: type,
            serial: serial, status: .ok)
        var arguments = RemoteProgram.DomainLookupByNameArguments(name: name)
        return try Packet.bytes(header) { stream throws(XDRError) in try arguments.xdr(&stream) }
    }

    /// All messages of some bytes that come in pieces of a size.
    private static func packets(_ bytes: [UInt8], pieces: Int) throws -> [Packet] {
        var reader = PacketReader()
        var packets: [Packet] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            rest.prefix(pieces).withUnsafeBytes { reader.append($0) }
            rest = rest.dropFirst(pieces)
            while let packet = try reader.next() { packets.append(packet) }
        }
        #expect(!reader.isInsideMessage)
        return packets
    }

    @Test("The bytes of a call are those of a stock client")
    func bytes() throws {
        let expected: [UInt8] = [
            0, 0, 0, 0x24, 0x20, 0, 0x80, 0x86, 0, 0, 0, 1, 0, 0, 0, 0x17, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
            4,
            0x74, 0x65, 0x73, 0x74,
        ]
        #expect(try Self.call(6, "test") == expected)
    }

    @Test(
        "Messages are found whole, cut anywhere, and byte by byte", arguments: [1, 2, 3, 7, 28, 36, 37, 100, 100_000])
    func pieces(_ size: Int) throws {
        let names = ["a", "", "test", String(repeating: "x", count: 5000), "z"]
        let bytes = try names.enumerated().flatMap { try Self.call(UInt32($0.offset), $0.element) }
        let packets = try Self.packets(bytes, pieces: size)
        #expect(packets.map(\.header.serial) == [0, 1, 2, 3, 4])
        let read = try packets.map {
            try RemoteProgram.DomainLookupByNameArguments(xdr: $0.bytes, from: $0.offset).name
        }
        #expect(read == names)
    }

    @Test(
        "A length that no message has is refused at once", arguments: [0, 1, 27, 33_554_437, 0xFFFF_FFFF] as [UInt32])
    func badLength(_ length: UInt32) {
        var reader = PacketReader()
        withUnsafeBytes(of: length.bigEndian) { reader.append($0) }
        #expect(throws: PacketReader.Failure.badLength(length)) { try reader.next() }
    }

    @Test("A message of an unknown type is refused")
    func badType() throws {
        var bytes = try Self.call(1, "x")
        bytes[19] = 7
        var reader = PacketReader()
        bytes.withUnsafeBytes { reader.append($0) }
        #expect(throws: PacketReader.Failure.badHeader) { try reader.next() }
    }

    @Test("Descriptors are taken with their own bytes, which are in no length")
    func descriptors() throws {
        var call = try Self.call(1, "", type: .callWithFds)
        call[31] = 2
        let ends = try FileDescriptor.pipe()
        let passed = [OwnedDescriptor(ends.readEnd), OwnedDescriptor(ends.writeEnd)]
        var reader = PacketReader()
        call.withUnsafeBytes { reader.append($0) }
        #expect(try reader.next()?.header.serial == nil)
        [0 as UInt8].withUnsafeBytes { reader.append($0, [passed[0]]) }
        #expect(try reader.next()?.header.serial == nil)
        #expect(reader.isInsideMessage)
        let next = try Self.call(2, "next")
        ([0] + next).withUnsafeBytes { reader.append($0, [passed[1]]) }
        let packet = try #require(try reader.next())
        #expect(packet.descriptors.map(\.descriptor) == passed.map(\.descriptor))
        #expect(packet.offset == 32)
        #expect(try reader.next()?.header.serial == 2)
    }

    @Test("A call that claims descriptors that did not come is refused, and so are more than there may be")
    func missingDescriptors() throws {
        var call = try Self.call(1, "", type: .callWithFds)
        call[31] = 1
        var reader = PacketReader()
        (call + [0]).withUnsafeBytes { reader.append($0) }
        #expect(throws: PacketReader.Failure.badDescriptors) { try reader.next() }
        call[31] = 33
        reader = PacketReader()
        call.withUnsafeBytes { reader.append($0) }
        #expect(throws: PacketReader.Failure.badDescriptors) { try reader.next() }
    }

    @Test("Broken bytes give messages or a refusal")
    func fuzz() throws {
        var generator = SeededGenerator(seed: 16509)
        let names = ["a", "test", "machine"]
        let bytes = try names.enumerated().flatMap { try Self.call(UInt32($0.offset), $0.element) }
        for _ in 0..<(Environment.isSoak ? 500_000 : 5000) {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                broken[Int.random(in: 0..<broken.count, using: &generator)] = UInt8.random(
                    in: .min ... .max, using: &generator)
            }
            var reader = PacketReader()
            broken.withUnsafeBytes { reader.append($0) }
            while let packet = try? reader.next() {
                _ = try? RemoteProgram.DomainLookupByNameArguments(xdr: packet.bytes, from: packet.offset)
            }
        }
    }
}
