// SPDX-License-Identifier: Apache-2.0

/// The address of a connection, taken apart: `qemu+tcp://user@host:16509/system?mode=auto` (RFC 3986).
///
/// Parts are decoded. Two addresses are equal when their parts are.
public struct ConnectionURI: Sendable, Hashable, CustomStringConvertible {
    /// A `name=value` behind the question mark.
    public struct Parameter: Sendable, Hashable {
        /// What stands before the first equals sign.
        public var name: String
        /// What stands after it; empty when there is none.
        public var value: String
        /// Makes a parameter.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What drives the domains, such as `qemu`.
    public var driver: String
    /// How the connection gets there, such as `tcp`; nil when it does not say.
    public var transport: String?
    /// Who connects; nil when it does not say.
    public var user: String?
    /// The machine; nil for this one. An IPv6 address is without its brackets.
    public var host: String?
    /// The port; nil for the usual one.
    public var port: UInt16?
    /// From the first slash on.
    public var path: String
    /// What stands behind the question mark.
    public var parameters: [Parameter]

    /// Takes an address apart.
    ///
    /// - Throws: ``VirtError/Code/invalidArgument`` for a text that is no such address.
    public init(_ text: String) throws(VirtError) {
        func fault(_ reason: String) -> VirtError {
            VirtError(
                .invalidArgument,
                "'\(text)' is no address of a connection: \(reason). Give one such as 'qemu:///system'.")
        }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
            throw fault("it does not begin with a driver and '://'")
        }
        let scheme = text[..<colon].split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        guard let driver = scheme.first, !driver.isEmpty,
            scheme.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isScheme) })
        else { throw fault("'\(text[..<colon])' names no driver") }
        self.driver = driver.lowercased()
        transport = scheme.count > 1 ? scheme[1].lowercased() : nil

        let rest = text[text.index(colon, offsetBy: 3)...].prefix { $0 != "#" }
        let question = rest.firstIndex(of: "?") ?? rest.endIndex
        let slash = rest[..<question].firstIndex(of: "/") ?? question
        guard let path = Self.decoded(rest[slash..<question]) else {
            throw fault("a percent sign in its path stands for nothing")
        }
        self.path = path

        var authority = rest[..<slash]
        user = nil
        if let at = authority.lastIndex(of: "@") {
            guard let user = Self.decoded(authority[..<at]) else {
                throw fault("a percent sign in its user stands for nothing")
            }
            self.user = user
            authority = authority[authority.index(after: at)...]
        }
        // A colon within brackets is one of an IPv6 address.
        let bracket = authority.lastIndex(of: "]") ?? authority.startIndex
        port = nil
        if let colon = authority[bracket...].lastIndex(of: ":") {
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else {
                throw fault("'\(authority[authority.index(after: colon)...])' is no port")
            }
            port = number
            authority = authority[..<colon]
        }
        if authority.hasPrefix("["), authority.hasSuffix("]") { authority = authority.dropFirst().dropLast() }
        guard let host = Self.decoded(authority) else { throw fault("a percent sign in its host stands for nothing") }
        self.host = host.isEmpty ? nil : host

        parameters = []
        for item in rest[question...].dropFirst().split(whereSeparator: { $0 == "&" || $0 == ";" }) {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(pair[0]), let value = Self.decoded(pair.count > 1 ? pair[1] : "") else {
                throw fault("a percent sign in its parameter '\(item)' stands for nothing")
            }
            guard self[name] == nil else { throw fault("it gives '\(name)' twice") }
            parameters.append(Parameter(name, value))
        }
    }

    /// The value of a parameter; nil when there is none of that name.
    public subscript(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The address put together again.
    public var description: String {
        var text = driver + (transport.map { "+" + $0 } ?? "") + "://"
        if let user { text += Self.encoded(user) + "@" }
        if let host { text += host.contains(":") ? "[\(host)]" : Self.encoded(host) }
        if let port { text += ":\(port)" }
        text += Self.encoded(path)
        for (index, parameter) in parameters.enumerated() {
            text += (index == 0 ? "?" : "&") + Self.encoded(parameter.name) + "=" + Self.encoded(parameter.value)
        }
        return text
    }

    private static func isScheme(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == ".")
    }

    /// Bytes for `%XX`; nil when a percent sign stands alone, or what comes out is no UTF-8, or has a NUL.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                guard byte != 0 else { return nil }
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, rest.first != UInt8(ascii: "+"),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), value != 0
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = UnicodeScalar(byte)
            let isPlain =
                byte < 128
                && (Character(scalar).isLetter || Character(scalar).isNumber || "-._~/:,@".utf8.contains(byte))
            if isPlain {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return result
    }
}
