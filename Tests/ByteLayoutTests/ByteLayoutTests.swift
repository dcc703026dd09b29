// SPDX-License-Identifier: Apache-2.0

import ByteLayout
import Testing

@Suite struct ByteLayoutTests {
    @Test("integers are read in both orders, and never from beyond the ends")
    func integers() {
        let bytes: [UInt8] = [0x01, 0x02, 0x03, 0x04, 0x05]
        #expect(bytes.integer(UInt32.self, at: 0) == 0x0403_0201)
        #expect(bytes.integer(UInt32.self, at: 1, .big) == 0x0203_0405)
        #expect(bytes.integer(UInt8.self, at: 4) == 5)
        for offset in [2, 5, -1, Int.max, Int.min] {
            #expect(bytes.integer(UInt32.self, at: offset) == nil)
        }
        #expect(bytes.slice(at: 3, count: 2) == [4, 5])
        #expect(bytes.slice(at: 3, count: 3) == nil)
        #expect(bytes.slice(at: 3, count: Int.max) == nil)
    }

    @Test("what is stored is read back")
    func store() {
        var bytes = [UInt8](repeating: 0xFF, count: 16)
        bytes.store(0x1122_3344_5566_7788 as UInt64, at: 2)
        bytes.store(0x99AA as UInt16, at: 10, .big)
        #expect(bytes.integer(UInt64.self, at: 2) == 0x1122_3344_5566_7788)
        #expect(bytes[10...11].elementsEqual([0x99, 0xAA]))
        #expect(bytes[0] == 0xFF && bytes[12] == 0xFF)
    }

    @Test("the checks give their published check values")
    func checksums() {
        let digits = Array("123456789".utf8)
        #expect(CRC32.ieee.checksum(digits) == 0xCBF4_3926)
        #expect(CRC32.castagnoli.checksum(digits) == 0xE306_9283)
    }

    @Test("an identifier is stored with its first three fields in little-endian order")
    func identifiers() throws {
        let system = GUID(0xC12A_7328, 0xF81F, 0x11D2, 0xBA4B, 0x00A0_C93E_C93B)
        #expect(system.description == "C12A7328-F81F-11D2-BA4B-00A0C93EC93B")
        #expect(system.bytes.prefix(8) == [0x28, 0x73, 0x2A, 0xC1, 0x1F, 0xF8, 0xD2, 0x11])
        #expect(GUID(system.bytes, at: 0) == system)
        #expect(GUID(system.bytes, at: 1) == nil)
        let random = Array(GUID.random().description)
        #expect(random[14] == "4" && "89AB".contains(random[19]))
    }
}
