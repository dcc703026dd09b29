// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import XMLCoding

/// The document of a domain as far as a client has to look into it: for what the protocol has no call.
struct DomainDocument {
    private let root: XMLElement

    /// Reads a document that a daemon sent.
    init(_ text: String) throws {
        do {
            root = try XMLParser().parse(text)
        } catch {
            throw VirtError(.rpc, "The daemon sent a document of a domain that cannot be read. \(error)", cause: error)
        }
    }

    private func devices(_ kind: String) -> [XMLElement] {
        root.child("devices")?.elements.filter { $0.name == kind } ?? []
    }

    /// The UUID; nil when there is none.
    var uuid: ObjectUUID? { root.child("uuid").flatMap { ObjectUUID($0.text.trimmed) } }

    /// Where the screens can be seen.
    var displays: [DomainDisplay] {
        devices("graphics").compactMap { graphics in
            guard let kind = graphics[attribute: "type"], kind == "vnc" || kind == "spice" else { return nil }
            let listens = graphics.elements.filter { $0.name == "listen" }
            let socket =
                graphics[attribute: "socket"]
                ?? listens.first { $0[attribute: "type"] == "socket" }?[attribute: "socket"]
            if let socket {
                return DomainDisplay(kind: kind, host: nil, port: nil, encryptedPort: nil, socket: socket)
            }
            func port(_ name: String) -> Int? {
                graphics[attribute: name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
            }
            return DomainDisplay(
                kind: kind, host: listens.first?[attribute: "address"] ?? graphics[attribute: "listen"],
                port: port("port"), encryptedPort: port("tlsPort"), socket: nil)
        }
    }

    /// An interface, named by its target on the host or its MAC address, with its link as wanted; nil when there is none.
    func interface(_ name: String, isUp: Bool) -> String? {
        let found = devices("interface").first { interface in
            interface.child("target")?[attribute: "dev"] == name
                || interface.child("mac")?[attribute: "address"]?.lowercased() == name.lowercased()
        }
        guard var interface = found else { return nil }
        let link = XMLElement("link", attributes: [.init(name: "state", value: isUp ? "up" : "down")])
        interface.children.removeAll { if case .element(let child) = $0 { child.name == "link" } else { false } }
        interface.children.append(.element(link))
        return interface.formatted()
    }
}

extension XMLElement {
    fileprivate func child(_ name: String) -> XMLElement? { elements.first { $0.name == name } }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
