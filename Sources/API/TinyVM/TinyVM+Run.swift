// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import GuestProtocol
internal import Initramfs
internal import LinuxSystem
internal import SystemPackage

extension TinyVM {
    /// Boots the VM, runs the command in it, and ends it.
    ///
    /// The calling thread waits meanwhile, takes SIGINT, SIGTERM, SIGHUP and SIGWINCH, and has to live until the end:
    /// QEMU dies with it, even when it is killed.
    ///
    /// - Parameters:
    ///   - streams: What the command's standard streams are connected to.
    ///   - notify: Gets sentences that are no errors, for instance about a fall-back to emulation.
    /// - Returns: The command's exit status.
    /// - Throws: A ``TinyVMError``, one sentence, when the command could not be run.
    public func run(
        streams: StandardStreams = .ofProcess(), notify: (String) -> Void = { _ in }
    ) throws -> Result {
        var moments = Moments()
        do {
            let prepared = try PreparedMachine(for: self, streams: streams, notify: notify)
            moments.imageMade = .now
            return try prepared.run(streams: streams, notify: notify, moments: &moments)
        } catch let error as ImageError {
            throw TinyVMError(.image, error.description)
        } catch let error as Errno {
            throw TinyVMError(.machine, "Cannot run the VM: \(error).")
        }
    }

    /// The command line of QEMU, quoted for a shell, without running it.
    ///
    /// Where a run would hand in descriptors, numbers of descriptors stand.
    public func commandLine(notify: (String) -> Void = { _ in }) throws -> String {
        do {
            let machine = try PreparedMachine(for: self, streams: .ofProcess(), notify: notify)
            return machine.commandLine
        } catch let error as ImageError {
            throw TinyVMError(.image, error.description)
        } catch let error as Errno {
            throw TinyVMError(.machine, "Cannot prepare the VM: \(error).")
        }
    }
}

/// A VM with all that it needs, ready to start.
struct PreparedMachine {
    private let vm: TinyVM
    private let job: Job
    private let invocation: MachineInvocation
    private let image: MemoryFile
    private let transport: ShareTransport?

    init(for vm: TinyVM, streams: StandardStreams, notify: (String) -> Void) throws {
        var vm = vm
        let choice = try MachineChoice(for: vm)
        choice.notices.forEach(notify)
        transport = vm.shares.isEmpty ? nil : try ShareTransport.choose(for: vm, choice.kernel)
        let guest = try GuestImage(for: vm, kernel: choice.kernel, devices: PreparedMachine.devices(of: vm, transport))
        guest.plan.notices.forEach(notify)
        job = Job(for: vm, command: guest.command, streams: streams, transport: transport)
        image = try guest.writeToMemory()
        if vm.memoryInMiB == nil {
            vm.memoryInMiB = TinyVM.memoryInMiB(forImageOf: try image.descriptor.seek(offset: 0, from: .end))
        }
        invocation = try MachineInvocation(for: vm, choice, transport)
        self.vm = vm
        if let directory = vm.keepDirectory {
            try guest.plan.write(to: directory.appending("tinyvm.img"))
            let text = invocation.commandLine + "\n"
            let file = try FileDescriptor.open(
                directory.appending("tinyvm.command"), .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: FilePermissions(rawValue: 0o644))
            defer { try? file.close() }
            try file.writeAll(text.utf8)
        }
    }

    var commandLine: String { invocation.commandLine }

    private static func devices(of vm: TinyVM, _ transport: ShareTransport?) -> [GuestDevice] {
        var devices: [GuestDevice] = [.channel]
        if !vm.disks.isEmpty { devices.append(.disk) }
        if vm.network == .user { devices.append(.network) }
        switch transport {
        case .plan9: devices.append(.share9p)
        case .virtiofs: devices.append(.shareVirtiofs)
        case nil: break
        }
        return devices
    }

