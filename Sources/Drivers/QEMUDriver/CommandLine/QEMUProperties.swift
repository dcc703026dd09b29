// SPDX-License-Identifier: Apache-2.0

package import QMP

/// The properties of a device, object or backend in order, to be written as JSON or as `key=value,...`.
package struct QEMUProperties: Sendable, Hashable {
    package private(set) var members: [JSONValue.Member] = []

    package init() {}
    /// Properties that begin with the driver, type or `qom-type`.
    package init(_ key: String, _ value: String) { members = [.init(key, .string(value))] }

    /// Adds a property when it has a value.
    package mutating func add(_ key: String, _ value: JSONValue?) {
        if let value { members.append(.init(key, value)) }
    }
    package mutating func add(_ key: String, _ value: String?) { add(key, value.map { JSONValue.string($0) }) }
    package mutating func add(_ key: String, _ value: Bool?) { add(key, value.map { JSONValue.bool($0) }) }
    package mutating func add(_ key: String, _ value: Int?) { add(key, value.map { JSONValue.integer(Int64($0)) }) }
    package mutating func add(_ key: String, _ value: UInt32?) { add(key, value.map { JSONValue.integer(Int64($0)) }) }
    package mutating func add(_ key: String, _ value: UInt64?) {
        add(key, value.map { $0 > UInt64(Int64.max) ? JSONValue.unsigned($0) : .integer(Int64($0)) })
    }
    package mutating func add(_ key: String, _ value: QEMUProperties?) { add(key, value.map { .object($0.members) }) }
    package mutating func add(_ other: QEMUProperties) { members += other.members }

    /// Replaces a property, or adds it.
    package mutating func set(_ key: String, _ value: JSONValue) {
        if let index = members.firstIndex(where: { $0.name == key }) {
            members[index].value = value
        } else {
            members.append(.init(key, value))
        }
    }
    /// Removes a property.
    package mutating func remove(_ key: String) { members.removeAll { $0.name == key } }

    package subscript(_ key: String) -> JSONValue? { members.first { $0.name == key }?.value }

    /// The properties as a JSON object.
    package var json: String { JSONValue.object(members).text }

    /// The properties as `first,key=value,...`, where the key of the first is not written.
    package var keyValueList: String {
        var words: [String] = []
        for (index, member) in members.enumerated() {
            Self.flatten(index == 0 ? nil : member.name, member.value, &words)
        }
        return words.joined(separator: ",")
    }

    private static func flatten(_ key: String?, _ value: JSONValue, _ words: inout [String]) {
        func word(_ text: String) { words.append((key.map { "\($0)=" } ?? "") + text.escapedForQEMU) }
        switch value {
        case .null: break
        case .bool(let value): word(value ? "on" : "off")
        case .integer(let value): word(String(value))
        case .unsigned(let value): word(String(value))
        case .number(let value): word(String(value))
        case .string(let text): word(text)
        case .array(let elements):
            for (index, element) in elements.enumerated() { flatten("\(key ?? "").\(index)", element, &words) }
        case .object(let members):
            for member in members { flatten(key.map { "\($0).\(member.name)" } ?? member.name, member.value, &words) }
        }
    }
}

extension String {
    /// The text as a value in a `key=value` list of QEMU, where a comma is doubled (qemu(1), "-device").
    package var escapedForQEMU: String {
        contains(",") ? split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,") : self
    }
}

extension String {
    /// A path in a URL, with what has no place there as '%' and two digits (RFC 3986, section 3.3).
    var escapedForURLPath: String {
        let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()/;@&=+$,:"
        return utf8.map { byte in
            if plain.utf8.contains(byte) { return String(UnicodeScalar(byte)) }
            return (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
