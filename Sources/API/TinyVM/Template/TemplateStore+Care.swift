// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

extension TemplateStore {
    /// One template, as it is listed.
    struct Entry: Sendable {
        var name: String
        /// Nil for one that is damaged.
        var description: TemplateDescription?
        /// When it was last used, in seconds since 1970-01-01 UTC.
        var used: Int
        /// What it occupies, in bytes.
        var size: Int
    }

    private static let files = ["memory", "state", "description", "used"]

    /// All templates, those used last first.
    var entries: [Entry] {
        guard CacheDirectory.isTrusted(directory) else { return [] }
        return DirectoryListing.names(in: directory).filter { !$0.hasPrefix(".") }.map { name in
            let place = directory.appending(name)
            var entry = Entry(name: name, description: description(of: name), used: 0, size: 0)
            for file in Self.files {
                var status = Glibc.stat()
                guard lstat(place.appending(file).string, &status) == 0 else { continue }
                entry.size += Int(status.st_blocks) * 512
                if file == "used" { entry.used = status.st_mtim.tv_sec }
            }
            return entry
        }.sorted { ($0.used, $0.name) > ($1.used, $1.name) }
    }

    /// Removes a template; VMs that use it go on.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    func remove(_ name: String) -> Bool {
        guard CacheDirectory.isTrusted(directory) else { return false }
        // Under another name first, so that nobody finds half of it.
        let old = directory.appending(".old-\(getpid())-\(UInt32.random(in: 0 ... .max))")
        guard rename(directory.appending(name).string, old.string) == 0 else { return false }
        delete(old)
        return true
    }

    private func delete(_ place: FilePath) {
        // A link is removed, not followed.
        if unlink(place.string) == 0 { return }
        for name in DirectoryListing.names(in: place) { delete(place.appending(name)) }
        rmdir(place.string)
    }

    /// Removes what is damaged, what killed processes left, and then templates, those that were not used for the longest time
    /// first, until the rest occupies no more than `limit` bytes.
    ///
    /// - Parameter exception: A template that stays, whatever its size.
    /// - Returns: The names of the templates that were removed.
    @discardableResult
    func prune(limit: Int, except exception: String? = nil) -> [String] {
        guard CacheDirectory.isTrusted(directory) else { return [] }
        removeLeftovers()
        var removed: [String] = []
        let all = entries
        var total = all.first { $0.name == exception }?.size ?? 0
        for entry in all where entry.name != exception {
            if entry.description == nil || total + entry.size > limit {
                if remove(entry.name) { removed.append(entry.name) }
            } else {
                total += entry.size
            }
        }
        return removed
    }

    private func removeLeftovers() {
        for name in DirectoryListing.names(in: directory) {
            let place = directory.appending(name)
            if name.hasPrefix(".old-") {
                delete(place)
            } else if name.hasPrefix(".new-") || name.hasPrefix(".lock-") {
                // Nobody makes it any more when its lock is to be had.
                let key = String(name[name.index(after: name.firstIndex(of: "-") ?? name.startIndex)...])
                guard let lock = TemplateLock(key, in: self, waits: false) else { continue }
                delete(directory.appending(".new-\(key)"))
                lock.release()
            } else if name.hasPrefix(".failed-") {
                var status = Glibc.stat()
                let age = lstat(place.string, &status) == 0 ? time(nil) - status.st_mtim.tv_sec : 0
                if age > 7 * 24 * 3600 { unlink(place.string) }
            }
        }
    }

    /// What a process has made so far of a template; removed by whoever has the lock.
    func newPlace(_ name: String) -> FilePath { directory.appending(".new-\(name)") }

    /// Removes what a killed process has left of a template; only for whoever has the lock.
    func discardNew(_ name: String) { delete(newPlace(name)) }
}

/// The right to make a template, which one process has at a time, and which ends with it.
final class TemplateLock {
    private let file: FileDescriptor
    private let path: FilePath
    private var isReleased = false

    /// Takes the lock of a template.
    ///
    /// - Parameters:
    ///   - waits: Whether to wait while another process has it.
    ///   - deadline: For how long; nil for ever.
    /// - Returns: Nil when another process has it, or when there can be no lock.
    init?(_ name: String, in store: TemplateStore, waits: Bool, deadline: ContinuousClock.Instant? = nil) {
        path = store.directory.appending(".lock-\(name)")
        while true {
            guard
                let file = try? FileDescriptor.open(
                    path, .readWrite, options: [.create, .closeOnExec, .noFollow],
                    permissions: FilePermissions(rawValue: 0o600))
            else { return nil }
            var result: CInt
            repeat {
                result = flock(file.rawValue, waits && deadline == nil ? LOCK_EX : LOCK_EX | LOCK_NB)
                // There is no lock with a time limit; the holder needs seconds.
                if result != 0, errno == EWOULDBLOCK, waits, let deadline, deadline > .now {
                    usleep(20_000)
                    errno = EINTR
                }
            } while result != 0 && errno == EINTR
            // It may have been released, and its file removed, while we waited.
            var (ours, theirs) = (Glibc.stat(), Glibc.stat())
            if result == 0, fstat(file.rawValue, &ours) == 0, stat(path.string, &theirs) == 0,
                ours.st_ino == theirs.st_ino
            {
                self.file = file
                return
            }
            try? file.close()
            if result != 0 { return nil }
        }
    }

    func release() {
        guard !isReleased else { return }
        isReleased = true
        unlink(path.string)
        try? file.close()
    }

    deinit { release() }
}
