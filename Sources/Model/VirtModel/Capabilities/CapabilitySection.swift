// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// An `<enum>`: the values that an attribute or element may have.
package struct CapabilityEnumeration: XMLRepresentable, Sendable, Hashable {
    package var name = ""
    package var values: [String] = []
    package init() {}
    package init(_ name: String, _ values: [String]) {
        self.name = name
        self.values = values
    }
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("name", &name)
        try x.leaves("value", &values)
    }
}

/// Something that is supported or not, and in what kinds: `<disk supported='yes'>` with its `<enum>` elements.
package struct CapabilitySection: XMLRepresentable, Sendable, Hashable {
    package var isSupported = YesNo.no
    /// Plain values, such as the paths of loaders.
    package var values: [String] = []
    package var enumerations: [CapabilityEnumeration] = []
    package init() {}
    /// A section that is supported, with its kinds.
    package init(_ enumerations: CapabilityEnumeration..., values: [String] = []) {
        isSupported = .yes
        self.enumerations = enumerations
        self.values = values
    }
    /// A section without kinds.
    package init(isSupported: Bool) { self.isSupported = isSupported ? .yes : .no }
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("supported", &isSupported)
        try x.leaves("value", &values)
        try x.elements("enum", &enumerations)
    }
}
