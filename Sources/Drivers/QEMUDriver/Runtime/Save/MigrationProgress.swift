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
        statistics = [
            .init("data_total", .unsignedLong(total)), .init("data_processed", .unsignedLong(sent)),
            .init("data_remaining", .unsignedLong(remaining)), .init("memory_total", .unsignedLong(total)),
            .init("memory_processed", .unsignedLong(sent)), .init("memory_remaining", .unsignedLong(remaining)),
        ]
        let further = [
            ("memory_constant", "duplicate"), ("memory_normal", "normal"), ("memory_normal_bytes", "normal-bytes"),
            ("memory_iteration", "dirty-sync-count"), ("memory_dirty_rate", "dirty-pages-rate"),
            ("memory_page_size", "page-size"),
        ]
        for (name, member) in further {
            if let value = memory[member]?.count { statistics.append(.init(name, .unsignedLong(value))) }
        }
        if let setup = reply["setup-time"]?.count { statistics.append(.init("setup_time", .unsignedLong(setup))) }
    }
}
