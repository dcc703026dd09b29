// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// Where consoles and virtio ports cannot be.
    func validateConsoles() throws {
        for (index, console) in domain.devices.consoles.enumerated() {
            let type = console.targetType ?? "serial"
            try refuse(
                index > 0 && type == "serial", "Only the first console can be a serial port, and not number \(index).")
            try refuse(["xen", "uml", "lxc", "openvz"].contains(type), "A console of type '\(type)' is not for QEMU.")
            try refuse(
                ["sclp", "sclplm"].contains(type) && !domain.os.isS390, "A console of type '\(type)' is for s390x.")
        }
        for port in domain.devices.channels + domain.devices.consoles {
            guard let address = port.info.virtioSerial, let number = address.port else { continue }
            let controller = domain.devices.controllers.first {
                $0.kind == .virtioSerial && $0.index == address.controller
            }
            let ports = controller?.ports ?? 31
            try refuse(
                number >= ports,
                "The virtio-serial controller \(address.controller) has ports 0 to \(ports - 1), and number \(number) is used."
            )
        }
    }

    /// What cannot be asked of the host for an interface.
    func validateHostSide(_ interface: NetworkInterface, _ name: String) throws {
        let kind = interface.kind
        if let port = interface.virtualPort {
            try refuse(
                ![.network, .bridge, .direct, .hostdev].contains(kind),
                "\(name) of type '\(kind.rawValue)' takes no virtual port.")
            // Which parameters a port cannot do without; a network may give them.
            let needed: [String: [String]] = [
                "none": [], "802.1Qbg": ["managerid", "typeid", "typeidversion"], "802.1Qbh": ["profileid"],
                "openvswitch": [], "midonet": ["interfaceid"],
            ]
            let type = port[attribute: "type"]
            try refuse(type == nil && kind != .network, "The virtual port of \(name) lacks its 'type'.")
            guard let needed = needed[type ?? "none"] else {
                throw QEMUDriverError.invalid(
                    "The virtual port of \(name) is of type '\(type ?? "")', which is not known.")
            }
            for parameter in needed where kind != .network {
                try refuse(
                    !port.elements.contains { $0.name == "parameters" && $0[attribute: parameter] != nil },
                    "The virtual port of \(name) of type '\(type ?? "")' lacks its '\(parameter)'.")
            }
        }
        for tag in interface.vlan?.elements ?? [] where tag.name == "tag" {
            guard let id = tag[attribute: "id"].flatMap({ Int($0) }) else { continue }
            try refuse(id > 4095, "The VLAN tag \(id) of \(name) is above 4095.")
        }
        for limit in interface.bandwidth?.elements ?? [] {
            try refuse(
                limit[attribute: "average"] == nil && limit[attribute: "floor"] == nil,
                "The '\(limit.name)' bandwidth of \(name) needs an 'average' or a 'floor'.")
            try refuse(
                limit[attribute: "floor"] != nil && kind != .network,
                "The bandwidth of \(name) of type '\(kind.rawValue)' has a 'floor', which only networks give.")
        }
    }

    /// What a definition may say of screens and ports, but no command line can.
    func validatePortStart() throws {
        for graphics in domain.devices.graphics {
            let kind = graphics.kind.rawValue
            try refuse(graphics.listens.count > 1, "Graphics of type '\(kind)' listen in one place only.")
            let usesPort = ["address", "network"].contains(graphics.listens.first?.type ?? "address")
            guard graphics.kind == .vnc, usesPort, graphics.autoport != .yes else { continue }
            let port = graphics.port ?? 0
            try refuse(!(5900...65535).contains(port), "The VNC port \(port) is not one from 5900 to 65535.")
        }
        for channel in domain.devices.channels {
            try refuse(channel.targetType == "xen", "A channel of type 'xen' is not for QEMU.")
            try refuse(
                channel.source.kind == .spicevmc && channel.name ?? "com.redhat.spice.0" != "com.redhat.spice.0",
                "A channel of type 'spicevmc' is named 'com.redhat.spice.0', and not '\(channel.name ?? "")'.")
        }
    }
}
