// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// An amount of memory as the documents write it: `<memory unit='MiB'>512</memory>`, kept and written in KiB.
package struct MemorySize: XMLRepresentable, Sendable, Hashable {
    /// The amount in KiB; what is read is rounded up.
    package var kib: UInt64 = 0

    package init() {}
    package init(kib: UInt64) { self.kib = kib }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        var unit: String? = "KiB"
        var count: UInt64? = kib
        try x.attribute("unit", &unit)
        try x.text(&count)
        guard x.isReading else { return }
        guard let bytes = ByteUnit.bytes(count ?? 0, unit: unit ?? "KiB"), bytes <= UInt64(Int64.max) else {
            throw x.failure(
                .invalid, "The size '\(count ?? 0)' of unit '\(unit ?? "")' is no size that fits in 64 bits.")
        }
        kib = bytes / 1024 + (bytes % 1024 == 0 ? 0 : 1)
    }
}

extension XMLVisitor {
    /// A child with a size of whole MiB, which is written in that unit.
    package mutating func wholeMebibytes(_ name: String, _ value: inout MemorySize?) throws {
        if isReading { return try element(name, &value) }
        guard let value else { return }
        try group(name) { x in
            var unit: String? = "MiB"
            var count: UInt64? = value.kib / 1024
            try x.attribute("unit", &unit)
            try x.text(&count)
        }
    }
}

/// The units of sizes (libvirt's domain XML documentation, "Memory Allocation").
package enum ByteUnit {
    /// The number of bytes; nil for an unknown unit or a number that does not fit.
    package static func bytes(_ count: UInt64, unit: String) -> UInt64? {
        let lower = unit.lowercased()
        if lower == "b" || lower == "bytes" || lower == "byte" { return count }
        guard let exponent = "kmgtpe".firstIndex(where: { $0 == lower.first }) else { return nil }
        let power = "kmgtpe".distance(from: "kmgtpe".startIndex, to: exponent) + 1
        let base: UInt64
        switch lower.dropFirst() {
        case "", "ib": base = 1024
        case "b": base = 1000
        default: return nil
        }
        var result = count
        for _ in 0..<power {
            let (product, overflow) = result.multipliedReportingOverflow(by: base)
            if overflow { return nil }
            result = product
        }
        return result
    }
}
