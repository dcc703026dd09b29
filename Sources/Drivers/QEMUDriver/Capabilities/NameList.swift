// SPDX-License-Identifier: Apache-2.0

/// Names in one piece of memory, which are taken apart only when somebody looks at them.
///
/// What an emulator can do is some thousand names, of which the start of a machine looks at a few dozen.
package struct NameList: Sendable, Hashable, ExpressibleByArrayLiteral {
    /// The names in UTF-8, each with a NUL behind it.
    var bytes: [UInt8]

    /// These names, in their order. A name ends at a NUL.
    package init(_ names: some Sequence<String>) {
        bytes = []
        for name in names { bytes += name.utf8.prefix { $0 != 0 } + [0] }
    }

    package init(arrayLiteral names: String...) { self.init(names) }

    package var isEmpty: Bool { bytes.isEmpty }

    /// The names, one by one.
    package var names: [String] {
        bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}

/// Names without an order, in one piece of memory: what is asked of them is whether they have one.
package struct NameSet: Sendable, Hashable, ExpressibleByArrayLiteral {
    /// By their bytes, smallest first, each once.
    var sorted: NameList

    package init(_ names: some Sequence<String>) {
        sorted = NameList(Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    package init(arrayLiteral names: String...) { self.init(names) }

    package var isEmpty: Bool { sorted.isEmpty }

    /// The names, one by one.
    package var names: [String] { sorted.names }

    package mutating func formUnion(_ names: some Sequence<String>) { self = NameSet(self.names + names) }

    package mutating func insert(_ name: String) { formUnion([name]) }

    /// Whether a name is among them.
    package func contains(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { name in
            sorted.bytes.withUnsafeBufferPointer { bytes in Self.contains(bytes, name) }
        }
    }

    /// Looks in the middle, at the name that it falls into, and goes on with one of the halves.
    private static func contains(_ bytes: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        var (low, high) = (0, bytes.count)
        while low < high {
            var start = low + (high - low) / 2
            while start > low, bytes[start - 1] != 0 { start -= 1 }
            var (end, count) = (start, 0)
            while count < name.count, bytes[end] != 0, bytes[end] == name[count] {
                end += 1
                count += 1
            }
            if count == name.count, bytes[end] == 0 { return true }
            if count < name.count, bytes[end] < name[count] {
                while bytes[end] != 0 { end += 1 }
                low = end + 1
            } else {
                high = start
            }
        }
        return false
    }
}
