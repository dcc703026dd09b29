// SPDX-License-Identifier: Apache-2.0

/// Writes values one after the other into bytes, or reads them back, by one description for both: a type's `code(with:)`
/// walks its properties, and the coder fills them in or takes them.
///
/// Integers are in base 128, least significant digit first, with the top bit set in all but the last. Texts and lists begin
/// with their count. Bytes that are cut off or wrong are an error and never a crash; counts are believed only as far as
/// there are bytes.
struct FlatCoder {
    /// What was read is not what was written.
    struct Malformed: Error {}

    private(set) var bytes: [UInt8]
    private var offset = 0
    /// Where reading ends.
    private var end = 0
    let isReading: Bool

    /// A coder that writes.
    init() {
        bytes = []
        bytes.reserveCapacity(1 << 16)
        isReading = false
    }

    /// A coder that reads from an offset on, and up to another one.
    init(reading bytes: [UInt8], from offset: Int = 0, to end: Int? = nil) {
        self.bytes = bytes
        self.offset = offset
        self.end = end ?? bytes.count
        isReading = true
    }

    /// Whether all was read.
    var isAtEnd: Bool { offset == end }

    mutating func code(_ value: inout UInt64) throws(Malformed) {
        guard isReading else {
            var rest = value
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(truncatingIfNeeded: rest))
            return
        }
        value = 0
        var shift: UInt64 = 0
        while true {
            guard offset < end, shift < 64 else { throw Malformed() }
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return }
            shift += 7
        }
    }

    mutating func code(_ value: inout Int64) throws(Malformed) {
        var bits = UInt64(bitPattern: value)
        try code(&bits)
        value = Int64(bitPattern: bits)
    }

    mutating func code(_ value: inout Int) throws(Malformed) {
        var wide = Int64(value)
        try code(&wide)
        value = Int(truncatingIfNeeded: wide)
    }

    mutating func code(_ value: inout UInt32) throws(Malformed) {
        var wide = UInt64(value)
        try code(&wide)
        guard let narrow = UInt32(exactly: wide) else { throw Malformed() }
        value = narrow
    }

    mutating func code(_ value: inout Bool) throws(Malformed) {
        var number: UInt64 = value ? 1 : 0
        try code(&number)
        guard number <= 1 else { throw Malformed() }
        value = number == 1
    }

    mutating func code(_ run: inout [UInt8]) throws(Malformed) {
        let range = try codeCount(run.count)
        if isReading { run = Array(bytes[range]) } else { bytes += run }
    }

    mutating func code(_ text: inout String) throws(Malformed) {
        let range = try codeCount(text.utf8.count)
        if isReading {
            text = bytes.withUnsafeBufferPointer { String(decoding: $0[range], as: UTF8.self) }
        } else {
            bytes += text.utf8
        }
    }

    /// Codes the count of bytes that follow.
    ///
    /// - Returns: Where they are, when reading, and goes on behind them.
    private mutating func codeCount(_ count: Int) throws(Malformed) -> Range<Int> {
        var count = UInt64(count)
        try code(&count)
        guard isReading else { return offset..<offset }
        guard count <= UInt64(end - offset) else { throw Malformed() }
        defer { offset += Int(count) }
        return offset..<offset + Int(count)
    }

    /// Codes a value that may be missing.
    mutating func code<Value>(
        _ value: inout Value?, empty: @autoclosure () -> Value,
        _ body: (inout FlatCoder, inout Value) throws(Malformed) -> Void
    ) throws(Malformed) {
        var isThere = value != nil
        try code(&isThere)
        guard isThere else {
            value = nil
            return
        }
        var inner = value ?? empty()
        try body(&self, &inner)
        value = inner
    }

    mutating func code(_ value: inout String?) throws(Malformed) {
        try code(&value, empty: "") { coder, text throws(Malformed) in try coder.code(&text) }
    }

    /// Codes a list, element by element.
    mutating func code<Element>(
        _ list: inout [Element], empty: @autoclosure () -> Element,
        _ body: (inout FlatCoder, inout Element) throws(Malformed) -> Void
    ) throws(Malformed) {
        var count = UInt64(list.count)
        try code(&count)
        guard isReading else {
            for index in list.indices { try body(&self, &list[index]) }
            return
        }
        // Each element takes a byte at least.
        guard count <= UInt64(end - offset) else { throw Malformed() }
        list = []
        list.reserveCapacity(Int(count))
        for _ in 0..<count {
            var element = empty()
            try body(&self, &element)
            list.append(element)
        }
    }

    mutating func code(_ list: inout [String]) throws(Malformed) {
        try code(&list, empty: "") { coder, text throws(Malformed) in try coder.code(&text) }
    }

    /// Codes a dictionary in the order of its keys.
    mutating func code<Value>(
        _ dictionary: inout [String: Value], empty: @autoclosure () -> Value,
        _ body: (inout FlatCoder, inout Value) throws(Malformed) -> Void
    ) throws(Malformed) {
        var pairs = isReading ? [] : dictionary.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
        let nothing = empty()
        try code(&pairs, empty: (key: "", value: nothing)) { coder, pair throws(Malformed) in
            try coder.code(&pair.key)
            try body(&coder, &pair.value)
        }
        guard isReading else { return }
        dictionary = [:]
        dictionary.reserveCapacity(pairs.count)
        for pair in pairs { dictionary[pair.key] = pair.value }
    }
}
