// SPDX-License-Identifier: Apache-2.0

/// External Data Representation (RFC 4506), in one type for both directions: each method fills its argument when the stream
/// reads, and appends it when the stream writes.
///
/// All that comes in is checked before memory is allocated for it: a length against the limit of its type, and against what is
/// left of the bytes. A stream that has thrown is not used further.
///
/// It is a plain type rather than a protocol with a reader and a writer, so that descriptions of hundreds of messages compile,
/// and run, without generic code.
public struct XDRStream: Sendable {
    /// Whether values are being filled; else they are appended.
    public let isReading: Bool
    /// When writing, what was there before and all that was written.
    public private(set) var bytes: [UInt8]
    /// When reading, where the next value begins.
    public private(set) var offset: Int

    /// A stream that reads; it shares the memory of the bytes.
    ///
    /// - Parameter offset: Where the first value begins.
    public init(reading bytes: [UInt8], from offset: Int = 0) {
        isReading = true
        self.bytes = bytes
        self.offset = max(0, min(offset, bytes.count))
    }

    /// A stream that writes.
    ///
    /// - Parameter bytes: What stands before the values, as a header.
    public init(appendingTo bytes: [UInt8] = []) {
        isReading = false
        self.bytes = bytes
        offset = 0
    }

    /// When reading, the number of bytes that are left.
    public var remaining: Int { bytes.count - offset }

    // MARK: - Numbers

