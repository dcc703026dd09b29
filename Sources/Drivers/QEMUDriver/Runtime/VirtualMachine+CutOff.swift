// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import SystemPackage
internal import VirtModel

/// Starts that the end of an earlier process of ours cut off, whose machines would else live on unknown.
extension VirtualMachine {
    /// Notes a start whose machine may outlive us, which a later process of ours undoes, should this one end before it is done;
    /// blocks.
    ///
    /// - Parameter process: Nil before there is one. Between its spawning and its being noted it is known by its socket.
    func noteStart(of process: QEMUProcess?, _ launch: Launch, _ monitor: MonitorSocket) throws {
        guard case .listening(let socket) = monitor else { return }
        let document = DomainStatusDocument(
            status: .paused(.startingUp), processID: process?.identifier ?? 0,
            processStartTime: process?.startTime ?? 0, monitorPath: socket.string,
            isTransient: state.withLock { !$0.isPersistent }, domain: launch.domain, vcpuThreads: [:])
        try AtomicFile.write(
            Array(try document.text().utf8), to: statusPath(launch.domain.name), isDurable: false)
    }

    /// Has the note go with a start that fails.
    func holdNote(of launch: inout Launch) {
        guard !environment.endsWithUs else { return }
        let (work, path) = (services.blockingWork, statusPath(launch.domain.name))
        launch.held.add("The state '\(path)'", at: .failure) {
            try await work.run("remove '\(path)'") { try path.removeAll() }
        }
    }

    /// Ends the QEMU of a start that was cut off before its process was noted, if there is one: its socket was made before.
    func endUnknownEmulator(at monitor: String) async throws {
        let connection: FileDescriptor
        do {
            connection = try await services.blockingWork.run("find the QEMU of '\(name)'", deadline: .seconds(10)) {
                try MonitorSocket.listening(FilePath(monitor)).connect()
            }
        } catch let error as Errno where error == .connectionRefused || error == .noSuchFileOrDirectory {
            return
        }
        let isGone = Latch()
        let client = try QMPClient(
            descriptor: connection, peer: "the QEMU of domain '\(name)'", loop: services.loop,
            onEnd: { _ in isGone.open() })
        defer { client.close() }
        do {
            _ = try await client.negotiate(with: [QMPCommand("quit")], deadline: QEMUProcess.greetingDeadline)
        } catch let error as QMPConnectionError where error.code != .timedOut {
            // It ends by itself.
        }
        guard await isGone.wait(atMost: .seconds(15), on: services.loop) else { throw Self.doesNotEnd }
    }

    static var doesNotEnd: VirtError {
        VirtError(.operationFailed, "Its start was cut off, and it does not end.")
    }
}
