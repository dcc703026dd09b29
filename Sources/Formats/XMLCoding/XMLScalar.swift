// SPDX-License-Identifier: Apache-2.0

/// A value that stands in an attribute or as the text of an element.
public protocol XMLScalar {
    /// Reads the value; nil when the text is none.
    init?(xml text: String)
    /// The text that `init(xml:)` reads.
    var xml: String { get }
    /// What is expected, for errors: "a number", "one of 'on', 'off'".
    static var xmlExpectation: String { get }
}

extension String: XMLScalar {
    /// Every text is a string.
    public init?(xml text: String) { self = text }
    /// The string itself.
    public var xml: String { self }
    /// "text"
    public static var xmlExpectation: String { "text" }
}

extension XMLScalar where Self: FixedWidthInteger {
    /// Reads a decimal number, with white space around it allowed.
    public init?(xml text: String) {
        self.init(text.trimmedXMLSpace, radix: 10)
    }
    /// The decimal number.
    public var xml: String { String(self) }
    /// "a number from ... to ..."
    public static var xmlExpectation: String { "a whole number from \(Self.min) to \(Self.max)" }
}

extension Int: XMLScalar {}
extension UInt8: XMLScalar {}
extension UInt16: XMLScalar {}
extension UInt32: XMLScalar {}
extension UInt64: XMLScalar {}

extension XMLScalar where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// Reads one of the words.
    public init?(xml text: String) { self.init(rawValue: text) }
    /// The word.
    public var xml: String { rawValue }
    /// "one of ..."
    public static var xmlExpectation: String {
        "one of " + allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}

/// `on` or `off`.
public enum OnOff: String, XMLScalar, CaseIterable, Sendable, Hashable {
    /// Switched on.
    case on
    /// Switched off.
    case off

    /// Makes the word for a truth value.
    public init(_ value: Bool) { self = value ? .on : .off }
    /// Whether it is `on`.
    public var isOn: Bool { self == .on }
}

/// `yes` or `no`.
public enum YesNo: String, XMLScalar, CaseIterable, Sendable, Hashable {
    /// Yes.
    case yes
    /// No.
    case no

    /// Makes the word for a truth value.
    public init(_ value: Bool) { self = value ? .yes : .no }
    /// Whether it is `yes`.
    public var isYes: Bool { self == .yes }
}

extension String {
    /// The text without XML white space at either end.
    public var trimmedXMLSpace: String {
        guard let first = utf8.firstIndex(where: { !$0.isXMLSpace }) else { return "" }
        let last = utf8.lastIndex { !$0.isXMLSpace } ?? first
        return String(self[first...last])
    }

    /// Whether the text is nothing but XML white space.
    var isXMLSpace: Bool { utf8.allSatisfy(\.isXMLSpace) }
}

extension UInt8 {
    /// Whether the byte is white space by XML 1.0, section 2.3.
    fileprivate var isXMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0A }
}
