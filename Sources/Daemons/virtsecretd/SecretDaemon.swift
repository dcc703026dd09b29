// SPDX-License-Identifier: Apache-2.0

internal import DaemonKit
internal import DriverAPI
internal import LinuxSystem
internal import RemoteDispatch
internal import RemoteForwarding
internal import SecretDriver
internal import SystemPackage
internal import VirtModel

/// The parts of `virtsecretd`.
enum SecretDaemon {
    private static func directory(_ paths: DaemonPaths) -> FilePath { paths.configuration.appending("secrets") }

    /// The daemon starts no program, and has no use for any file but its secrets and those of every daemon.
    @Sendable
    static func confinement(_ paths: DaemonPaths) throws -> Confinement {
        let own = [directory(paths), SystemToken.directory(of: paths)]
        for directory in own { try TextFile.makeDirectory(directory, mode: .ownerReadWriteExecute) }
        return .childless(own: own, paths: paths)
    }

    /// Opens the secrets and puts them behind the wire.
    static func parts(_ context: Daemon.Context) async throws -> Daemon.Parts {
        let work = try BlockingWork(loop: context.loop)
        let directory = directory(context.paths)
        let log = context.log
        let store = try await work.run("open '\(directory)'") {
            try SecretStore(directory: directory) { log.say(.warning, $0, part: "secret") }
        }
        let paths = context.paths
        let token = try await work.run("read the token of the daemons") { try SystemToken.ofTree(paths) }
        let kind = ConnectionKind(
            scheme: "secret", type: "secret", isPrivileged: paths.isPrivileged, systemToken: token)
        let drivers = DriverSet(secrets: LocalSecretDriver(store, work: work))
        // A secret that is kept in memory only would be lost.
        return Daemon.Parts(
            service: DriverService(kind, drivers, neighbours: context.neighbours),
            isNeeded: { store.all.contains { _, secret in secret.isEphemeral } })
    }
}
