// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage

/// What is still to be written to a monitor, in order.
///
/// QEMU keeps the descriptors of one message at a time, and new ones push those out that no command has taken. So
/// descriptors wait here until the command that the ones before came with is answered, and what follows waits behind them.
struct QMPOutput: Sendable {
    private struct Part {
        var bytes: ArraySlice<UInt8>
        /// Our own duplicates, sent with the first byte.
        var descriptors: [FileDescriptor]
        /// The command that the descriptors belong to.
        var id: UInt64
    }

    private var parts: [Part] = []
    /// The command whose descriptors QEMU holds.
    private var holder: UInt64?

    /// Adds commands, whose descriptors stay the caller's.
    mutating func append(_ bytes: [UInt8], descriptors: [FileDescriptor], id: UInt64) throws(Errno) {
        var duplicates: [FileDescriptor] = []
        for descriptor in descriptors {
            do throws(Errno) {
                duplicates.append(try descriptor.duplicateCloseOnExec())
            } catch {
                for duplicate in duplicates { try? duplicate.close() }
                throw error
            }
        }
        parts.append(Part(bytes: bytes[...], descriptors: duplicates, id: id))
    }

    /// Writes as much as there is room for.
    ///
    /// - Returns: Whether there is nothing more that room in the socket would help.
    mutating func send(on socket: FileDescriptor) throws(Errno) -> Bool {
        while let part = parts.first {
            let hasDescriptors = !part.descriptors.isEmpty
            if hasDescriptors, holder != nil { return true }
            guard let count = try socket.send(part.bytes, descriptors: part.descriptors) else { return false }
            if hasDescriptors {
                holder = part.id
                for descriptor in part.descriptors { try? descriptor.close() }
                parts[0].descriptors = []
            }
            parts[0].bytes = parts[0].bytes.dropFirst(count)
            if parts[0].bytes.isEmpty { parts.removeFirst() }
        }
        return true
    }

    /// A command was answered. Returns whether that lets more be sent.
    mutating func replied(to id: UInt64) -> Bool {
        guard holder == id else { return false }
        holder = nil
        return !parts.isEmpty
    }

    /// Closes the descriptors that will not go.
    func discard() {
        for part in parts {
            for descriptor in part.descriptors { try? descriptor.close() }
        }
    }
}
