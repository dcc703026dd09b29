// SPDX-License-Identifier: Apache-2.0

internal import RemoteDriver
package import RemoteProtocol

/// A daemon of this machine that serves one kind of objects.
package struct Neighbour: Hashable, Sendable {
    /// The scheme of its addresses, such as `network`.
    package let scheme: String
    /// The name of its program, such as `virtnetworkd`.
    package let program: String

    /// The daemon for addresses of a scheme; nil when there is none.
    package init?(scheme: String) {
        guard let program = SocketSearch.daemons[scheme] else { return nil }
        self.scheme = scheme
        self.program = program
    }

    /// The daemon for the objects of a slot; nil for those of a hypervisor, of which there are many.
    package init?(serving slot: ProcedureFacts.Slot) {
        switch slot {
        case .rpc, .hypervisor: return nil
        case .interface: self.init(scheme: "interface")
        case .network: self.init(scheme: "network")
        case .nodedev: self.init(scheme: "nodedev")
        case .nwfilter: self.init(scheme: "nwfilter")
        case .secret: self.init(scheme: "secret")
        case .storage: self.init(scheme: "storage")
        }
    }

    /// The hypervisors, in the order in which they are looked for when a client names none.
    static let hypervisors = ["qemu", "xen", "lxc", "vbox", "bhyve", "vz", "ch"].compactMap { Neighbour(scheme: $0) }

    /// Whether it drives machines, which use what the other daemons have.
    var isHypervisor: Bool { Self.hypervisors.contains(self) }
}
