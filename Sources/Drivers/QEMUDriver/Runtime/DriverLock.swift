// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage

/// The claim of one driver on its directories: a locked file with the number of its process, where libvirt has it too.
final class DriverLock: Sendable {
    private let file: Mutex<OwnedDescriptor?>

    /// Claims the directories until it is released, the value goes, or the process ends.
    ///
    /// - Throws: `resourceBusy`, with the process that has them.
    init(_ directories: DriverDirectories) throws {
        let path = directories.state.appending("driver.pid")
        let file: OwnedDescriptor
        do {
            file = OwnedDescriptor(
                try FileDescriptor.open(
                    path, .readWrite, options: [.create, .closeOnExec], permissions: .ownerReadWrite))
        } catch {
            throw VirtError(
                .systemError, "The lock '\(path)' cannot be opened: \(error). Choose a root that you may write to.",
                cause: error)
        }
        let result = clinux_lock_exclusive(file.descriptor.rawValue)
        if result == -EAGAIN || result == -EACCES {
            let holder = (try? path.contents(atMost: 64)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            let process = holder.split(separator: "\n").first.map { "process \($0)" } ?? "another process"
            throw VirtError(
                .resourceBusy,
                "The directory '\(directories.state)' is in use by \(process). End that one, or choose another root.")
        }
        guard result >= 0 else {
            throw VirtError(.systemError, "The lock '\(path)' cannot be taken: \(Errno(rawValue: -result)).")
        }
        let text = "\(getpid())\n"
        _ = try? file.descriptor.writeAll(toAbsoluteOffset: 0, text.utf8)
        ftruncate(file.descriptor.rawValue, off_t(text.utf8.count))
        self.file = Mutex(file)
    }

    deinit { release() }

    /// Gives the claim back.
    func release() {
        file.withLock { file in
            // A child that is being started has a descriptor of it for a moment, so closing ours does not do.
            if let file { _ = clinux_unlock(file.descriptor.rawValue) }
            file = nil
        }
    }
}
