// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import SystemPackage
import VirtEmbedded

/// The directory of one run: the caller's, which stays, or one of our own, which goes.
struct MachineRoot {
    let path: FilePath
    private let isOurs: Bool

    init(_ path: String?) throws {
        if let path {
            self.path = FilePath(path).isAbsolute ? FilePath(path) : try Self.workingDirectory.appending(path)
            isOurs = false
            return
        }
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/virt-qemu-run-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw VirtError(
                .systemError, "A directory in '\(parent)' cannot be made: \(Errno.last). Name one by --root.")
        }
        self.path = FilePath(String(cString: made))
        isOurs = true
    }

    private static var workingDirectory: FilePath {
        get throws { try FilePath.realPath(of: ".") }
    }

    /// The address of the connection.
    var uri: String {
        get throws(VirtError) {
            var uri = try ConnectionURI("qemu:///embed")
            uri.parameters = [.init("root", path.string)]
            return uri.description
        }
    }

    /// Removes the directory if it is ours.
    func remove() {
        guard isOurs else { return }
        do {
            try path.removeAll()
        } catch {
            Connection.reportToStandardError("virt-qemu-run: '\(path)' cannot be removed: \(error).")
        }
    }
}
