// SPDX-License-Identifier: Apache-2.0

internal import GuestProtocol

/// The host's side of what is said over the channel, without any input or output of its own.
///
/// ```
///   booting ----hello--\
///                       +--> running --exit--> ended
///   restoring --pong---/       \
///        \                      \
///         +-------trouble--------+-----------> ended
/// ```
/// The order to start goes out when the guest runs and has got all files of its job, by ``start(_:)``.
///
/// What is put into ``toGuest`` is to be written to the channel; what waits in ``output`` and ``errors`` is to be written
/// to the streams of that name, and told by ``delivered(_:_:)``.
struct Conversation: Sendable {
    enum State: Sendable, Equatable {
        case booting
        /// The guest was saved when it waited for a job, and has not yet shown that it does again.
        case restoring
        case running
        /// The command's exit status, and a sentence when the guest could not run it.
        case ended(Int32, String?)
    }

    private(set) var state: State
    /// What the guest told of its times, as far as it has come.
    private(set) var milestones = GuestMilestones()
    private(set) var toGuest = ByteQueue()
    private(set) var output = ByteQueue()
    private(set) var errors = ByteQueue()
    /// How much of standard input the guest has room for.
    private(set) var inputCredit = StreamWindow.input
    /// The guest wants no more of standard input, or was told that there is none.
    private(set) var inputHasEnded = false
    /// Pings since the last frame that came.
    private(set) var unansweredPings = 0
    private var isOutputRefused = false
    private var areErrorsRefused = false
    private var incoming = ByteQueue()

    /// How many bytes of the job's files are still to be handed over by ``files(_:)``.
    private(set) var missingFiles: Int64
    private var isOrdered = false

    /// Begins with the job, which waits for the guest.
    ///
    /// - Parameters:
    ///   - isRestored: Whether the guest was saved when it waited for a job.
    ///   - sizeOfFiles: The size of the archive of the job's files, in bytes.
    init(job: Job, isRestored: Bool = false, sizeOfFiles: Int64 = 0) {
        state = isRestored ? .restoring : .booting
        missingFiles = sizeOfFiles
        if isRestored { send(.ping) }
        var rest = job.encoded[...]
        while !rest.isEmpty {
            let piece = rest.prefix(FrameHeader.maximumPayload)
            send(.job, payload: Array(piece))
            rest = rest.dropFirst(piece.count)
        }
    }

    // MARK: Files and start

    /// Whether the guest waits for the order to start, and has got all files.
    var awaitsStart: Bool { state == .running && missingFiles == 0 && !isOrdered }

    /// Whether the next piece of the files, a whole payload or the rest of them, is to be handed over now.
    var wantsFiles: Bool {
        guard missingFiles > 0, toGuest.count < 4 * FrameHeader.maximumPayload else { return false }
        return state == .running || state == .restoring
    }

    /// Hands over the next piece of the files' archive.
    mutating func files(_ bytes: UnsafeRawBufferPointer) {
        toGuest.append(FrameHeader(.files, length: bytes.count).encoded)
        toGuest.append(bytes)
        missingFiles -= Int64(bytes.count)
    }

    /// Has the guest start the job.
    mutating func start(_ order: StartOrder) {
        isOrdered = true
        send(.start, payload: order.encoded)
    }

    private mutating func send(_ kind: FrameKind, _ stream: StreamName = .input, payload: [UInt8] = []) {
        toGuest.append(FrameHeader(kind, stream, length: payload.count).encoded)
        toGuest.append(payload)
    }

    // MARK: From the guest

