// SPDX-License-Identifier: Apache-2.0

internal import CGuest

/// One job from its command's start to its exit status.
///
/// ```
///   waiting --start--> running --command ended--> draining --pipes empty--> told
/// ```
/// Orphans of the command do not hold the end up: they are killed, and what they have written by then goes out.
struct Session {
    private var channel: Channel
    private let children: CInt
    private var milestones: GuestMilestones
    private var encodedJob: [UInt8] = []
    /// Tells the time and the seed, when the job is whole.
    private var order: StartOrder?
    private var unpacker = Unpacker()

    private var job = Job()
    private var command: Command?
    private var exitStatus: UInt32?
    /// What may still be sent of standard output and of standard error.
    private var outputCredit = StreamWindow.output
    private var errorsCredit = StreamWindow.output
    /// What came for standard input and was not yet taken.
    private var input = InputBuffer()
    /// What came for the command before it was started.
    private var earlySignals: [UInt32] = []
    private var earlySize: Job.TerminalSize?

    init(channel: Channel, milestones: GuestMilestones) {
        self.channel = channel
        self.milestones = milestones
        // Signals of children are read from a descriptor: SIG_BLOCK, then SFD_CLOEXEC | SFD_NONBLOCK (signalfd(2)).
        var set: UInt64 = 1 << UInt64(Signal.child - 1)
        _ = guest_rt_sigprocmask(0, &set, nil, Signal.setSize)
        children = CInt(
            truncatingIfNeeded: guest_signalfd4(
                -1, &set, Signal.setSize, OpenFlag.closeOnExec | OpenFlag.nonBlocking))
    }

    /// Takes a job, runs it and tells how it ended; then waits for the host to end the VM.
    mutating func run() -> Never {
        channel.send(.hello, .input, milestones.encoded)
        while order == nil { receive() }
        begin()
        while !isDone { step() }
        milestones.commandEnded = microsecondsSinceBoot()
        if job.syncsAtExit { _ = guest_sync() }
        var payload: [UInt8] = []
        payload.appendLittleEndian(exitStatus ?? 125)
        channel.send(.exit, .input, payload + milestones.encoded)
        // The host ends the VM, and has the time that it needs; without one the VM ends itself.
        sleep(microseconds: 10_000_000)
        powerOff()
    }

    private mutating func begin() {
        if let order { Freshness.apply(order) }
        guard let job = Job(decoding: encodedJob) else {
            refuse(125, "The job cannot be read: the guest's init program is of another version.")
        }
        self.job = job
        if self.job.terminal != nil, let earlySize { self.job.terminal = earlySize }
        encodedJob = []
        for module in job.modules {
            if let refused = Startup.load(module) { refuse(refused) }
        }
        for mount in job.mounts { prepare(mount) }
        if job.configuresUserNetwork, !configureUserNetwork(hardwareAddress: job.interfaceAddress) {
            refuse(125, "The guest cannot set up its network interface.")
        }
        milestones.commandStarted = microsecondsSinceBoot()
        do {
            command = try Command.start(self.job)
        } catch {
            refuse(error.status, error.message)
        }
        for signal in earlySignals { send(signal) }
        // Input may have come, and ended, before there was a command to take it.
        feedInput()
    }

    private mutating func prepare(_ mount: Job.Mount) {
        makeDirectories(mount.target)
        let source = CText(mount.source)
        let target = CText(mount.target)
        let type = CText(mount.type)
        let options = CText(mount.options)
        let result = guest_mount(
            source.pointer, target.pointer, type.pointer, mount.isReadOnly ? 1 : 0, options.pointer)
        if result < 0 {
            refuse(
                125, "The guest cannot mount '\(mount.source)' at '\(mount.target)': error \(-result).")
        }
    }

    /// Says that the kernel refused a module, and ends.
    mutating func refuse(_ module: Startup.RefusedModule) -> Never {
        refuse(125, "The guest's kernel does not take the module '\(module.path)': error \(-module.error).")
    }

    /// Says why the job is not run, and ends.
    mutating func refuse(_ status: UInt32, _ message: Message) -> Never {
        var payload: [UInt8] = []
        payload.appendLittleEndian(status)
        channel.send(.trouble, .input, payload + message.bytes)
        sleep(microseconds: 10_000_000)
        powerOff()
    }

    // MARK: The loop

    private var isDone: Bool {
        guard exitStatus != nil, let command else { return false }
        return command.output < 0 && command.errors < 0
    }

    private mutating func step() {
        guard let running = command else { return }
        // The kernel passes over descriptors that are negative (poll(2)).
        var descriptors = InlineArray<5, guest_pollfd>(repeating: guest_pollfd(fd: -1, events: Poll.input, revents: 0))
        descriptors[0].fd = channel.descriptor
        descriptors[1].fd = children
        descriptors[2].fd = outputCredit > 0 ? running.output : -1
        descriptors[3].fd = errorsCredit > 0 ? running.errors : -1
        descriptors[4].fd = input.isEmpty ? -1 : running.input
        descriptors[4].events = Poll.output
        // Once the command has ended the pipes are asked, not awaited; but credit is.
        var none = guest_timespec(seconds: 0, nanoseconds: 0)
        let isStarved = outputCredit <= 0 && running.output >= 0 || errorsCredit <= 0 && running.errors >= 0
        let isDraining = exitStatus != nil && !isStarved
        let count = descriptors.span.withUnsafeBufferPointer { buffer in
            let pointer = UnsafeMutablePointer(mutating: buffer.baseAddress)
            return isDraining
                ? guest_ppoll(pointer, 5, &none)
                : guest_ppoll(pointer, 5, nil)
        }
        if count == ErrorNumber.interrupted { return }
        if descriptors[0].revents != 0 { receive() }
        if descriptors[1].revents != 0 { reap() }
        if descriptors[2].revents != 0 { forwardOutput() } else if isDraining { closeOutput() }
        if descriptors[3].revents != 0 { forwardErrors() } else if isDraining { closeErrors() }
        if descriptors[4].revents != 0 { feedInput() }
    }

