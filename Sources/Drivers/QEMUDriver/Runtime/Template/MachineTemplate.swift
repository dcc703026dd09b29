// SPDX-License-Identifier: Apache-2.0

internal import DiskImage
internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel

/// A machine that was booted once, and from which others go on: a directory of the driver's with its memory, the rest of its state,
/// and what it wrote to its disks.
///
/// ```
/// lib/qemu/template/UUID/
///   memory         the guest's memory; each machine maps it and keeps its own changes
///   state          the rest of the machine
///   vda.qcow2 ...  what the guest wrote by then; below the image of each machine
/// ```
/// It is there while its connection is open.
final class MachineTemplate: Sendable {
    let directory: FilePath
    /// The machine as it boots: without the interfaces, which each machine gets with an address of its own.
    let domain: Domain
    let interfaces: [NetworkInterface]
    /// The images that nobody may change, as they were before the boot.
    private let images: [Image]
    private let state = Mutex(State.draft)
    private let failureFound = Mutex<VirtError?>(nil)

    /// What a template goes through.
    enum State: Sendable, Equatable {
        case draft
        /// Whether the guest ran when it was kept.
        case kept(wasRunning: Bool)
        case removed
    }

    /// What a start has to do with a template.
    enum Role: Sendable {
        /// The machine that becomes the template.
        case draft(MachineTemplate)
        /// One that goes on from it.
        case instance(MachineTemplate)

        var template: MachineTemplate {
            switch self {
            case .draft(let template), .instance(let template): template
            }
        }
        var isInstance: Bool { if case .instance = self { true } else { false } }
    }

    private struct Image: Sendable {
        var disk: String
        var path: String
        var stamp: Stamp
    }

    /// By what a file is known again, and one content of it.
    private struct Stamp: Sendable, Equatable {
        var device: UInt64
        var inode: UInt64
        var size: Int64
        var seconds: Int
        var nanoseconds: Int

        init(_ path: String) throws(Errno) {
            var status = stat()
            guard stat(path, &status) == 0 else { throw Errno.last }
            (device, inode, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int64(status.st_size))
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        }
    }

    /// Begins a template; blocks.
    ///
    /// - Parameters:
    ///   - domain: The machine, with its defaults and addresses.
    ///   - identity: As whom QEMU runs; nil for us.
    init(of domain: Domain, in parent: FilePath, for identity: ProcessIdentity?) throws {
        if let obstacle = domain.templateObstacle {
            throw VirtError(
                .configurationUnsupported, "There can be no template of domain '\(domain.name)', because \(obstacle).")
        }
        images = try domain.devices.disks.flatMap { disk in
            try disk.imagePaths.map { path in
                do {
                    return Image(disk: disk.target, path: path, stamp: try Stamp(path))
                } catch {
                    throw VirtError(
                        .operationFailed, "The image '\(path)' of disk '\(disk.target)' cannot be used: \(error).",
                        cause: error)
                }
            }
        }
        var machine = domain
        interfaces = domain.devices.interfaces
        machine.devices.interfaces = []
        self.domain = machine
        directory = parent.appending("\(UInt64.random(in: 0 ... .max))")
        do {
            try directory.createDirectories()
            for path in [parent, directory] where identity != nil {
                try systemCall { chmod(path.string, 0o711) }
            }
            let file = OwnedDescriptor(
                try FileDescriptor.open(
                    memoryPath, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
                    permissions: .ownerReadWrite))
            defer { withExtendedLifetime(file) {} }
            if let identity {
                try systemCall { fchown(file.descriptor.rawValue, identity.user, identity.group) }
            }
        } catch {
            try? directory.removeAll()
            throw VirtError(.systemError, "The template '\(directory)' cannot be made: \(error).", cause: error)
        }
    }

    fileprivate var memoryPath: FilePath { directory.appending("memory") }
    var statePath: FilePath { directory.appending("state") }

    /// Whether the guest ran when it was kept; nil for a template that is not there.
    var wasRunning: Bool? {
        state.withLock { if case .kept(let wasRunning) = $0 { wasRunning } else { nil } }
    }

    /// Notes that all is there.
    func keep(wasRunning: Bool) { state.withLock { $0 = .kept(wasRunning: wasRunning) } }

