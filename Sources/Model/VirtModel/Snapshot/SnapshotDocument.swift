// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<domainsnapshot>`: what a machine was at one moment, and where that is kept (libvirt's "Snapshot XML format").
package struct SnapshotDocument: XMLRepresentable, Sendable, Hashable {
    /// Nil in a document that leaves the choice to the driver.
    package var name: String?
    package var summary: String?
    package var state: State?
    /// The snapshot that was current when this one was made; nil for a root.
    package var parent: String?
    /// In seconds since 1970.
    package var creationTime: Int?
    package var memory: Memory?
    package var disks: [SnapshotDisk] = []
    /// The machine as it was.
    package var domain: Domain?
    /// Its definition for the next start, where the machine ran and had one.
    package var inactiveDomain: Domain?
    /// What libvirt notes for itself; kept.
    package var cookie: XMLElement?
    /// Whether it is the one that the machine goes on from. Stands only in the files of the driver.
    package var isCurrent = false
    /// Whether that is written, be it so or not: C libvirt reads no file without it.
    private var tellsWhetherCurrent = false

    package init() {}

    /// What the machine was doing.
    package enum State: String, XMLScalar, CaseIterable, Sendable, Hashable {
        case running, blocked, paused, shutdown, shutoff, crashed
        case suspended = "pmsuspended"
        /// Only the disks are kept of a machine that ran.
        case diskSnapshot = "disk-snapshot"

        /// Whether there is memory to go on from.
        package var hasMemory: Bool { self != .shutoff && self != .diskSnapshot }
    }

    /// Where something is kept.
    package enum Location: String, XMLScalar, CaseIterable, Sendable, Hashable {
        /// It is not.
        case no
        /// In the image itself.
        case `internal`
        /// The image stays as it was, and a new one above it takes the writes.
        case external
        /// Somebody else sees to it.
        case manual
    }

    /// `<memory snapshot='external' file='/x'/>`
    package struct Memory: XMLRepresentable, Sendable, Hashable {
        package var location = Location.no
        package var file: String?

        package init() {}
        package init(_ location: Location, file: String? = nil) {
            self.location = location
            self.file = file
        }

        package mutating func xml(_ x: inout some XMLVisitor) throws {
            var word: Location? = location
            if x.isReading { word = nil }
            try x.attribute("snapshot", &word)
            try x.attribute("file", &file)
            guard x.isReading else { return }
            location = word ?? (file == nil ? .no : .external)
            if location == .manual {
                throw x.failure(.invalid, "The memory of a snapshot is kept 'internal', 'external' or not ('no').")
            }
            if file != nil, location != .external {
                throw x.failure(.invalid, "The memory of a snapshot has a file only when it is kept 'external'.")
            }
        }
    }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.leaf("name", &name)
        try x.leaf("description", &summary)
        try x.leaf("state", &state)
        try x.group("parent") { x in try x.leaf("name", &parent) }
        try x.leaf("creationTime", &creationTime)
        try x.element("memory", &memory)
        try x.group("disks") { x in try x.elements("disk", &disks) }
        try x.element("domain", &domain)
        try x.element("inactiveDomain", &inactiveDomain)
        try x.verbatim("cookie", &cookie)
        var active: Int? = tellsWhetherCurrent ? isCurrent ? 1 : 0 : nil
        try x.leaf("active", &active)
        isCurrent = active == 1
        if x.isReading { try check(x) }
    }

    private mutating func check(_ x: some XMLVisitor) throws {
        if let name {
            if name.isEmpty || name.hasPrefix(".") {
                throw x.failure(.invalid, "The name '\(name)' of a snapshot is empty or begins with '.'.")
            }
            if name.contains(where: { $0 == "/" || $0.isNewline }) || name.utf8.count > Self.maximumNameLength {
                throw x.failure(
                    .invalid,
                    "The name '\(name.prefix(80))' of a snapshot holds a '/' or a newline, or has more than \(Self.maximumNameLength) bytes."
                )
            }
        }
        if Set(disks.map(\.name)).count != disks.count {
            throw x.failure(.invalid, "A snapshot names one disk twice.")
        }
        let (metadata, inactiveMetadata) = (domain?.metadata, inactiveDomain?.metadata)
        domain?.metadata = metadata?.sanitizedMetadata(declaredAround: [])
        inactiveDomain?.metadata = inactiveMetadata?.sanitizedMetadata(declaredAround: [])
    }

    /// Names are names of files, with a suffix; and of what is inside images, where QEMU has room for 255 bytes.
    private static let maximumNameLength = 200

    /// Whether anything of it is kept outside of the images.
    package var isExternal: Bool {
        memory?.location == .external || disks.contains { $0.location == .external }
    }

    /// Reads a document.
    ///
    /// - Throws: `XMLError` for what is no snapshot.
    package init(xml text: String) throws { self = try Self.read(try XMLParser().parse(text)) }

    /// Reads the bytes of a file.
    package init(bytes: [UInt8]) throws { self = try Self.read(try XMLParser().parse(bytes)) }

    private static func read(_ root: XMLElement) throws -> Self {
        guard root.name == "domainsnapshot" else {
            throw XMLError(.invalid, "The document is a '\(root.name)', not a 'domainsnapshot'.", line: root.line)
        }
        return try XMLReader.read(from: root)
    }

    /// The document, ending in a newline.
    ///
    /// - Parameters:
    ///   - includesSecrets: With passwords.
    ///   - isForDriver: With what stands only in the files of the driver.
    package func xmlText(includesSecrets: Bool = false, isForDriver: Bool = false) throws -> String {
        var document = self
        document.tellsWhetherCurrent = isForDriver
        return try XMLWriter.write(
            document, as: "domainsnapshot", form: XMLForm(includesSecrets: includesSecrets || isForDriver)
        ).formatted()
    }
}
