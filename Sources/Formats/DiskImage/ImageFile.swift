// SPDX-License-Identifier: Apache-2.0

/// The file, or device, that holds an image: what the formats read and write.
///
/// Tests put a recorder in its place, to see an image as it is after each write of a sequence.
package protocol ImageFile: AnyObject {
    /// What messages call it.
    var path: String { get }
    /// Its size in bytes, now.
    var sizeInBytes: UInt64 { get }
    /// Whether it can become larger; a device cannot.
    var canGrow: Bool { get }
    /// The size of its logical sectors, where it is a device.
    var sectorSizeInBytes: Int? { get }

    /// Reads bytes, all of which must lie inside.
    func read(at offset: UInt64, count: Int) throws -> [UInt8]
    /// Writes bytes by one call; the file grows where they lie beyond its end.
    func write(_ bytes: [UInt8], at offset: UInt64) throws
    /// Makes the file larger, filled with zeros, or smaller.
    func resize(to size: UInt64) throws
    /// Waits until all that was written is on stable storage.
    func synchronize() throws
}

extension ImageFile {
    /// The error of an image that contradicts its format; the reason is a clause about it.
    func damaged(_ reason: String, remedy: String = "Get an undamaged copy of it.") -> DiskImageError {
        DiskImageError(.damaged, path, "use", reason, remedy: remedy)
    }

    /// The error of an image with a feature that we do not have; the reason is a clause about it.
    func unsupported(_ reason: String, remedy: String) -> DiskImageError {
        DiskImageError(.unsupported, path, "use", reason, remedy: remedy)
    }

    /// Reads bytes where those beyond the end are zeros, as in the last cluster of an image that was cut at its data's end.
    func readPadded(at offset: UInt64, count: Int) throws -> [UInt8] {
        let size = sizeInBytes
        guard offset < size else { return [UInt8](repeating: 0, count: count) }
        let inside = Int(min(UInt64(count), size - offset))
        return try read(at: offset, count: inside) + [UInt8](repeating: 0, count: count - inside)
    }

    /// Does what makes the file larger, and takes the growth back when that fails.
    func growing(_ body: () throws -> Void) throws {
        let size = sizeInBytes
        do {
            try body()
        } catch {
            if canGrow, sizeInBytes > size { try? resize(to: size) }
            throw error
        }
    }
}
