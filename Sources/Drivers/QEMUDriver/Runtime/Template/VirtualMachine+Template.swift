// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import SystemPackage

extension VirtualMachine {
    /// The memory stays in its file; only the rest is written and read (QEMU's docs/interop/qemu-qmp-ref, "Migration").
    private static func ignoreSharedMemory(_ isOn: Bool) -> QMPCommand {
        let setting = JSONValue.object([
            .init("capability", .string("x-ignore-shared")), .init("state", .bool(isOn)),
        ])
        return QMPCommand("migrate-set-capabilities", ["capabilities": .array([setting])])
    }

    /// Makes a template of the machine, which was started for that, and ends it; when that fails it goes on as before.
    func makeTemplate() async throws -> MachineTemplate {
        try await perform(.longRunning, "make a template of") { process in
            guard case .draft(let template)? = self.state.withLock({ $0.run?.template }) else {
                throw VirtError(
                    .operationInvalid,
                    "Domain '\(self.name)' was not started for a template: its memory is its own. Prepare the template."
                )
            }
            let isRunning = try self.guestRuns(to: "make a template of")
            let path = template.statePath
            let file = try await self.services.blockingWork.run("make '\(path)'", deadline: .seconds(60)) {
                OwnedDescriptor(
                    try FileDescriptor.open(
                        path, .readWrite, options: [.create, .truncate, .closeOnExec], permissions: .ownerReadWrite))
            }
            try await self.following(.save, "make a template of") {
                try await self.standingStill(process, isRunning: isRunning) {
                    try await process.execute(Self.ignoreSharedMemory(true))
                    try await self.writeState(of: process, to: file)
                } undo: {
                }
            }
            // Before the machine ends, which removes what is only a draft.
            template.keep(wasRunning: isRunning)
            try await self.endSaved(process)
            return template
        }
    }

    /// Has a QEMU that was started for it read the state of a template; its memory it has already.
    func readState(of process: QEMUProcess, from template: MachineTemplate) async throws {
        let path = template.statePath
        // Each machine reads from the beginning, by a position of its own.
        let file = try await services.blockingWork.run("open '\(path)'", deadline: .seconds(60)) {
            OwnedDescriptor(try FileDescriptor.open(path, .readOnly, options: .closeOnExec))
        }
        try await process.execute(Self.ignoreSharedMemory(true))
        try await process.execute(
            QMPCommand("getfd", ["fdname": .string(Self.stateFileName)]), passing: [file.descriptor])
        try await process.execute(QMPCommand("migrate-incoming", ["uri": .string("fd:\(Self.stateFileName)")]))
        try await follow(process, "restored")
        try await process.execute(Self.ignoreSharedMemory(false))
    }

    /// - Throws: `operationUnsupported` for a machine of a template, whose images go with it.
    func checkSavable() throws {
        guard state.withLock({ $0.run?.template }) != nil else { return }
        throw VirtError(
            .operationUnsupported,
            "Domain '\(name)' is of a template, and its changes to disks end with it, so it cannot be saved. Copy what you need "
                + "from its guest.")
    }
}
