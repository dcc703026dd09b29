// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite struct BlockingWorkTests {
    private final class Counter: Sendable {
        let now = Atomic(0)
        let most = Atomic(0)
    }

    @Test("work that blocks runs side by side, on more threads than there are cores")
    func sideBySide() async throws {
        let work = try BlockingWork(loop: EventLoop())
        let counter = Counter()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await work.run("meet") {
                        counter.now.add(1, ordering: .relaxed)
                        // All are there at once, or one waits in vain.
                        for _ in 0..<2000 where counter.now.load(ordering: .relaxed) < 20 { usleep(10_000) }
                        return counter.now.load(ordering: .relaxed) == 20
                    }
                }
            }
            for try await hasMet in group { #expect(hasMet) }
        }
    }

    @Test("threads are used again")
    func reuse() async throws {
        let work = try BlockingWork(loop: EventLoop())
        let threads = Mutex<Set<UInt>>([])
        for _ in 0..<50 {
            try await work.run("look") { _ = threads.withLock { $0.insert(UInt(pthread_self())) } }
            usleep(1000)
        }
        let count = threads.withLock { $0.count }
        #expect(count < 10)
    }

    @Test("more work than threads waits for its turn")
    func queue() async throws {
        let work = try BlockingWork(loop: EventLoop())
        let counter = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    try await work.run("count") {
                        let now = counter.now.add(1, ordering: .relaxed).newValue
                        counter.most.max(now, ordering: .relaxed)
                        usleep(2000)
                        counter.now.subtract(1, ordering: .relaxed)
                    }
                }
            }
            try await group.waitForAll()
        }
        let atOnce = counter.most.load(ordering: .relaxed)
        #expect(atOnce <= BlockingWork.maximumThreads)
    }

    @Test("what the closure throws reaches the caller")
    func failure() async throws {
        let work = try BlockingWork(loop: EventLoop())
        await #expect(throws: Errno.noSuchFileOrDirectory) {
            try await work.run("open") { _ = try FileDescriptor.open("/nonexistent", .readOnly) }
        }
    }

    @Test("work that is late is left alone, and work after it still runs")
    func late() async throws {
        let work = try BlockingWork(loop: EventLoop())
        let (reading, writing) = try FileDescriptor.pipe()
        for _ in 0..<3 {
            let error = await #expect(throws: BlockingWork.TimedOut.self) {
                try await work.run("read a pipe", deadline: .milliseconds(30)) {
                    var byte: UInt8 = 0
                    _ = try withUnsafeMutableBytes(of: &byte) { try reading.read(into: $0) }
                }
            }
            #expect(error?.description.hasPrefix("Cannot read a pipe: it took longer than") == true)
        }
        #expect(try await work.run("add", deadline: .seconds(10)) { 1 + 1 } == 2)
        try writing.writeAll([1, 2, 3])
        try writing.close()
        try await Task.sleep(for: .milliseconds(20))
        try reading.close()
    }

    @Test("more late work than there are threads does not stop what comes after")
    func manyLate() async throws {
        let work = try BlockingWork(loop: EventLoop())
        let (reading, writing) = try FileDescriptor.pipe()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<BlockingWork.maximumThreads + 8 {
                group.addTask {
                    try? await work.run("read a pipe", deadline: .milliseconds(50)) {
                        var byte: UInt8 = 0
                        _ = try withUnsafeMutableBytes(of: &byte) { try reading.read(into: $0) }
                    }
                }
            }
            await group.waitForAll()
        }
        #expect(try await work.run("add", deadline: .seconds(10)) { 1 + 1 } == 2)
        try writing.close()
        try await Task.sleep(for: .milliseconds(50))
        try reading.close()
    }
}
