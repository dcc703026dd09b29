// SPDX-License-Identifier: Apache-2.0

internal import DaemonKit
internal import DriverAPI
internal import HostDriver
internal import RemoteDispatch

/// The parts of `virtqemud`.
enum QEMUDaemon {
    /// Opens the drivers and puts them behind the wire.
    static func parts(_ context: Daemon.Context) async throws -> Daemon.Parts {
        let emulator = EmulatorVersion(loop: context.loop)
        let host = LinuxHost(LinuxHost.Hypervisor(version: { try await emulator.number() }))
        let kind = ConnectionKind(scheme: "qemu", type: "QEMU", isPrivileged: context.paths.isPrivileged)
        return Daemon.Parts(service: DriverService(kind, DriverSet(host: host)))
    }
}
