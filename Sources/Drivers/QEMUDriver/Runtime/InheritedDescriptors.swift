// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import SystemPackage

/// The descriptors that a QEMU is to inherit, by its numbers for them; they stay open as long as the value or a copy of it lives.
package struct InheritedDescriptors: Sendable {
    private struct Entry: Sendable {
        var file: FileDescriptor
        /// Whose end closes it; nil when the caller sees to that.
        var owner: (any Sendable)?
    }
    private var entries: [Int: Entry] = [:]

    /// None yet.
    package init() {}

    /// The first number behind all that are taken and the standard streams.
    package var firstFreeNumber: Int { (entries.keys.max() ?? 2) + 1 }

    /// Whether a number is taken.
    func contains(_ number: Int) -> Bool { entries[number] != nil }

    /// Adds one.
    ///
    /// - Returns: QEMU's number for it.
    package mutating func add(_ file: OwnedDescriptor) -> Int {
        let number = firstFreeNumber
        add(file, as: number)
        return number
    }

    /// Adds one under a number that stands on the command line.
    package mutating func add(_ file: OwnedDescriptor, as number: Int) {
        entries[number] = Entry(file: file.descriptor, owner: file)
    }

    /// Adds a file in memory.
    package mutating func add(_ file: MemoryFile, as number: Int) {
        entries[number] = Entry(file: file.descriptor, owner: file)
    }

    /// Adds one that stays the caller's, who keeps it open until QEMU is spawned.
    package mutating func lend(_ file: FileDescriptor, as number: Int) { entries[number] = Entry(file: file) }

    /// What a spawn is told of them.
    var pairs: [(ours: FileDescriptor, theirs: Int32)] {
        entries.sorted { $0.key < $1.key }.map { ($0.value.file, Int32($0.key)) }
    }
}
