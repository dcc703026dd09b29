// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage

extension ImagePlan {
    /// Adds files as they are, without what they may need: `SRC`, which keeps its path, or `SRC=DST`.
    ///
    /// SRC may have wildcards. Directories come with all below them, links as links together with what they lead to.
    /// With DST, what SRC leads to stands there; below it, when DST ends with a slash or SRC has wildcards. Devices,
    /// sockets and pipes in a directory are left out.
    ///
    /// - Returns: What was copied whereto.
    /// - Throws: `notFound` when nothing matches, `unreadable`, `tooLarge` or `conflict`.
    @discardableResult
    public mutating func addCopy(_ specification: String) throws(ImageError) -> [TinyImage.Step] {
        let (pattern, destination) = try split(specification)
        let isPattern = pattern.string.contains { "*?[".contains($0) } && !root.exists(pattern)
        let matches = isPattern ? root.matches(of: pattern) : [pattern].filter { root.exists($0) }
        guard !matches.isEmpty else {
            throw ImageError(
                .notFound,
                "Cannot copy '\(root.hostPath(pattern))': nothing there matches. Check the path, and quote wildcards.")
        }
        var steps: [TinyImage.Step] = []
        let isInside = isPattern || (destination?.hasSuffix("/") ?? false)
        for match in matches {
            let reason = ImageEntry.Reason(by: nil, relation: .copied)
            var target = match
            if let destination {
                target = FilePath(destination)
                if isInside, let name = match.lastComponent { target.append(name) }
                try copy(resolved(match), to: target, reason, follows: true)
            } else {
                try copy(match, to: match, reason, follows: false)
            }
            steps.append(TinyImage.Step(kind: "extra", source: root.hostPath(match), destination: target))
        }
        return steps
    }

    /// Splits SRC=DST at the last "=" before which something is, unless the whole is the name of something.
    private func split(_ specification: String) throws(ImageError) -> (FilePath, destination: String?) {
        func source(_ text: some StringProtocol) throws(ImageError) -> FilePath {
            let path = FilePath(String(text))
            guard !path.isEmpty else {
                throw ImageError(
                    .badArgument, "Cannot copy '\(specification)': the source is empty. Give SRC or SRC=DST.")
            }
            let whole = root.isHost ? Self.absolute(path) : FilePath("/").pushing(path)
            return whole.lexicallyNormalized()
        }
        let whole = try source(specification)
        guard let equals = specification.lastIndex(of: "="), root.matches(of: whole).isEmpty else {
            return (whole, nil)
        }
        let destination = String(specification[specification.index(after: equals)...])
        guard FilePath(destination).isAbsolute else {
            throw ImageError(
                .badArgument,
                "Cannot copy '\(specification)': the destination '\(destination)' is no absolute path. Begin it with '/'."
            )
        }
        return (try source(specification[..<equals]), destination)
    }

    private func resolved(_ path: FilePath) throws(ImageError) -> FilePath {
        do throws(Errno) {
            return try root.resolve(path).path
        } catch {
            throw ImageError.reading(root.hostPath(path), error)
        }
    }

    /// Copies what stands at a path, with all below it.
    private mutating func copy(
        _ source: FilePath, to target: FilePath, _ reason: ImageEntry.Reason, follows: Bool
    ) throws(ImageError) {
        let place: FilePath
        let status: Stat
        do throws(Errno) {
            place = try root.resolve(source, followLast: follows).path
            status = try Stat.ofLink(root.hostPath(place))
        } catch {
            throw ImageError.reading(root.hostPath(source), error)
        }
        switch status.type {
        case .directory:
            try put(target, .directory, status.permissions, reason)
            let names: [FilePath.Component]
            do throws(Errno) {
                names = try root.names(in: place)
            } catch {
                throw ImageError.reading(root.hostPath(place), error)
            }
            let below = ImageEntry.Reason(by: try self.place(target), relation: .content)
            for name in names {
                try copy(place.appending(name), to: target.appending(name), below, follows: false)
            }
        case .symbolicLink:
            try copyLink(place, to: target, reason)
        case .regular:
            let file: SourceFile
            do throws(Errno) {
                file = try SourceFile(opening: root.hostPath(place))
            } catch {
                throw ImageError.reading(root.hostPath(place), error)
            }
            let content = try Self.content(of: file)
            file.close()
            try put(target, content, file.permissions, reason, replaces: reason.relation == .copied)
        default:
            guard reason.relation == .content else {
                throw ImageError(
                    .unsupported, "Cannot copy '\(root.hostPath(place))': it is neither a file nor a directory.")
            }
        }
    }

    private mutating func copyLink(
        _ link: FilePath, to target: FilePath, _ reason: ImageEntry.Reason
    ) throws(ImageError) {
        guard let held = try? root.linkTarget(link) else { return }
        let own = try put(target, .symbolicLink(held), [], reason, replaces: reason.relation == .copied)
        // What it leads to comes along when the link itself was asked for: else there would be nothing to read.
        guard reason.relation == .copied || reason.relation == .linkTarget else { return }
        let next = link.removingLastComponent().pushing(held)
        if root.exists(next) {
            try copy(next, to: next.lexicallyNormalized(), .init(by: own, relation: .linkTarget), follows: false)
        }
    }
}

extension Stat {
    /// The status of a link itself, or of what is no link.
    static func ofLink(_ path: FilePath) throws(Errno) -> Stat {
        try Stat(path, followTargetSymlink: false)
    }
}
