// SPDX-License-Identifier: Apache-2.0

/// Fills values from an element.
public struct XMLReader: XMLVisitor {
    private let element: XMLElement
    /// Which attributes and children somebody asked for, by their places.
    private var isAttributeUsed: [Bool]
    private var isChildUsed: [Bool]
    private var isTextUsed = false
    /// Which form of the document is read.
    public let form: XMLForm

    private init(_ element: XMLElement, _ form: XMLForm) {
        self.element = element
        self.form = form
        isAttributeUsed = Array(repeating: false, count: element.attributes.count)
        isChildUsed = Array(repeating: false, count: element.children.count)
    }

    /// Reads a value from an element, of which every part must be known to the value.
    ///
    /// - Throws: ``XMLError`` that names the element and its line.
    public static func read<T: XMLRepresentable>(
        _ type: T.Type = T.self, from element: XMLElement, form: XMLForm = XMLForm()
    ) throws -> T {
        var reader = XMLReader(element, form)
        var value = T()
        try value.xml(&reader)
        try reader.finish()
        return value
    }

    /// Always true.
    public var isReading: Bool { true }
    /// The line of the start tag.
    public var line: Int { element.line }
    /// Names of the child elements, in document order.
    public var childNames: [String] { element.elements.map(\.name) }
    /// Names of the attributes that are there.
    public var attributeNames: [String] { element.attributes.map(\.name) }

    /// Reads an attribute when it is there.
    public mutating func attribute<T: XMLScalar>(_ name: String, _ value: inout T?) throws {
        guard let index = element.attributes.firstIndex(where: { $0.name == name }) else { return }
        isAttributeUsed[index] = true
        let text = element.attributes[index].value
        guard let read = T(xml: text) else {
            throw failure(
                .invalid,
                "Attribute '\(name)' of element '\(element.name)' is '\(text)', which is not \(T.xmlExpectation).")
        }
        value = read
    }

    /// Reads an attribute, or fails.
    public mutating func required<T: XMLScalar>(_ name: String, _ value: inout T) throws {
        var optional: T?
        try attribute(name, &optional)
        guard let optional else {
            throw failure(.missing, "Element '\(element.name)' lacks its attribute '\(name)'.")
        }
        value = optional
    }

    /// Reads the text.
    public mutating func text<T: XMLScalar>(_ value: inout T?) throws {
        isTextUsed = true
        let text = element.text
        guard !text.isEmpty else { return }
        guard let read = T(xml: text) else {
            throw failure(.invalid, "Element '\(element.name)' holds '\(text)', which is not \(T.xmlExpectation).")
        }
        value = read
    }

    /// Reads the content of a child when it is there.
    public mutating func group(_ name: String, _ body: (inout XMLReader) throws -> Void) throws {
        guard let child = try onlyChild(name) else { return }
        var reader = XMLReader(child, form)
        try body(&reader)
        try reader.finish()
    }

    /// Reads a child when it is there.
    public mutating func element<T: XMLRepresentable>(_ name: String, _ value: inout T?) throws {
        guard let child = try onlyChild(name) else { return }
        value = try Self.read(from: child, form: form)
    }

    /// Reads all children of a name.
    public mutating func elements<T: XMLRepresentable>(_ name: String, _ values: inout [T]) throws {
        values = try children(name).map { try Self.read(from: $0, form: form) }
    }

    /// Notes whether a child is there. What stands inside it is refused.
    public mutating func presence(_ name: String, _ value: inout Bool) throws {
        guard let child = try onlyChild(name) else { return }
        try XMLReader(child, form).finish()
        value = true
    }

    /// Takes a child as it is.
    public mutating func verbatim(_ name: String, _ value: inout XMLElement?) throws {
        value = try onlyChild(name)
    }

    /// Accepts attributes and elements without a meaning.
    public mutating func ignored(_ names: String...) {
        for (index, attribute) in element.attributes.enumerated() where names.contains(attribute.name) {
            isAttributeUsed[index] = true
        }
        for name in names { _ = children(name) }
    }

    /// An error on the line of this element.
    public func failure(_ code: XMLError.Code, _ message: String) -> XMLError {
        XMLError(code, message, line: element.line)
    }

    /// The first child of a name. As libvirt does, later ones of the same name are not looked at.
    private mutating func onlyChild(_ name: String) throws -> XMLElement? { children(name).first }

    /// The children of a name.
    private mutating func children(_ name: String) -> [XMLElement] {
        var found: [XMLElement] = []
        for (index, child) in element.children.enumerated() {
            guard case .element(let child) = child, child.name == name else { continue }
            isChildUsed[index] = true
            found.append(child)
        }
        return found
    }

    /// Refuses what no description named.
    private func finish() throws {
        for (attribute, isUsed) in zip(element.attributes, isAttributeUsed)
        where !isUsed && !attribute.name.hasPrefix("xmlns") {
            throw failure(
                .unsupported, "Attribute '\(attribute.name)' of element '\(element.name)' is not supported.")
        }
        for case (.element(let child), false) in zip(element.children, isChildUsed) {
            throw XMLError(
                .unsupported, "Element '\(child.name)' inside '\(element.name)' is not supported.", line: child.line)
        }
        if !isTextUsed, !element.text.trimmedXMLSpace.isEmpty {
            throw failure(.unsupported, "Element '\(element.name)' holds text, which is not supported there.")
        }
    }
}
