// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import DriverAPI
internal import Glibc
internal import LinuxSystem
package import SystemPackage

/// Where the driver keeps what: all paths hang under one value, and nothing is written outside of them.
package struct DriverDirectories: Sendable, Hashable {
    /// Definitions: `NAME.xml`, and `autostart/NAME.xml` as links to them.
    package var configuration: FilePath
    /// Private files of each running domain, NVRAM, TPM states.
    package var library: FilePath
    /// What matters until the host reboots: the lock, the state of running domains.
    package var state: FilePath
    /// Logs: `NAME.log`.
    package var logs: FilePath
    /// What may be thrown away.
    package var cache: FilePath
    /// The states of TPMs, `UUID/tpm2`.
    package var tpmStates: FilePath

    /// The tree below a root of one's own, as libvirt's embedded driver lays it out: `ROOT/etc/qemu` and so on.
    package init(root: FilePath) {
        configuration = root.appending("etc/qemu")
        library = root.appending("lib/qemu")
        state = root.appending("run/qemu")
        logs = root.appending("log/qemu")
        cache = root.appending("cache/qemu")
        tpmStates = library.appending("swtpm")
    }

    /// The system's tree, below a prefix that is empty but in tests.
    package init(systemPrefix prefix: FilePath) {
        configuration = prefix.appending("etc/libvirt/qemu")
        library = prefix.appending("var/lib/libvirt/qemu")
        state = prefix.appending("run/libvirt/qemu")
        logs = prefix.appending("var/log/libvirt/qemu")
        cache = prefix.appending("var/cache/libvirt/qemu")
        tpmStates = prefix.appending("var/lib/libvirt/swtpm")
    }

    /// Links to the definitions of domains that start with the host.
    package var autostart: FilePath { configuration.appending("autostart") }

    /// Templates of machines, a directory for each; they go with the driver.
    var templates: FilePath { library.appending("template") }

    /// What stands in the notes of all interfaces of the host that were made for domains of this tree.
    private var linkNotePrefix: String { "swift-virt \(StableHash(library.string.utf8).text) " }

    /// What an interface of the host that was made for a domain is known by.
    func linkNote(of domain: ObjectUUID) -> String { "\(linkNotePrefix)\(domain)" }

    /// Whether an interface of the host was made for a domain of this tree.
    func owns(linkNote: String) -> Bool { linkNote.hasPrefix(linkNotePrefix) }

    /// Makes those that are missing, for the owner alone.
    package func create() throws {
        for directory in [configuration, library, state, logs, cache] {
            do {
                try directory.createDirectories()
            } catch {
                throw VirtError(
                    .systemError,
                    "The directory '\(directory)' cannot be made: \(error). Choose a root that you may write to.",
                    cause: error)
            }
        }
    }

    /// Lets others pass through our directories to files below, for a QEMU that runs as another user; they still cannot list them.
    package func makePassable() throws {
        let nvram = library.appending("nvram")
        var passages = [nvram, tpmStates, library]
        // Up to the root, which the definitions are below, too.
        while let last = passages.last, !configuration.starts(with: last) {
            passages.append(last.removingLastComponent())
        }
        do {
            try nvram.createDirectories()
            try tpmStates.createDirectories()
            for directory in passages {
                var status = stat()
                try systemCall { directory.withPlatformString { stat($0, &status) } }
                guard status.st_uid == geteuid(), status.st_mode & 0o011 != 0o011 else { continue }
                try systemCall { directory.withPlatformString { chmod($0, status.st_mode & 0o7777 | 0o011) } }
            }
        } catch {
            throw VirtError(
                .systemError, "The directory '\(library)' cannot be opened for another user: \(error).", cause: error)
        }
    }

    /// The settings of a driver that keeps everything here.
    package func configure(_ configuration: inout DriverConfiguration) {
        configuration.libraryDirectory = library.string
        configuration.channelTargetDirectory = library.appending("channel/target").string
        configuration.memoryBackingDirectory = library.appending("ram").string
        configuration.nvramDirectory = library.appending("nvram").string
        configuration.swtpmStateDirectory = state.appending("swtpm").string
        configuration.passtStateDirectory = state.appending("passt").string
        configuration.dbusStateDirectory = state.appending("dbus").string
        configuration.slirpStateDirectory = state.appending("slirp").string
        configuration.isPrivileged = geteuid() == 0
    }
}
