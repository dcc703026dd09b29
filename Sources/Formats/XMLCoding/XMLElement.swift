// SPDX-License-Identifier: Apache-2.0

/// An element of a document: its name, attributes and children, in document order.
public struct XMLElement: Sendable, Hashable {
    /// One attribute. Namespace declarations (`xmlns:qemu`) are attributes like any other.
    public struct Attribute: Sendable, Hashable {
        /// The name with its prefix, as written.
        public var name: String
        /// The value, with entities resolved.
        public var value: String

        /// Makes an attribute.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What stands between the tags of an element.
    public enum Node: Sendable, Hashable {
        /// A child element.
        case element(XMLElement)
        /// Character data, entities resolved.
        case text(String)
        /// A comment, without its delimiters.
        case comment(String)
    }

    /// The name with its prefix, as written.
    public var name: String
    /// The line of the start tag, counted from 1; 0 for an element that was not read from a document.
    public var line: Int
    /// The attributes in document order.
    public var attributes: [Attribute]
    /// The children in document order.
    public var children: [Node]

    /// Makes an element.
    public init(_ name: String, line: Int = 0, attributes: [Attribute] = [], children: [Node] = []) {
        self.name = name
        self.line = line
        self.attributes = attributes
        self.children = children
    }

    /// The value of an attribute, if there.
    public subscript(attribute name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }

    /// The child elements, in order.
    public var elements: [XMLElement] {
        children.compactMap { if case .element(let child) = $0 { child } else { nil } }
    }

    /// The character data directly inside the element, joined.
    public var text: String {
        children.reduce(into: "") { if case .text(let text) = $1 { $0 += text } }
    }

    /// Two elements are equal when their content is, wherever they stood.
    public static func == (one: XMLElement, other: XMLElement) -> Bool {
        one.name == other.name && one.attributes == other.attributes && one.children == other.children
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(attributes)
        hasher.combine(children)
    }
}
