// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<memoryBacking>`: what the guest's memory is made of on the host.
package struct MemoryBacking: Sendable, Hashable {
    package var hasHugePages = false
    package var pages: [Page] = []
    package var isNoSharePages = false
    package var isLocked = false
    package var sourceType: String?
    package var accessMode: String?
    package var allocationMode: String?
    package var allocationThreads: Int?
    package var hasDiscard = false
    package init() {}

    package struct Page: XMLRepresentable, Sendable, Hashable {
        package var size: UInt64 = 0
        package var unit: String?
        package var nodes: IntegerSet?
        package init() {}
        /// The size in KiB.
        package var kib: UInt64 { (ByteUnit.bytes(size, unit: unit ?? "KiB") ?? 0) / 1024 }
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("size", &size)
            try x.attribute("unit", &unit)
            try x.attribute("nodeset", &nodes)
            guard x.isReading else { return }
            if kib == 0 { throw x.failure(.invalid, "A huge page has a size above 0.") }
            size = kib
            unit = "KiB"
        }
    }

    mutating func element(_ x: inout some XMLVisitor) throws {
        if x.isReading || self != MemoryBacking() { try x.group("memoryBacking") { x in try xml(&x) } }
    }

    private mutating func xml(_ x: inout some XMLVisitor) throws {
        var huge: HugePages? = hasHugePages ? HugePages(pages: pages) : nil
        try x.element("hugepages", &huge)
        hasHugePages = huge != nil
        pages = huge?.pages ?? []
        try x.presence("nosharepages", &isNoSharePages)
        try x.presence("locked", &isLocked)
        try x.single("source", "type", &sourceType)
        try x.single("access", "mode", &accessMode)
        try x.group("allocation") { x in
            try x.attribute("mode", &allocationMode)
            try x.attribute("threads", &allocationThreads)
        }
        try x.presence("discard", &hasDiscard)
        guard x.isReading else { return }
        func check(_ name: String, _ value: String?, _ words: [String]) throws {
            if let value, !words.contains(value) {
                throw x.failure(.invalid, "Memory \(name) '\(value)' is not known.")
            }
        }
        try check("source", sourceType, ["file", "anonymous", "memfd"])
        try check("access", accessMode, ["shared", "private"])
        try check("allocation", allocationMode, ["immediate", "ondemand"])
    }
}

private struct HugePages: XMLRepresentable {
    var pages: [MemoryBacking.Page] = []
    init() {}
    init(pages: [MemoryBacking.Page]) { self.pages = pages }
    mutating func xml(_ x: inout some XMLVisitor) throws { try x.elements("page", &pages) }
}

/// `<memtune>`: limits of the memory that the emulator may use.
package struct MemoryTune: Sendable, Hashable {
    package var hardLimit: MemorySize?
    package var softLimit: MemorySize?
    package var minGuarantee: MemorySize?
    package var swapHardLimit: MemorySize?
    package init() {}
    package var isEmpty: Bool { self == MemoryTune() }
    mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.element("hard_limit", &hardLimit)
        try x.element("soft_limit", &softLimit)
        try x.element("min_guarantee", &minGuarantee)
        try x.element("swap_hard_limit", &swapHardLimit)
    }
}
