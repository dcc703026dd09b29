// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// A file of the host whose content goes into the image.
///
/// It is opened once and stays open until it was written, unless there are very many; then it is opened again, and
/// must be the same.
final class SourceFile {
    /// Where this process finds it.
    let path: FilePath
    let size: Int64
    let permissions: FilePermissions
    /// Device and inode: the same for two names of one file.
    let identity: Identity
    let linkCount: Int
    /// When content and inode were last changed, in seconds and nanoseconds: a text to compare.
    let changeTimes: String
    /// True for files whose blocks are nowhere: /proc, /sys, or nothing but a hole.
    let hasNoBlocks: Bool
    private var descriptor: FileDescriptor?
    private var wasReopened = false

    struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    /// Opens a regular file.
    ///
    /// - Throws: `isDirectory` or `notSupported` for what is no regular file, or the error number of open(2).
    init(opening path: FilePath) throws(Errno) {
        self.path = path
        let descriptor = try Self.open(path)
        do throws(Errno) {
            let status = try Stat(descriptor)
            guard status.type == .regular else { throw status.type == .directory ? .isDirectory : .notSupported }
            size = status.size
            permissions = status.permissions
            identity = Identity(status)
            linkCount = status.linkCount
            changeTimes =
                "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec),\(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
            hasNoBlocks = status.blocksAllocated == 0
        } catch {
            try? descriptor.close()
            throw error
        }
        self.descriptor = descriptor
    }

    deinit {
        try? descriptor?.close()
    }

    /// Lets go of the descriptor when the file was opened again, so that thousands of files need one descriptor.
    func closeIfMany() {
        if wasReopened { close() }
    }

    /// Lets go of the descriptor; the next use opens the file again.
    func close() {
        try? descriptor?.close()
        descriptor = nil
        wasReopened = true
    }

    /// The open file.
    ///
    /// - Throws: `staleNFSFileHandle` when the file is not the one it was.
    func open() throws(Errno) -> FileDescriptor {
        if let descriptor { return descriptor }
        let opened = try Self.open(path)
        descriptor = opened
        let status = try Stat(opened)
        guard Identity(status) == identity, status.size == size else { throw .staleNFSFileHandle }
        return opened
    }

    // Without O_NONBLOCK, a named pipe in a copied directory would stop us here for ever.
    private static func open(_ path: FilePath) throws(Errno) -> FileDescriptor {
        do {
            return try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow, .nonBlocking])
        } catch let error as Errno {
            throw error
        } catch {
            throw .ioError
        }
    }

    /// Reads bytes at an offset; fewer than asked for only at the end of the file.
    func read(at offset: Int64, count: Int) throws(Errno) -> [UInt8] {
        let descriptor = try open()
        var failure: Errno?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            do {
                while filled < count {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                    let got = try descriptor.read(fromAbsoluteOffset: offset + Int64(filled), into: rest)
                    if got == 0 { break }
                    filled += got
                }
            } catch {
                failure = error as? Errno ?? .ioError
            }
        }
        if let failure { throw failure }
        return bytes
    }
}

extension SourceFile.Identity {
    init(_ status: Stat) {
        self.init(
            device: UInt64(truncatingIfNeeded: status.deviceID.rawValue),
            inode: UInt64(truncatingIfNeeded: status.inode.rawValue))
    }
}
