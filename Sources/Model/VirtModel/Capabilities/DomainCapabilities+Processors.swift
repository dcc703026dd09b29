// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

extension DomainCapabilities {
    /// `<cpu>`: the modes of CPUs, and what is behind each.
    package struct Processors: XMLRepresentable, Sendable, Hashable {
        package var modes: [Mode] = []
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws { try x.elements("mode", &modes) }
    }

    /// `<mode>`: `host-passthrough`, `maximum`, `host-model` or `custom`.
    package struct Mode: XMLRepresentable, Sendable, Hashable {
        package var name = ""
        package var isSupported = YesNo.no
        package var enumerations: [CapabilityEnumeration] = []
        package var models: [Model] = []
        package var vendor: String?
        package var features: [CPU.Feature] = []
        package init() {}
        package init(_ name: String, isSupported: Bool, _ enumerations: CapabilityEnumeration...) {
            self.name = name
            self.isSupported = isSupported ? .yes : .no
            self.enumerations = enumerations
        }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("name", &name)
            try x.required("supported", &isSupported)
            try x.elements("enum", &enumerations)
            try x.elements("model", &models)
            try x.leaf("vendor", &vendor)
            try x.elements("feature", &features)
        }
    }

    /// `<model>`: one that can be asked for, or the one that the host is nearest to.
    package struct Model: XMLRepresentable, Sendable, Hashable {
        package var usable: String?
        package var deprecated: YesNo?
        package var vendor: String?
        package var fallback: String?
        package var name: String?
        package init() {}
        package init(_ name: String) { self.name = name }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("fallback", &fallback)
            try x.attribute("usable", &usable)
            try x.attribute("deprecated", &deprecated)
            try x.attribute("vendor", &vendor)
            try x.text(&name)
        }
    }
}
