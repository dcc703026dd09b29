// SPDX-License-Identifier: Apache-2.0

internal import RemoteProtocol

/// What events a client has asked of which daemon, under which ids.
///
/// Each daemon gives ids of its own, which may be the same: the client gets ids of ours, and each message has them changed. The calls
/// are kept, so that a daemon that was started anew can be asked again; those of clients without ids as well.
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

    /// By what a wish is known here.
    enum Name {
        case id(Int32)
        case plain(Kind)
    }

    /// By what a wish without an id is known.
    struct Kind: Hashable {
        var neighbour: Neighbour
        var eventID: Int32
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
    private var plainWishes: [Kind: Packet] = [:]

    /// Whether there may be no more.
    var isFull: Bool { wishes.count + plainWishes.count >= Self.limit }

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

    /// Adds a wish without an id that a daemon has taken.
    mutating func add(_ kind: Kind, _ call: Packet) { plainWishes[kind] = call }

    /// Forgets a wish.
    mutating func remove(_ name: Name) {
        switch name {
        case .id(let id): if let key = wishes.removeValue(forKey: id)?.key { ids[key] = nil }
        case .plain(let kind): plainWishes[kind] = nil
        }
    }

    /// Our id of a wish.
    func id(of theirs: Int32, program: UInt32, from neighbour: Neighbour) -> Int32? {
        ids[Key(neighbour: neighbour, program: program, id: theirs)]
    }

    /// A daemon is there anew and knows of no wish.
    ///
    /// - Returns: What it is to be asked for again, by our ids and in their order.
    mutating func restart(_ neighbour: Neighbour) -> [(name: Name, call: Packet)] {
        var calls: [(name: Name, call: Packet)] = []
        for (kind, call) in plainWishes where kind.neighbour == neighbour { calls.append((.plain(kind), call)) }
        for (id, wish) in wishes.sorted(by: { $0.key < $1.key }) where wish.neighbour == neighbour {
            if let key = wish.key { ids[key] = nil }
            wishes[id]?.theirs = nil
            calls.append((.id(id), wish.call))
        }
        return calls
    }

    /// The daemon has taken a wish again.
    mutating func renew(_ id: Int32, theirs: Int32) {
        wishes[id]?.theirs = theirs
        if let key = wishes[id]?.key { ids[key] = id }
    }
}
