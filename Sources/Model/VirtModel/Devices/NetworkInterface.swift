// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// An `<interface>`.
package struct NetworkInterface: Sendable, Hashable {
    package enum Kind: String, XMLScalar, CaseIterable, Sendable {
        case user, ethernet, server, client, mcast, network, bridge, direct, hostdev, udp, vdpa, null
        case vhostUser = "vhostuser"
        case `internal`
        case vds
    }

    package var kind = Kind.user
    package var managed: YesNo?
    package var trustGuestRxFilters: YesNo?
    package var mac: MACAddress?
    /// `generated` in active output, `static`, or none.
    package var macType: String?
    package var macCheck: YesNo?
    package var source = Source()
    package var virtualPort: XMLElement?
    package var backend = Backend()
    package var addresses: [IPAddress] = []
    package var routes: [Route] = []
    package var script: String?
    package var downScript: String?
    package var target: String?
    package var targetManaged: YesNo?
    package var guestName: String?
    package var model: String?
    package var driver = Driver()
    package var filterReference: XMLElement?
    package var linkState: String?
    package var mtu: Int?
    package var coalescedFrames: UInt32?
    package var bandwidth: XMLElement?
    package var vlan: XMLElement?
    package var portIsolated: YesNo?
    package var sendBufferInBytes: UInt64?
    package var portForwards: [PortForward] = []
    package var teaming: Teaming?
    package var info = DeviceInfo()

    package init() {}

    package struct Source: Sendable, Hashable {
        package var network: String?
        package var portgroup: String?
        package var portID: String?
        package var bridge: String?
        package var dev: String?
        package var mode: String?
        package var address: String?
        package var port: Int?
        package var localAddress: String?
        package var localPort: Int?
        package var name: String?
        package var type: String?
        package var managed: YesNo?
        package var vhostUser = CharacterSource(.unix)
        package var hostDevice: PCIAddress?
        package var hostUSB: USBAddress?
        package var addresses: [IPAddress] = []
        package var routes: [Route] = []
        package init() {}
    }

    package struct Backend: Sendable, Hashable {
        package var type: String?
        package var tap: String?
        package var vhost: String?
        package var logFile: String?
        package init() {}
    }

    package struct Driver: Sendable, Hashable {
        package var name: String?
        package var txmode: String?
        package var ioeventfd: OnOff?
        package var eventIdx: OnOff?
        package var queues: Int?
        package var rxQueueSize: Int?
        package var txQueueSize: Int?
        package var rss: OnOff?
        package var rssHashReport: OnOff?
        package var virtio = VirtioOptions()
        package var host: [String: OnOff] = [:]
        package var guest: [String: OnOff] = [:]
        package static let hostNames = ["csum", "gso", "tso4", "tso6", "ecn", "ufo", "mrg_rxbuf"]
        package static let guestNames = ["csum", "tso4", "tso6", "ecn", "ufo"]
        package init() {}
    }

    package struct IPAddress: XMLRepresentable, Sendable, Hashable {
        package var address = ""
        package var family: String?
        package var prefix: Int?
        package var peer: String?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("address", &address)
            try x.attribute("family", &family)
            try x.attribute("prefix", &prefix)
            try x.attribute("peer", &peer)
            if x.isReading, family == nil { family = address.contains(":") ? "ipv6" : "ipv4" }
            if x.isReading, !IPAddressText.isValid(address, isVersion6: family == "ipv6") {
                throw x.failure(.invalid, "'\(address)' is no address of family '\(family ?? "")'.")
            }
            if x.isReading, prefix == 0 { prefix = nil }
            if x.isReading, let prefix, !(0...(family == "ipv6" ? 128 : 32)).contains(prefix) {
                throw x.failure(.invalid, "Prefix '\(prefix)' does not fit an address of family '\(family ?? "")'.")
            }
        }
    }

    /// A route, on the host's or on the guest's side.
    package struct Route: XMLRepresentable, Sendable, Hashable {
        package var family: String?
        package var address = ""
        package var netmask: String?
        package var prefix: Int?
        package var gateway: String?
        package var metric: UInt32?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("family", &family)
            try x.required("address", &address)
            try x.attribute("netmask", &netmask)
            try x.attribute("prefix", &prefix)
            try x.attribute("gateway", &gateway)
            try x.attribute("metric", &metric)
            guard x.isReading else { return }
            if gateway == nil { throw x.failure(.missing, "A route to '\(address)' needs a gateway.") }
            if let prefix, !(0...(family == "ipv6" ? 128 : 32)).contains(prefix) {
                throw x.failure(.invalid, "Prefix '\(prefix)' does not fit a route of family '\(family ?? "ipv4")'.")
            }
            if netmask != nil, prefix != nil || family == "ipv6" {
                throw x.failure(.invalid, "A route has a netmask or a prefix, and a netmask is for IPv4.")
            }
        }
    }

    package struct Teaming: XMLRepresentable, Sendable, Hashable {
        package var type = ""
        package var persistent: String?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("type", &type)
            try x.attribute("persistent", &persistent)
            guard x.isReading else { return }
            guard ["persistent", "transient"].contains(type) else {
                throw x.failure(.invalid, "Teaming type '\(type)' is not 'persistent' or 'transient'.")
            }
            if type == "transient", persistent == nil {
                throw x.failure(.missing, "A transient interface of a team names its persistent one.")
            }
            if type == "persistent", persistent != nil {
                throw x.failure(.invalid, "A persistent interface of a team names no other.")
            }
        }
    }

    /// Whether QEMU sees a network card with a backend of its own, and not a host device.
    package var isHostDevice: Bool { kind == .hostdev }
    /// Whether the model is a virtio one.
    package var isVirtio: Bool { model?.hasPrefix("virtio") == true }
}
