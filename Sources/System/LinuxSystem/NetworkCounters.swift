// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// What went through a network interface of the host; see proc(5), `/proc/net/dev`.
public struct NetworkCounters: Sendable, Hashable {
    /// One direction, as the host sees it.
    public struct Direction: Sendable, Hashable {
        /// Bytes.
        public var bytes: UInt64 = 0
        /// Packets.
        public var packets: UInt64 = 0
        /// Packets that were broken.
        public var errors: UInt64 = 0
        /// Packets that were dropped.
        public var drops: UInt64 = 0
    }
    /// What the host received.
    public var received = Direction()
    /// What the host sent.
    public var sent = Direction()

    /// The counters of all interfaces of our network namespace, by their names.
    public static func all() throws(Errno) -> [String: NetworkCounters] {
        parse(String(decoding: try FilePath("/proc/net/dev").contents(atMost: 16 << 20), as: UTF8.self))
    }

    /// Reads the table: two lines of headings, then `name: ` and sixteen numbers.
    static func parse(_ text: String) -> [String: NetworkCounters] {
        var all: [String: NetworkCounters] = [:]
        for line in text.split(separator: "\n") {
            guard let colon = line.lastIndex(of: ":") else { continue }
            let numbers = line[line.index(after: colon)...].split(separator: " ").map { UInt64($0) ?? 0 }
            guard numbers.count >= 16 else { continue }
            let name = line[..<colon].drop { $0 == " " }
            all[String(name)] = NetworkCounters(
                received: Direction(bytes: numbers[0], packets: numbers[1], errors: numbers[2], drops: numbers[3]),
                sent: Direction(bytes: numbers[8], packets: numbers[9], errors: numbers[10], drops: numbers[11]))
        }
        return all
    }
}
