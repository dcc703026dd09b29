// SPDX-License-Identifier: Apache-2.0

/// Makes an element from values.
public struct XMLWriter: XMLVisitor {
    private var element: XMLElement
    /// Which form of the document is written.
    public let form: XMLForm

    private init(_ name: String, _ form: XMLForm) {
        element = XMLElement(name)
        self.form = form
    }

    /// Writes a value as an element.
    ///
    /// - Throws: what the description of the value throws; descriptions only throw in reading.
    public static func write(
        _ value: some XMLRepresentable, as name: String, form: XMLForm = XMLForm()
    ) throws -> XMLElement {
        var writer = XMLWriter(name, form)
        var value = value
        try value.xml(&writer)
        return writer.element
    }

    /// Always false.
    public var isReading: Bool { false }
    /// Always 0.
    public var line: Int { 0 }
    /// Always empty.
    public var childNames: [String] { [] }
    /// Always empty.
    public var attributeNames: [String] { [] }

    /// Writes an attribute that has a value.
    public mutating func attribute<T: XMLScalar>(_ name: String, _ value: inout T?) throws {
        guard let value else { return }
        element.attributes.append(.init(name: name, value: value.xml))
    }

    /// Writes an attribute.
    public mutating func required<T: XMLScalar>(_ name: String, _ value: inout T) throws {
        element.attributes.append(.init(name: name, value: value.xml))
    }

    /// Writes the text.
    public mutating func text<T: XMLScalar>(_ value: inout T?) throws {
        guard let value else { return }
        element.children.append(.text(value.xml))
    }

    /// Writes a child unless it would be empty.
    public mutating func group(_ name: String, _ body: (inout XMLWriter) throws -> Void) throws {
        var writer = XMLWriter(name, form)
        try body(&writer)
        if !writer.element.attributes.isEmpty || !writer.element.children.isEmpty {
            element.children.append(.element(writer.element))
        }
    }

    /// Writes a child that has a value.
    public mutating func element<T: XMLRepresentable>(_ name: String, _ value: inout T?) throws {
        guard let value else { return }
        element.children.append(.element(try Self.write(value, as: name, form: form)))
    }

    /// Writes children.
    public mutating func elements<T: XMLRepresentable>(_ name: String, _ values: inout [T]) throws {
        for value in values {
            element.children.append(.element(try Self.write(value, as: name, form: form)))
        }
    }

    /// Writes an empty child, or none.
    public mutating func presence(_ name: String, _ value: inout Bool) throws {
        if value { element.children.append(.element(XMLElement(name))) }
    }

    /// Writes a child as it was read.
    public mutating func verbatim(_ name: String, _ value: inout XMLElement?) throws {
        if let value { element.children.append(.element(value)) }
    }

    /// Does nothing.
    public mutating func ignored(_ names: String...) {}

    /// An error without a line.
    public func failure(_ code: XMLError.Code, _ message: String) -> XMLError { XMLError(code, message) }
}
