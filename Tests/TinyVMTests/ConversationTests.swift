// SPDX-License-Identifier: Apache-2.0

import GuestProtocol
import TestSupport
import Testing

@testable import TinyVM

/// What is said over the channel, without a guest.
@Suite struct ConversationTests {
    private func frame(_ kind: FrameKind, _ stream: StreamName = .input, _ payload: [UInt8] = []) -> [UInt8] {
        FrameHeader(kind, stream, length: payload.count).encoded + payload
    }

    private func number(_ value: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(value)
        return bytes
    }

    private func receive(_ bytes: some Collection<UInt8>, _ conversation: inout Conversation) throws {
        try Array(bytes).withUnsafeBytes { try conversation.receive($0) }
    }

    /// Takes out what waits for the guest.
    private func sent(_ conversation: inout Conversation) -> [UInt8] {
        var bytes: [UInt8] = []
        _ = conversation.writeToGuest { waiting in
            bytes = Array(waiting)
            return waiting.count
        }
        return bytes
    }

    @Test("begins with the whole job, in pieces, and orders the start when the guest is there")
    func job() throws {
        var job = Job()
        job.arguments = [[UInt8](repeating: 0x61, count: 100_000)]
        var conversation = Conversation(job: job)
        #expect(!conversation.awaitsStart)
        var bytes = sent(&conversation)[...]
        try receive(frame(.hello, .input, GuestMilestones().encoded), &conversation)
        #expect(conversation.awaitsStart)
        let order = StartOrder.now()
        conversation.start(order)
        #expect(!conversation.awaitsStart)
        #expect(sent(&conversation) == frame(.start, .input, order.encoded))
        var received: [UInt8] = []
        var kinds: [UInt8] = []
        while !bytes.isEmpty {
            let header = Array(bytes.prefix(8)).withUnsafeBytes { FrameHeader(decoding: $0) }
            #expect(header.length <= FrameHeader.maximumPayload)
            kinds.append(header.kind)
            received += bytes.dropFirst(8).prefix(Int(header.length))
            bytes = bytes.dropFirst(8 + Int(header.length))
        }
        #expect(kinds == [FrameKind](repeating: .job, count: 4).map(\.rawValue))
        #expect(Job(decoding: received) == job)
    }

    @Test("frames may come whole, split anywhere, or byte by byte", arguments: [100_000, 7, 1])
    func pieces(size: Int) throws {
        var times = GuestMilestones()
        times.commandEnded = 5
        let bytes =
            frame(.hello, .input, times.encoded) + frame(.data, .output, [1, 2, 3]) + frame(.data, .errors, [4])
            + frame(.pong) + frame(.data, .output, [5]) + frame(.exit, .input, number(3) + times.encoded)
        var conversation = Conversation(job: Job())
        #expect(conversation.state == .booting)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try receive(bytes[start..<min(start + size, bytes.count)], &conversation)
            if start == 28 { #expect(conversation.state == .running) }
        }
        #expect(conversation.state == .ended(3, nil))
        #expect(conversation.milestones == times)
        #expect(conversation.output.withBytes { Array($0) } == [1, 2, 3, 5])
        #expect(conversation.errors.withBytes { Array($0) } == [4])
    }

    @Test("what is delivered is credited, and what nobody reads is dropped, credited, and refused")
    func credit() throws {
        var conversation = Conversation(job: Job())
        _ = sent(&conversation)
        try receive(frame(.data, .output, [1, 2, 3, 4]), &conversation)
        conversation.deliver(.output, atMost: 3) { $0.count }
        #expect(sent(&conversation) == frame(.credit, .output, number(3)))
        conversation.refuse(.output)
        conversation.refuse(.output)
        #expect(conversation.output.isEmpty && conversation.isRefused(.output) && !conversation.isRefused(.errors))
        #expect(sent(&conversation) == frame(.end, .output))
        try receive(frame(.data, .output, [5, 6]), &conversation)
        #expect(conversation.output.isEmpty)
        #expect(sent(&conversation) == frame(.credit, .output, number(2)))
    }

    @Test("input is sent as far as there is credit, and ends once")
    func input() throws {
        var conversation = Conversation(job: Job())
        _ = sent(&conversation)
        #expect(conversation.inputCredit == StreamWindow.input)
        [UInt8](repeating: 1, count: 40_000).withUnsafeBytes { conversation.input($0) }
        #expect(conversation.inputCredit == StreamWindow.input - 40_000)
        #expect(sent(&conversation).count == 40_000 + 2 * FrameHeader.size)
        try receive(frame(.credit, .input, number(40_000)), &conversation)
        #expect(conversation.inputCredit == StreamWindow.input)
        conversation.endInput()
        conversation.endInput()
        #expect(sent(&conversation) == frame(.end, .input))
        var other = Conversation(job: Job())
        try receive(frame(.end, .input), &other)
        #expect(other.inputHasEnded)
    }

