// SPDX-License-Identifier: Apache-2.0

internal import RemoteProtocol

/// What events a client has asked of which daemon, under which ids.
///
/// Each daemon gives ids of its own, which may be the same: the client gets ids of ours, and each message has them changed. The calls
/// are kept, so that a daemon that was started anew can be asked again.
struct WishList: Sendable {
    /// One wish.
    struct Wish: Sendable {
        var neighbour: Neighbour
        /// The call that made it.
        var call: Packet
        /// The daemon's id; nil when the daemon does not know of the wish at the moment.
        var theirs: Int32?

        fileprivate var key: Key? { theirs.map { Key(neighbour: neighbour, program: call.header.prog, id: $0) } }
    }

    fileprivate struct Key: Hashable {
        var neighbour: Neighbour
        var program: UInt32
        var id: Int32
    }

    /// So many wishes a client may have, with calls of so many bytes.
    static let limit = 4096
    static let callLimit = 1 << 16
    /// Far beyond the ids that a service gives out which also answers by itself.
    private static let first: Int32 = 1 << 30

    private var wishes: [Int32: Wish] = [:]
    private var ids: [Key: Int32] = [:]
    private var next = WishList.first

    /// Whether there may be no more.
    var isFull: Bool { wishes.count >= Self.limit }

    /// The wish of one of our ids.
    subscript(_ id: Int32) -> Wish? { wishes[id] }

    /// Adds a wish that a daemon has taken.
    ///
    /// - Returns: Our id.
    mutating func add(_ wish: Wish) -> Int32 {
        let id = next
        next = next == .max ? Self.first : next + 1
        wishes[id] = wish
        if let key = wish.key { ids[key] = id }
        return id
    }

    /// Forgets a wish.
    mutating func remove(_ id: Int32) { if let key = wishes.removeValue(forKey: id)?.key { ids[key] = nil } }

    /// Our id of a wish.
    func id(of theirs: Int32, program: UInt32, from neighbour: Neighbour) -> Int32? {
        ids[Key(neighbour: neighbour, program: program, id: theirs)]
    }

    /// A daemon is there anew and knows of no wish.
    ///
    /// - Returns: What it is to be asked for again, by our ids and in their order.
    mutating func restart(_ neighbour: Neighbour) -> [(id: Int32, call: Packet)] {
        var calls: [(id: Int32, call: Packet)] = []
        for (id, wish) in wishes.sorted(by: { $0.key < $1.key }) where wish.neighbour == neighbour {
            if let key = wish.key { ids[key] = nil }
            wishes[id]?.theirs = nil
            calls.append((id, wish.call))
        }
        return calls
    }

    /// The daemon has taken a wish again.
    mutating func renew(_ id: Int32, theirs: Int32) {
        wishes[id]?.theirs = theirs
        if let key = wishes[id]?.key { ids[key] = id }
    }
}
