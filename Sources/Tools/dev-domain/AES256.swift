// SPDX-License-Identifier: Apache-2.0

/// The Advanced Encryption Standard with a key of 256 bits (FIPS 197), in one direction.
///
/// For command lines that are only printed: their secrets are known to everybody. Nothing else uses it.
struct AES256 {
    private let schedule: [[UInt8]]
    private let boxes: [UInt8]

    init(key: [UInt8]) {
        let boxes = Self.substitution()
        // Section 5.2: sixty words of four bytes, the first eight from the key.
        var words = stride(from: 0, to: 32, by: 4).map { Array(key[$0..<$0 + 4]) }
        var constant: UInt8 = 1
        for index in 8..<60 {
            var word = words[index - 1]
            if index % 8 == 0 {
                word = [word[1], word[2], word[3], word[0]].map { boxes[Int($0)] }
                word[0] ^= constant
                constant = Self.doubled(constant)
            } else if index % 8 == 4 {
                word = word.map { boxes[Int($0)] }
            }
            words.append(zip(words[index - 8], word).map { $0 ^ $1 })
        }
        schedule = stride(from: 0, to: 60, by: 4).map { Array(words[$0..<$0 + 4].joined()) }
        self.boxes = boxes
    }

    /// Chains the blocks (NIST SP 800-38A, section 6.2) of a text that is filled up as RFC 5652 has it, section 6.3.
    func sealed(_ text: [UInt8], initializationVector: [UInt8]) -> [UInt8] {
        let missing = 16 - text.count % 16
        let whole = text + [UInt8](repeating: UInt8(missing), count: missing)
        var result: [UInt8] = []
        var previous = initializationVector
        for start in stride(from: 0, to: whole.count, by: 16) {
            previous = block(zip(whole[start..<start + 16], previous).map { $0 ^ $1 })
            result += previous
        }
        return result
    }

    private func block(_ input: [UInt8]) -> [UInt8] {
        var state = zip(input, schedule[0]).map { $0 ^ $1 }
        for round in 1...14 {
            // Bytes stand column by column; row r moves left by r.
            state = (0..<16).map { boxes[Int(state[($0 + 4 * ($0 % 4)) % 16])] }
            if round < 14 { state = stride(from: 0, to: 16, by: 4).flatMap { Self.mixed(state[$0..<$0 + 4]) } }
            state = zip(state, schedule[round]).map { $0 ^ $1 }
        }
        return state
    }

    private static func mixed(_ column: ArraySlice<UInt8>) -> [UInt8] {
        let bytes = Array(column)
        let all = bytes.reduce(0, ^)
        return (0..<4).map { bytes[$0] ^ all ^ doubled(bytes[$0] ^ bytes[($0 + 1) % 4]) }
    }

    /// Multiplication by x in the field of section 4.2.
    private static func doubled(_ byte: UInt8) -> UInt8 { byte << 1 ^ (byte & 0x80 == 0 ? 0 : 0x1b) }

    /// Section 5.1.1: the inverse in the field, and an affine map. Powers of 3 reach every byte but zero.
    private static func substitution() -> [UInt8] {
        var boxes = [UInt8](repeating: 0x63, count: 256)
        var powers: [UInt8] = [1]
        while powers.count < 255 { powers.append(powers[powers.count - 1] ^ doubled(powers[powers.count - 1])) }
        for (index, byte) in powers.enumerated() {
            let inverse = powers[(255 - index) % 255]
            let turned = (1...4).map { inverse << UInt8($0) | inverse >> UInt8(8 - $0) }
            boxes[Int(byte)] = turned.reduce(inverse ^ 0x63, ^)
        }
        return boxes
    }
}
