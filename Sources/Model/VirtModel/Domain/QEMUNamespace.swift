// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// What the `qemu:` namespace adds: arguments, variables and overrides that go to QEMU as they are.
package struct QEMUNamespace: Sendable, Hashable {
    package var arguments: [String] = []
    package var environment: [Variable] = []
    package var addedCapabilities: [String] = []
    package var deletedCapabilities: [String] = []
    package var deprecation: String?
    package var overrides: [Override] = []
    package init() {}
    package var isEmpty: Bool { self == QEMUNamespace() }

    package struct Variable: XMLRepresentable, Sendable, Hashable {
        package var name = ""
        package var value: String?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("name", &name)
            try x.attribute("value", &value)
            guard x.isReading else { return }
            if name.isEmpty { throw x.failure(.invalid, "A variable of QEMU needs a name.") }
            let scalars = Array(name.unicodeScalars)
            func isLetter(_ scalar: Unicode.Scalar) -> Bool {
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
            }
            guard isLetter(scalars[0]), scalars.allSatisfy({ isLetter($0) || ("0"..."9").contains($0) }) else {
                throw x.failure(.invalid, "'\(name)' is not the name of a variable.")
            }
        }
    }

    /// Frontend properties of one device.
    package struct Override: XMLRepresentable, Sendable, Hashable {
        package struct Property: XMLRepresentable, Sendable, Hashable {
            package var name = ""
            package var type = ""
            package var value: String?
            package init() {}
            package mutating func xml(_ x: inout some XMLVisitor) throws {
                try x.required("name", &name)
                try x.required("type", &type)
                try x.attribute("value", &value)
                guard x.isReading else { return }
                guard ["string", "signed", "unsigned", "bool", "remove"].contains(type) else {
                    throw x.failure(.invalid, "Property type '\(type)' is not known.")
                }
                if type == "remove", value != nil {
                    throw x.failure(.invalid, "Property '\(name)' is removed, so it has no value.")
                }
                guard type == "remove" || value != nil else {
                    throw x.failure(.missing, "Property '\(name)' needs a value.")
                }
                let text = value ?? ""
                let isRight =
                    switch type {
                    case "signed": Int64(text) != nil
                    case "unsigned": UInt64(cText: text) != nil
                    case "bool": text == "true" || text == "false"
                    default: true
                    }
                if !isRight { throw x.failure(.invalid, "'\(text)' of property '\(name)' is not of type '\(type)'.") }
            }
        }
        package var alias = ""
        package var properties: [Property] = []
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("alias", &alias)
            if x.isReading, !x.childNames.contains("qemu:frontend") {
                throw x.failure(.missing, "The override of device '\(alias)' needs a 'qemu:frontend'.")
            }
            try x.group("qemu:frontend") { x in try x.elements("qemu:property", &properties) }
        }
    }

    private struct Argument: XMLRepresentable {
        var value = ""
        init() {}
        init(value: String) { self.value = value }
        mutating func xml(_ x: inout some XMLVisitor) throws { try x.required("value", &value) }
    }

    private struct Capability: XMLRepresentable {
        var capability = ""
        init() {}
        init(_ capability: String) { self.capability = capability }
        mutating func xml(_ x: inout some XMLVisitor) throws { try x.required("capability", &capability) }
    }

    mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.group("qemu:commandline") { x in
            var boxes = arguments.map { Argument(value: $0) }
            try x.elements("qemu:arg", &boxes)
            arguments = boxes.map(\.value)
            try x.elements("qemu:env", &environment)
        }
        try x.group("qemu:capabilities") { x in
            var added = addedCapabilities.map { Capability($0) }
            try x.elements("qemu:add", &added)
            addedCapabilities = added.map(\.capability)
            var deleted = deletedCapabilities.map { Capability($0) }
            try x.elements("qemu:del", &deleted)
            deletedCapabilities = deleted.map(\.capability)
        }
        try x.group("qemu:override") { x in try x.elements("qemu:device", &overrides) }
        try x.single("qemu:deprecation", "behavior", &deprecation)
    }
}
