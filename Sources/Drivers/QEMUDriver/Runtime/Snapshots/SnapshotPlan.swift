// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import SystemPackage
internal import VirtModel

/// What making a snapshot comes to, decided without doing anything: a document with all that its writer left open.
struct SnapshotPlan: Sendable, Hashable {
    /// The whole document, with the machine as it is.
    var document: SnapshotDocument
    /// Whether a guest is there, which has to be stopped or asked.
    var isActive: Bool
    /// Whether anything is kept outside of the images.
    var isExternal: Bool
    /// Whether the guest's memory is kept in an image.
    var keepsMemory: Bool

    /// The disks that are kept, with the domain's own description of each.
    func disks(_ location: SnapshotDocument.Location, of domain: Domain) -> [(disk: Disk, snapshot: SnapshotDisk)] {
        document.disks.compactMap { snapshot in
            guard snapshot.location == location,
                let disk = domain.devices.disks.first(where: { $0.target == snapshot.name })
            else { return nil }
            return (disk, snapshot)
        }
    }

    /// Plans a snapshot of a machine.
    ///
    /// - Parameters:
    ///   - document: What was asked for.
    ///   - domain: The machine as it runs, or would be started.
    ///   - status: What it is doing.
    ///   - now: In seconds since 1970; the name of a snapshot without one.
    init(
        _ document: SnapshotDocument, of domain: Domain, _ status: DomainStatus, now: Int,
        _ flags: DomainSnapshotCreateFlags
    ) throws {
        self.document = document
        isActive = status.isActive
        self.document.name = document.name ?? String(now)
        self.document.creationTime = now
        self.document.parent = nil
        self.document.cookie = nil
        self.document.isCurrent = false
        self.document.domain = domain
        self.document.inactiveDomain = nil
        let named = Set(document.disks.map(\.name))
        isExternal =
            flags.contains(.diskOnly) || document.isExternal
            || domain.devices.disks.contains { $0.snapshot == "external" && !named.contains($0.target) }
        keepsMemory = false
        try Self.check(document, domain, isActive: isActive, flags)
        if isActive, isExternal, !flags.contains(.diskOnly) {
            throw VirtError(
                .configurationUnsupported,
                "A snapshot of domain '\(domain.name)', which runs, keeps no memory when disks get new images. Say so with 'disk-only'."
            )
        }
        keepsMemory = isActive && !isExternal
        self.document.memory = .init(keepsMemory ? .internal : .no)
        self.document.state = isExternal && isActive ? .diskSnapshot : Self.state(of: status)
        try alignDisks(with: domain, reusing: flags.contains(.reuseExternal))
    }

    private static func state(of status: DomainStatus) -> SnapshotDocument.State {
        switch status {
        case .running: .running
        case .paused: .paused
        case .shutdown: .shutdown
        case .shutoff: .shutoff
        case .crashed: .crashed
        case .suspended: .suspended
        }
    }

    private static func check(
        _ document: SnapshotDocument, _ domain: Domain, isActive: Bool, _ flags: DomainSnapshotCreateFlags
    ) throws {
        let object = "A snapshot of domain '\(domain.name)'"
        if flags.contains(.quiesce), isActive {
            throw VirtError(
                .argumentUnsupported,
                "\(object) cannot be made with its file systems at rest: the agent in the guest is not supported yet. Leave 'quiesce' out."
            )
        }
        if flags.contains(.live) || document.memory?.location == .external {
            throw VirtError(
                .configurationUnsupported,
                "\(object) with memory in a file of its own is not supported. Save the domain, or keep the memory in the images."
            )
        }
        let wantsMemory = document.memory?.location == .internal
        if wantsMemory, !isActive || flags.contains(.diskOnly) {
            throw VirtError(
                .xmlError, "\(object) cannot keep memory: the domain is off, or only its disks are asked for.")
        }
        if document.memory?.location == .no, isActive, !flags.contains(.diskOnly), !document.isExternal {
            throw VirtError(
                .configurationUnsupported,
                "\(object) that runs keeps its memory, or only its disks ('disk-only'), each by a new image.")
        }
        if isActive, !flags.contains(.diskOnly), !document.isExternal, domain.usesFlash {
            throw VirtError(
                .operationUnsupported,
                "\(object) cannot keep its memory: the firmware's variables are in a raw image. Shut it down, or take 'disk-only'."
            )
        }
    }

    // MARK: Disks

