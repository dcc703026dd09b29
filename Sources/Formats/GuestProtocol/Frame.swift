// SPDX-License-Identifier: Apache-2.0

/// What a frame says. Frames go both ways over one byte channel, a virtio-serial port, between `tinyvm` on the host and
/// the init program of the guest.
///
/// ```
///  0        1        2        4                8
///  +--------+--------+--------+----------------+---------------- - -
///  | kind   | stream | zero   | payload length | payload
///  +--------+--------+--------+----------------+---------------- - -
/// ```
/// Numbers are little-endian. A conversation:
/// ```
///   guest                              host
///     hello ------------------------->           the guest is up and waits for its job
///           <------------------- job * n         the encoded job, in pieces
///           <------------------- files * n       an archive of the job's files, in pieces; none when there is none
///           <------------------- start           sent when the guest has shown that it is there
///     data(output, errors) <--> data(input)      no more than the receiver has given credit for
///     credit            <-----> credit
///     end               <-----> end              no more of this stream; or, from a receiver: send no more
///           <------------------- signal, resize
///      pong <------------------> ping
///     exit -------------------------->           after the last data of output and errors
/// ```
/// Between the hello and the save the host has the guest ``prepare``. A guest that is restored from a saved one said its hello before it was saved. The host begins with a ping instead, and takes
/// the pong for it.
public enum FrameKind: UInt8, Sendable {
    /// Guest to host: the init program runs and waits for a job. Payload: ``GuestMilestones``.
    case hello = 1
    /// Host to guest: the next piece of an encoded ``Job``.
    case job = 2
    /// Host to guest: the job is whole; run it. Payload: a ``StartOrder``.
    case start = 3
    /// Bytes of a stream.
    case data = 4
    /// The receiver of a stream took this many bytes off its hands (a 32-bit number): as many more may be sent.
    case credit = 5
    /// The sender has no more bytes for this stream, or the receiver wants no more of it.
    case end = 6
    /// Host to guest: send this signal (a 32-bit number) to the command's process group.
    case signal = 7
    /// Host to guest: the terminal has this size, rows and columns (two 16-bit numbers).
    case resize = 8
    /// Guest to host: the command ended. Payload: a 32-bit exit status as a shell counts it, then ``GuestMilestones``.
    case exit = 9
    /// Guest to host: the job cannot be run. Payload: a 32-bit exit status, then one sentence.
    case trouble = 10
    /// Host to guest: answer with ``pong``, to show that the guest lives.
    case ping = 11
    /// Guest to host: the answer.
    case pong = 12
    /// Host to guest: the next piece of a cpio archive in the "newc" form, unpacked as it comes, into the guest's root.
    case files = 13
    /// Host to guest, before it is saved: do now what else each guest that is restored from it would do for the first time, then
    /// answer with ``pong``. Payload: a ``StartOrder``.
    case prepare = 14
}

/// The byte streams of a command.
public enum StreamName: UInt8, Sendable {
    /// Standard input, host to guest; also what is typed on a terminal.
    case input = 0
    /// Standard output, guest to host; all output when the command has a terminal.
    case output = 1
    /// Standard error, guest to host.
    case errors = 2
}

/// The first eight bytes of each frame.
public struct FrameHeader: Sendable, Equatable {
    /// Bytes of an encoded header.
    public static let size = 8
    /// The longest payload, in bytes; with its header it fills the 32 KiB that the virtio-serial driver of Linux takes in one
    /// write (drivers/char/virtio_console.c).
    public static let maximumPayload = 32 * 1024 - size

    /// What the frame says; see ``FrameKind``.
    public var kind: UInt8
    /// The stream it is about, if it is about one; see ``StreamName``.
    public var stream: UInt8
    /// The length of what follows, in bytes.
    public var length: UInt32

    /// A header of a frame about a stream, or about none.
    public init(_ kind: FrameKind, _ stream: StreamName = .input, length: Int = 0) {
        self.kind = kind.rawValue
        self.stream = stream.rawValue
        self.length = UInt32(truncatingIfNeeded: length)
    }

    /// Reads a header from `bytes`, which holds at least ``size`` of them.
    public init(decoding bytes: UnsafeRawBufferPointer) {
        kind = bytes[0]
        stream = bytes[1]
        length = bytes.loadLittleEndian(at: 4)
    }

    /// Writes the header to the first ``size`` bytes of `bytes`.
    public func encode(to bytes: UnsafeMutableRawBufferPointer) {
        bytes[0] = kind
        bytes[1] = stream
        bytes[2] = 0
        bytes[3] = 0
        bytes.storeLittleEndian(length, at: 4)
    }

    /// The header's bytes.
    public var encoded: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: FrameHeader.size)
        bytes.withUnsafeMutableBytes { encode(to: $0) }
        return bytes
    }
}

/// How many bytes of each stream may be under way before the receiver has taken them.
public enum StreamWindow {
    /// Of standard input; the guest keeps as much in memory.
    public static let input = 64 * 1024
    /// Of standard output and of standard error; the host keeps as much in memory.
    public static let output = 256 * 1024
}

extension UnsafeRawBufferPointer {
    /// The 32-bit number whose least significant byte is at `offset`.
    func loadLittleEndian(at offset: Int) -> UInt32 {
        UInt32(self[offset]) | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2]) << 16
            | UInt32(self[offset + 3]) << 24
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes a 32-bit number, least significant byte first.
    func storeLittleEndian(_ number: UInt32, at offset: Int) {
        for index in 0..<4 {
            self[offset + index] = UInt8(truncatingIfNeeded: number >> UInt32(8 * index))
        }
    }
}
