// SPDX-License-Identifier: Apache-2.0

/// QEMU's names of keys by their numbers in each code set.
package enum KeyNames {
    /// The code sets that have a column in ``table``; the others are other ways to write the first set of the AT keyboard.
    private static let columns: [(set: KeyCodeSet, radix: Int)] = [
        (.linux, 10), (.atSet1, 16), (.atSet2, 16), (.atSet3, 16), (.macOS, 16), (.usb, 10), (.windows, 16),
    ]

    /// The name of a key by its number; nil for one that QEMU's keyboards do not have.
    package static func name(of code: UInt32, in set: KeyCodeSet) -> String? { index.names[set]?[code] }

    /// Linux' code of the key of a name.
    package static func linuxCode(of name: String) -> UInt32? { index.linuxCodes[name] }

    private struct Index {
        var names: [KeyCodeSet: [UInt32: String]] = [:]
        var linuxCodes: [String: UInt32] = [:]

        mutating func add(_ name: String, _ code: UInt32, _ set: KeyCodeSet) {
            if names[set, default: [:]][code] == nil { names[set, default: [:]][code] = name }
        }
    }

    /// The table, read when the first key is sent.
    private static let index: Index = {
        var index = Index()
        for line in table.split(separator: "\n") {
            let cells = line.split(separator: " ")
            let name = String(cells[0])
            for (column, cell) in zip(columns, cells.dropFirst()) {
                for code in cell.split(separator: ",").compactMap({ UInt32($0, radix: column.radix) }) {
                    index.add(name, code, column.set)
                    if column.set == .linux { index.linuxCodes[name] = code }
                    if column.set == .atSet1 { for (set, code) in relatives(of: code) { index.add(name, code, set) } }
                }
            }
        }
        return index
    }()

    /// The other ways to write a scan code of the first set. Those of the two keys of Korean keyboards look like releases of keys, so
    /// that QEMU's numbers have them without the upper bit.
    private static func relatives(of code: UInt32) -> [(KeyCodeSet, UInt32)] {
        let isSecondHalf = code >> 8 == 0xe0
        return [
            (.xt, code), (.xtKeyboard, isSecondHalf ? code & 0x7f | 0x100 : code),
            (.qemuNumber, isSecondHalf ? code & 0x7f | 0x80 : code & 0x7f),
        ]
    }
}
