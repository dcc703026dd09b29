// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A virtual machine as libvirt's domain XML describes it.
package struct Domain: Sendable, Hashable {
    package enum Kind: String, XMLScalar, CaseIterable, Sendable { case qemu, kvm, hvf }

    package var kind = Kind.qemu
    /// The number of a running domain.
    package var id: Int?
    package var name = ""
    package var uuid: UUIDText?
    package var generationID: GenerationID?
    package var title: String?
    package var summary: String?
    package var metadata: XMLElement?
    package var maximumMemory: MaximumMemory?
    package var memory = MemorySize()
    package var memoryDumpCore: OnOff?
    package var currentMemory: MemorySize?
    package var memoryBacking = MemoryBacking()
    package var blkioTune: XMLElement?
    package var memoryTune = MemoryTune()
    package var vcpus = VCPUs()
    package var iothreads: Int?
    package var iothreadIDs: [IOThread] = []
    package var defaultIOThread: IOThread.Pool?
    package var cpuTune = CPUTune()
    package var numaTune = NUMATune()
    package var resource: XMLElement?
    /// `<idmap>`, which containers use; kept.
    package var idMap: XMLElement?
    package var sysinfo: [SystemInformation] = []
    package var os = OperatingSystem()
    package var features = Features()
    package var cpu: CPU?
    package var clock = Clock()
    package var onPowerOff: String?
    package var onReboot: String?
    package var onCrash: String?
    package var onLockFailure: String?
    package var suspendToMemory: YesNo?
    package var suspendToDisk: YesNo?
    package var perf: XMLElement?
    package var devices = Devices()
    package var securityLabels: [SecurityLabel] = []
    package var keyWrap: [KeyWrapCipher] = []
    package var launchSecurity: LaunchSecurity?
    package var qemu = QEMUNamespace()

    package init() {}

    /// Reads a document.
    ///
    /// - Throws: `XMLError`, which names the element and the line.
    package init(xml text: String, form: XMLForm = XMLForm()) throws {
        let root = try XMLParser().parse(text)
        guard root.name == "domain" else {
            throw XMLError(
                .invalid, "The document describes '\(root.name)', and no domain.", line: root.line)
        }
        self = try XMLReader.read(from: root, form: form)
        metadata = metadata?.sanitizedMetadata(declaredAround: root.attributes)
    }

    /// The document.
    package func xmlText(form: XMLForm = XMLForm()) throws -> String {
        try XMLWriter.write(self, as: "domain", form: form).formatted()
    }
}

extension XMLElement {
    /// The metadata that is kept: one element for each namespace (domain XML documentation, "General metadata"), each with
    /// the declaration of its namespace, wherever that stood.
    func sanitizedMetadata(declaredAround outer: [Attribute]) -> XMLElement? {
        var seen: Set<String> = []
        var copy = self
        copy.children = children.compactMap { child in
            guard case .element(var element) = child else { return child }
            let parts = element.name.split(separator: ":", maxSplits: 1)
            let name = parts.count == 2 ? "xmlns:\(parts[0])" : "xmlns"
            let space =
                element[attribute: name] ?? self[attribute: name] ?? outer.first { $0.name == name }?.value
            guard let space, seen.insert(space).inserted else { return nil }
            if element[attribute: name] == nil { element.attributes.insert(.init(name: name, value: space), at: 0) }
            return .element(element)
        }
        return copy.elements.isEmpty ? nil : copy
    }
}

package struct GenerationID: XMLRepresentable, Sendable, Hashable {
    package var uuid: UUIDText?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        if x.isReading, !x.childNames.isEmpty { throw x.failure(.invalid, "Element 'genid' holds a UUID or nothing.") }
        try x.text(&uuid)
    }
}

package struct MaximumMemory: XMLRepresentable, Sendable, Hashable {
    package var size = MemorySize()
    package var slots: Int = 0
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("slots", &slots)
        try size.xml(&x)
        if x.isReading, !(1...0x7fff_ffff).contains(slots) {
            throw x.failure(.missing, "Element 'maxMemory' needs a number of slots above 0.")
        }
    }
}
