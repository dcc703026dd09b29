// SPDX-License-Identifier: Apache-2.0

/// The numbers of a program, and what is known of its procedures beside their types.
package struct ProgramFacts: Sendable {
    /// The program's number, as it stands in the header of each message.
    package let number: UInt32
    /// The program's version.
    package let version: UInt32
    /// The procedures, in the order of their numbers.
    package let procedures: [ProcedureFacts]
    /// The numbers of the events that begin with the id of the wish they are sent for.
    package let eventsOfWishes: Set<Int32>
    /// Where the procedure of a number stands in `procedures`, -1 for none.
    private let positions: [Int16]

    package init(number: UInt32, version: UInt32, procedures: [ProcedureFacts], eventsOfWishes: Set<Int32> = []) {
        self.number = number
        self.version = version
        self.procedures = procedures
        self.eventsOfWishes = eventsOfWishes
        var positions = [Int16](repeating: -1, count: Int(procedures.map(\.number).max() ?? 0) + 1)
        for (position, procedure) in procedures.enumerated() { positions[Int(procedure.number)] = Int16(position) }
        self.positions = positions
    }

    /// What is known of the procedure of a number; nil when there is none, or when the number is that of an event.
    package subscript(number: Int32) -> ProcedureFacts? {
        guard positions.indices.contains(Int(number)), positions[Int(number)] >= 0 else { return nil }
        return procedures[Int(positions[Int(number)])]
    }
}

/// What is known of a procedure beside its types.
package struct ProcedureFacts: Sendable {
    /// Which of a connection's drivers serves a procedure.
    package enum Slot: Sendable {
        /// None: the server itself.
        case rpc
        case hypervisor, interface, network, nodedev, nwfilter, secret, storage
    }

    /// What a client may do that may only read.
    package enum ReadOnly: Sendable {
        case allowed, denied
        /// It depends on the flags of the call.
        case conditional
    }

    /// Whether a call opens a stream, and which way the data goes, seen by the client.
    package enum Stream: Sendable {
        case none, read, write
    }

    /// What a call does about a wish for events, which has an id: `callbackID` of libvirt's messages.
    package enum Wish: Sendable {
        case none
        /// It makes one; the result begins with its id.
        case made
        /// It takes one back; the arguments begin with its id.
        case takenBack
    }

    /// Its number in the program.
    package let number: Int32
    /// Its name without that of the program, such as `DOMAIN_CREATE`.
    package let name: String
    /// The public function that leads to it in libvirt's library, which errors name; empty when there is none.
    package let function: String
    /// Which driver serves it.
    package let slot: Slot
    /// Whether it is one of those that never wait for a guest.
    package let isQuick: Bool
    /// What a client may do that may only read.
    package let readOnly: ReadOnly
    /// Whether it opens a stream.
    package let stream: Stream
    /// What it does about a wish for events.
    package let wish: Wish

    package init(
        _ number: Int32, _ name: String, function: String = "", slot: Slot = .rpc, isQuick: Bool = false,
        readOnly: ReadOnly = .allowed, stream: Stream = .none, wish: Wish = .none
    ) {
        self.number = number
        self.name = name
        self.function = function
        self.slot = slot
        self.isQuick = isQuick
        self.readOnly = readOnly
        self.stream = stream
        self.wish = wish
    }
}