    private mutating func receive() {
        var channel = self.channel
        channel.receive { header, payload in handle(header, payload) }
        self.channel = channel
    }

    private mutating func handle(_ header: FrameHeader, _ payload: UnsafeRawBufferPointer) {
        guard let kind = FrameKind(rawValue: header.kind) else { return }
        switch kind {
        case .job:
            guard order == nil, encodedJob.count + payload.count <= Job.maximumEncodedSize else { return }
            encodedJob.append(contentsOf: payload)
        case .files:
            guard order == nil else { return }
            do { try unpacker.unpack(payload) } catch { refuse(125, error.message) }
        case .start:
            order = StartOrder(decoding: [UInt8](payload))
            if order == nil { refuse(125, "The order to start cannot be read: it is of another version.") }
        case .data:
            input.append(payload)
            feedInput()
        case .credit:
            let credit = Int([UInt8](payload).littleEndianNumber ?? 0)
            if header.stream == StreamName.output.rawValue { outputCredit += credit }
            if header.stream == StreamName.errors.rawValue { errorsCredit += credit }
        case .end:
            switch StreamName(rawValue: header.stream) {
            case .input:
                input.hasEnded = true
                feedInput()
            case .output: closeOutput()
            case .errors: closeErrors()
            case nil: break
            }
        case .signal:
            guard let number = [UInt8](payload).littleEndianNumber, number < 65 else { return }
            if command == nil { earlySignals.append(number) } else { send(number) }
        case .resize:
            guard let size = Job.TerminalSize(decoding: [UInt8](payload)) else { return }
            if let command {
                if command.errors < 0, command.output >= 0 { Command.resize(command.output, to: size) }
            } else {
                earlySize = size
            }
        case .ping: channel.send(.pong)
        case .prepare:
            guard command == nil, let order = StartOrder(decoding: [UInt8](payload)) else { return }
            Freshness.apply(order)
            Rehearsal.run()
            channel.send(.pong)
        case .hello, .exit, .trouble, .pong: break
        }
    }

    /// Sends a signal to the command's process group.
    private func send(_ signal: UInt32) {
        guard let command else { return }
        _ = guest_kill(-command.process, CInt(truncatingIfNeeded: signal))
    }

    private mutating func reap() {
        // One struct signalfd_siginfo; which child it names does not matter.
        var notice = InlineArray<16, UInt64>(repeating: 0)
        _ = withUnsafeMutableBytes(of: &notice) { guest_read(children, $0.baseAddress, guest_size($0.count)) }
        while true {
            var status: CInt = 0
            // WNOHANG
            let process = guest_wait4(-1, &status, 1, nil)
            if process <= 0 { return }
            if let command, process == Int(command.process) {
                let signal = status & 0x7f
                exitStatus = UInt32(signal == 0 ? status >> 8 & 0xff : 128 + signal)
                // Its orphans end now, or they could write for ever (kill(2): all but us).
                _ = guest_kill(-1, Signal.kill)
            }
        }
    }

    // MARK: Streams

    private mutating func forwardOutput() {
        guard let running = command, running.output >= 0 else { return }
        let count = channel.forward(from: running.output, as: .output, atMost: outputCredit)
        if count > 0 {
            outputCredit -= count
        } else if count != ErrorNumber.again, count != ErrorNumber.interrupted {
            // The end of a pipe; a terminal that no program has open gives an error instead (EIO).
            closeOutput()
        }
    }

    private mutating func forwardErrors() {
        guard let running = command, running.errors >= 0 else { return }
        let count = channel.forward(from: running.errors, as: .errors, atMost: errorsCredit)
        if count > 0 {
            errorsCredit -= count
        } else if count != ErrorNumber.again, count != ErrorNumber.interrupted {
            closeErrors()
        }
    }

    private mutating func closeOutput() {
        guard let running = command, running.output >= 0 else { return }
        // On a terminal the same descriptor serves for input.
        if running.errors < 0, running.input == running.output { command?.input = -1 }
        _ = guest_close(running.output)
        command?.output = -1
        channel.send(.end, .output)
    }

    private mutating func closeErrors() {
        guard let running = command, running.errors >= 0 else { return }
        _ = guest_close(running.errors)
        command?.errors = -1
        channel.send(.end, .errors)
    }

    private mutating func feedInput() {
        guard let running = command else { return }
        guard running.input >= 0 else {
            input.discard()
            return
        }
        let taken = input.write(to: running.input)
        switch taken {
        case .some(let count) where count > 0:
            var payload: [UInt8] = []
            payload.appendLittleEndian(UInt32(truncatingIfNeeded: count))
            channel.send(.credit, .input, payload)
        case nil:
            closeInput()
            channel.send(.end, .input)
            return
        default: break
        }
        if input.hasEnded, input.isEmpty { closeInput() }
    }

    private mutating func closeInput() {
        guard let running = command, running.input >= 0 else { return }
        if running.input == running.output {
            // A terminal stays open for its output; its reader is told the end by the character for it, Ctrl-D.
            var end: UInt8 = 4
            _ = guest_write(running.input, &end, 1)
        } else {
            _ = guest_close(running.input)
        }
        command?.input = -1
    }
}
