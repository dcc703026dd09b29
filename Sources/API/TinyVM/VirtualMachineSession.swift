// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import GuestProtocol
internal import LinuxSystem
internal import QEMUDriver
internal import SystemPackage

/// The loop that connects a running VM with the caller's streams and signals, until the command's status is known.
///
/// All waiting is in one poll(2): the channel, the console, QEMU's end, signals, and those streams that can move.
struct VirtualMachineSession: ~Copyable {
    var conversation: Conversation
    private let channel: FileDescriptor
    private let console: FileDescriptor
    let streams: StandardStreams
    private let showsConsole: Bool
    /// The archive of the job's files.
    private let files: FileDescriptor?
    private var positionInFiles: Int64 = 0
    /// The restoring of a saved guest, as far as QEMU's monitor tells; nil for a guest that boots.
    private var restoration: Restoration?
    var interruptions = 0
    /// When the caller's patience ends, and the signal that stands for it.
    var deadline: (at: ContinuousClock.Instant, status: Int32)?
    var escape: EscapeKey?
    private var consoleText = ConsoleText()
    private var hasConsole = true
    /// QEMU may still send something; once it has gone, only what has come by then is left to deliver.
    var isChannelOpen = true
    /// Why a stream of the caller took no more, when that was not for want of a reader.
    private(set) var deliveryTrouble: (stream: StreamName, error: Errno)?
    private let started = ContinuousClock.now

    /// How the loop ended.
    enum End {
        /// The command's status, and a sentence when the guest could not run it.
        case status(Int32, String?)
        /// The time or the patience was over: a status of our own.
        case stopped(Int32)
        /// QEMU went, or closed the channel, without a word about the command.
        case vanished
        /// The guest answers no more.
        case silent(String)
        /// The saved guest could not be restored, so nothing has happened yet.
        case notRestored(String)
    }

    /// A session with a machine that has just been started.
    ///
    /// - Parameters:
    ///   - files: The archive of the job's files; nil where the guest has them.
    ///   - restoration: How the guest is restored; nil for one that boots.
    init(
        job: Job, machine: MachineProcess, streams: StandardStreams, showsConsole: Bool,
        deadline: ContinuousClock.Instant?,
        files: FileDescriptor? = nil, restoration: Restoration? = nil
    ) throws {
        let size = try files?.seek(offset: 0, from: .end) ?? 0
        conversation = Conversation(job: job, isRestored: restoration != nil, sizeOfFiles: size)
        channel = machine.channel
        console = machine.console
        self.streams = streams
        self.showsConsole = showsConsole
        self.files = files
        self.restoration = restoration
        if job.terminal != nil, streams.input.isTerminal { escape = EscapeKey() }
        // A job in the background must not read the terminal, which would stop it.
        if streams.input.isTerminal, !streams.input.isForegroundTerminal { conversation.endInput() }
        self.deadline = deadline.map { ($0, TinyVM.timeoutStatus) }
    }

    /// What the guest told of its times.
    var milestones: GuestMilestones { conversation.milestones }
    /// Whether the guest's init program has answered.
    var guestCameUp: Bool { conversation.state != .booting && conversation.state != .restoring }
    /// The last that the guest's console said.
    var lastConsoleText: ConsoleText { consoleText }

    /// The seconds after which a guest that has not come up is given up.
    static let bootLimitInSeconds = 180
    /// The seconds after which a saved guest that does not answer is given up; it needs a tenth of one.
    static let restoreLimitInSeconds = 60
    /// The seconds between two questions whether the guest lives, and the unanswered ones after which it does not.
    static let pingInterval = 10
    static let pingLimit = 6

    // MARK: The loop

    mutating func run(
        qemu: EmulatorChild, signals: borrowing SignalQueue, moments: inout Moments
    ) throws -> End {
        var nextPing = ContinuousClock.now + .seconds(Self.pingInterval)
        while true {
            var polls = [
                pollfd(fd: isChannelOpen ? channel.rawValue : -1, events: channelEvents, revents: 0),
                pollfd(fd: hasConsole ? console.rawValue : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isChannelOpen ? qemu.descriptor.rawValue : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals.descriptor.rawValue, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wantsInput ? streams.input.rawValue : -1, events: Int16(POLLIN), revents: 0),
                // Even with nothing to write: a pipe without a reader makes itself known.
                streamPoll(.output, streams.output), streamPoll(.errors, streams.errors),
                pollfd(fd: restoration?.descriptor.rawValue ?? -1, events: Int16(POLLIN), revents: 0),
            ]
            let now = ContinuousClock.now
            let wake = deadline.map { min($0.at, nextPing) } ?? nextPing
            let limit = max(0, min(60_000, Int((wake - now).inMilliseconds.rounded(.up))))
            let count = poll(&polls, nfds_t(polls.count), Int32(limit))
            if count < 0, errno != EINTR { throw Errno.last }

            if polls[7].revents != 0, let reason = restoration?.receive() { return .notRestored(reason) }
            if polls[0].revents != 0 { try receive() }
            // QEMU is gone; what it had written before is still there.
            if polls[2].revents != 0 { try receiveRest() }
            if guestCameUp, moments.greeted == nil {
                moments.greeted = .now
                // QEMU has nothing more to tell.
                restoration = nil
            }
            if polls[1].revents != 0 { readConsole() }
            if polls[3].revents != 0, let end = takeSignals(signals.take()) { return end }
            if polls[4].revents != 0, readInput() { return .stopped(130) }
            if polls[5].revents != 0 { deliver(.output, polls[5].revents) }
            if polls[6].revents != 0 { deliver(.errors, polls[6].revents) }
            try flushChannel()
            if case .ended = conversation.state, moments.exitTold == nil { moments.exitTold = .now }
            // Nothing of what the command wrote is lost, even when its reader is slow and QEMU gone by now.
            if conversation.output.isEmpty, conversation.errors.isEmpty {
                if case .ended(let status, let sentence) = conversation.state { return .status(status, sentence) }
                if !isChannelOpen { return guestCameUp || restoration == nil ? .vanished : .notRestored("QEMU ended") }
            }

            let later = ContinuousClock.now
            if let deadline, later >= deadline.at { return .stopped(deadline.status) }
            if later >= nextPing {
                nextPing = later + .seconds(Self.pingInterval)
                if let end = askForLife(later) { return end }
            }
        }
    }

