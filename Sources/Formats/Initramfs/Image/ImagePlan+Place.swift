// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage

extension ImagePlan {
    /// Puts something at a path, following links of the image and of the root in the directories that lead there.
    ///
    /// - Parameter replaces: Whether something else that stands there gives way.
    /// - Returns: The path without links.
    @discardableResult
    mutating func put(
        _ path: FilePath, _ content: ImageEntry.Content, _ permissions: FilePermissions, _ reason: ImageEntry.Reason,
        replaces: Bool = false
    ) throws(ImageError) -> FilePath {
        guard path.length <= CPIOWriter.longestName else { throw Self.tooLong(path) }
        let place = try self.place(path)
        guard place.length <= CPIOWriter.longestName else { throw Self.tooLong(path) }
        let entry = ImageEntry(content: content, permissions: permissions, reasons: [reason])
        guard entry.size <= CPIOWriter.largestSize else {
            throw ImageError(
                .tooLarge,
                "Cannot add '\(path)': it has \(entry.size) bytes, and a file in an initrd ends before 4 GiB. "
                    + "Put it on a disk instead.")
        }
        if case .symbolicLink(let target) = content, target.length > CPIOWriter.longestName {
            throw ImageError(.tooLarge, "Cannot add the link '\(path)': its target is longer than 4095 bytes.")
        }
        guard var present = entries[place], !place.components.isEmpty else {
            if !place.components.isEmpty { entries[place] = entry }
            return place
        }
        if present.isSame(as: content) {
            if case .directory = content { present.permissions = permissions }
            if !present.reasons.contains(reason) { present.reasons.append(reason) }
            entries[place] = present
        } else if replaces {
            entries[place] = entry
        } else {
            throw ImageError(
                .conflict, "Cannot add '\(path)': something else is to stand there already. Leave out one of the two.")
        }
        return place
    }

    private static func tooLong(_ path: FilePath) -> ImageError {
        ImageError(.tooLarge, "Cannot add '\(path)': its path is longer than 4095 bytes. Shorten it.")
    }

    /// The path without links at which something would stand; the directories that lead there are added.
    mutating func place(_ path: FilePath) throws(ImageError) -> FilePath {
        var pending = Array(path.components.reversed())
        var place: FilePath = "/"
        var links = 0
        while let component = pending.popLast() {
            switch component.kind {
            case .currentDirectory: continue
            case .parentDirectory: place.removeLastComponent()
            case .regular:
                let next = place.appending(component)
                guard !pending.isEmpty else { return next }
                guard let target = try directoryLink(next, path) else {
                    place = next
                    continue
                }
                links += 1
                guard links <= 40 else {
                    throw ImageError(.malformed, "Cannot add '\(path)': the links on the way to it run in a circle.")
                }
                if target.isAbsolute { place = "/" }
                pending.append(contentsOf: target.components.reversed())
            }
        }
        return place
    }

    /// What a link on the way to something holds, be it in the image or in the root; nil for a directory, which is
    /// added.
    private mutating func directoryLink(_ path: FilePath, _ whole: FilePath) throws(ImageError) -> FilePath? {
        switch entries[path]?.content {
        case .directory: return nil
        case .symbolicLink(let target): return target
        case nil: break
        default:
            throw ImageError(
                .conflict, "Cannot add '\(whole)': '\(path)' is a file in the image, not a directory. Leave out one.")
        }
        let reason = ImageEntry.Reason(by: nil, relation: .base)
        if let target = try? root.linkTarget(path) {
            entries[path] = ImageEntry(content: .symbolicLink(target), permissions: [], reasons: [reason])
            return target
        }
        entries[path] = ImageEntry(
            content: .directory, permissions: FilePermissions(rawValue: 0o755), reasons: [reason])
        return nil
    }

    /// Adds a file of the root at its own place, with the links that lead to it.
    ///
    /// - Returns: The file's path without links.
    @discardableResult
    mutating func addFromRoot(
        _ path: FilePath, _ content: ImageEntry.Content, _ permissions: FilePermissions, _ reason: ImageEntry.Reason
    ) throws(ImageError) -> FilePath {
        var path = path
        var reason = reason
        for _ in 0..<40 {
            var target: FilePath?
            do throws(Errno) {
                target = try root.linkTarget(root.resolve(path, followLast: false).path)
            } catch {
                throw ImageError.reading(root.hostPath(path), error)
            }
            guard let target else { return try put(path, content, permissions, reason) }
            // Links to directories come by themselves when something is put below them.
            let place = try put(path, .symbolicLink(target), [], reason)
            reason = ImageEntry.Reason(by: place, relation: .linkTarget)
            path = path.removingLastComponent().pushing(target)
        }
        throw ImageError(.malformed, "Cannot add '\(path)': the links on the way to it run in a circle.")
    }

    /// The content of a file. Those of /proc and /sys, which do not tell their size, are read at once.
    static func content(of file: SourceFile) throws(ImageError) -> ImageEntry.Content {
        guard file.hasNoBlocks, file.size <= 4096 else { return .file(file) }
        do throws(Errno) {
            let bytes = try file.read(at: 0, count: file.size == 0 ? 1 << 20 : Int(file.size))
            return .data(bytes)
        } catch {
            throw ImageError.reading(file.path, error)
        }
    }
}
