// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

/// What a definition may hold and keeps, but that no start can give: better refused by name than not done silently.
extension DomainCompletion {
    /// Settings of devices that QEMU has no word for.
    func validateDeviceStart() throws {
        try validatePortStart()
        for (index, interface) in domain.devices.interfaces.enumerated() {
            try validateStart(interface, "Interface \(index) of type '\(interface.kind.rawValue)'")
        }
        for controller in domain.devices.controllers where controller.kind == .usb && controller.ports != nil {
            try refuse(
                controller.model != "nec-xhci" && controller.model != "qemu-xhci",
                "USB controller \(controller.index ?? 0) has a number of ports, which only xHCI controllers take.")
        }
        for memory in domain.devices.sharedMemories {
            guard let bytes = memory.size?.bytes else { continue }
            try refuse(
                bytes < 1 << 20 || bytes & (bytes - 1) != 0,
                "The size of shared memory '\(memory.name)' is not a power of two of at least 1 MiB.")
        }
    }

    /// What the kind of an interface has no place for.
    private func validateStart(_ interface: NetworkInterface, _ name: String) throws {
        let kind = interface.kind
        try refuse(
            interface.script != nil && kind != .ethernet, "\(name) takes no script, which is for type 'ethernet'.")
        let taps: [NetworkInterface.Kind] = [.network, .bridge, .ethernet, .direct]
        try refuse(
            interface.backend.tap != nil && !taps.contains(kind), "\(name) is no tap, and takes no device to make one.")
        let isTagged =
            switch kind {
            case .network, .hostdev: true
            case .bridge: interface.virtualPort?[attribute: "type"] == "openvswitch"
            case .direct: interface.source.mode == "passthrough"
            default: false
            }
        try refuse(
            interface.vlan != nil && !isTagged,
            "\(name) has a 'vlan', which only Open vSwitch, a network and a device of the host's own take.")
        let addresses: Set<String?> = [nil, "pci", "ccw", "virtio-mmio"]
        try refuse(
            interface.isVirtio && !addresses.contains(interface.info.address?.type),
            "\(name) is of model 'virtio' and at an address of type '\(interface.info.address?.type ?? "")'.")
    }

    /// Settings of the host side that take effect nowhere.
    func validateTuning() throws {
        let domain = self.domain
        try refuse(domain.perf != nil, "Performance events (element 'perf') are not supported. Remove them.")
        try refuse(
            !domain.cpuTune.cacheTunes.isEmpty, "Cache and bandwidth allocation (element 'cachetune') is not supported."
        )
        for (index, interface) in domain.devices.interfaces.enumerated() {
            let name = "Interface \(index) of type '\(interface.kind.rawValue)'"
            guard !context.preparesHostNetwork else { continue }
            let parts = [
                ("filterref", interface.filterReference), ("bandwidth", interface.bandwidth), ("vlan", interface.vlan),
                ("virtualport", interface.virtualPort),
            ]
            for (element, value) in parts where value != nil {
                throw QEMUDriverError.unsupported("\(name) has a '\(element)', which takes no effect here. Remove it.")
            }
        }
        for host in domain.devices.hostDevices {
            try refuse(host.driverName == "kvm", "Driver 'kvm' of host devices is gone. Use 'vfio'.")
        }
        for redirected in domain.devices.redirectedDevices {
            try refuse(redirected.source.kind == .nmdm, "A redirected device cannot be of type 'nmdm'.")
        }
    }

    /// SMBIOS tables that the domain asks for and does not give, or that QEMU cannot make.
    func validateSystemInformation() throws {
        let tables = domain.sysinfo.first { $0.type == "smbios" }
        try refuse(
            domain.os.smbiosMode == "sysinfo" && tables == nil,
            "Domain '\(domain.name)' takes SMBIOS tables from its 'sysinfo', and has none of type 'smbios'.")
        try refuse(
            domain.os.smbiosMode == "host",
            "SMBIOS mode 'host' copies the host's tables, which is not supported. Use 'sysinfo'.")
        try refuse(
            domain.os.smbiosMode == "sysinfo" && (tables?.baseBoards.count ?? 0) > 1,
            "QEMU describes one base board only.")
    }

    /// Addresses and routes inside the guest, which only a container driver could set.
    func validateGuestSide(_ interface: NetworkInterface, _ name: String) throws {
        if interface.kind == .user {
            for family in ["ipv4", "ipv6"] {
                try refuse(
                    interface.addresses.filter { $0.family == family }.count > 1,
                    "\(name) of type 'user' has more than one address of family '\(family)'.")
            }
            for address in interface.addresses {
                try refuse(address.peer != nil, "\(name) of type 'user' has an address with a peer.")
                guard let prefix = address.prefix else { continue }
                let prefixes = address.family == "ipv6" ? 64...64 : 4...27
                try refuse(
                    !prefixes.contains(prefix),
                    "\(name) of type 'user' has prefix \(prefix), which is not of \(prefixes.lowerBound) to "
                        + "\(prefixes.upperBound).")
            }
        } else {
            try refuse(
                !interface.addresses.isEmpty,
                "\(name) of type '\(interface.kind.rawValue)' sets an address inside the guest, which QEMU cannot.")
        }
        try refuse(!interface.routes.isEmpty, "\(name) sets a route inside the guest, which QEMU cannot.")
    }

    /// Character devices that are channels of SPICE.
    func validateSpiceSources() throws {
        let hasSpice = domain.devices.graphics.contains { $0.kind == .spice }
        let devices = domain.devices
        let ports = (devices.serials + devices.parallels + devices.consoles + devices.channels).map {
            ($0.role, $0.targetType, $0.source.kind)
        }
        for (role, target, kind) in ports {
            try refuse(
                kind == .spicevmc && !(role == .channel && target == "virtio"),
                "A \(role.rawValue) cannot be of type 'spicevmc', which is for virtio channels.")
        }
        let kinds =
            ports.map(\.2) + devices.redirectedDevices.map(\.source.kind)
            + devices.smartcards.filter { $0.mode == "passthrough" }.map(\.source.kind)
            + devices.randomNumberGenerators.filter { $0.backend == "egd" }.map(\.source.kind)
        for kind in kinds where kind == .spicevmc || kind == .spiceport {
            try refuse(!hasSpice, "A character device of type '\(kind.rawValue)' needs SPICE graphics.")
        }
    }

    /// Settings of audio backends that exclude each other.
    func validateAudio() throws {
        let hasSpice = domain.devices.graphics.contains { $0.kind == .spice }
        for audio in domain.devices.audios {
            try refuse(audio.type == "spice" && !hasSpice, "Audio of type 'spice' needs SPICE graphics.")
            for direction in [audio.input, audio.output] {
                let hasSettings = direction.frequency != nil || direction.channels != nil || direction.format != nil
                try refuse(hasSettings && direction.fixedSettings != .yes, "Audio settings need fixedSettings='yes'.")
                try refuse(
                    direction.fixedSettings == .yes && direction.mixingEngine == .no,
                    "Fixed audio settings need the mixing engine.")
            }
        }
    }
}
