// SPDX-License-Identifier: Apache-2.0

import ByteLayout
import Foundation
import Testing

@Suite struct Base64Tests {
    @Test("what is encoded is decoded, as Foundation does it")
    func both() {
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255) }
            let text = Base64.encode(bytes)
            #expect(text == Data(bytes).base64EncodedString())
            #expect(decode(text + "\n") == bytes)
        }
    }

    @Test("what is no base64 is refused", arguments: ["A", "AA", "AA=", "AAA==", "A===", "AA==A", "AA$=", "===="])
    func refusals(text: String) {
        #expect(decode(text) == nil)
    }

    private func decode(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: text.utf8.count)
        let count = bytes.withUnsafeMutableBytes { bytes in
            Array(text.utf8).withUnsafeBytes { Base64.decode($0, into: bytes) }
        }
        return count.map { Array(bytes.prefix($0)) }
    }
}
