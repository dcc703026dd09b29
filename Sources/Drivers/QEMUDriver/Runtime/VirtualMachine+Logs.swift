// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel

extension VirtualMachine {
    /// How often logs are looked at.
    private static let logInterval = Duration.seconds(10)

    /// Keeps the logs of a run from growing for ever, until it ends; see ``ConsoleLog``.
    ///
    /// - Parameter given: Those that cannot be rotated, which was said.
    func keepLogsSmall(of runID: Int, but given: Set<FilePath> = []) {
        services.loop.schedule(after: Self.logInterval) { [weak self] in
            guard let self, let paths = logs(of: runID) else { return }
            Task { [self] in
                var given = given
                for path in paths where !given.contains(path) {
                    do {
                        try await services.blockingWork.run("rotate '\(path)'", deadline: .seconds(60)) {
                            // Somebody may have removed it.
                            if path.exists { try ConsoleLog(path).rotateIfNeeded() }
                        }
                    } catch {
                        given.insert(path)
                        services.report("The log '\(path)' of domain '\(name)' is not rotated any more: \(error)")
                    }
                }
                keepLogsSmall(of: runID, but: given)
            }
        }
    }

    /// What QEMU says, and what its guest writes to files; nil when the run has ended.
    private func logs(of runID: Int) -> [FilePath]? {
        guard let domain = state.withLock({ $0.run?.id == runID ? $0.run?.domain : nil }) else { return nil }
        let devices = domain.devices
        let ports = devices.serials + devices.parallels + devices.consoles + devices.channels
        let written = ports.flatMap { port in
            [port.source.logFile, port.source.kind == .file ? port.source.path : nil].compactMap { $0 }
        }
        // A console may be another name of the first serial port.
        var paths = [services.directories.logs.appending("\(domain.name).log")]
        for path in written.map({ FilePath($0) }) where !paths.contains(path) { paths.append(path) }
        return paths
    }
}