    @Test("signals, sizes and pings are frames; any answer counts as a sign of life")
    func messages() throws {
        var conversation = Conversation(job: Job())
        _ = sent(&conversation)
        conversation.signal(15)
        conversation.resize(Job.TerminalSize(rows: 3, columns: 4))
        conversation.ping()
        conversation.ping()
        #expect(
            sent(&conversation) == frame(.signal, .input, number(15)) + frame(.resize, .input, [3, 0, 4, 0])
                + frame(.ping) + frame(.ping))
        #expect(conversation.unansweredPings == 2)
        try receive(frame(.pong), &conversation)
        #expect(conversation.unansweredPings == 0)
    }

    @Test("trouble ends it with a sentence")
    func trouble() throws {
        var conversation = Conversation(job: Job())
        try receive(frame(.trouble, .input, number(126) + Array("Oh no.".utf8)), &conversation)
        #expect(conversation.state == .ended(126, "Oh no."))
    }

    @Test("what is no frame is an error; short payloads are no crash")
    func broken() throws {
        for bytes in [[0, 0, 0, 0, 0, 0, 0, 0], [4, 1, 0, 0, 0xff, 0xff, 0xff, 0xff], [99, 0, 0, 0, 0, 0, 0, 0]] {
            var conversation = Conversation(job: Job())
            #expect(throws: TinyVMError.self) { try receive(bytes.map { UInt8($0) }, &conversation) }
        }
        var conversation = Conversation(job: Job())
        try receive(frame(.credit) + frame(.hello) + frame(.data, .output) + frame(.exit), &conversation)
        #expect(conversation.state == .ended(125, nil))
        var random = SeededGenerator(seed: 1)
        for _ in 0..<SeededGenerator.rounds(2000) {
            var hostile = Conversation(job: Job())
            for _ in 0..<8 {
                let payload = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                var bytes = frame(FrameKind(rawValue: .random(in: 1...12, using: &random)) ?? .pong, .output, payload)
                if Bool.random(using: &random) { bytes[Int.random(in: 0..<6, using: &random)] ^= 1 << 3 }
                guard (try? receive(bytes, &hostile)) != nil else { break }
            }
        }
    }

    @Test("a queue of bytes gives them back in order, however they are taken")
    func queue() {
        var queue = ByteQueue()
        var random = SeededGenerator(seed: 2)
        var expected: [UInt8] = []
        var taken: [UInt8] = []
        for round in 0..<300 {
            let more = [UInt8](
                repeating: UInt8(truncatingIfNeeded: round), count: .random(in: 0...20000, using: &random))
            expected += more
            queue.append(more)
            _ = queue.consume(atMost: .random(in: 0...19000, using: &random)) { bytes in
                let count = bytes.isEmpty ? 0 : Int.random(in: 0...bytes.count, using: &random)
                taken += bytes[..<count]
                return count
            }
            #expect(queue.count == expected.count - taken.count)
        }
        taken += queue.removeFirst(.max)
        #expect(taken == expected && queue.isEmpty)
        queue.append([1])
        queue.removeAll()
        #expect(queue.isEmpty && queue.consume({ _ in -1 }) == -1)
    }

    @Test("the console's panic is found, and only its end is kept")
    func console() {
        var text = ConsoleText()
        Array("[ 1.0] Kernel panic - not syncing: Oh no: why\r\n[ 1.1] CPU: 0\r\n".utf8).withUnsafeBytes {
            text.append($0)
        }
        #expect(text.panic == "Oh no: why")
        #expect(text.lines.last == "[ 1.1] CPU: 0")
        for _ in 0..<20 { [UInt8](repeating: 0xff, count: 10_000).withUnsafeBytes { text.append($0) } }
        #expect(text.panic == nil)
        #expect(text.lines.reduce(0) { $0 + $1.unicodeScalars.count } <= 2 * ConsoleText.limit)
    }

    @Test("a restored guest is asked whether it is there, gets its files meanwhile, and starts when it has all of them")
    func restored() throws {
        var conversation = Conversation(job: Job(), isRestored: true, sizeOfFiles: 40_000)
        #expect(conversation.state == .restoring)
        #expect(sent(&conversation).starts(with: frame(.ping)))
        #expect(conversation.wantsFiles)
        conversation.files(UnsafeRawBufferPointer(start: nil, count: 0))
        let piece = [UInt8](repeating: 7, count: FrameHeader.maximumPayload)
        piece.withUnsafeBytes { conversation.files($0) }
        try receive(frame(.pong), &conversation)
        #expect(conversation.state == .running && !conversation.awaitsStart && conversation.wantsFiles)
        piece.withUnsafeBytes { conversation.files(UnsafeRawBufferPointer(rebasing: $0[..<(40_000 - piece.count)])) }
        #expect(conversation.awaitsStart && !conversation.wantsFiles)
        conversation.start(.now())
        #expect(!conversation.awaitsStart)
        // A later answer to a question whether it lives changes nothing.
        try receive(frame(.pong), &conversation)
        #expect(conversation.state == .running && !conversation.awaitsStart)
    }

    @Test("files wait while others wait for the guest")
    func slowGuest() {
        var conversation = Conversation(job: Job(), isRestored: true, sizeOfFiles: 1 << 30)
        let piece = [UInt8](repeating: 7, count: FrameHeader.maximumPayload)
        var pieces = 0
        while conversation.wantsFiles, pieces < 100 {
            piece.withUnsafeBytes { conversation.files($0) }
            pieces += 1
        }
        #expect(pieces > 1 && pieces < 10)
        _ = sent(&conversation)
        #expect(conversation.wantsFiles)
    }
}
