// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<portForward proto='tcp'>` of a user network: ports of the host that lead into the guest.
package struct PortForward: XMLRepresentable, Sendable, Hashable {
    package enum TransportProtocol: String, XMLScalar, CaseIterable, Sendable, Hashable { case tcp, udp }

    package var transport = TransportProtocol.tcp
    /// The address of the host; all when nil.
    package var address: String?
    /// The interface of the host; all when nil.
    package var dev: String?
    /// Which ports; all when empty.
    package var ranges: [Range] = []
    package init() {}

    /// `<range start='80' end='90' to='8080'/>`
    package struct Range: XMLRepresentable, Sendable, Hashable {
        package var start: UInt16 = 0
        /// The last port; nil for the first only.
        package var end: UInt16?
        /// Where the first port leads; nil for the same port.
        package var to: UInt16?
        package var exclude: YesNo?
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("start", &start)
            try x.attribute("end", &end)
            try x.attribute("to", &to)
            try x.attribute("exclude", &exclude)
            guard x.isReading else { return }
            if start == 0 || to == 0 { throw x.failure(.invalid, "Port 0 cannot be forwarded.") }
            if let end, end < start {
                throw x.failure(.invalid, "The range of ports from \(start) to \(end) is empty.")
            }
            if exclude?.isYes == true, to != nil {
                throw x.failure(.invalid, "Ports from \(start) on are excluded, so they lead nowhere ('to').")
            }
        }
    }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("proto", &transport)
        try x.attribute("address", &address)
        try x.attribute("dev", &dev)
        try x.elements("range", &ranges)
        guard x.isReading else { return }
        for text in [address, dev] {
            if let text, text.utf8.contains(where: { ",/% ".utf8.contains($0) }) {
                throw x.failure(.invalid, "'\(text)' is no address and no interface that ports are forwarded from.")
            }
        }
    }
}
