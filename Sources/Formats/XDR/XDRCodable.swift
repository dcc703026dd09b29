// SPDX-License-Identifier: Apache-2.0

/// A type with one description of its bytes, walked in both directions.
///
/// ```swift
/// struct Point: XDRCodable {
///     var x: Int32 = 0
///     var label: String? = nil
///     init() {}
///     mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
///         try stream.integer(&x)
///         try stream.optionalString(&label, atMost: 100)
///     }
/// }
/// ```
public protocol XDRCodable: Sendable {
    /// Makes the value that a reader fills.
    init()
    /// Names every member once, in the order of the wire.
    mutating func xdr(_ stream: inout XDRStream) throws(XDRError)
}

extension XDRCodable {
    /// Reads a value from some bytes; what follows it is left alone.
    ///
    /// - Parameter offset: Where it begins.
    public init(xdr bytes: [UInt8], from offset: Int = 0) throws(XDRError) {
        self.init()
        var stream = XDRStream(reading: bytes, from: offset)
        try xdr(&stream)
    }

    /// The bytes of the value.
    ///
    /// - Throws: ``XDRError`` when a string or list is longer than its type allows.
    public func xdrBytes() throws(XDRError) -> [UInt8] {
        var stream = XDRStream()
        var copy = self
        try copy.xdr(&stream)
        return stream.bytes
    }
}

/// What has no bytes: the arguments or the result of a procedure that has none.
public struct XDRVoid: XDRCodable {
    /// Nothing.
    public init() {}
    /// Reads and writes nothing.
    public mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {}
}

extension Int32: XDRCodable {
    /// Reads or writes four bytes.
    public mutating func xdr(_ stream: inout XDRStream) throws(XDRError) { try stream.integer(&self) }
}

extension UInt32: XDRCodable {
    /// Reads or writes four bytes.
    public mutating func xdr(_ stream: inout XDRStream) throws(XDRError) { try stream.integer(&self) }
}

extension Int64: XDRCodable {
    /// Reads or writes eight bytes.
    public mutating func xdr(_ stream: inout XDRStream) throws(XDRError) { try stream.integer(&self) }
}

extension UInt64: XDRCodable {
    /// Reads or writes eight bytes.
    public mutating func xdr(_ stream: inout XDRStream) throws(XDRError) { try stream.integer(&self) }
}
