// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import SystemPackage

extension ImagePlan {
    /// What a running machine lacks that was booted with another image: an image to be unpacked over that one.
    ///
    /// - Parameter base: The image that the machine has.
    /// - Returns: All that is not in `base`, or is something else there; nil when `base` has what is not in this one.
    /// - Throws: `conflict` when one of the two images cannot be completed.
    public func additions(to base: ImagePlan) throws(ImageError) -> ImagePlan? {
        var whole = self
        try whole.complete()
        var present = base
        try present.complete()
        for path in present.entries.keys where whole.entries[path] == nil { return nil }
        whole.entries = whole.entries.filter { path, entry in
            guard let old = present.entries[path] else { return true }
            return !old.isSame(as: entry.content) || old.permissions != entry.permissions
        }
        // Nothing is to be added to it any more.
        whole.busybox = nil
        whole.cachedLibraries = []
        return whole
    }

    /// A text that differs between two plans whose images would differ; the times of files stand for their content.
    ///
    /// It names files by device and inode, so it means something on this machine only.
    public var fingerprint: String {
        sortedEntries.map { name, entry in
            "\(String(decoding: name, as: UTF8.self)) \(entry.permissions.rawValue) \(entry.fingerprint)\n"
        }.joined()
    }

    /// The size of all contents, in bytes.
    public var contentSize: Int64 { entries.values.reduce(0) { $0 + $1.size } }
}

extension ImageEntry {
    fileprivate var fingerprint: String {
        switch content {
        case .directory: "directory"
        case .symbolicLink(let target): "link \(target)"
        case .device(let kind, let major, let minor): "\(kind) device \(major):\(minor)"
        case .data(let bytes): "data \(bytes.count) \(StableHash(bytes).text)"
        case .file(let file): "file \(file.fingerprint)"
        case .module(let module): "module \(module.size) \(module.file.fingerprint)"
        }
    }
}

extension SourceFile {
    fileprivate var fingerprint: String { "\(identity.device):\(identity.inode) \(size) \(changeTimes)" }
}
