// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<secret>`: what a value that nobody else may see is for; the value itself is no part of it.
package struct Secret: XMLRepresentable, Sendable, Hashable {
    /// Whether it is kept in memory only, and so forgotten when the driver ends.
    package var isEphemeral = false
    /// Whether the value, once set, never leaves by the API.
    package var isPrivate = false
    /// Nil in a document that leaves the choice to the driver.
    package var uuid: UUIDText?
    package var summary: String?
    /// What it is for; nil for no purpose in particular.
    package var usage: Usage?

    package init() {}

    /// What a secret is for: a kind of use and the one thing of that kind.
    package struct Usage: XMLRepresentable, Sendable, Hashable, CustomStringConvertible {
        package var kind = Kind.none
        /// The path of a volume, or the name of anything else.
        package var name = ""

        package init() {}
        package init(_ kind: Kind, _ name: String) {
            self.kind = kind
            self.name = name
        }

        package enum Kind: String, XMLScalar, CaseIterable, Sendable, Hashable {
            case none, volume, ceph, iscsi, tls, vtpm

            /// The element that names the thing.
            var element: String? {
                switch self {
                case .none: nil
                case .volume: "volume"
                case .iscsi: "target"
                case .ceph, .tls, .vtpm: "name"
                }
            }
        }

        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("type", &kind)
            guard let element = kind.element else { return }
            try x.leaf(element, &name)
            if x.isReading, name.isEmpty {
                throw x.failure(.missing, "A secret for '\(kind.rawValue)' needs an element '\(element)'.")
            }
        }

        package var description: String { "\(kind.rawValue) '\(name)'" }
    }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        var ephemeral = isEphemeral ? YesNo.yes : .no
        var hidden = isPrivate ? YesNo.yes : .no
        try x.attribute("ephemeral", &ephemeral)
        try x.attribute("private", &hidden)
        isEphemeral = ephemeral.isYes
        isPrivate = hidden.isYes
        try x.leaf("uuid", &uuid)
        try x.leaf("description", &summary)
        try x.element("usage", &usage)
        if usage?.kind == Usage.Kind.none { usage = nil }
    }

    /// Reads a document.
    ///
    /// - Throws: `XMLError` for what is no secret.
    package init(xml text: String) throws {
        let root = try XMLParser().parse(text)
        guard root.name == "secret" else {
            throw XMLError(.invalid, "The document is a '\(root.name)', not a 'secret'.", line: root.line)
        }
        self = try XMLReader.read(from: root)
    }

    /// The document, ending in a newline.
    package func xmlText() throws -> String { try XMLWriter.write(self, as: "secret").formatted() }
}
