// SPDX-License-Identifier: Apache-2.0

import DaemonKit
import Glibc
import SystemPackage

/// Whether what changes can be kept: definitions, states, saved machines, logs.
struct RoomCheck {
    /// Below this a definition or a state may not fit.
    private static let leastBytes: UInt64 = 1 << 20
    /// Below this logs and the states of machines will soon not fit.
    private static let fewBytes: UInt64 = 64 << 20

    let paths: DaemonPaths

    private var directories: [FilePath] {
        guard paths.isPrivileged || !paths.root.isEmpty else { return [paths.configuration, paths.run, paths.logs] }
        let root = paths.root.isEmpty ? FilePath("/") : paths.root
        return [paths.configuration, paths.run] + ["lib", "log", "cache"].map { root.appending("var/\($0)/libvirt") }
    }

    func findings() -> [Finding] {
        var known: Set<dev_t> = []
        return directories.compactMap { directory in
            // What is not there yet will be made.
            var place = directory
            var status = stat()
            while stat(place.string, &status) != 0, !place.removingLastComponent().isEmpty {
                place.removeLastComponent()
            }
            guard known.insert(status.st_dev).inserted else { return nil }
            return judge(place, for: directory)
        }
    }

    private func judge(_ place: FilePath, for directory: FilePath) -> Finding? {
        var system = statvfs()
        guard statvfs(place.string, &system) == 0 else { return nil }
        if system.f_flag & UInt(ST_RDONLY) != 0 {
            return .wrong(
                "room", "'\(directory)' lies on a file system that can only be read, so nothing that changes is kept.",
                mend: "See by 'dmesg' whether the kernel made it so after a fault; else 'mount -o remount,rw' it.")
        }
        if system.f_files > 0, system.f_favail == 0 {
            return .wrong(
                "room", "The file system of '\(directory)' takes no further file, so nothing that is new is kept.",
                mend: "Remove files that nobody needs: 'du -x --inodes \(place) | sort -n | tail' shows where they are."
            )
        }
        let free = UInt64(geteuid() == 0 ? system.f_bfree : system.f_bavail) * UInt64(system.f_frsize)
        guard free < Self.fewBytes else { return nil }
        let mend =
            "Make room: 'du -xk \(place) | sort -n | tail' shows what takes it. Saved machines and logs do most often."
        return free < Self.leastBytes
            ? .wrong(
                "room",
                "The file system of '\(directory)' is full (\(free >> 10) KiB are free), so nothing that changes is kept.",
                mend: mend)
            : .note("room", "The file system of '\(directory)' has \(free >> 20) MiB left.", mend: mend)
    }
}
