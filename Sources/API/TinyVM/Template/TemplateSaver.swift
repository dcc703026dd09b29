// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import GuestProtocol
internal import LinuxSystem
internal import QEMUDriver
internal import QMP
internal import SystemPackage

/// Waits until a guest has booted, saves it, and ends its QEMU.
///
/// ```
///   booting --hello--> preparing --pong--> settling --a moment--> saving --completed--> done
/// ```
/// What QEMU or the guest does otherwise, or not within its time, is an error.
struct TemplateSaver {
    private enum State { case booting, preparing, settling, saving, done }

    private let machine: MachineProcess
    private let stateFile: FileDescriptor
    private var state = State.booting
    private var session = QMPSession()
    private var incoming = ByteQueue()
    private var console = ConsoleText()
    private let patienceEnds: ContinuousClock.Instant?
    private var deadline = ContinuousClock.now + .seconds(VirtualMachineSession.bootLimitInSeconds)

    /// The guest has said that it waits for its job, but its kernel may still be busy with what it put off.
    private static let settlingTime = Duration.milliseconds(300)
    private static let savingLimit = Duration.seconds(120)

    /// - Parameters:
    ///   - stateFile: Where the state is written to.
    ///   - patienceEnds: When the caller waits no longer; nil for never.
    init(_ machine: MachineProcess, stateFile: FileDescriptor, patienceEnds: ContinuousClock.Instant?) {
        self.machine = machine
        self.stateFile = stateFile
        self.patienceEnds = patienceEnds
    }

    /// Saves the guest.
    ///
    /// - Throws: A ``TinyVMError`` that says what went wrong; ``TimeIsUp``.
    mutating func run() throws {
        while state != .done {
            var polls = [machine.channel, machine.console, machine.monitor, machine.qemu.descriptor].map {
                pollfd(fd: $0.rawValue, events: Int16(POLLIN), revents: 0)
            }
            if TimeIsUp.isDue(patienceEnds) { throw TimeIsUp() }
            let left = (min(deadline, patienceEnds ?? deadline) - .now).inMilliseconds.rounded(.up)
            if deadline <= .now { try handleDeadline() }
            let count = poll(&polls, nfds_t(polls.count), Int32(max(0, min(60_000, left))))
            if count < 0, errno != EINTR { throw Errno.last }
            if polls[1].revents != 0 { try receive(machine.console) { saver, bytes in saver.console.append(bytes) } }
            if polls[0].revents != 0 { try receive(machine.channel) { try $0.takeFrames($1) } }
            if polls[2].revents != 0 { try receive(machine.monitor) { try $0.takeMessages($1) } }
            if polls[3].revents != 0, state != .done { throw try ended() }
        }
        if try machine.wait(seconds: 30) != .exited(0) { throw try ended() }
    }

    private func ended() throws -> TinyVMError {
        let end = try machine.wait(seconds: 10)
        if case .signaled(SIGBUS) = end {
            return TinyVMError(.machine, "QEMU could not write the guest's memory to its file: the disk is full.")
        }
        return machine.explain(end, console, cameUp: state != .booting)
    }

    private mutating func handleDeadline() throws {
        switch state {
        case .booting, .preparing:
            throw TinyVMError(
                .guest, "The guest did not come up within \(VirtualMachineSession.bootLimitInSeconds) seconds.")
        case .settling:
            state = .saving
            deadline = .now + Self.savingLimit
            let commands = [
                MonitorCommand.negotiate, MonitorCommand.takeState, MonitorCommand.ignoreSharedMemoryWithEvents,
                MonitorCommand.save,
            ]
            try send(commands, passing: [stateFile])
        case .saving: throw TinyVMError(.machine, "QEMU did not save the guest within \(Self.savingLimit).")
        case .done: break
        }
    }

    private mutating func send(_ commands: [QMPCommand], passing files: [FileDescriptor] = []) throws {
        var bytes: [UInt8] = []
        for command in commands { _ = session.encode(command, to: &bytes) }
        guard try machine.monitor.send(bytes[...], descriptors: files) == bytes.count else { throw Errno.noBufferSpace }
    }

    /// Reads what there is; the end of a stream is left to the end of the process.
    private mutating func receive(
        _ descriptor: FileDescriptor, _ body: (inout TemplateSaver, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 16) { buffer in
            guard let count = try descriptor.receive(into: buffer) else { return }
            guard count > 0 else {
                if state != .done { throw try ended() }
                return
            }
            try body(&self, UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private mutating func takeFrames(_ bytes: UnsafeRawBufferPointer) throws {
        incoming.append(bytes)
        while incoming.count >= FrameHeader.size {
            let header = incoming.withBytes { FrameHeader(decoding: $0) }
            guard header.length <= FrameHeader.maximumPayload else {
                throw TinyVMError(.guest, "The guest sent what is no frame of our protocol.")
            }
            guard incoming.count >= FrameHeader.size + Int(header.length) else { return }
            let payload = incoming.removeFirst(FrameHeader.size + Int(header.length)).dropFirst(FrameHeader.size)
            switch FrameKind(rawValue: header.kind) {
            case .hello:
                state = .preparing
                let order = StartOrder.now().encoded
                let frame = FrameHeader(.prepare, length: order.count).encoded + order
                guard try machine.channel.send(frame[...]) == frame.count else { throw Errno.noBufferSpace }
            case .pong where state == .preparing:
                state = .settling
                deadline = .now + Self.settlingTime
            case .trouble: throw TinyVMError(.guest, String(decoding: payload.dropFirst(4), as: UTF8.self))
            default: break
            }
        }
    }

    private mutating func takeMessages(_ bytes: UnsafeRawBufferPointer) throws {
        for output in try session.receive(bytes) {
            switch output {
            case .reply(_, .failure(let error)): throw TinyVMError(.machine, "The guest cannot be saved. \(error)")
            case .reply(_, .success(let answer)):
                // Only the question why has an answer of this form.
                if answer["status"]?.string == "failed" {
                    let reason = answer["error-desc"]?.string ?? "QEMU gives no reason."
                    throw TinyVMError(.machine, "The guest cannot be saved: \(reason)")
                }
            case .event(let event) where event.name == "MIGRATION":
                switch event.data["status"]?.string {
                case "completed":
                    state = .done
                    try send([MonitorCommand.quit])
                case "failed": try send([MonitorCommand.explain])
                default: break
                }
            default: break
            }
        }
    }
}
