// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import CLinux
internal import Glibc
package import SystemPackage

/// What emulators answered, kept on disk for all modes and roots of this user.
///
/// Each answer is a file of its own, named after what it depends on, with that and a checksum inside. A file that is cut
/// off, changed or of another version is not there, and is written anew. Files are written beside their place and moved
/// into it, so that any number of processes may read and write at once. There are at most ``maximumEntries``; the oldest
/// go first. A directory that cannot be written is no error: the emulator is asked again, each time.
package struct CapabilityCache: Sendable {
    /// How many answers are kept: some dozen emulators, two accelerators, and a few that were upgraded since.
    package static let maximumEntries = 64
    /// The longest file that is read.
    private static let maximumSize = 4 << 20
    private static let suffix = ".capabilities"
    private static let magic = Array("swift-virt capabilities\n".utf8)

    /// Where the files are.
    package var directory: FilePath

    package init(directory: FilePath) { self.directory = directory }

    /// The usual directory: below `$XDG_CACHE_HOME` where that is set, else below `/var/cache` for root and `~/.cache` for
    /// others; nil when there is no home.
    ///
    /// - Parameters:
    ///   - home: `$HOME`.
    ///   - cacheHome: `$XDG_CACHE_HOME`.
    package init?(home: String?, cacheHome: String?, isRoot: Bool = geteuid() == 0) {
        let base: String
        if let cacheHome, cacheHome.hasPrefix("/") {
            base = cacheHome
        } else if isRoot {
            base = "/var/cache"
        } else if let home, home.hasPrefix("/") {
            base = "\(home)/.cache"
        } else {
            return nil
        }
        directory = FilePath("\(base)/swift-virt/capabilities")
    }

    // MARK: Reading

    func load(_ key: CapabilityKey) -> QEMUCapabilities? {
        guard let bytes = Self.contents(file(key)), bytes.starts(with: Self.magic), bytes.count >= Self.magic.count + 8
        else { return nil }
        let end = bytes.count - 8
        guard Self.checksum(bytes[..<end]).elementsEqual(bytes[end...]) else { return nil }
        var coder = FlatCoder(reading: bytes, from: Self.magic.count, to: end)
        var found = CapabilityKey()
        var capabilities = QEMUCapabilities()
        do {
            try found.code(with: &coder)
            guard found == key else { return nil }
            try capabilities.code(with: &coder)
        } catch {
            return nil
        }
        return coder.isAtEnd ? capabilities : nil
    }

    /// The bytes of a file of ours, or of root's; nil for anything else.
    private static func contents(_ file: FilePath) -> [UInt8]? {
        guard
            let descriptor = try? FileDescriptor.open(
                file, .readOnly, options: [.closeOnExec, .noFollow, .nonBlocking])
        else { return nil }
        defer { try? descriptor.close() }
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_uid == geteuid() || status.st_uid == 0, status.st_size <= maximumSize
        else { return nil }
        let size = Int(status.st_size)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                guard let more = try? descriptor.read(into: rest), more > 0 else { return }
                count += more
            }
        }
    }

    // MARK: Writing

    /// Keeps an answer.
    ///
    /// - Returns: Whether it was written.
    @discardableResult
    func store(_ capabilities: QEMUCapabilities, for key: CapabilityKey) -> Bool {
        var coder = FlatCoder()
        var (key, capabilities) = (key, capabilities)
        guard (try? key.code(with: &coder)) != nil, (try? capabilities.code(with: &coder)) != nil else { return false }
        var bytes = Self.magic + coder.bytes
        bytes += Self.checksum(bytes[...])
        makeDirectory()
        let place = file(key)
        let temporary = directory.appending(".\(getpid())-\(UInt32.random(in: 0...(.max))).new")
        do {
            let descriptor = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                permissions: .ownerReadWrite)
            do {
                _ = try descriptor.closeAfter { try descriptor.writeAll(bytes) }
                try Self.check(rename(temporary.string, place.string))
            } catch {
                unlink(temporary.string)
                return false
            }
        } catch {
            return false
        }
        sweep()
        return true
    }

    /// Eight bytes that tell accidents.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var hash = StableHash()
        hash.append(wordsOf: bytes)
        return withUnsafeBytes(of: hash.value.bigEndian) { Array($0) }
    }

    private static func check(_ result: CInt) throws(Errno) {
        if result != 0 { throw Errno(rawValue: errno) }
    }

    private func file(_ key: CapabilityKey) -> FilePath {
        var coder = FlatCoder()
        var key = key
        _ = try? key.code(with: &coder)
        return directory.appending(StableHash(coder.bytes).text + Self.suffix)
    }

    private func makeDirectory() {
        var path = FilePath()
        path.root = directory.root
        for component in directory.components {
            path.append(component)
            mkdir(path.string, 0o700)
        }
    }

    /// Removes the oldest answers above the limit, and what writers that were killed left.
    private func sweep() {
        var answers: [(path: String, time: Int)] = []
        let now = time(nil)
        for name in Self.names(in: directory) {
            let path = directory.appending(name).string
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if name.hasSuffix(Self.suffix) {
                answers.append((path, status.st_mtim.tv_sec))
            } else if name.hasSuffix(".new"), status.st_mtim.tv_sec < now - 3600 {
                unlink(path)
            }
        }
        answers.sort { $0.time > $1.time }
        for answer in answers.dropFirst(Self.maximumEntries) { unlink(answer.path) }
    }

    private static func names(in directory: FilePath) -> [String] {
        guard let stream = opendir(directory.string) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
                })
        }
        return names
    }
}
