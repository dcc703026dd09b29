// SPDX-License-Identifier: Apache-2.0

/// A type with one description of its XML, walked by a reader and by a writer alike.
public protocol XMLRepresentable {
    /// Makes the value that a reader fills.
    init()
    /// Names every attribute and child once, in the order in which they are written.
    mutating func xml(_ x: inout some XMLVisitor) throws
}

/// Which of the forms of a document is read or written.
public struct XMLForm: Sendable, Hashable {
    /// Whether the document describes a running domain, with aliases and other values of the moment.
    public var isActive: Bool
    /// Whether secrets such as graphics passwords are written.
    public var includesSecrets: Bool

    /// Makes a form; by default the inactive one, with secrets.
    public init(isActive: Bool = false, includesSecrets: Bool = true) {
        self.isActive = isActive
        self.includesSecrets = includesSecrets
    }
}

/// Walks the description of a type: ``XMLReader`` fills the values, ``XMLWriter`` writes them.
///
/// A reader refuses attributes and elements that no description names, so that nothing is dropped silently.
public protocol XMLVisitor {
    /// Whether values are being filled.
    var isReading: Bool { get }
    /// Which form of the document is walked.
    var form: XMLForm { get }

    /// An attribute that may be missing.
    mutating func attribute<T: XMLScalar>(_ name: String, _ value: inout T?) throws
    /// An attribute that must be there.
    mutating func required<T: XMLScalar>(_ name: String, _ value: inout T) throws
    /// The text of this element; nil when empty.
    mutating func text<T: XMLScalar>(_ value: inout T?) throws
    /// A child whose content the closure describes. Left out in writing when the closure writes nothing.
    mutating func group(_ name: String, _ body: (inout Self) throws -> Void) throws
    /// A child that may be missing, and that is written even when it has nothing inside.
    mutating func element<T: XMLRepresentable>(_ name: String, _ value: inout T?) throws
    /// Any number of children of one name.
    mutating func elements<T: XMLRepresentable>(_ name: String, _ values: inout [T]) throws
    /// An empty child that is there or not.
    mutating func presence(_ name: String, _ value: inout Bool) throws
    /// A child that is kept as it is.
    mutating func verbatim(_ name: String, _ value: inout XMLElement?) throws
    /// Attributes and elements that are accepted in reading and have no meaning.
    mutating func ignored(_ names: String...)
    /// The error of this element: a code and a sentence.
    func failure(_ code: XMLError.Code, _ message: String) -> XMLError
    /// The line of this element, 0 in writing.
    var line: Int { get }
    /// Names of the child elements, in document order; none in writing.
    var childNames: [String] { get }
    /// Names of the attributes that are there; none in writing.
    var attributeNames: [String] { get }
}

extension XMLVisitor {
    /// An attribute with a default: it keeps its value when missing and is always written.
    public mutating func attribute<T: XMLScalar>(_ name: String, _ value: inout T) throws {
        var optional: T? = value
        try attribute(name, &optional)
        if let optional { value = optional }
    }

    /// An attribute that is written only when it is not the default.
    public mutating func attribute<T: XMLScalar & Equatable>(_ name: String, _ value: inout T, unless standard: T)
        throws
    {
        var optional: T? = value == standard ? nil : value
        try attribute(name, &optional)
        if let optional { value = optional }
    }

    /// A child that holds nothing but text.
    public mutating func leaf<T: XMLScalar>(_ name: String, _ value: inout T?) throws {
        if isReading {
            try group(name) { x in try x.text(&value) }
        } else if value != nil {
            var box: Leaf<T>? = Leaf(value: value)
            try element(name, &box)
        }
    }

    /// A child that holds nothing but text, with a default.
    public mutating func leaf<T: XMLScalar>(_ name: String, _ value: inout T) throws {
        var optional: T? = value
        try leaf(name, &optional)
        if let optional { value = optional }
    }

    /// A child with one attribute: `<name attribute='value'/>`.
    public mutating func single<T: XMLScalar>(_ name: String, _ attribute: String, _ value: inout T?) throws {
        try group(name) { x in try x.attribute(attribute, &value) }
    }

    /// Children that hold nothing but text.
    public mutating func leaves<T: XMLScalar>(_ name: String, _ values: inout [T]) throws {
        var boxes = values.map { Leaf(value: $0) }
        try elements(name, &boxes)
        values = boxes.compactMap(\.value)
    }

    /// A child that must be there.
    public mutating func requiredElement<T: XMLRepresentable>(_ name: String, _ value: inout T) throws {
        if isReading, !childNames.contains(name) { throw failure(.missing, "Element '\(name)' is missing.") }
        var optional: T? = value
        try element(name, &optional)
        if let optional { value = optional }
    }

    /// A child with a default, written always.
    public mutating func element<T: XMLRepresentable>(_ name: String, _ value: inout T) throws {
        var optional: T? = isReading ? nil : value
        try element(name, &optional)
        if let optional { value = optional }
    }
}

/// The text of an element, as an element of its own.
private struct Leaf<T: XMLScalar>: XMLRepresentable {
    var value: T?
    init() {}
    init(value: T?) { self.value = value }
    mutating func xml(_ x: inout some XMLVisitor) throws { try x.text(&value) }
}
