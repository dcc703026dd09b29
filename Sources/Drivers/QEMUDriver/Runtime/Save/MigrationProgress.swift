// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP

/// How far QEMU is with writing or reading its state, of `query-migrate` (qapi/migration.json).
struct MigrationProgress: Sendable, Hashable {
    enum Phase: Sendable, Hashable {
        case active, completed, cancelled
        case failed(String)
    }
    var phase: Phase
    var progress: DomainJobInformation.Progress?
    var statistics: [TypedParameter] = []

    init(_ reply: JSONValue) {
        switch reply["status"]?.string {
        case "completed": phase = .completed
        case "cancelled": phase = .cancelled
        case "failed": phase = .failed(reply["error-desc"]?.string ?? "QEMU does not say why")
        default: phase = .active
        }
        guard let memory = reply["ram"], let total = memory["total"]?.count else { return }
        let remaining = memory["remaining"]?.count ?? 0
        let sent = memory["transferred"]?.count ?? 0
        progress = .init(processed: sent, total: total)
        func add(_ name: String, _ value: UInt64?) {
            if let value { statistics.append(.init(name, .unsignedLong(value))) }
        }
        // The order is that in which libvirt tells them.
        add("downtime", reply["downtime"]?.count ?? reply["expected-downtime"]?.count)
        add("setup_time", reply["setup-time"]?.count)
        for group in ["data", "memory"] {
            add("\(group)_total", total)
            add("\(group)_processed", sent)
            add("\(group)_remaining", remaining)
        }
        // In bytes each second, of millions of bits.
        if case .number(let speed)? = memory["mbps"], speed >= 1 {
            add("memory_bps", UInt64(min(speed, 1e12) * 1e6 / 8))
        }
        let further = [
            ("memory_constant", "duplicate"), ("memory_normal", "normal"), ("memory_normal_bytes", "normal-bytes"),
            ("memory_dirty_rate", "dirty-pages-rate"), ("memory_iteration", "dirty-sync-count"),
            ("memory_postcopy_requests", "postcopy-requests"), ("memory_page_size", "page-size"),
        ]
        for (name, member) in further { add(name, memory[member]?.count) }
    }
}
