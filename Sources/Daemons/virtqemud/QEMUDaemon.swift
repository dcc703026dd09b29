// SPDX-License-Identifier: Apache-2.0

internal import DaemonKit
internal import DriverAPI
internal import HostDriver
internal import LinuxSystem
internal import QEMUDriver
internal import RemoteDispatch
internal import RemoteDriver
internal import RemoteForwarding
internal import Synchronization
internal import SystemPackage

/// The parts of `virtqemud`.
enum QEMUDaemon {
    /// How long files are waited for that are read at the start.
    private static let timeLimit = Duration.seconds(10)

    /// Opens the drivers and puts them behind the wire.
    static func parts(_ context: Daemon.Context) async throws -> Daemon.Parts {
        let (log, paths, loop) = (context.log, context.paths, context.loop)
        let work = try BlockingWork(loop: loop)
        let (settings, identity, token) = try await work.run(
            "read '\(paths.configuration)/qemu.conf' and the daemons' token", deadline: timeLimit
        ) {
            let (settings, identity) = try QEMUSettings.read(paths)
            return (settings, identity, try SystemToken.ofTree(paths))
        }
        for warning in settings.warnings { log.say(.warning, warning, part: "qemu") }
        let ports = GraphicsPorts(settings.ports)
        var configuration = QEMUDomainDriver.Configuration(directories: directories(paths))
        configuration.settings = settings.driver
        configuration.identity = identity
        configuration.handsFilesOver = settings.handsFilesOver
        configuration.resources = [ports]
        // Machines outlive the daemon, and the next one finds them again.
        configuration.endsWithUs = false
        configuration.report = { log.say(.warning, $0, part: "qemu") }
        configuration.secrets = { _ in try secrets(paths, token, loop) }
        let domains = try await QEMUDomainDriver.open(configuration)
        let isStarting = Starting()
        Task {
            await domains.autostart(settings.autostartBypassesCache ? .bypassCache : [])
            isStarting.end()
        }
        let kind = ConnectionKind(
            scheme: "qemu", type: "QEMU", isPrivileged: paths.isPrivileged, systemToken: token)
        return Daemon.Parts(
            service: DriverService(
                kind, DriverSet(domains: domains, host: LinuxHost(), hypervisor: domains),
                neighbours: context.neighbours),
            isNeeded: {
                if isStarting.isGoingOn { return true }
                // A driver that cannot say is no reason to leave its machines alone.
                do { return try await !domains.list(.active).isEmpty } catch { return true }
            },
            reload: {
                do {
                    let (new, newIdentity) = try await work.run(
                        "read '\(paths.configuration)/qemu.conf'", deadline: timeLimit
                    ) {
                        try QEMUSettings.read(paths)
                    }
                    domains.changeSettings(new.driver, handsFilesOver: new.handsFilesOver)
                    ports.ranges = new.ports
                    for warning in new.warnings { log.say(.warning, warning, part: "qemu") }
                    if newIdentity != identity { log.say(.warning, QEMUSettings.identityStays(paths), part: "qemu") }
                } catch {
                    log.say(.error, "The settings of QEMU stay as they were. \(error)", part: "qemu")
                }
            },
            stop: { await domains.close() })
    }

    /// Whether machines are being started with the host.
    private final class Starting: Sendable {
        private let state = Mutex(true)
        var isGoingOn: Bool { state.withLock { $0 } }
        func end() { state.withLock { $0 = false } }
    }

    /// The secrets of the sister daemon.
    private static func secrets(_ paths: DaemonPaths, _ token: String, _ loop: EventLoop) throws -> SecretDaemonDriver {
        var options = RemoteConnection.Options(environment: .besideThisProgram)
        options.systemToken = token
        var uri = try ConnectionURI(paths.isPrivileged ? "secret:///system" : "secret:///session")
        // A user's daemon is started when it is needed, unless everything is below a root, where nobody would find it.
        if paths.isPrivileged || !paths.root.isEmpty {
            uri.parameters.append(.init("socket", paths.socket("virtsecretd", "sock").string))
        }
        return SecretDaemonDriver(uri, options, on: loop)
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
        directories.tpmStates = paths.configuration.appending("qemu/swtpm")
        directories.library = paths.configuration.appending("qemu/lib")
        return directories
    }
}
