// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<serial>`, `<parallel>`, `<console>` or `<channel>`.
package struct CharacterDevice: Sendable, Hashable {
    package enum Role: String, Sendable { case serial, parallel, console, channel }

    package var role = Role.serial
    package var source = CharacterSource()
    /// Of `target`: `virtio`, `guestfwd`, `isa-serial`, `sclp`, `serial`, ...
    package var targetType: String?
    package var port: Int?
    /// The name of a virtio channel.
    package var name: String?
    /// The address and port of a guest forward.
    package var forwardAddress: String?
    package var forwardPort: String?
    package var state: String?
    /// The model of a serial device: `isa-serial`, `pci-serial`, `sclpconsole`, ...
    package var model: String?
    package var info = DeviceInfo()

    package init() {}
    package init(_ role: Role, _ source: CharacterSource) {
        self.role = role
        self.source = source
    }

    fileprivate mutating func walk(_ x: inout some XMLVisitor) throws {
        if x.isReading, !x.attributeNames.contains("type") { source.kind = .pty } else { try source.typeAttribute(&x) }
        // The terminal once more, where old clients look for it.
        if role == .console, x.isReading { x.ignored("tty") }
        if role == .console, !x.isReading, x.form.isActive, source.kind == .pty {
            var terminal = source.path
            try x.attribute("tty", &terminal)
        }
        try source.children(&x)
        try x.group("target") { x in
            if role != .parallel { try x.attribute("type", &targetType) }
            if role == .channel, targetType == "guestfwd" {
                try x.attribute("address", &forwardAddress)
                try x.attribute("port", &forwardPort)
            } else if role == .channel {
                try x.attribute("name", &name)
                if x.isReading || x.form.isActive { try x.attribute("state", &state) }
                x.ignored("port")
            } else {
                try x.attribute("port", &port)
            }
            if role == .serial { try x.single("model", "name", &model) }
        }
        try info.xml(&x)
        x.ignored("state")
        if x.isReading { try check(x) }
    }

    private func check(_ x: some XMLVisitor) throws {
        switch role {
        case .channel:
            guard let targetType else { throw x.failure(.missing, "A channel needs a target with a type.") }
            guard ["virtio", "guestfwd", "xen"].contains(targetType) else {
                throw x.failure(.unsupported, "Channel type '\(targetType)' is not supported.")
            }
            if targetType == "guestfwd", forwardAddress == nil || forwardPort == nil {
                throw x.failure(.missing, "A guest forward needs an address and a port.")
            }
        case .console:
            let known = ["serial", "xen", "uml", "virtio", "lxc", "openvz", "sclp", "sclplm"]
            if let targetType, !known.contains(targetType) {
                throw x.failure(.invalid, "Console type '\(targetType)' is not known.")
            }
        case .serial:
            let known = [
                "isa-serial", "usb-serial", "pci-serial", "spapr-vio-serial", "system-serial", "sclp-serial",
                "isa-debug",
            ]
            if let targetType, !known.contains(targetType) {
                throw x.failure(.invalid, "Serial type '\(targetType)' is not known.")
            }
            let models = [
                "isa-serial", "usb-serial", "pci-serial", "spapr-vty", "pl011", "sclpconsole", "sclplmconsole",
                "16550a", "isa-debugcon",
            ]
            if let model, !models.contains(model) {
                throw x.failure(.invalid, "Serial model '\(model)' is not known.")
            }
        case .parallel: break
        }
        // A channel gets a path of its own.
        let lacksPath = role != .channel && source.kind == .unix && source.path == nil
        if let missing = lacksPath ? "a path" : source.missingPart() {
            throw x.failure(.missing, "A \(role.rawValue) of type '\(source.kind.rawValue)' needs \(missing).")
        }
    }
}

/// The four elements as types of their own, so that each list reads and writes its own name.
package protocol CharacterDeviceBox: XMLRepresentable {
    static var role: CharacterDevice.Role { get }
    var device: CharacterDevice { get set }
}

extension CharacterDeviceBox {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        device.role = Self.role
        try device.walk(&x)
    }
}

struct SerialBox: CharacterDeviceBox {
    static let role = CharacterDevice.Role.serial
    var device = CharacterDevice()
}
struct ParallelBox: CharacterDeviceBox {
    static let role = CharacterDevice.Role.parallel
    var device = CharacterDevice()
}
struct ConsoleBox: CharacterDeviceBox {
    static let role = CharacterDevice.Role.console
    var device = CharacterDevice()
}
struct ChannelBox: CharacterDeviceBox {
    static let role = CharacterDevice.Role.channel
    var device = CharacterDevice()
}

extension XMLVisitor {
    /// Walks a list of character devices of one role.
    mutating func characterDevices<Box: CharacterDeviceBox>(
        _ box: Box.Type, _ devices: inout [CharacterDevice]
    ) throws {
        var boxes = devices.map { device in
            var box = Box()
            box.device = device
            return box
        }
        try elements(Box.role.rawValue, &boxes)
        // A key path would be made anew each time, for the type is not known.
        devices = boxes.map { $0.device }
    }
}