    /// Takes what was read from the channel.
    ///
    /// - Throws: A ``TinyVMError`` when it is no frame.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(TinyVMError) {
        incoming.append(bytes)
        unansweredPings = 0
        while incoming.count >= FrameHeader.size {
            let header = incoming.withBytes { FrameHeader(decoding: $0) }
            guard let kind = FrameKind(rawValue: header.kind), header.length <= FrameHeader.maximumPayload else {
                throw TinyVMError(.guest, "The guest sent what is no frame of our protocol, so it was stopped.")
            }
            let length = FrameHeader.size + Int(header.length)
            guard incoming.count >= length else { return }
            let frame = incoming.removeFirst(length)
            frame.withUnsafeBytes { bytes in
                let payload = UnsafeRawBufferPointer(rebasing: bytes[FrameHeader.size...])
                handle(kind, StreamName(rawValue: header.stream), payload)
            }
        }
    }

    private mutating func handle(_ kind: FrameKind, _ stream: StreamName?, _ payload: UnsafeRawBufferPointer) {
        switch kind {
        case .hello:
            if let times = GuestMilestones(decoding: Array(payload)) { milestones = times }
            if state == .booting { state = .running }
        case .data:
            if stream == .output { keep(payload, \.output, .output, isRefused: isOutputRefused) }
            if stream == .errors { keep(payload, \.errors, .errors, isRefused: areErrorsRefused) }
        case .credit:
            if stream == .input { inputCredit += Int(Array(payload).littleEndianNumber ?? 0) }
        case .end:
            if stream == .input { inputHasEnded = true }
        case .exit:
            let bytes = Array(payload)
            if let times = GuestMilestones(decoding: Array(bytes.dropFirst(4))) { milestones = times }
            state = .ended(Int32(truncatingIfNeeded: bytes.littleEndianNumber ?? 125), nil)
        case .trouble:
            let status = Int32(truncatingIfNeeded: Array(payload).littleEndianNumber ?? 125)
            state = .ended(status, String(decoding: payload.dropFirst(4), as: UTF8.self))
        case .pong:
            if state == .restoring { state = .running }
        case .job, .files, .start, .signal, .resize, .ping, .prepare: break
        }
    }

    private mutating func keep(
        _ payload: UnsafeRawBufferPointer, _ queue: WritableKeyPath<Conversation, ByteQueue>, _ stream: StreamName,
        isRefused: Bool
    ) {
        if isRefused {
            credit(payload.count, stream)
        } else {
            self[keyPath: queue].append(payload)
        }
    }

    // MARK: To the guest

    /// Writes what waits for the channel by `body`, which returns how much it took.
    mutating func writeToGuest(_ body: (UnsafeRawBufferPointer) throws -> Int) rethrows -> Int {
        try toGuest.consume(body)
    }

    /// Writes what waits for a stream by `body`, which returns how much it took; the guest gets as much credit.
    mutating func deliver(
        _ stream: StreamName, atMost limit: Int, _ body: (UnsafeRawBufferPointer) throws -> Int
    ) rethrows {
        let taken =
            stream == .output
            ? try output.consume(atMost: limit, body) : try errors.consume(atMost: limit, body)
        credit(taken, stream)
    }

    private mutating func credit(_ count: Int, _ stream: StreamName) {
        guard count > 0 else { return }
        var payload: [UInt8] = []
        payload.appendLittleEndian(UInt32(truncatingIfNeeded: count))
        send(.credit, stream, payload: payload)
    }

    /// Nobody reads this stream any more: what waits is dropped, and the command will find its pipe broken.
    mutating func refuse(_ stream: StreamName) {
        if stream == .output, !isOutputRefused {
            isOutputRefused = true
            output.removeAll()
            send(.end, .output)
        } else if stream == .errors, !areErrorsRefused {
            areErrorsRefused = true
            errors.removeAll()
            send(.end, .errors)
        }
    }

    /// Whether anybody still reads a stream.
    func isRefused(_ stream: StreamName) -> Bool { stream == .output ? isOutputRefused : areErrorsRefused }

    /// Sends bytes of standard input, no more than ``inputCredit``.
    mutating func input(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(FrameHeader.maximumPayload)
            send(.data, .input, payload: Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        inputCredit -= bytes.count
    }

    /// There is no more standard input.
    mutating func endInput() {
        guard !inputHasEnded else { return }
        inputHasEnded = true
        send(.end, .input)
    }

    /// Sends a signal to the command.
    mutating func signal(_ number: Int32) {
        var payload: [UInt8] = []
        payload.appendLittleEndian(UInt32(number))
        send(.signal, payload: payload)
    }

    /// Tells the command's terminal its size.
    mutating func resize(_ size: Job.TerminalSize) { send(.resize, payload: size.encoded) }

    /// Asks whether the guest lives.
    mutating func ping() {
        unansweredPings += 1
        send(.ping)
    }
}