    func run(streams: StandardStreams, notify: (String) -> Void, moments: inout Moments) throws -> TinyVM.Result {
        let signals = try SignalQueue([SIGINT, SIGTERM, SIGHUP, SIGWINCH])
        let channel = try SocketPair()
        let console = try SocketPair()
        let monitor = try SocketPair()
        let servers = try FileServers(transport, vm.shares, numbers: invocation.serverDescriptors)
        var request = ChildProcess.Request(
            program: invocation.program, arguments: invocation.arguments,
            environment: vm.callerEnvironment.map { "\($0.key)=\($0.value)" }.sorted())
        request.hasOwnProcessGroup = true
        let silence = try FileDescriptor.open("/dev/null", .readWrite, options: .closeOnExec)
        let complaints = try MemoryFile("qemu-errors")
        defer { try? silence.close() }
        request.descriptors = [
            (silence, 0), (silence, 1), (complaints.descriptor, 2),
            (image.descriptor, MachineInvocation.imageDescriptor),
            (channel.theirs, MachineInvocation.channelDescriptor),
            (console.theirs, MachineInvocation.consoleDescriptor),
            (monitor.theirs, MachineInvocation.monitorDescriptor),
        ]
        request.descriptors += servers.descriptors
        request.descriptors += invocation.overlays.map { ($0.file.descriptor, $0.number) }
        let qemu = try ChildProcess.start(request)
        moments.started = .now
        channel.closeTheirs()
        console.closeTheirs()
        monitor.closeTheirs()
        servers.closeConnections()

        let terminal = job.terminal == nil ? nil : RawTerminal(streams.input)
        var session = VirtualMachineSession(
            job: job, channel: channel.ours, console: console.ours, streams: streams,
            showsConsole: vm.showsConsole, timeoutInSeconds: vm.timeoutInSeconds)
        let end: VirtualMachineSession.End
        do {
            end = try session.run(qemu: qemu, signals: signals, moments: &moments)
        } catch {
            qemu.send(SIGKILL)
            _ = try? qemu.wait()
            throw error
        }
        // What the guest wrote to disks for good has reached QEMU; SIGTERM lets it close its files in order.
        let closesInOrder = vm.disks.contains { $0.access == .readWrite }
        if case .vanished = end {} else { qemu.send(closesInOrder ? SIGTERM : SIGKILL) }
        let qemuEnd = try PreparedMachine.wait(for: qemu, seconds: closesInOrder ? 60 : 10)
        withExtendedLifetime((servers, monitor)) {}
        withExtendedLifetime(terminal) {}
        let timings = moments.timings(session.milestones)
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
            return TinyVM.Result(exitStatus: status, timings: timings)
        case .stopped(let status):
            return TinyVM.Result(
                exitStatus: status, timings: timings, hasTimedOut: status == TinyVM.timeoutStatus)
        case .silent(let reason):
            throw TinyVMError(
                .guest,
                "The guest does not answer: \(reason), so it was ended."
                    + PreparedMachine.quote(session.lastConsoleText))
        case .vanished:
            // Its last words: the channel may have closed before they were read.
            session.readConsole()
            throw PreparedMachine.explain(
                qemuEnd, String(decoding: complaints.contents(atMost: 16 * 1024), as: UTF8.self),
                session.lastConsoleText, program: invocation.program, cameUp: session.guestCameUp)
        }
    }

    /// Waits for QEMU to end, and ends it by force when it does not.
    private static func wait(for qemu: borrowing ChildProcess, seconds: Int32) throws(Errno) -> ChildProcess.End {
        var ending = pollfd(fd: qemu.descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        let deadline = ContinuousClock.now + .seconds(Int(seconds))
        while ending.revents == 0 {
            let left = Int32((deadline - .now).inMilliseconds.rounded(.up))
            guard left > 0 else {
                qemu.send(SIGKILL)
                break
            }
            _ = poll(&ending, 1, left)
        }
        return try qemu.wait()
    }

    /// Why QEMU went before the command's status was known.
    private static func explain(
        _ end: ChildProcess.End, _ complaints: String, _ console: ConsoleText, program: FilePath,
        cameUp: Bool
    ) -> TinyVMError {
        if let panic = console.panic {
            return TinyVMError(.guest, "The guest's kernel panicked: \(panic)")
        }
        guard end == .exited(0) else {
            let said = complaints.split(separator: "\n").joined(separator: " ")
            return TinyVMError(
                .machine,
                "QEMU '\(program)' failed with \(end)\(said.isEmpty ? "." : ": \(said)")")
        }
        guard cameUp else {
            return TinyVMError(
                .guest,
                "The guest ended before it came up. Give it more memory with --memory, or see its messages with --console."
                    + quote(console))
        }
        return TinyVMError(
            .guest,
            "The guest ended without telling the command's exit status: it was powered off or reset."
                + quote(console))
    }

    private static func quote(_ console: ConsoleText) -> String {
        console.lines.last.map { " Its console said last: \($0)" } ?? ""
    }
}

extension Job {
    init(for vm: TinyVM, command: [String], streams: StandardStreams, transport: ShareTransport?) {
        self.init()
        arguments = command.map { Array($0.utf8) }
        var variables = [
            ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), ("HOME", "/root"),
            ("USER", "root"), ("TERM", vm.callerEnvironment["TERM"] ?? "linux"),
        ]
        for (name, value) in vm.environment {
            variables.removeAll { $0.0 == name }
            variables.append((name, value))
        }
        environment = variables.map { Array("\($0.0)=\($0.1)".utf8) }
        workingDirectory = Array(vm.workingDirectory.utf8)
        let isInteractive =
            switch vm.terminal {
            case .always: true
            case .never: false
            case .auto:
                streams.input.isForegroundTerminal && streams.output.isTerminal
                    && (vm.command.isEmpty || streams.errors.isTerminal)
            }
        if isInteractive {
            terminal = streams.input.terminalSize ?? TerminalSize(rows: 24, columns: 80)
        }
        for (index, share) in vm.shares.enumerated() {
            let is9p = if case .plan9 = transport { true } else { false }
            mounts.append(
                Mount(
                    source: Array(MachineInvocation.shareTag(index).utf8), target: Array(share.target.string.utf8),
                    type: Array((is9p ? "9p" : "virtiofs").utf8),
                    options: Array((is9p ? "trans=virtio,version=9p2000.L,msize=262144" : "").utf8),
                    isReadOnly: !share.isWritable))
        }
        configuresUserNetwork = vm.network == .user
        syncsAtExit = vm.disks.contains { $0.access == .readWrite } || vm.shares.contains { $0.isWritable }
    }
}
