// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP
internal import VirtModel

/// What QEMU and the balloon's driver in the guest tell of memory; read and pure.
struct MemoryReplies: Sendable {
    /// What the balloon leaves to the guest, in KiB; nil without a balloon.
    var balloonInKiB: UInt64?
    /// What the guest tells; nothing when its driver does not, or was never asked.
    var guest: [DomainMemoryStatistic] = []

    /// The commands that tell it; none for a machine without a balloon.
    static func commands(for domain: Domain) -> [QMPCommand] {
        guard let path = domain.balloonPath else { return [] }
        return [
            QMPCommand("query-balloon"),
            QMPCommand("qom-get", ["path": .string(path), "property": "guest-stats"]),
        ]
    }

    init() {}

    /// Reads the replies to ``commands(for:)``; one that failed tells nothing.
    init(_ replies: ArraySlice<Result<JSONValue, QMPError>>) {
        guard let balloon = replies.first, replies.count == 2, let last = replies.last else { return }
        balloonInKiB = (try? balloon.get())?["actual"]?.count.map { $0 / 1024 }
        guard let reply = try? last.get() else { return }
        // The numbers of virtio 1.2, 5.5.6.3; sizes are in bytes, and what the guest does not know is the largest number.
        let known: [(DomainMemoryStatistic.Tag, name: String, unit: UInt64)] = [
            (.swapIn, "stat-swap-in", 1024), (.swapOut, "stat-swap-out", 1024), (.majorFaults, "stat-major-faults", 1),
            (.minorFaults, "stat-minor-faults", 1), (.unused, "stat-free-memory", 1024),
            (.available, "stat-total-memory", 1024), (.usable, "stat-available-memory", 1024),
            (.diskCaches, "stat-disk-caches", 1024), (.hugePagesAllocated, "stat-htlb-pgalloc", 1),
            (.hugePagesFailed, "stat-htlb-pgfail", 1),
        ]
        for (tag, name, unit) in known {
            guard let value = reply["stats"]?[name]?.count, value != .max else { continue }
            guest.append(DomainMemoryStatistic(tag, value / unit))
        }
        // 0 for a guest that has not told anything yet.
        if let update = reply["last-update"]?.count { guest.append(DomainMemoryStatistic(.lastUpdate, update)) }
    }
}

extension Domain {
    /// The path of the balloon in QEMU's tree of objects; nil without one.
    var balloonPath: String? {
        guard let balloon = devices.balloon, balloon.model != "none", let alias = balloon.info.alias else { return nil }
        return "/machine/peripheral/\(alias)"
    }
}