    /// Why the machine that was to become the template ended; nil while it has not, or for another reason than the template.
    var failure: VirtError? { failureFound.withLock { $0 } }

    /// Notes how the machine that was to become the template ended.
    func note(_ end: ChildProcess.End?) { failureFound.withLock { $0 = failure(of: end, domain.name) } }

    /// Why the QEMU of a machine ended, when that was for want of a page of the memory's file: the kernel has no other way to say so
    /// to who uses it by a mapping (mmap(2), SIGBUS).
    func failure(of end: ChildProcess.End?, _ name: String) -> VirtError? {
        guard end == .signaled(SIGBUS) else { return nil }
        return VirtError(
            .operationFailed,
            "The memory of domain '\(name)' has no room any more: the file system of '\(memoryPath)' is full, which ended its "
                + "QEMU. Make room, or choose a root with more.")
    }

    /// Checks that a machine which looks at the memory does not fill the file system with that; blocks.
    func checkRoom() throws {
        let file = OwnedDescriptor(try FileDescriptor.open(memoryPath, .readOnly, options: .closeOnExec))
        defer { withExtendedLifetime(file) {} }
        guard !file.descriptor.mayBeRead else { return }
        throw VirtError(
            .operationFailed,
            "The file system of '\(memoryPath)' is in memory and almost full, so no machine can go on from the template of "
                + "domain '\(domain.name)'. Make room.")
    }

    /// Removes the files, once; blocks.
    ///
    /// - Parameter onlyDraft: Leave them when the template is kept.
    func remove(onlyDraft: Bool = false) throws(Errno) {
        let isDue = state.withLock { state in
            if state == .removed || onlyDraft && state != .draft { return false }
            state = .removed
            return true
        }
        if isDue { try directory.removeAll() }
    }

    /// Checks that the images are those with which the guest was booted; blocks.
    func checkImages() throws {
        for image in images {
            guard (try? Stamp(image.path)) != image.stamp else { continue }
            throw VirtError(
                .operationFailed,
                "Domain '\(domain.name)' has no template any more: the image '\(image.path)' of its disk '\(image.disk)' has "
                    + "changed since. Prepare the template anew.")
        }
    }
}

extension MachineTemplate.Role {
    /// The machine of this start: its changes to disks go to images of its own.
    func equipped(_ domain: Domain, privateDirectory: FilePath) -> Domain {
        var domain = domain
        let kept = template.directory
        domain.coverDisks { kept.appending($0).string }
        if isInstance { domain.coverDisks { privateDirectory.appending($0).string } }
        domain.memoryBacking.sourceType = "file"
        domain.memoryBacking.accessMode = isInstance ? "private" : "shared"
        return domain
    }

    /// Makes the images that take the changes, and hands the memory in; blocks.
    func provide(for launch: inout Launch) throws {
        try template.checkImages()
        if isInstance {
            try template.checkRoom()
        } else {
            // A start that fails may be tried again, with the same template.
            let (template, work) = (template, launch.services.blockingWork)
            launch.held.add("The template '\(template.directory)'", at: .endOfRun) {
                try await work.run("remove '\(template.directory)'") { try template.remove(onlyDraft: true) }
            }
        }
        for disk in template.domain.devices.disks where disk.isWritten {
            let place = isInstance ? launch.privateDirectory : template.directory
            try Self.makeOverlay(of: disk, at: place.appending(disk.overlayName))
        }
        let file = try FileDescriptor.open(template.memoryPath, .readWrite, options: .closeOnExec)
        launch.context.memoryFile = "/proc/self/fd/\(launch.inherit(OwnedDescriptor(file)))"
    }

    private static func makeOverlay(of disk: Disk, at path: FilePath) throws {
        let source = disk.source.path ?? ""
        let size: UInt64
        do {
            size = try DiskImage(
                path: FilePath(source), format: disk.source.diskFormat, access: .reading, ignoringUse: true
            ).sizeInBytes
        } catch {
            throw VirtError(
                .operationFailed, "The image '\(source)' of disk '\(disk.target)' cannot be used: \(error)",
                cause: error)
        }
        do {
            try AtomicFile.write(QCow2Overlay.bytes(virtualSize: size), to: path, isDurable: false)
        } catch {
            throw VirtError(
                .systemError, "The image '\(path)' over disk '\(disk.target)' cannot be made: \(error).", cause: error)
        }
    }
}
