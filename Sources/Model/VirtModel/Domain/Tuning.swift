// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<cputune>`.
package struct CPUTune: Sendable, Hashable {
    package static let numbers = [
        "shares", "period", "quota", "global_period", "global_quota", "emulator_period", "emulator_quota",
        "iothread_period", "iothread_quota",
    ]
    package var values: [String: Int] = [:]
    package var vcpuPins: [Pin] = []
    package var emulatorPin: Pin?
    package var iothreadPins: [Pin] = []
    package var emulatorScheduler: Scheduler?
    package var vcpuSchedulers: [Scheduler] = []
    package var iothreadSchedulers: [Scheduler] = []
    package var cacheTunes: [XMLElement] = []
    package init() {}

    package struct Pin: XMLRepresentable, Sendable, Hashable {
        package var vcpu: Int?
        package var iothread: Int?
        package var cpuset: IntegerSet?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("vcpu", &vcpu)
            try x.attribute("iothread", &iothread)
            try x.attribute("cpuset", &cpuset)
            if x.isReading, cpuset == nil { throw x.failure(.missing, "A pinning needs a cpuset.") }
        }
    }

    package struct Scheduler: XMLRepresentable, Sendable, Hashable {
        package var vcpus: IntegerSet?
        package var iothreads: IntegerSet?
        package var scheduler = ""
        package var priority: Int?
        package init() {}

        /// One entry for each thread, in the order of their numbers.
        fileprivate static func single(
            _ schedulers: [Scheduler], _ threads: WritableKeyPath<Scheduler, IntegerSet?>
        ) -> [Scheduler] {
            schedulers.flatMap { scheduler in
                (scheduler[keyPath: threads]?.numbers ?? []).map { number in
                    var one = scheduler
                    one[keyPath: threads] = IntegerSet([number])
                    return (number, one)
                }
            }.sorted { $0.0 < $1.0 }.map(\.1)
        }

        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("vcpus", &vcpus)
            try x.attribute("iothreads", &iothreads)
            try x.required("scheduler", &scheduler)
            try x.attribute("priority", &priority)
            guard x.isReading else { return }
            guard ["batch", "idle", "fifo", "rr"].contains(scheduler) else {
                throw x.failure(.invalid, "Scheduler '\(scheduler)' is not known.")
            }
            if ["fifo", "rr"].contains(scheduler), priority == nil {
                throw x.failure(.missing, "Scheduler '\(scheduler)' needs a priority.")
            }
        }
    }

    mutating func xml(_ x: inout some XMLVisitor) throws {
        for name in Self.numbers {
            var value = values[name]
            try x.leaf(name, &value)
            values[name] = value
            guard x.isReading, let value else { continue }
            if name.hasSuffix("period"), !(1000...1_000_000).contains(value) {
                throw x.failure(.invalid, "The value \(value) of '\(name)' is not from 1000 to 1000000.")
            }
            if name.hasSuffix("quota"), value != -1, value != 0, !(1000...18_446_744_073_709_551).contains(value) {
                throw x.failure(.invalid, "The value \(value) of '\(name)' is not from 1000 to 18446744073709551.")
            }
        }
        try x.elements("vcpupin", &vcpuPins)
        try x.element("emulatorpin", &emulatorPin)
        try x.elements("iothreadpin", &iothreadPins)
        try x.element("emulatorsched", &emulatorScheduler)
        try x.elements("vcpusched", &vcpuSchedulers)
        try x.elements("iothreadsched", &iothreadSchedulers)
        try x.verbatims("cachetune", &cacheTunes)
        guard x.isReading else { return }
        for (what, numbers) in [("vcpu", vcpuPins.map(\.vcpu)), ("iothread", iothreadPins.map(\.iothread))]
        where Set(numbers).count != numbers.count {
            throw x.failure(.invalid, "One \(what) is pinned twice.")
        }
        vcpuPins.sort { ($0.vcpu ?? 0) < ($1.vcpu ?? 0) }
        iothreadPins.sort { ($0.iothread ?? 0) < ($1.iothread ?? 0) }
        for (what, sets) in [
            ("vcpusched", vcpuSchedulers.map(\.vcpus)), ("iothreadsched", iothreadSchedulers.map(\.iothreads)),
        ] {
            var seen: Set<Int> = []
            for set in sets {
                guard let set else { throw x.failure(.missing, "Element '\(what)' names nothing that it is for.") }
                guard seen.isDisjoint(with: set.numbers) else {
                    throw x.failure(.invalid, "Two elements '\(what)' overlap.")
                }
                seen.formUnion(set.numbers)
            }
        }
        // Each thread has a scheduler of its own, and is written so.
        vcpuSchedulers = Scheduler.single(vcpuSchedulers, \.vcpus)
        iothreadSchedulers = Scheduler.single(iothreadSchedulers, \.iothreads)
    }
}

extension XMLVisitor {
    /// Children of a name that are kept as they are.
    mutating func verbatims(_ name: String, _ values: inout [XMLElement]) throws {
        if isReading {
            var one: XMLElement?
            try verbatim(name, &one)
            values = one.map { [$0] } ?? []
        } else {
            for value in values {
                var one: XMLElement? = value
                try verbatim(name, &one)
            }
        }
    }
}

/// `<numatune>`.
package struct NUMATune: Sendable, Hashable {
    package var mode: String?
    package var nodes: IntegerSet?
    package var placement: String?
    package var hasMemory = false
    package var cells: [Node] = []
    package init() {}
    package static let modes = ["strict", "preferred", "interleave", "restrictive"]

    package struct Node: XMLRepresentable, Sendable, Hashable {
        package var cell = 0
        package var mode: String?
        package var nodes: IntegerSet?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("cellid", &cell)
            try x.attribute("mode", &mode)
            try x.attribute("nodeset", &nodes)
            guard x.isReading else { return }
            if nodes == nil { throw x.failure(.missing, "A 'memnode' needs a nodeset.") }
            if let mode, !NUMATune.modes.contains(mode) {
                throw x.failure(.invalid, "NUMA mode '\(mode)' is not known.")
            }
            if mode == nil { mode = "strict" }
        }
    }

    mutating func xml(_ x: inout some XMLVisitor) throws {
        if x.isReading { hasMemory = x.childNames.contains("memory") }
        try x.group("memory") { x in
            try x.attribute("mode", &mode)
            try x.attribute("nodeset", &nodes)
            try x.attribute("placement", &placement)
            guard x.isReading else { return }
            if let mode, !NUMATune.modes.contains(mode) {
                throw x.failure(.invalid, "NUMA mode '\(mode)' is not known.")
            }
            if let placement, !["static", "auto"].contains(placement) {
                throw x.failure(.invalid, "NUMA placement '\(placement)' is not 'static' or 'auto'.")
            }
            if mode == nil { mode = "strict" }
            if placement == "static", nodes == nil {
                throw x.failure(.missing, "NUMA placement 'static' needs a nodeset.")
            }
            if placement == "auto" { nodes = nil }
            if nodes != nil { placement = nil }
        }
        try x.elements("memnode", &cells)
        guard x.isReading else { return }
        if Set(cells.map(\.cell)).count != cells.count {
            throw x.failure(.invalid, "Two 'memnode' elements are for the same cell.")
        }
        if placement == "auto", !cells.isEmpty {
            throw x.failure(.invalid, "A 'memnode' cannot be combined with automatic placement.")
        }
    }
}
