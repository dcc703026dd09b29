// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// The user's templates, a directory for each in `$XDG_CACHE_HOME/swift-virt/templates`.
///
/// ```
/// templates/               0700
///   KEY/                   0700, made elsewhere and renamed when it is whole
///     memory               the guest's memory, sparse; mapped by each VM, which keeps its own changes
///     state                the rest of the guest's state
///     description          see TemplateDescription
///     used                 empty; its time is that of the last use
///   .lock-KEY              locked (flock(2)) by the process that makes the template
///   .new-KEY/              what that process has made so far
///   .failed-KEY            why a template could not be made
///   .old-...               what is being removed
/// ```
/// A template may be removed at any time: a VM that uses it has its files open.
struct TemplateStore: Sendable {
    let directory: FilePath

    init(directory: FilePath) { self.directory = directory }

    /// The store of the user; nil where the environment names no home.
    init?(environment: [String: String]) {
        guard let path = CacheDirectory.path("templates", environment: environment) else { return nil }
        directory = path
    }

    /// What came of looking for a template.
    enum Lookup {
        case found(StoredTemplate)
        case missing
        /// There is something in its place that is of no use, and why.
        case damaged(String)
        /// The store itself is of no use, and why.
        case untrusted(String)
    }

    /// Looks for the template of a key, and notes that it was used.
    func find(_ key: TemplateKey) -> Lookup {
        guard exists(directory) else { return .missing }
        guard CacheDirectory.isTrusted(directory) else {
            return .untrusted("'\(directory)' is not ours alone")
        }
        let place = directory.appending(key.name)
        guard exists(place) else { return .missing }
        guard CacheDirectory.isTrusted(place) else { return .untrusted("'\(place)' is not ours alone") }
        guard let description = description(of: key.name) else { return .damaged("its description cannot be read") }
        guard description.key == key else { return .damaged("it is of another VM") }
        guard let memory = open(place.appending("memory"), description.memory),
            let state = open(place.appending("state"), description.state)
        else { return .damaged("its files are not those that were saved") }
        let template = StoredTemplate(name: key.name, memory: memory, state: state)
        guard template.hasRoom else { return .untrusted("the memory file system of '\(directory)' is almost full") }
        utimensat(AT_FDCWD, place.appending("used").string, nil, 0)
        return .found(template)
    }

    private func exists(_ path: FilePath) -> Bool {
        var status = Glibc.stat()
        return lstat(path.string, &status) == 0
    }

    /// Opens a file of ours if it is the one that was saved, unchanged since.
    private func open(_ path: FilePath, _ stamp: FileStamp) -> OwnedFile? {
        guard
            let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow, .nonBlocking])
        else { return nil }
        let owned = OwnedFile(file)
        var status = Glibc.stat()
        guard fstat(file.rawValue, &status) == 0, CacheDirectory.isTrustedFile(status), FileStamp(status) == stamp
        else { return nil }
        return owned
    }

    /// The description of a template; nil when it is missing or damaged.
    func description(of name: String) -> TemplateDescription? {
        let path = directory.appending(name).appending("description")
        guard let text = text(of: path) else { return nil }
        return TemplateDescription(parsing: text)
    }

    private func text(of path: FilePath) -> String? {
        guard CacheDirectory.isTrustedFile(path),
            let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow, .nonBlocking])
        else { return nil }
        defer { try? file.close() }
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
            count = (try? file.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Failures

    /// The seconds for which nobody tries again by himself what has failed.
    private static let failureLifetime = 24 * 3600

    /// Why a template could not be made lately; nil when it was not tried.
    func failure(_ key: TemplateKey) -> String? {
        let path = directory.appending(".failed-\(key.name)")
        var status = Glibc.stat()
        guard lstat(path.string, &status) == 0, time(nil) - status.st_mtim.tv_sec < Self.failureLifetime else {
            return nil
        }
        return text(of: path)
    }

    func noteFailure(_ key: TemplateKey, _ reason: String) {
        try? write(reason, to: directory.appending(".failed-\(key.name)"))
    }

    func forgetFailure(_ key: TemplateKey) { unlink(directory.appending(".failed-\(key.name)").string) }

    /// Writes a file of our own for good.
    func write(_ text: String, to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate, .closeOnExec, .noFollow],
            permissions: FilePermissions(rawValue: 0o600))
        defer { try? file.close() }
        try file.writeAll(text.utf8)
        try systemCall { fsync(file.rawValue) }
    }
}

/// A file that is closed with the value.
final class OwnedFile: Sendable {
    let descriptor: FileDescriptor

    init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    deinit { try? descriptor.close() }
}

/// A template that was found, with its files open.
struct StoredTemplate: Sendable {
    let name: String
    let memory: OwnedFile
    let state: OwnedFile

    /// Whether the file system of the memory file can take what QEMU reads of it.
    var hasRoom: Bool { memory.descriptor.mayBeRead }
}
