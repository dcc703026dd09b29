// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<disk>` of a snapshot: how one disk of the machine is kept.
package struct SnapshotDisk: XMLRepresentable, Sendable, Hashable {
    /// The target of the disk, such as `vda`; a document may name it by the path of its image, too.
    package var name = ""
    /// Nil in a document that leaves the choice to the driver.
    package var location: SnapshotDocument.Location?
    /// The image that takes the writes from then on, for one that is kept outside.
    package var source: StorageSource?

    package init() {}
    package init(_ name: String, _ location: SnapshotDocument.Location?, source: StorageSource? = nil) {
        self.name = name
        self.location = location
        self.source = source
    }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("name", &name)
        try x.attribute("snapshot", &location)
        let isExternal = location == .external || location == nil
        guard x.isReading || isExternal else { return }
        var source = self.source ?? StorageSource()
        var type: StorageType? = self.source?.type
        try x.attribute("type", &type)
        source.type = type ?? .file
        var format: StorageFormat? = source.format
        try x.single("driver", "type", &format)
        source.format = format
        let hasSource = x.isReading ? x.childNames.contains("source") : self.source?.isEmpty == false
        if hasSource { try x.group("source") { x in try source.sourceXML(&x) } }
        // Kept by the driver on the way, and of no meaning here.
        x.ignored("backingStore")
        guard x.isReading else { return }
        if hasSource || type != nil || format != nil { self.source = source }
        guard self.source != nil else { return }
        if location == nil { location = .external }
        if location != .external, hasSource {
            throw x.failure(
                .invalid, "Disk '\(name)' of a snapshot has a new image only when it is kept 'external'.")
        }
    }
}
