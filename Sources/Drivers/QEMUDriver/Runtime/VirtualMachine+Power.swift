// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP

extension VirtualMachine {
    /// Presses the power button, or has the guest's agent power off.
    func shutdown(_ flags: DomainPowerFlags) async throws {
        try checkPowerFlags(flags, "shut down")
        try await perform(.control, "shut down") { process in
            guard self.status.isRunning else {
                throw VirtError(
                    .operationInvalid,
                    "Cannot shut down domain '\(self.name)': its guest does not run. Resume it, or destroy the domain.")
            }
            _ = try await process.execute(QMPCommand("system_powerdown"))
        }
    }

    /// Has the guest begin anew: by the power button, after which the machine is reset rather than ended.
    func reboot(_ flags: DomainPowerFlags) async throws {
        try checkPowerFlags(flags, "reboot")
        try await perform(.control, "reboot") { process in
            self.apply(.rebooting)
            do {
                try await process.execute(QMPCommand("system_powerdown"))
            } catch {
                self.apply(.rebootingFailed)
                throw error
            }
        }
    }

    private func checkPowerFlags(_ flags: DomainPowerFlags, _ task: String) throws {
        if flags.contains(.agent), !flags.contains(.acpi) {
            throw VirtError(
                .argumentUnsupported,
                "Cannot \(task) domain '\(name)' by its agent, which is not supported yet. Use ACPI.")
        }
        if !flags.isSubset(of: [.acpi, .agent]) {
            throw VirtError(
                .invalidArgument,
                "Cannot \(task) domain '\(name)' by init, a signal or Xen: it is no container. Use ACPI.")
        }
    }

    /// Resets the machine, as its button does.
    func reset() async throws {
        try await perform(.control, "reset") { process in
            try self.checkNotSaved("reset")
            _ = try await process.execute(QMPCommand("system_reset"))
        }
    }

    /// Lets the guest stand still; one that does already stays as it is.
    func suspend() async throws {
        try await perform(.control, "suspend") { process in
            switch self.status {
            case .paused: return
            case .running: break
            default:
                throw VirtError(.operationInvalid, "Cannot suspend domain '\(self.name)': its guest does not run.")
            }
            self.apply(.pausing(.user))
            do {
                try await process.execute(QMPCommand("stop"))
            } catch {
                self.apply(.pausingFailed)
                throw error
            }
        }
    }

    /// Lets the guest go on.
    func resume() async throws {
        try await perform(.control, "resume") { process in
            switch self.status {
            case .running:
                throw VirtError(.operationInvalid, "Cannot resume domain '\(self.name)': its guest runs already.")
            case .paused(.save): try self.checkNotSaved("resume")
            case .paused: try await process.execute(QMPCommand("cont"))
            case .suspended:
                throw VirtError(.operationInvalid, "Cannot resume domain '\(self.name)': its guest sleeps. Wake it up.")
            default:
                throw VirtError(
                    .operationInvalid, "Cannot resume domain '\(self.name)': its guest is off. Reset or destroy it.")
            }
        }
    }

    /// A guest whose memory is being written to a file stands still until that is done.
    private func checkNotSaved(_ task: String) throws {
        guard status != .paused(.save) else {
            throw VirtError(
                .operationInvalid, "Cannot \(task) domain '\(name)': it is being saved. Abort that job first.")
        }
    }
}
