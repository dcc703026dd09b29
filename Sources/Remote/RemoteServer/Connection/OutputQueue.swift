// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
package import SystemPackage

/// What waits to be written to a client: bytes, and descriptors with a byte each.
package struct OutputQueue: Sendable {
    private enum Part: Sendable {
        case bytes([UInt8])
        case descriptor(PassedDescriptor)
    }

    private var parts: [Part] = []
    private var first = 0
    /// How much of the first part is written.
    private var written = 0
    /// The number of bytes that wait.
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// Adds a message, with the descriptors that follow it.
    package mutating func append(_ bytes: [UInt8], _ descriptors: [PassedDescriptor] = []) {
        parts.append(.bytes(bytes))
        for descriptor in descriptors { parts.append(.descriptor(descriptor)) }
        count += bytes.count + descriptors.count
    }

    /// Drops all.
    package mutating func removeAll() { self = OutputQueue() }

    /// Writes what there is room for.
    ///
    /// - Throws: The error number when the peer is gone.
    package mutating func flush(to socket: FileDescriptor) throws(Errno) {
        while first < parts.count {
            do throws(Errno) {
                switch parts[first] {
                case .bytes(let bytes):
                    let sent = try send(bytes, to: socket)
                    written += sent
                    count -= sent
                    if written < bytes.count { continue }
                case .descriptor(let passed):
                    // The peer reads messages with plain reads: a descriptor must be with its own byte, and no other.
                    _ = try withUnsafeBytes(of: UInt8(0)) { byte throws(Errno) in
                        try UNIXSocket.send(byte, with: passed.descriptor, to: socket)
                    }
                    count -= 1
                }
            } catch .wouldBlock {
                return
            }
            written = 0
            first += 1
        }
        parts.removeAll(keepingCapacity: parts.capacity < 64)
        first = 0
    }

    private func send(_ bytes: [UInt8], to socket: FileDescriptor) throws(Errno) -> Int {
        var result: Result<Int, Errno> = .success(0)
        bytes.withUnsafeBytes { all in
            let rest = UnsafeRawBufferPointer(rebasing: all[written...])
            do throws(Errno) { result = .success(try UNIXSocket.send(rest, to: socket)) } catch { result = .failure(error) }
        }
        return try result.get()
    }
}
