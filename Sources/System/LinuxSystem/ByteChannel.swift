// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization
package import SystemPackage

/// A terminal, socket or pipe that is read and written without blocking, with little kept in memory: the peer of a reader that does
/// not keep up has to wait.
///
/// ```
///              ready: read into the buffer        the buffer is full
///   reading ◀──────────────────────────── ... ──▶ resting ── read() empties it ──▶ reading
///      │ the end, EIO (a terminal without a master), close()
///      ▼
///    ended: what was read before is delivered, then nil
/// ```
package final class ByteChannel: Sendable {
    private struct State: Sendable {
        var file: OwnedDescriptor?
        var watch: EventLoop.Watch?
        var incoming: [UInt8] = []
        var reader: Promise<[UInt8]?>?
        var outgoing: [Part] = []
        /// Nothing more comes.
        var isEnded = false
        var onEnd: (@Sendable () -> Void)?
    }
    private struct Part: Sendable {
        var bytes: ArraySlice<UInt8>
        var promise: Promise<Void>
    }
    private let state: Mutex<State>
    private let loop: EventLoop
    private static let capacity = 256 << 10

    /// Takes over a descriptor that can be waited for, and lets it block no more.
    ///
    /// - Parameter onEnd: Called once, when nothing is read or written any more.
    package init(
        _ file: OwnedDescriptor, loop: EventLoop, onEnd: @escaping @Sendable () -> Void = {}
    ) throws(Errno) {
        self.loop = loop
        state = Mutex(State(file: file, onEnd: onEnd))
        let flags = try systemCall { fcntl(file.descriptor.rawValue, F_GETFL) }
        try systemCall { fcntl(file.descriptor.rawValue, F_SETFL, flags | O_NONBLOCK) }
        let watch = try loop.watch(file.descriptor, for: .readable) { [weak self] events in self?.handle(events) }
        state.withLock { $0.watch = watch }
    }

    deinit { close() }

    /// Whether neither side has closed it.
    package var isOpen: Bool { state.withLock { $0.file != nil } }

    /// The bytes that came next, as many as there are; nil at the end. One task reads at a time.
    package func read() async throws -> [UInt8]? {
        let promise = Promise<[UInt8]?>()
        let isTaken = state.withLock { state in
            guard state.reader == nil else { return true }
            if !state.incoming.isEmpty {
                promise.resolve(.success(state.incoming))
                state.incoming = []
                changeInterest(state)
            } else if state.isEnded {
                promise.resolve(.success(nil))
            } else {
                state.reader = promise
            }
            return false
        }
        if isTaken { throw Errno.resourceBusy }
        defer { state.withLock { if $0.reader === promise { $0.reader = nil } } }
        return try await promise.value()
    }

    /// Writes bytes after those of earlier calls; all are with the peer's kernel when this returns.
    ///
    /// - Throws: `brokenPipe` when the peer, or this end, is closed.
    package func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        let promise = Promise<Void>()
        let isOpen = state.withLock { state in
            guard state.file != nil, !state.isEnded else { return false }
            state.outgoing.append(Part(bytes: bytes[...], promise: promise))
            changeInterest(state)
            return true
        }
        guard isOpen else { throw Errno.brokenPipe }
        try await promise.value()
    }

    /// Ends both directions; what came and was not read is still delivered.
    package func close() { end() }

    private func handle(_ events: EventLoop.Watch.Events) {
        if events.contains(.stopped) { return end() }
        var isOver = events.contains(.hungUp)
        if events.contains(.readable) || isOver { isOver = !fill(isLast: isOver) || isOver }
        if events.contains(.writable), !isOver { isOver = !flush() }
        if isOver { end() }
    }

    /// Reads as much as there is room for.
    ///
    /// - Parameter isLast: The peer is gone: what it left in the kernel, which is not much, is taken whole.
    /// - Returns: Whether more may come.
    private func fill(isLast: Bool) -> Bool {
        state.withLock { state in
            guard let file = state.file else { return false }
            var isOpen = true
            reading: while isLast || state.incoming.count < Self.capacity {
                let start = state.incoming.count
                state.incoming.append(contentsOf: repeatElement(0, count: 16 << 10))
                let count = state.incoming.withUnsafeMutableBytes { bytes in
                    let room = UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
                    return Glibc.read(file.descriptor.rawValue, room.baseAddress, room.count)
                }
                let error = errno
                state.incoming.removeLast(state.incoming.count - start - max(0, count))
                if count > 0 { continue }
                if count < 0, error == EINTR { continue }
                // A terminal whose other side is closed says EIO.
                isOpen = count < 0 && error == EAGAIN
                break reading
            }
            if !state.incoming.isEmpty, let reader = state.reader {
                state.reader = nil
                // One that was cancelled leaves the bytes to the next.
                if reader.resolve(.success(state.incoming)) { state.incoming = [] }
            }
            changeInterest(state)
            return isOpen
        }
    }

    /// Writes as much as there is room for.
    ///
    /// - Returns: Whether more may be written.
    private func flush() -> Bool {
        state.withLock { state in
            guard let file = state.file else { return false }
            while let part = state.outgoing.first {
                let count = part.bytes.withUnsafeBytes {
                    Glibc.write(file.descriptor.rawValue, $0.baseAddress, $0.count)
                }
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN { break }
                guard count >= 0 else { return false }
                state.outgoing[0].bytes.removeFirst(count)
                if state.outgoing[0].bytes.isEmpty { state.outgoing.removeFirst().promise.resolve(.success(())) }
            }
            changeInterest(state)
            return true
        }
    }

    private func changeInterest(_ state: State) {
        var events: EventLoop.Watch.Events = []
        if state.incoming.count < Self.capacity { events.insert(.readable) }
        if !state.outgoing.isEmpty { events.insert(.writable) }
        state.watch?.change(to: events)
    }

    private func end() {
        let old = state.withLock { state in
            let old = state
            state.isEnded = true
            state.file = nil
            state.watch = nil
            state.reader = nil
            state.outgoing = []
            state.onEnd = nil
            return old
        }
        old.reader?.resolve(.success(nil))
        for part in old.outgoing { part.promise.resolve(.failure(Errno.brokenPipe)) }
        guard old.file != nil else { return }
        // The descriptor closes after the loop has let go of it. Nothing is called from here, for the last reference to a channel may
        // go anywhere, under a lock too.
        let finish: @Sendable () -> Void = {
            withExtendedLifetime(old.file) { old.watch?.cancel() }
            old.onEnd?()
        }
        if !loop.submit(finish) { finish() }
    }
}
