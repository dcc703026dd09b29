// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import SystemPackage

/// What waits to be written to a peer: bytes, and descriptors with a byte each.
package struct OutputQueue: Sendable {
    private enum Part: Sendable {
        case bytes([UInt8])
        case descriptor(OwnedDescriptor)
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
    package mutating func append(_ bytes: [UInt8], _ descriptors: [OwnedDescriptor] = []) {
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
            switch parts[first] {
            case .bytes(let bytes):
                guard let sent = try socket.send(bytes[written...]) else { return }
                written += sent
                count -= sent
                if written < bytes.count { continue }
            case .descriptor(let passed):
                // The peer reads messages with plain reads: a descriptor must be with its own byte, and no other.
                guard try socket.send([0], descriptors: [passed.descriptor]) != nil else { return }
                count -= 1
            }
            written = 0
            first += 1
        }
        parts.removeAll(keepingCapacity: parts.capacity < 64)
        first = 0
    }
}
