// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// A pipe whose ends no other child inherits; see pipe2(2).
final class Pipe {
    /// The end that is read from.
    let reading: FileDescriptor
    /// The end that is written to.
    let writing: FileDescriptor
    private var isWritingOpen = true

    init() throws {
        var ends: [CInt] = [-1, -1]
        let result = clinux_pipe(&ends)
        if result < 0 { throw Errno(rawValue: -result) }
        reading = FileDescriptor(rawValue: ends[0])
        writing = FileDescriptor(rawValue: ends[1])
    }

    /// The next bytes, or nil at the end.
    func read() throws -> [UInt8]? {
        let bytes = try [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
            count = try reading.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// Closes our copy of the end that the child writes to, so that the end of the child is the end of the data.
    func closeWriting() {
        if isWritingOpen { try? writing.close() }
        isWritingOpen = false
    }

    /// Closes both ends.
    func close() {
        closeWriting()
        try? reading.close()
    }
}

/// The three streams that every program starts with.
public enum StandardStreams {
    /// Opens `/dev/null` in the place of each standard stream that we were started without, so that no file of ours
    /// takes its number.
    public static func open() {
        for number in CInt(0)...2 where fcntl(number, F_GETFD) == -1 {
            // open(2) takes the lowest free number, which is this one: those below it are open by now.
            _ = Glibc.open("/dev/null", O_RDWR)
        }
    }
}
