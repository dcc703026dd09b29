// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension XMLElement {
    /// Gives a `<virtualport>` the identifier that its type has and that nobody gave it.
    ///
    /// A port of a network's has what the network says besides, and stays as it is.
    mutating func completePort(kind: NetworkInterface.Kind, _ random: (_ count: Int) -> [UInt8]) {
        let identifiers = ["openvswitch": "interfaceid", "802.1Qbg": "instanceid"]
        guard kind != .network, let type = self[attribute: "type"], let name = identifiers[type] else { return }
        let place = children.firstIndex {
            if case .element(let child) = $0 { child.name == "parameters" } else { false }
        }
        var parameters = XMLElement("parameters")
        if let place, case .element(let given) = children[place] { parameters = given }
        guard parameters[attribute: name] == nil, let identifier = UUIDText(random: random(16)) else { return }
        // libvirt writes it before the profile, and behind what says of which kind a port is.
        let position = parameters.attributes.firstIndex { $0.name == "profileid" } ?? parameters.attributes.endIndex
        parameters.attributes.insert(.init(name: name, value: identifier.xml), at: position)
        if let place { children[place] = .element(parameters) } else { children.append(.element(parameters)) }
    }
}
