// SPDX-License-Identifier: Apache-2.0

internal import DaemonKit
internal import DriverAPI
internal import Glibc
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
    /// Opens the drivers and puts them behind the wire.
    static func parts(_ context: Daemon.Context) async throws -> Daemon.Parts {
        let (log, paths, loop) = (context.log, context.paths, context.loop)
        let work = try BlockingWork(loop: loop)
        let (settings, identity, token) = try await work.run("read '\(paths.configuration)/qemu.conf'") {
            let settings = try readSettings(paths)
            return (settings, try findIdentity(settings, paths), try SystemToken.ofTree(paths))
        }
        for warning in settings.warnings { log.say(.warning, warning, part: "qemu") }
        var configuration = QEMUDomainDriver.Configuration(directories: directories(paths))
        configuration.settings = settings.driver
        configuration.identity = identity
        configuration.handsFilesOver = settings.handsFilesOver
        configuration.resources = [
            GraphicsPorts(
                range: settings.firstDisplayPort...settings.lastDisplayPort,
                webSocketRange: settings.firstWebSocketPort...settings.lastWebSocketPort)
        ]
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
            stop: { await domains.close() })
    }

    /// Whether machines are being started with the host.
    private final class Starting: Sendable {
        private let state = Mutex(true)
        var isGoingOn: Bool { state.withLock { $0 } }
        func end() { state.withLock { $0 = false } }
    }

    /// The settings of `qemu.conf`; blocks.
    private static func readSettings(_ paths: DaemonPaths) throws -> QEMUSettings {
        let path = paths.configuration.appending("qemu.conf")
        guard access(path.string, F_OK) == 0 else { return QEMUSettings() }
        do {
            return try QEMUSettings(ConfigurationFile(TextFile.read(path)), name: path.string)
        } catch let error as ConfigurationFile.Failure {
            throw DaemonError("'\(path)' cannot be understood. \(error)")
        } catch {
            throw DaemonError("'\(path)' cannot be read: \(error). See who may read it.")
        }
    }

    /// Accounts that distributions make for QEMU: Debian's, Fedora's.
    private static let usualUsers = ["libvirt-qemu", "qemu"]

    /// As whom QEMUs run: as `qemu.conf` says, else as the distribution's user for them; nil for us. Blocks.
    private static func findIdentity(_ settings: QEMUSettings, _ paths: DaemonPaths) throws -> ProcessIdentity? {
        guard paths.isPrivileged else { return nil }
        let user = settings.user ?? usualUsers.first { getpwnam($0) != nil }
        guard user != nil || settings.group != nil else { return nil }
        do {
            let identity = try ProcessIdentity(user: user, group: settings.group)
            return identity.user == geteuid() && identity.group == getegid() ? nil : identity
        } catch {
            throw DaemonError("\(error) See 'user' and 'group' in '\(paths.configuration)/qemu.conf'.")
        }
    }

    /// The secrets of the sister daemon.
    private static func secrets(_ paths: DaemonPaths, _ token: String, _ loop: EventLoop) throws -> SecretDaemonDriver {
        var options = RemoteConnection.Options()
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
