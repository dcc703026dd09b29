// SPDX-License-Identifier: Apache-2.0

/// The address of a connection: `qemu:///embed?root=/srv/vms`, `qemu+tcp://host/system`.
public struct ConnectionURI: Sendable, Hashable, CustomStringConvertible {
    /// The driver: `qemu`.
    public var driver: String
    /// What carries the connection, behind the driver and a plus sign: `tcp`.
    public var transport: String?
    /// User, host and port, as they stand; empty for this host.
    public var authority: String
    /// The path: `/embed`, `/system`.
    public var path: String
    /// The parameters in order, with percent signs resolved.
    public var parameters: [(name: String, value: String)]
    private let text: String

    /// Reads an address (RFC 3986).
    ///
    /// - Throws: ``VirtError``: `invalidArgument`, when the text is none.
    public init(_ text: String) throws {
        func failure(_ reason: String) -> VirtError {
            VirtError(
                .invalidArgument,
                "'\(text)' is no address of a connection: \(reason). An example is 'qemu:///embed?root=/srv/vms'.")
        }
        self.text = text
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
            throw failure("it does not begin with a driver and '://'")
        }
        let scheme = text[..<colon].split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        driver = String(scheme[0])
        transport = scheme.count > 1 ? String(scheme[1]) : nil
        var rest = text[text.index(colon, offsetBy: 3)...]
        if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let hierarchy = parts.first ?? ""
        let slash = hierarchy.firstIndex(of: "/") ?? hierarchy.endIndex
        authority = String(hierarchy[..<slash])
        guard let path = Self.decoded(hierarchy[slash...]) else {
            throw failure("a percent sign in its path stands for nothing")
        }
        self.path = path
        parameters = []
        for pair in parts.count > 1 ? parts[1].split(whereSeparator: { $0 == "&" || $0 == ";" }) : [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(sides[0]), let value = sides.count > 1 ? Self.decoded(sides[1]) : "" else {
                throw failure("a percent sign in its parameters stands for nothing")
            }
            guard !parameters.contains(where: { $0.name == name }) else { throw failure("it gives '\(name)' twice") }
            parameters.append((name, value))
        }
    }

    /// The value of a parameter.
    public subscript(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The text that was read.
    public var description: String { text }

    /// Two are equal when their texts are.
    public static func == (one: Self, other: Self) -> Bool { one.text == other.text }
    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// Resolves percent signs; nil for one without two hexadecimal digits, or for what is no UTF-8 then.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16), high != UInt8(ascii: "+")
            else { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
