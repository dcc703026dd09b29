// SPDX-License-Identifier: Apache-2.0

internal import DaemonKit
internal import DriverAPI
internal import HostDriver
internal import QEMUDriver
internal import RemoteDispatch
internal import SystemPackage

/// The parts of `virtqemud`.
enum QEMUDaemon {
    /// Opens the drivers and puts them behind the wire.
    static func parts(_ context: Daemon.Context) async throws -> Daemon.Parts {
        let log = context.log
        var configuration = QEMUDomainDriver.Configuration(directories: directories(context.paths))
        // Machines outlive the daemon, and the next one finds them again.
        configuration.endsWithUs = false
        configuration.report = { log.say(.warning, $0, part: "qemu") }
        let domains = try await QEMUDomainDriver.open(configuration)
        let emulator = EmulatorVersion(loop: context.loop)
        let host = LinuxHost(LinuxHost.Hypervisor(version: { try await emulator.number() }))
        let kind = ConnectionKind(scheme: "qemu", type: "QEMU", isPrivileged: context.paths.isPrivileged)
        return Daemon.Parts(
            service: DriverService(kind, DriverSet(domains: domains, host: host)),
            isNeeded: {
                // A driver that cannot say is no reason to leave its machines alone.
                do { return try await !domains.list(.active).isEmpty } catch { return true }
            },
            stop: { await domains.close() })
    }

    /// What the daemon and its children do without.
    ///
    /// Its files are not confined: images lie where users put them, and what virtiofsd shares, too. A user's own daemon may need
    /// qemu-bridge-helper, a setuid program, so it keeps programs from gaining rights only as root.
    @Sendable
    static func confinement(_ paths: DaemonPaths) -> Confinement {
        Confinement(gainsNoPrivileges: paths.isPrivileged)
    }

    /// The places of the driver, which are libvirt's.
    private static func directories(_ paths: DaemonPaths) -> DriverDirectories {
        var directories = DriverDirectories(systemPrefix: paths.root.isEmpty ? "/" : paths.root)
        guard paths.root.isEmpty, !paths.isPrivileged else { return directories }
        directories.configuration = paths.configuration.appending("qemu")
        directories.state = paths.run.appending("qemu/run")
        directories.logs = paths.logs.removingLastComponent().appending("qemu/log")
        directories.cache = paths.logs.removingLastComponent().appending("qemu/cache")
        directories.library = paths.configuration.appending("qemu/lib")
        return directories
    }
}
