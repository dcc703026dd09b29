// SPDX-License-Identifier: Apache-2.0

import GuestProtocol
import Testing

@Suite struct JobTests {
    private var job: Job {
        var job = Job()
        job.arguments = [Array("cat".utf8), [], [0xff, 0x0a]]
        job.environment = [Array("A=1".utf8)]
        job.workingDirectory = Array("/tmp".utf8)
        job.terminal = Job.TerminalSize(rows: 24, columns: 300)
        job.mounts = [
            Job.Mount(
                source: Array("share0".utf8), target: Array("/mnt".utf8), type: Array("9p".utf8),
                options: Array("trans=virtio".utf8), isReadOnly: true)
        ]
        job.modules = [
            Job.Module(path: Array("/lib/a.ko".utf8), options: Array("b=1 c".utf8)), Job.Module(path: [0x2f]),
        ]
        job.configuresUserNetwork = true
        job.interfaceAddress = [2, 0, 0, 0, 0, 255]
        job.syncsAtExit = true
        return job
    }

    @Test("a job is read as it was written")
    func roundTrip() {
        #expect(Job(decoding: job.encoded) == job)
        #expect(Job(decoding: Job().encoded) == Job())
    }

    @Test("a job that is cut short is refused or another whole job, never a crash")
    func truncation() {
        let bytes = job.encoded
        for count in 0..<bytes.count {
            #expect(Job(decoding: Array(bytes[..<count])) != job)
        }
    }

    @Test("bytes that are no job are refused, never a crash")
    func noise() {
        var generator = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<2000 {
            var bytes = job.encoded
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            if Job(decoding: bytes) == nil { refused += 1 }
        }
        #expect(refused > 0)
        #expect(Job(decoding: [99, 0, 0, 0, 0]) == nil)
        #expect(Job(decoding: [1, 0xff, 0xff, 0xff, 0xff]) == nil)
    }

    @Test("a frame's header is eight bytes, its numbers little-endian")
    func header() {
        let header = FrameHeader(.data, .errors, length: 0x1234)
        #expect(header.encoded == [4, 2, 0, 0, 0x34, 0x12, 0, 0])
        header.encoded.withUnsafeBytes { #expect(FrameHeader(decoding: $0) == header) }
    }

    @Test("an order to start is read as it was written, and refused at any other length")
    func order() {
        let seed = (0..<UInt8(StartOrder.seedSize)).map { $0 }
        let order = StartOrder(wallClockInNanoseconds: 0x0123_4567_89ab_cdef, seed: seed)
        #expect(order.encoded.count == StartOrder.size)
        #expect(Array(order.encoded.prefix(8)) == [0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01])
        #expect(StartOrder(decoding: order.encoded) == order)
        #expect(StartOrder(decoding: Array(order.encoded.dropLast())) == nil)
        #expect(StartOrder(decoding: order.encoded + [0]) == nil)
    }
}
