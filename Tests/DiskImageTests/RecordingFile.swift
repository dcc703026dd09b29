// SPDX-License-Identifier: Apache-2.0

import DiskImage
import Foundation

/// An image in memory that remembers each change, and what of it was made durable when.
final class RecordingFile: ImageFile {
    enum Change {
        case write([UInt8], at: UInt64)
        case resize(UInt64)
    }

    let path: String
    let canGrow: Bool
    let sectorSizeInBytes: Int? = nil
    private(set) var bytes: [UInt8]
    private let original: [UInt8]
    /// The changes between one call of `synchronize` and the next.
    private(set) var epochs: [[Change]] = [[]]
    /// The largest size; a hostile image is not to fill the memory.
    private let limitInBytes: Int
    /// Calls that change something and succeed before one fails, as on a full disk; nil for all.
    var changesUntilFull: Int?

    init(_ path: String, _ bytes: [UInt8], canGrow: Bool = true, limitInBytes: Int = 64 << 20) {
        self.path = path
        self.bytes = bytes
        self.canGrow = canGrow
        self.limitInBytes = limitInBytes
        original = bytes
    }

    convenience init(_ path: String) throws {
        self.init(path, [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    }

    var sizeInBytes: UInt64 { UInt64(bytes.count) }

    func read(at offset: UInt64, count: Int) throws -> [UInt8] {
        guard count >= 0, let start = Int(exactly: offset), start <= bytes.count, count <= bytes.count - start else {
            throw DiskImageError(.damaged, path, "read", "something is said to lie at byte \(offset)")
        }
        return Array(bytes[start..<start + count])
    }

    private func admit(_ end: UInt64) throws {
        guard end <= UInt64(limitInBytes), changesUntilFull != 0 else {
            throw DiskImageError(.noSpace, path, "write", "no space left on device")
        }
        changesUntilFull? -= 1
    }

    func write(_ new: [UInt8], at offset: UInt64) throws {
        try admit(offset.addingReportingOverflow(UInt64(new.count)).partialValue)
        let change = Change.write(new, at: offset)
        Self.apply(change, to: &bytes)
        epochs[epochs.count - 1].append(change)
    }

    func resize(to size: UInt64) throws {
        if size > sizeInBytes { try admit(size) }
        Self.apply(.resize(size), to: &bytes)
        epochs[epochs.count - 1].append(.resize(size))
    }

    func synchronize() { epochs.append([]) }

    private static func apply(_ change: Change, to bytes: inout [UInt8]) {
        func grow(to size: Int) {
            if bytes.count < size { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
        }
        switch change {
        case .resize(let size):
            grow(to: Int(size))
            bytes.removeLast(bytes.count - Int(size))
        case .write(let new, let offset):
            grow(to: Int(offset) + new.count)
            bytes.replaceSubrange(Int(offset)..<Int(offset) + new.count, with: new)
        }
    }

    /// What the file may be after a crash: all of the epochs before some epoch, and any subset of that one's changes,
    /// since what is not synchronized may reach the disk in any order.
    func crashStates() -> [[UInt8]] {
        var states: [[UInt8]] = [original]
        var durable = original
        for epoch in epochs {
            if epoch.count > 6 { return [] }  // too many subsets: the caller expects at least the original
            for subset in 1..<max(1, 1 << epoch.count) {
                var state = durable
                for (index, change) in epoch.enumerated() where subset >> index & 1 == 1 {
                    Self.apply(change, to: &state)
                }
                states.append(state)
            }
            for change in epoch { Self.apply(change, to: &durable) }
        }
        return states
    }
}
