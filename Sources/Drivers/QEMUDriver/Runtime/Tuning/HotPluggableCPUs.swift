// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

/// The places for virtual CPUs of a machine, of `query-hotpluggable-cpus` (qapi/machine.json), in the order of their numbers.
struct HotPluggableCPUs: Sendable {
    struct Slot: Sendable {
        /// The type for `device_add`.
        var type: String
        /// Where it is: socket, die, core, thread, node.
        var place: [JSONValue.Member]
        /// The numbers of the virtual CPUs in it.
        var numbers: Range<Int>
        /// The path of the device; nil for an empty place.
        var path: String?
        /// The name that we gave to a device, which only one that was plugged in has.
        var alias: String? {
            let prefix = "/machine/peripheral/"
            return path.flatMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
        }
    }
    var slots: [Slot] = []

    /// How many virtual CPUs are plugged in.
    var count: Int { slots.filter { $0.path != nil }.map(\.numbers.count).reduce(0, +) }

    init(_ reply: JSONValue) {
        func place(_ slot: JSONValue) -> [Int64] {
            ["node-id", "socket-id", "die-id", "cluster-id", "core-id", "thread-id"].map {
                slot["props"]?[$0]?.integer ?? -1
            }
        }
        // Numbers follow the places; the node is the coarsest of these only where sockets do not lie across nodes.
        let sorted = (reply.array ?? []).sorted { one, other in
            Array(place(one).dropFirst()).lexicographicallyPrecedes(Array(place(other).dropFirst()))
        }
        var next = 0
        for slot in sorted {
            let count = max(1, min(1024, Int(clamping: slot["vcpus-count"]?.integer ?? 1)))
            slots.append(
                Slot(
                    type: slot["type"]?.string ?? "", place: slot["props"]?.members ?? [], numbers: next..<next + count,
                    path: slot["qom-path"]?.string))
            next += count
        }
    }

    /// The virtual CPUs as a document has them: what was plugged in can be taken out, the others were there from the beginning. A
    /// machine that is restored has to be built in the same way, for its devices have queues for those that it begins with.
    var entries: [VCPUs.Entry] {
        var order = 0
        var entries: [VCPUs.Entry] = []
        for slot in slots {
            for number in slot.numbers {
                var entry = VCPUs.Entry()
                entry.id = number
                entry.enabled = slot.path == nil ? .no : .yes
                entry.hotpluggable = slot.path == nil || slot.alias != nil ? .yes : .no
                if slot.path != nil {
                    order += 1
                    entry.order = order
                }
                entries.append(entry)
            }
        }
        return entries
    }

    /// The command that plugs in what belongs to a place.
    static func addition(_ slot: Slot) -> QMPCommand {
        QMPCommand(
            "device_add",
            members: [
                .init("driver", .string(slot.type)), .init("id", .string("vcpu\(slot.numbers.lowerBound)")),
            ] + slot.place)
    }
}