    /// An integer of four or eight bytes: `int`, `unsigned int`, `hyper`, `unsigned hyper`. RFC 4506, 4.1 to 4.5.
    @inline(__always)
    public mutating func integer<T: FixedWidthInteger>(_ value: inout T) throws(XDRError) {
        if isReading {
            try require(MemoryLayout<T>.size)
            value = bytes.withUnsafeBytes {
                T(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: T.self))
            }
            offset += MemoryLayout<T>.size
        } else {
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
        }
    }

    /// A double. RFC 4506, 4.7.
    public mutating func double(_ value: inout Double) throws(XDRError) {
        var pattern = value.bitPattern
        try integer(&pattern)
        value = Double(bitPattern: pattern)
    }

    /// A C `char`, which takes four bytes; its upper ones say the sign again, as C's signed `char` has it.
    public mutating func character(_ value: inout UInt8) throws(XDRError) {
        var word = Int32(Int8(bitPattern: value))
        try integer(&word)
        value = UInt8(truncatingIfNeeded: word)
    }

    /// A C `unsigned char`, which takes four bytes.
    public mutating func unsignedCharacter(_ value: inout UInt8) throws(XDRError) {
        var word = UInt32(value)
        try integer(&word)
        value = UInt8(truncatingIfNeeded: word)
    }

    /// A C `unsigned short`, which takes four bytes.
    public mutating func unsignedShort(_ value: inout UInt16) throws(XDRError) {
        var word = UInt32(value)
        try integer(&word)
        value = UInt16(truncatingIfNeeded: word)
    }

    /// A number that is known under a name. RFC 4506, 4.3.
    public mutating func enumeration<T: RawRepresentable>(_ value: inout T) throws(XDRError) where T.RawValue == Int32 {
        var raw = value.rawValue
        try integer(&raw)
        guard let known = T(rawValue: raw) else { throw XDRError(.badValue, "\(raw) is no value of '\(T.self)'.") }
        value = known
    }

    // MARK: - Strings and bytes

    /// A string. RFC 4506, 4.11. One with a NUL inside ends there, as C programs read it; what is no UTF-8 is replaced.
    public mutating func string(_ value: inout String, atMost limit: Int) throws(XDRError) {
        if isReading {
            let range = try takeBytes(atMost: limit)
            value = bytes.withUnsafeBytes { all in
                String(decoding: UnsafeRawBufferPointer(rebasing: all[range]).prefix { $0 != 0 }, as: UTF8.self)
            }
        } else {
            let count = value.utf8.count
            try check(count, atMost: limit)
            var length = UInt32(count)
            try integer(&length)
            bytes.append(contentsOf: value.utf8)
            pad(count)
        }
    }

    /// A string that may be absent.
    public mutating func optionalString(_ value: inout String?, atMost limit: Int) throws(XDRError) {
        if try isPresent(value != nil) {
            var text = value ?? ""
            try string(&text, atMost: limit)
            value = text
        } else {
            value = nil
        }
    }

    /// Bytes after their number. RFC 4506, 4.10.
    public mutating func opaque(_ value: inout [UInt8], atMost limit: Int) throws(XDRError) {
        if isReading {
            value = Array(bytes[try takeBytes(atMost: limit)])
        } else {
            try check(value.count, atMost: limit)
            var length = UInt32(value.count)
            try integer(&length)
            bytes.append(contentsOf: value)
            pad(value.count)
        }
    }

    /// All that is left, as it is: of no type, and without its length.
    public mutating func rest(_ value: inout ArraySlice<UInt8>) {
        if isReading {
            value = bytes[offset...]
            offset = bytes.count
        } else {
            bytes.append(contentsOf: value)
        }
    }

    // MARK: - Structures

    /// A value whose type describes itself.
    public mutating func value<T: XDRCodable>(_ value: inout T) throws(XDRError) {
        try value.xdr(&self)
    }

    /// A value that may be absent. RFC 4506, 4.19.
    public mutating func optional<T: XDRCodable>(_ value: inout T?) throws(XDRError) {
        if try isPresent(value != nil) {
            var present = value ?? T()
            try present.xdr(&self)
            value = present
        } else {
            value = nil
        }
    }

    /// Values after their number. RFC 4506, 4.13.
    public mutating func list<T: XDRCodable>(_ values: inout [T], atMost limit: Int) throws(XDRError) {
        let count = try count(values.count, atMost: limit)
        if isReading {
            values = []
            values.reserveCapacity(count)
            for _ in 0..<count {
                var element = T()
                try element.xdr(&self)
                values.append(element)
            }
        } else {
            for var element in values { try element.xdr(&self) }
        }
    }

    /// Numbers with names, after their number.
    public mutating func enumerations<T: RawRepresentable>(_ values: inout [T], atMost limit: Int) throws(XDRError)
    where T.RawValue == Int32 {
        var raw = values.map(\.rawValue)
        try list(&raw, atMost: limit)
        guard isReading else { return }
        values = []
        for number in raw {
            guard let known = T(rawValue: number) else {
                throw XDRError(.badValue, "\(number) is no value of '\(T.self)'.")
            }
            values.append(known)
        }
    }

    /// Strings after their number.
    public mutating func strings(_ values: inout [String], atMost limit: Int, each length: Int) throws(XDRError) {
        let count = try count(values.count, atMost: limit)
        if isReading { values = [String](repeating: "", count: count) }
        for index in values.indices { try string(&values[index], atMost: length) }
    }

    /// C `char`s after their number: four bytes each, other than ``opaque(_:atMost:)``.
    public mutating func characters(_ values: inout [UInt8], atMost limit: Int) throws(XDRError) {
        let count = try count(values.count, atMost: limit)
        if isReading { values = [UInt8](repeating: 0, count: count) }
        for index in values.indices { try character(&values[index]) }
    }

    /// A fixed number of C `char`s, four bytes each; missing ones are zero, further ones are left out.
    public mutating func characters(_ values: inout [UInt8], exactly count: Int) throws(XDRError) {
        if isReading { try require(count * 4) }
        values = Array(values.prefix(count))
        values.append(contentsOf: repeatElement(0, count: count - values.count))
        for index in values.indices { try character(&values[index]) }
    }

    // MARK: - Checks

    /// The number of elements that follow: `count` when writing.
    private mutating func count(_ count: Int, atMost limit: Int) throws(XDRError) -> Int {
        if !isReading { try check(count, atMost: limit) }
        var number = UInt32(truncatingIfNeeded: count)
        try integer(&number)
        guard isReading else { return count }
        try check(Int(number), atMost: limit)
        // No element is shorter than four bytes.
        try require(Int(number) * 4)
        return Int(number)
    }

    private mutating func isPresent(_ flag: Bool) throws(XDRError) -> Bool {
        var word: UInt32 = flag ? 1 : 0
        try integer(&word)
        guard word <= 1 else { throw XDRError(.badValue, "\(word) does not say whether a value is there.") }
        return word == 1
    }

    /// Where the bytes lie that follow their length; steps behind their padding.
    private mutating func takeBytes(atMost limit: Int) throws(XDRError) -> Range<Int> {
        var length: UInt32 = 0
        try integer(&length)
        let count = Int(length)
        try check(count, atMost: limit)
        try require((count + 3) & ~3)
        defer { offset += (count + 3) & ~3 }
        return offset..<(offset + count)
    }

    private mutating func pad(_ count: Int) {
        for _ in 0..<(-count & 3) { bytes.append(0) }
    }

    private func check(_ count: Int, atMost limit: Int) throws(XDRError) {
        guard count <= limit else { throw XDRError(.tooLong, "\(count) elements are more than \(limit).") }
    }

    @inline(__always)
    private func require(_ count: Int) throws(XDRError) {
        guard bytes.count - offset >= count else {
            throw XDRError(.truncated, "\(count) bytes are missing at \(offset) of \(bytes.count).")
        }
    }
}
