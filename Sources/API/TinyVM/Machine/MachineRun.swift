// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import GuestProtocol
internal import LinuxSystem
internal import QEMUDriver
internal import SystemPackage

/// One job in one machine, from QEMU's start to its end.
struct MachineRun {
    let setup: MachineSetup
    let job: Job
    let streams: StandardStreams
    let invocation: MachineInvocation
    /// When the VM is ended, at the latest.
    let deadline: ContinuousClock.Instant?
    let takesSignals: Bool

    init(
        setup: MachineSetup, job: Job, streams: StandardStreams, invocation: MachineInvocation,
        deadline: ContinuousClock.Instant? = nil, takesSignals: Bool? = nil
    ) {
        self.setup = setup
        self.job = job
        self.streams = streams
        self.invocation = invocation
        self.deadline = deadline ?? setup.deadline
        self.takesSignals = takesSignals ?? setup.vm.takesSignals
    }

    /// What came of a try to restore a guest.
    enum Restored {
        case ended(TinyVM.Result)
        /// Nothing has happened, because of this.
        case notRestored(String)
    }

    /// Boots the guest.
    func boot(
        _ image: MemoryFile, _ transport: ShareTransport?, start: TinyVM.Result.Start, moments: inout Moments
    ) throws -> TinyVM.Result {
        let signals = try signalQueue()
        let machine = try MachineProcess(
            invocation, image: image, shares: setup.vm.shares, transport: transport)
        moments.started = .now
        var session = try VirtualMachineSession(
            job: job, machine: machine, streams: streams, showsConsole: setup.vm.showsConsole,
            deadline: deadline)
        let end = try converse(&session, machine, signals, &moments)
        return try result(end, &session, machine, start, moments)
    }

    /// Restores the guest.
    ///
    /// - Parameter files: The archive of what the guest lacks for its job.
    func restore(_ template: StoredTemplate, files: FileDescriptor?, moments: inout Moments) throws -> Restored {
        let signals = try signalQueue()
        let machine = try MachineProcess(
            invocation, image: StubKernel.make(), memory: template.memory.descriptor)
        let restoration = try Restoration(monitor: machine.monitor, state: template.state.descriptor)
        moments.started = .now
        moments.isRestored = true
        var session = try VirtualMachineSession(
            job: job, machine: machine, streams: streams, showsConsole: false, deadline: deadline,
            files: files, restoration: restoration)
        let end = try converse(&session, machine, signals, &moments)
        if case .notRestored(let reason) = end {
            machine.qemu.kill()
            moments.isRestored = false
            moments.failedRestore = .now
            let said = machine.complaints.split(separator: "\n").first.map { ": \($0)" } ?? ""
            return .notRestored(reason + said)
        }
        return .ended(try result(end, &session, machine, .restored(template: template.name), moments))
    }

    private func signalQueue() throws -> SignalQueue {
        try SignalQueue(takesSignals ? [SIGINT, SIGTERM, SIGHUP, SIGWINCH] : [])
    }

    private func converse(
        _ session: inout VirtualMachineSession, _ machine: MachineProcess, _ signals: borrowing SignalQueue,
        _ moments: inout Moments
    ) throws -> VirtualMachineSession.End {
        let terminal = job.terminal == nil ? nil : RawTerminal(streams.input)
        defer { withExtendedLifetime(terminal) {} }
        do {
            return try session.run(qemu: machine.qemu, signals: signals, moments: &moments)
        } catch {
            machine.qemu.kill()
            throw error
        }
    }

    /// Ends QEMU, and says how the command ended.
    private func result(
        _ end: VirtualMachineSession.End, _ session: inout VirtualMachineSession, _ machine: MachineProcess,
        _ start: TinyVM.Result.Start, _ moments: Moments
    ) throws -> TinyVM.Result {
        // What the guest wrote to disks for good has reached QEMU; SIGTERM lets it close its files in order.
        let closesInOrder = setup.vm.disks.contains { $0.access == .readWrite }
        if case .vanished = end {} else { machine.qemu.send(closesInOrder ? SIGTERM : SIGKILL) }
        let qemuEnd = try machine.wait(seconds: closesInOrder ? 60 : 10)
        var result = TinyVM.Result(exitStatus: 0, timings: moments.timings(session.milestones), start: start)
        switch end {
        case .status(let status, let sentence):
            if let sentence { throw TinyVMError(.guest, sentence, exitStatus: status) }
            if let trouble = session.deliveryTrouble {
                let name = trouble.stream == .output ? "output" : "error"
                throw TinyVMError(
                    .machine,
                    "Cannot write what the command wrote to its standard \(name): \(trouble.error). "
                        + "Make room, or send it elsewhere.")
            }
            result.exitStatus = status
        case .stopped(let status):
            result.exitStatus = status
            result.hasTimedOut = status == TinyVM.timeoutStatus
        case .silent(let reason), .notRestored(let reason):
            throw TinyVMError(
                .guest,
                "The guest does not answer: \(reason), so it was ended." + session.lastConsoleText.quotation)
        case .vanished:
            // Its last words: the channel may have closed before they were read.
            session.readConsole()
            throw machine.explain(qemuEnd, session.lastConsoleText, cameUp: session.guestCameUp)
        }
        return result
    }
}
