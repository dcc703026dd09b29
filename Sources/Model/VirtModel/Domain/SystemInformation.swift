// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<sysinfo type='smbios'>` or `<sysinfo type='fwcfg'>`.
package struct SystemInformation: XMLRepresentable, Sendable, Hashable {
    package var type = ""
    package var bios: [Entry] = []
    package var system: [Entry] = []
    package var baseBoards: [[Entry]] = []
    package var chassis: [Entry] = []
    package var oemStrings: [String] = []
    package var firmware: [FirmwareEntry] = []
    package init() {}

    package struct Entry: XMLRepresentable, Sendable, Hashable {
        package var name = ""
        package var value: String?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("name", &name)
            try x.text(&value)
        }
    }

    package struct FirmwareEntry: XMLRepresentable, Sendable, Hashable {
        package var name = ""
        package var file: String?
        package var value: String?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("name", &name)
            try x.attribute("file", &file)
            try x.text(&value)
            guard x.isReading else { return }
            if name.isEmpty { throw x.failure(.missing, "A firmware entry needs a name.") }
            guard name.hasPrefix("opt/") else {
                throw x.failure(.invalid, "Firmware entry '\(name)' does not begin with 'opt/'.")
            }
            if name.hasPrefix("opt/ovmf/") || name.hasPrefix("opt/org.qemu/") {
                throw x.failure(.invalid, "Firmware entry '\(name)' is reserved.")
            }
            if let text = value, text.trimmedXMLSpace.isEmpty { value = nil }
            if (file == nil) == (value == nil) {
                throw x.failure(.invalid, "Firmware entry '\(name)' has either a file or a value.")
            }
        }
    }

    package static let biosNames = ["vendor", "version", "date", "release"]
    package static let systemNames = ["manufacturer", "product", "version", "serial", "uuid", "sku", "family"]
    package static let boardNames = ["manufacturer", "product", "version", "serial", "asset", "location"]
    package static let chassisNames = ["manufacturer", "version", "serial", "asset", "sku"]

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("type", &type)
        switch type {
        case "smbios":
            try entries("bios", Self.biosNames, &bios, &x)
            try entries("system", Self.systemNames, &system, &x)
            var boards = baseBoards.map { Board(entries: $0) }
            try x.elements("baseBoard", &boards)
            baseBoards = boards.map { Self.ordered($0.entries, Self.boardNames) }
            try entries("chassis", Self.chassisNames, &chassis, &x)
            try x.group("oemStrings") { x in try x.leaves("entry", &oemStrings) }
        case "fwcfg": try x.elements("entry", &firmware)
        default: throw x.failure(.invalid, "System information of type '\(type)' is not known.")
        }
    }

    private func entries(
        _ name: String, _ names: [String], _ values: inout [Entry], _ x: inout some XMLVisitor
    ) throws {
        try x.group(name) { x in try x.elements("entry", &values) }
        guard x.isReading else { return }
        for entry in values where !names.contains(entry.name) {
            throw x.failure(.unsupported, "Entry '\(entry.name)' of '\(name)' is not known.")
        }
        values = Self.ordered(values, names)
        if name == "bios", let date = values.first(where: { $0.name == "date" })?.value {
            let parts = date.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            let isRight =
                parts.count == 3 && (1...12).contains(parts[0] ?? 0) && (1...31).contains(parts[1] ?? 0)
                && ((1900...9999).contains(parts[2] ?? 0) || (0...99).contains(parts[2] ?? -1))
            if !isRight { throw x.failure(.invalid, "The BIOS date '\(date)' is not of the form 03/23/2007.") }
        }
    }

    /// The entries in the order in which they are written.
    private static func ordered(_ entries: [Entry], _ names: [String]) -> [Entry] {
        names.compactMap { name in entries.first { $0.name == name } }
    }

    private struct Board: XMLRepresentable {
        var entries: [Entry] = []
        init() {}
        init(entries: [Entry]) { self.entries = entries }
        mutating func xml(_ x: inout some XMLVisitor) throws { try x.elements("entry", &entries) }
    }
}