    private mutating func alignDisks(with domain: Domain, reusing: Bool) throws {
        var asked: [String: SnapshotDisk] = [:]
        for disk in document.disks {
            let own =
                domain.devices.disks.first { $0.target == disk.name }
                ?? domain.devices.disks.first { $0.source.path == disk.name }
            guard let own else {
                throw VirtError(
                    .configurationUnsupported, "The snapshot names a disk '\(disk.name)' that the domain does not have."
                )
            }
            guard asked.updateValue(disk, forKey: own.target) == nil else {
                throw VirtError(.xmlError, "The snapshot names the disk '\(own.target)' twice.")
            }
        }
        document.disks = try domain.devices.disks.map { disk in
            try aligned(disk, asked[disk.target], reusing: reusing)
        }
        let kept = document.disks.filter { $0.location == .internal || $0.location == .external }
        guard !kept.isEmpty else {
            throw VirtError(
                .configurationUnsupported,
                "A snapshot of domain '\(domain.name)' needs a disk that it keeps, and all are left out, empty or read-only."
            )
        }
        if kept.contains(where: { $0.location == .internal }), kept.contains(where: { $0.location == .external }) {
            throw VirtError(
                .configurationUnsupported,
                "A snapshot keeps its disks either in the images or by new ones, not some so and some so.")
        }
        let paths = kept.compactMap { $0.source?.path }
        guard Set(paths).count == paths.count else {
            throw VirtError(.xmlError, "Two disks of the snapshot have one new image. Give each its own.")
        }
    }

    private func aligned(_ disk: Disk, _ asked: SnapshotDisk?, reusing: Bool) throws -> SnapshotDisk {
        let usual: SnapshotDocument.Location = isExternal ? .external : .internal
        let isLeftOut = disk.source.isEmpty || disk.isReadOnly || disk.kind == .cdrom || disk.kind == .floppy
        let own = disk.snapshot.flatMap { SnapshotDocument.Location(rawValue: $0) }
        let location = asked?.location ?? (isLeftOut ? .no : own ?? usual)
        var result = SnapshotDisk(disk.target, location)
        switch location {
        case .manual:
            throw VirtError(
                .configurationUnsupported,
                "Disk '\(disk.target)' is kept by hand ('manual'), which a snapshot that is made cannot do.")
        case .no:
            if keepsMemory, !isLeftOut {
                throw VirtError(
                    .configurationUnsupported,
                    "Disk '\(disk.target)' has to be kept 'internal' with the memory, which would not fit it later.")
            }
        case .internal:
            guard disk.source.type == .file || disk.source.type == .block, disk.source.path != nil,
                disk.source.format == .qcow2, !isLeftOut, !disk.isTransient
            else {
                throw VirtError(
                    .configurationUnsupported,
                    "Disk '\(disk.target)' cannot keep a snapshot: its image is no writable qcow2 file (\(disk.source.format?.rawValue ?? "raw")). Take 'disk-only'."
                )
            }
        case .external: result.source = try newImage(above: disk, asked?.source, reusing: reusing)
        }
        return result
    }

    /// The image that takes the writes of a disk from then on.
    private func newImage(above disk: Disk, _ asked: StorageSource?, reusing: Bool) throws -> StorageSource {
        guard !disk.source.isEmpty, !disk.isReadOnly, !disk.isTransient, disk.bus != .sd, disk.kind != .lun,
            disk.source.type == .file || disk.source.type == .block, disk.source.encryption == nil
        else {
            throw VirtError(
                .configurationUnsupported,
                "Disk '\(disk.target)' cannot get a new image: it is empty, read-only, transient, encrypted, passed through or on the network."
            )
        }
        var source = asked ?? StorageSource()
        if let format = source.format, format != .qcow2 {
            throw VirtError(
                .configurationUnsupported,
                "The new image of disk '\(disk.target)' cannot be '\(format.rawValue)', for it has to stand above another. Use 'qcow2'."
            )
        }
        source.format = .qcow2
        guard source.type == .file || source.type == .block && reusing else {
            throw VirtError(
                .configurationUnsupported,
                "The new image of disk '\(disk.target)' can be a file, or with 'reuse-external' a block device that is prepared."
            )
        }
        if source.path == nil {
            guard disk.source.type == .file, let path = disk.source.path, !reusing else {
                throw VirtError(
                    .configurationUnsupported,
                    "The new image of disk '\(disk.target)' cannot be named after the one that it has. Name a file.")
            }
            source.path = Self.name(above: path, document.name ?? "")
        }
        guard let path = source.path, path.hasPrefix("/"), path != disk.source.path else {
            throw VirtError(
                .xmlError,
                "The new image of disk '\(disk.target)' needs an absolute path, other than that of the old one.")
        }
        return source
    }

    /// The path of a new image: `/x/disk.qcow2` becomes `/x/disk.NAME`.
    private static func name(above path: String, _ snapshot: String) -> String {
        let directory = path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex)
        let file = path.dropFirst(directory.count)
        let stem = file.lastIndex(of: ".").map { file[..<$0] } ?? file
        return "\(directory)\(stem).\(snapshot)"
    }
}

extension Domain {
    /// Whether firmware writes to an image that no snapshot can be kept in.
    fileprivate var usesFlash: Bool { os.nvram != nil || os.firmware != nil || os.loader?.type == "pflash" }
}
