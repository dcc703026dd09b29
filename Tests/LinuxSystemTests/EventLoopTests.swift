// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite struct EventLoopTests {
    private final class Log: Sendable {
        private let entries = Mutex<[String]>([])
        func add(_ entry: String) { entries.withLock { $0.append(entry) } }
        var all: [String] { entries.withLock { $0 } }
    }

    @Test("closures run on the loop, one after the other, in the order they were submitted")
    func order() async throws {
        let loop = try EventLoop()
        let log = Log()
        for number in 0..<1000 { loop.submit { log.add("\(number) \(loop.isCurrent)") } }
        #expect(try await loop.perform { loop.isCurrent })
        #expect(log.all == (0..<1000).map { "\($0) true" })
        #expect(!loop.isCurrent)
    }

    @Test("a descriptor's handler is called when it is ready, and not after its watch was cancelled")
    func watch() async throws {
        let loop = try EventLoop()
        let (reading, writing) = try FileDescriptor.pipe()
        let log = Log()
        let came = Promise<Void>()
        let watch = try loop.watch(reading, for: .readable) { events in
            var byte: UInt8 = 0
            _ = withUnsafeMutableBytes(of: &byte) { try? reading.read(into: $0) }
            log.add("\(byte) \(events.contains(.readable))")
            if byte == 2 { came.resolve(.success(())) }
        }
        try writing.writeAll([1, 2])
        try await came.value()
        try await loop.perform { watch.cancel() }
        watch.cancel()
        try writing.writeAll([3])
        try await Task.sleep(for: .milliseconds(20))
        #expect(log.all == ["1 true", "2 true"])
        try reading.close()
        try writing.close()
    }

    @Test("interest in room to write can be turned on and off, and the end of the peer comes unasked")
    func interest() async throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        let (room, end) = (Promise<Void>(), Promise<Void>())
        let count = Atomic(0)
        let watch = try loop.watch(pair.ours, for: []) { events in
            if events.contains(.hungUp) {
                end.resolve(.success(()))
            } else if events.contains(.writable) {
                count.add(1, ordering: .relaxed)
                room.resolve(.success(()))
            }
        }
        try await Task.sleep(for: .milliseconds(10))
        let early = count.load(ordering: .relaxed)
        #expect(early == 0)
        watch.change(to: .writable)
        try await room.value()
        watch.change(to: [])
        pair.closeTheirs()
        try await end.value()
        watch.cancel()
    }

    @Test("timers come in the order of their times, and not at all when they were cancelled")
    func timers() async throws {
        let loop = try EventLoop()
        let log = Log()
        let done = Promise<Void>()
        loop.schedule(after: .milliseconds(60)) { done.resolve(.success(())) }
        loop.schedule(after: .milliseconds(30)) { log.add("third") }
        let cancelled = loop.schedule(after: .milliseconds(15)) { log.add("cancelled") }
        loop.schedule(after: .milliseconds(10)) { log.add("second") }
        loop.schedule(after: .zero) { log.add("first") }
        cancelled.cancel()
        cancelled.cancel()
        try await done.value()
        #expect(log.all == ["first", "second", "third"])
    }

    @Test("many timers, most of them removed, come by their times, those of the same time as they were added")
    func manyTimers() {
        var generator = SeededGenerator(seed: 7)
        let log = Log()
        var queue = TimerQueue()
        var expected: [(time: Int64, token: UInt64)] = []
        for token in 1...20_000 as ClosedRange<UInt64> {
            let time = Int64.random(in: 0..<1000, using: &generator)
            _ = queue.add(token, at: MonotonicTime(nanoseconds: time)) { log.add("\(token)") }
            if token % 50 == 0 {
                expected.append((time, token))
            } else {
                #expect(queue.remove(token) != nil)
                #expect(queue.remove(token) == nil)
            }
        }
        expected.sort { ($0.time, $0.token) < ($1.time, $1.token) }
        for now in 0..<1000 as Range<Int64> {
            while let handler = queue.takeDue(at: MonotonicTime(nanoseconds: now)) { handler() }
            let isRight = log.all == expected.prefix { $0.time <= now }.map { "\($0.token)" }
            #expect(isRight)
        }
        #expect(queue.next == nil)
    }

    @Test("a time beyond the clock is waited for and not now")
    func farTimer() async throws {
        let loop = try EventLoop()
        let fired = Atomic(false)
        let timer = loop.schedule(after: .seconds(Int64.max)) { fired.store(true, ordering: .relaxed) }
        try await Task.sleep(for: .milliseconds(20))
        let hasFired = fired.load(ordering: .relaxed)
        #expect(!hasFired)
        timer.cancel()
    }

    @Test("a loop that stops runs what was submitted, tells its watches, and takes nothing more")
    func stop() async throws {
        let loop = try EventLoop()
        let (reading, writing) = try FileDescriptor.pipe()
        let stopped = Promise<Void>()
        _ = try loop.watch(reading, for: .readable) { events in
            if events.contains(.stopped) { stopped.resolve(.success(())) }
        }
        let submitted = Promise<Void>()
        loop.submit { submitted.resolve(.success(())) }
        loop.stop()
        try await submitted.value()
        try await stopped.value()
        while loop.submit({}) { try await Task.sleep(for: .milliseconds(1)) }
        await #expect(throws: EventLoop.Stopped.self) { try await loop.perform {} }
        #expect(throws: Errno.canceled) { try loop.watch(reading, for: .readable) { _ in } }
        try reading.close()
        try writing.close()
    }

    @Test("the end of the last reference ends the thread, and no descriptor stays")
    func deinitialize() async throws {
        func descriptors() -> Int {
            (0..<1024).filter { number in
                var status = stat()
                var path = [CChar](repeating: 0, count: 256)
                guard fstat(Int32(number), &status) == 0 else { return false }
                let count = readlink("/proc/self/fd/\(number)", &path, 255)
                let target = String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
                return target.hasPrefix("anon_inode:[eventpoll]")
            }.count
        }
        // Other tests have loops of their own, so a hundred that stay would be seen.
        for _ in 0..<100 {
            let loop = try EventLoop()
            try await loop.perform {}
        }
        for _ in 0..<200 where descriptors() > 50 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(descriptors() <= 50)
    }

    @Test("a child's end is awaited without a thread, and its status is right")
    func child() async throws {
        let loop = try EventLoop()
        let request = ChildProcess.Request(
            program: "/bin/sh", arguments: ["sh", "-c", "read line; exit $line"], environment: ["PATH=/usr/bin:/bin"])
        let (reading, writing) = try FileDescriptor.pipe()
        // The loop's thread is the parent, for it stays.
        let child = try await loop.perform {
            var request = request
            request.descriptors = [(reading, 0)]
            return Box(try ChildProcess.start(request))
        }
        #expect(try await child.process.wait(on: loop, atMost: .milliseconds(5)) == nil)
        try writing.writeAll("7\n".utf8)
        #expect(try await child.process.wait(on: loop) == .exited(7))
        try reading.close()
        try writing.close()
    }

    @Test("a wait for a child that is cancelled ends at once, and the child lives on")
    func cancelledChild() async throws {
        let loop = try EventLoop()
        let request = ChildProcess.Request(
            program: "/bin/sleep", arguments: ["sleep", "100"], environment: [])
        let child = try await loop.perform { Box(try ChildProcess.start(request)) }
        let waiting = Task { try await child.process.wait(on: loop) }
        try await Task.sleep(for: .milliseconds(10))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        child.process.send(SIGKILL)
        #expect(try await child.process.wait(on: loop) == .signaled(SIGKILL))
    }

    private final class Box: Sendable {
        let process: ChildProcess
        init(_ process: consuming ChildProcess) { self.process = process }
    }
}