    private mutating func askForLife(_ now: ContinuousClock.Instant) -> End? {
        guard isChannelOpen else { return nil }
        switch conversation.state {
        case .booting:
            if now - started > .seconds(Self.bootLimitInSeconds) {
                return .silent("it did not come up within \(Self.bootLimitInSeconds) seconds")
            }
        case .restoring:
            if now - started > .seconds(Self.restoreLimitInSeconds) {
                return .notRestored("the guest did not answer within \(Self.restoreLimitInSeconds) seconds")
            }
        case .running:
            if conversation.unansweredPings >= Self.pingLimit {
                return .silent("it has not answered for \(Self.pingInterval * Self.pingLimit) seconds")
            }
            conversation.ping()
        case .ended: break
        }
        return nil
    }

    // MARK: The channel

    private var channelEvents: Int16 { Int16(conversation.toGuest.isEmpty ? POLLIN : POLLIN | POLLOUT) }

    /// Reads once; true when there may be more.
    @discardableResult
    private mutating func receive() throws -> Bool {
        // Large enough that a fast guest does not cost a call for each of its frames.
        try withUnsafeTemporaryAllocation(byteCount: 256 * 1024, alignment: 16) { buffer in
            let count = recv(channel.rawValue, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count < 0, errno == EINTR { return true }
            if count < 0, errno == EAGAIN { return false }
            guard count > 0 else {
                isChannelOpen = false
                return false
            }
            try conversation.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            return true
        }
    }

    /// Reads to the end of a channel whose other end is gone.
    private mutating func receiveRest() throws {
        while try receive() {}
        isChannelOpen = false
    }

    /// Puts pieces of the job's files where they wait for the channel.
    private mutating func supplyFiles() throws {
        guard let files, conversation.wantsFiles else { return }
        try withUnsafeTemporaryAllocation(byteCount: FrameHeader.maximumPayload, alignment: 16) { buffer in
            while conversation.wantsFiles {
                let count = min(buffer.count, Int(conversation.missingFiles))
                let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
                let got = try files.read(fromAbsoluteOffset: positionInFiles, into: piece)
                guard got > 0 else { throw Errno.ioError }
                positionInFiles += Int64(got)
                conversation.files(UnsafeRawBufferPointer(rebasing: piece[..<got]))
            }
        }
    }

    private mutating func flushChannel() throws {
        while true {
            try supplyFiles()
            if conversation.awaitsStart { conversation.start(.now()) }
            if conversation.toGuest.isEmpty { return }
            let written = conversation.writeToGuest { bytes in
                send(
                    channel.rawValue, bytes.baseAddress, bytes.count,
                    Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
            }
            // A closed channel is found out by reading.
            if written <= 0 { return }
        }
    }

    // MARK: Streams

    /// What was read cannot be given to another guest, so nothing is until a saved one has answered.
    private var wantsInput: Bool {
        !conversation.inputHasEnded && conversation.inputCredit > 0 && conversation.state != .restoring
    }

    /// Reads standard input; true when the keys that end a session were typed.
    private mutating func readInput() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: min(conversation.inputCredit, StreamWindow.input), alignment: 16) {
            buffer in
            let count = read(streams.input.rawValue, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { return false }
            guard count > 0 else {
                conversation.endInput()
                return false
            }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if escape?.isComplete(after: bytes) == true { return true }
            conversation.input(bytes)
            return false
        }
    }

    private func streamPoll(_ name: StreamName, _ descriptor: FileDescriptor) -> pollfd {
        let waiting = name == .output ? conversation.output : conversation.errors
        return pollfd(
            fd: conversation.isRefused(name) ? -1 : descriptor.rawValue,
            events: Int16(waiting.isEmpty ? 0 : POLLOUT), revents: 0)
    }

    private mutating func deliver(_ name: StreamName, _ events: Int16) {
        let descriptor = name == .output ? streams.output : streams.errors
        // A pipe that is ready takes this much without waiting (PIPE_BUF, pipe(7)); a file all.
        let limit = descriptor.isRegularFile ? Int.max : 4096
        // POLLHUP: a terminal that was hung up.
        var isBroken = Int32(events) & (POLLERR | POLLNVAL | POLLHUP) != 0
        if !isBroken {
            conversation.deliver(name, atMost: limit) { bytes in
                guard !bytes.isEmpty else { return 0 }
                let count = write(descriptor.rawValue, bytes.baseAddress, bytes.count)
                if count < 0, errno != EINTR, errno != EAGAIN {
                    isBroken = true
                    let error = Errno.last
                    if error != .brokenPipe, error != .ioError, deliveryTrouble == nil {
                        deliveryTrouble = (name, error)
                    }
                }
                return max(count, 0)
            }
        }
        if isBroken { conversation.refuse(name) }
    }

    /// Reads what the console has said by now.
    mutating func readConsole() {
        withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 16) { buffer in
            while true {
                let count = recv(console.rawValue, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
                if count == 0 { hasConsole = false }
                guard count > 0 else { return }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                consoleText.append(bytes)
                if showsConsole { _ = write(streams.errors.rawValue, bytes.baseAddress, bytes.count) }
            }
        }
    }
}
