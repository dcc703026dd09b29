// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import SystemPackage
internal import VirtModel

extension Launch {
    /// Makes the domain's private directory, and those that command lines name; blocks.
    mutating func makeDirectories() throws {
        let directory = privateDirectory
        do {
            // What a crash left behind.
            try directory.removeAll()
            try FilePath(context.configuration.nvramDirectory).createDirectories()
            try directory.createDirectories()
        } catch {
            throw VirtError(.systemError, "The directory '\(directory)' cannot be made: \(error).", cause: error)
        }
        held.add("The directory '\(directory)'") { [blockingWork = services.blockingWork] in
            try await blockingWork.run("remove '\(directory)'") { try directory.removeAll() }
        }
    }

    /// Makes a directory that goes with the run.
    mutating func makeDirectory(_ path: FilePath) throws {
        guard !path.isDirectory else { return }
        try path.createDirectories()
        held.add("The directory '\(path)'") { [blockingWork = services.blockingWork] in
            try await blockingWork.run("remove '\(path)'") { try path.removeAll() }
        }
    }

    /// Makes what the invocation needs to be there; blocks.
    mutating func make(_ files: [QEMUInvocation.File]) throws {
        for file in files {
            let path = FilePath(file.path)
            do {
                try make(path, file.content)
            } catch let error as Errno {
                throw VirtError(.systemError, "The file '\(path)' cannot be made: \(error).", cause: error)
            }
        }
    }

    private mutating func make(_ path: FilePath, _ content: QEMUInvocation.File.Content) throws {
        switch content {
        case .directory: try makeDirectory(path)
        case .bytes(let bytes): try writeForRun(bytes, path)
        case .random(let count): try writeForRun(context.random(count), path)
        case .copy(let original):
            // The only files that are copied are those of the firmware's variables.
            guard resetsVariables || !path.exists else { return }
            try path.removingLastComponent().createDirectories()
            let bytes: [UInt8]
            do {
                bytes = try FilePath(original).contents()
            } catch {
                throw VirtError(
                    .operationFailed, "The template '\(original)' of '\(path)' cannot be read: \(error).", cause: error)
            }
            try AtomicFile.write(bytes, to: path)
            remove(path, at: .failure)
        case .allocated(let size):
            guard !path.exists else { return }
            try path.removingLastComponent().createDirectories()
            let file = OwnedDescriptor(
                try FileDescriptor.open(
                    path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite))
            remove(path, at: .failure)
            defer { withExtendedLifetime(file) {} }
            let result = posix_fallocate(file.descriptor.rawValue, 0, off_t(clamping: size))
            if result != 0 { throw Errno(rawValue: result) }
        }
    }

    private mutating func writeForRun(_ bytes: [UInt8], _ path: FilePath) throws {
        try AtomicFile.write(bytes, to: path, isDurable: false)
        remove(path, at: .end)
    }

    private mutating func remove(_ path: FilePath, at moment: HeldResources.Moment) {
        held.add("The file '\(path)'", at: moment) { [blockingWork = services.blockingWork] in
            try await blockingWork.run("remove '\(path)'") { try path.removeAll() }
        }
    }

    /// Opens what the invocation has QEMU inherit and nobody has opened yet; blocks.
    mutating func open(_ descriptors: [QEMUInvocation.Descriptor]) throws {
        for wanted in descriptors where !inherited.contains(wanted.number) {
            switch wanted.purpose {
            case .listeningSocket(let path): try listen(FilePath(path), as: wanted.number)
            case .outputFile(let path, let append):
                try open(
                    path, .writeOnly, append ? [.create, .append] : [.create, .append, .truncate], as: wanted.number)
            case .deviceFile(let path): try open(path, .readWrite, [], as: wanted.number)
            case .vhostVSock: try open("/dev/vhost-vsock", .readWrite, [], as: wanted.number)
            case .vhostSCSI: try open("/dev/vhost-scsi", .readWrite, [], as: wanted.number)
            // These are had with the host's other resources.
            case .secret, .secretValue, .fileServer, .userNetwork, .tpmEmulator, .tap, .vhostNet: continue
            case .handedIn(let device):
                throw VirtError(
                    .internalError,
                    "Nothing provides the descriptor \(wanted.number) for '\(device)' of '\(domain.name)'.")
            }
        }
    }

    private mutating func open(
        _ path: String, _ mode: FileDescriptor.AccessMode, _ options: FileDescriptor.OpenOptions, as number: Int
    ) throws {
        do {
            let file = try FileDescriptor.open(
                FilePath(path), mode, options: options.union(.closeOnExec), permissions: .ownerReadWrite)
            inherit(OwnedDescriptor(file), as: number)
        } catch {
            throw VirtError(.operationFailed, "The file '\(path)' cannot be opened: \(error).", cause: error)
        }
    }

    private mutating func listen(_ path: FilePath, as number: Int) throws {
        do {
            let parent = path.removingLastComponent()
            if parent.starts(with: services.directories.library) { try makeDirectory(parent) }
            // A socket stays behind when nobody removes it; one that somebody listens on is left to him.
            if (try? path.stat(followTargetSymlink: false).type) == .socket, (try? UnixSocket.connect(to: path)) == nil
            {
                try path.removeAll()
            }
            inherit(try UnixSocket.listen(at: path), as: number)
            remove(path, at: .end)
        } catch {
            throw VirtError(
                .operationFailed, "The socket '\(path)' cannot be made: \(error). End who uses it, or name another.",
                cause: error)
        }
    }
}
