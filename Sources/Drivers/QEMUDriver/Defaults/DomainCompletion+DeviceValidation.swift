// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    func validateInterfaces() throws {
        for (index, interface) in domain.devices.interfaces.enumerated() {
            let name = "Interface \(index)"
            let driver = interface.driver
            if interface.kind == .vhostUser {
                try refuse(!interface.isVirtio, "\(name) of type 'vhostuser' is of model 'virtio' only.")
            }
            try refuse(
                !driver.virtio.isEmpty && !interface.isVirtio,
                "\(name) has virtio options, but is of model '\(interface.model ?? "")'.")
            try refuse(
                (driver.rss != nil || driver.rssHashReport != nil) && !capabilities.isAssumed
                    && !capabilities.has(.virtioNetRSS), "This QEMU has no 'rss' of virtio interfaces.")
            if let teaming = interface.teaming {
                try refuse(
                    teaming.type == "persistent" && !interface.isVirtio,
                    "\(name) is the persistent one of a team, which is of model 'virtio' only.")
                try refuse(
                    teaming.type == "transient" && interface.kind != .hostdev && interface.kind != .network,
                    "\(name) is the transient one of a team, which is a host device.")
            }
            try refuse(
                interface.backend.type == "passt" && interface.kind != .user,
                "\(name) has the backend 'passt', which is for type 'user'.")
            try refuse(
                interface.backend.type == "passt" && !capabilities.isAssumed && !capabilities.has(.netdevStream),
                "This QEMU has no 'stream' networks, which passt needs.")
            try validateGuestSide(interface, name)
            let sizes: [NetworkInterface.Kind] = [.network, .bridge, .ethernet, .vhostUser]
            try refuse(
                interface.mtu != nil && !sizes.contains(interface.kind),
                "The MTU of \(name) of type '\(interface.kind.rawValue)' cannot be set.")
            try validateHostSide(interface, name)
            try refuse(
                interface.portIsolated != nil && interface.kind != .network && interface.kind != .bridge,
                "\(name) of type '\(interface.kind.rawValue)' cannot be isolated.")
            try refuse(
                interface.script != nil && ![.ethernet, .bridge].contains(interface.kind),
                "\(name) of type '\(interface.kind.rawValue)' takes no script.")
            let vlanKinds: [NetworkInterface.Kind] = [.hostdev, .network, .bridge, .direct, .ethernet]
            try refuse(
                interface.vlan != nil && !vlanKinds.contains(interface.kind),
                "\(name) of type '\(interface.kind.rawValue)' takes no vlan.")
            try refuse(
                interface.model == "virtio" && interface.info.address?.type == "spapr-vio",
                "\(name) of model 'virtio' has no address of type 'spapr-vio'.")
        }
    }

    func validateScreens() throws {
        let graphics = domain.devices.graphics
        for kind in Graphics.Kind.allCases {
            try refuse(
                graphics.filter { $0.kind == kind }.count > 1,
                "There is at most one graphics device of type '\(kind.rawValue)'.")
        }
        let openGL = graphics.filter { $0.kind == .eglHeadless || $0.glEnable == .yes }
        try refuse(openGL.count > 1, "Only one graphics device can use OpenGL.")
        if !capabilities.isAssumed, capabilities.machinesByArchitecture.isEmpty {
            let flags: [(Graphics.Kind, QEMUCapabilities.Flag)] = [
                (.spice, .spice), (.vnc, .vnc), (.sdl, .sdl), (.eglHeadless, .eglHeadless), (.dbus, .displayDBus),
            ]
            for (kind, flag) in flags where !capabilities.has(flag) && graphics.contains(where: { $0.kind == kind }) {
                throw QEMUDriverError.unsupported("This QEMU has no graphics of type '\(kind.rawValue)'.")
            }
        }
        for graphic in graphics {
            try refuse(
                graphic.kind == .dbus && graphic.p2p == .yes && graphic.address != nil,
                "D-Bus graphics are either peer to peer or at an address.")
            try refuse(
                (graphic.renderNode != nil) && graphic.kind == .spice && graphic.glEnable != .yes,
                "A render node is of no use without OpenGL.")
        }
        let videos = domain.devices.videos
        try refuse(
            videos.contains { $0.type == "none" } && videos.count > 1,
            "Video of type 'none' excludes other video devices.")
        for (index, video) in videos.enumerated() {
            let type = video.type ?? ""
            try refuse(["gop", "xen", "vbox", "parallels"].contains(type), "Video of type '\(type)' is not for QEMU.")
            try refuse(
                index > 0 && !["qxl", "virtio"].contains(type),
                "Video of type '\(type)' can be the first one only.")
            try refuse(
                (video.heads ?? 1) > 1 && !["qxl", "virtio"].contains(type),
                "Video of type '\(type)' has one head only.")
            try refuse(
                video.resolution != nil && ["cirrus", "vmvga"].contains(type),
                "The resolution of video of type '\(type)' cannot be set.")
            try refuse(
                video.renderNode != nil && video.driverName != "vhostuser",
                "Only video of driver 'vhostuser' has a render node.")
            try refuse(video.accel3D == .yes && type != "virtio", "Only video of type 'virtio' has 3D acceleration.")
            try refuse(video.accel2D != nil, "Video of QEMU has no 2D acceleration.")
            try refuse(
                video.driverName == "vhostuser" && type != "virtio",
                "Only video of type 'virtio' has the driver 'vhostuser'.")
            try refuse(video.blob != nil && type != "virtio", "Only video of type 'virtio' has blob resources.")
            if let memory = video.vramInKiB, type == "vga" || type == "vmvga" {
                try refuse(
                    memory < 1024 || memory & (memory - 1) != 0,
                    "The memory of video '\(type)' is a power of two of at least 1 MiB.")
            }
            try refuse((video.vgamemInKiB ?? 1024) < 1024, "The framebuffer of video 'qxl' has at least 1 MiB.")
            try refuse(!video.virtio.isEmpty && type != "virtio", "Only video of type 'virtio' takes virtio options.")
            let types = [
                "cirrus": "cirrus-vga", "vga": "VGA", "qxl": "qxl", "vmvga": "vmware-svga", "bochs": "bochs-display",
                "ramfb": "ramfb",
            ]
            if let name = types[type], capabilities.machinesByArchitecture.isEmpty {
                try need(type: name, for: "video of type '\(type)'")
            }
        }
        var ids: [Int] = []
        for audio in domain.devices.audios {
            try refuse(ids.contains(audio.id), "Two audio backends have the id \(audio.id).")
            ids.append(audio.id)
        }
        try validateAudio()
        for id in domain.devices.sounds.compactMap(\.audioID) + graphics.compactMap(\.audioID) {
            try refuse(!ids.contains(id), "There is no audio backend with id \(id).")
        }
    }

    func validateCharacterDevices() throws {
        let os = domain.os
        try validateConsoles()
        for serial in domain.devices.serials {
            let type = serial.targetType ?? ""
            try refuse(
                type == "isa-serial" && (serial.port ?? 0) > 3,
                "Serial port \(serial.port ?? 0) cannot be: an ISA bus has ports 0 to 3.")
            let models: [String: [String]] = [
                "isa-serial": ["isa-serial"], "usb-serial": ["usb-serial"], "pci-serial": ["pci-serial"],
                "spapr-vio-serial": ["spapr-vty"],
                "sclp-serial": ["sclpconsole", "sclplmconsole"], "system-serial": ["pl011", "16550a"],
                "isa-debug": ["isa-debugcon"],
            ]
            if let known = models[type], let model = serial.model {
                try refuse(!known.contains(model), "A serial port of type '\(type)' is not of model '\(model)'.")
            }
            try refuse(
                type == "isa-serial" && !os.isX86 && os.architecture != "ppc",
                "Serial ports of type 'isa-serial' are not for '\(os.architecture ?? "")'.")
            try refuse(
                type == "spapr-vio-serial" && !os.isPSeries,
                "Serial ports of type 'spapr-vio-serial' are for pSeries machines.")
            try refuse(type == "sclp-serial" && !os.isS390, "Serial ports of type 'sclp-serial' are for s390x.")
            let addresses = [
                "isa-serial": "isa", "usb-serial": "usb", "pci-serial": "pci", "spapr-vio-serial": "spapr-vio",
                "isa-debug": "isa",
            ]
            if let given = serial.info.address, let wanted = addresses[type] {
                try refuse(
                    given.type != wanted, "A serial port of type '\(type)' has no address of type '\(given.type)'.")
            }
        }
        try refuse(
            !domain.devices.parallels.isEmpty && (os.isS390 || os.isPSeries), "The machine has no parallel ports.")
        try refuse(
            os.useSerial == .yes && domain.devices.serials.isEmpty,
            "The firmware's output goes to a serial port, and there is none.")
        try validateSpiceSources()
    }

    func validateHostDevices() throws {
        let devices = domain.devices.hostDevices
        try refuse(devices.filter { $0.ramfb == .on }.count > 1, "Only one host device can have 'ramfb'.")
        for (index, device) in devices.enumerated() {
            try refuse(
                devices[..<index].contains { $0.type == device.type && $0.source == device.source },
                "Two host devices of type '\(device.type)' are the same one.")
            try refuse(
                device.info.romEnabled == .no && (device.info.romBar != nil || device.info.romFile != nil),
                "A host device without its ROM takes no 'bar' or 'file' of one.")
            try refuse(
                device.source.writeFiltering != nil, "QEMU filters no writes to the configuration of a host device.")
            try refuse(device.sgIO == "unfiltered", "A host device has sgio='unfiltered', which Linux no longer has.")
            if let network = device.source.storage?.network {
                try refuse(
                    network.hosts.count != 1,
                    "A host device over iSCSI has one host, and \(network.hosts.count) are given.")
            }
        }
        for device in devices {
            let model = device.model ?? ""
            if device.type == "mdev" {
                try refuse(
                    !["vfio-pci", "vfio-ccw", "vfio-ap"].contains(model),
                    "A mediated device needs a model: 'vfio-pci', 'vfio-ccw' or 'vfio-ap'.")
                try refuse(
                    device.info.bootOrder != nil && model == "vfio-ap",
                    "The guest cannot boot from a mediated device of model 'vfio-ap'.")
                try refuse(
                    device.display == .on && model != "vfio-pci",
                    "A mediated device of model '\(model)' has no display.")
                try refuse(
                    device.display == .on && domain.devices.graphics.isEmpty,
                    "A mediated device with a display needs graphics.")
                try refuse(
                    device.ramfb == .on && device.display != .on, "A mediated device with 'ramfb' needs display='on'.")
                try refuse(
                    (model == "vfio-ccw" || model == "vfio-ap") && !domain.os.isS390,
                    "Mediated devices of model '\(model)' are for s390x.")
            } else {
                try refuse(
                    device.display != nil || device.ramfb != nil, "Only mediated devices have 'display' and 'ramfb'.")
            }
            try refuse(
                device.model != nil && device.type != "mdev" && device.type != "scsi_host",
                "Host devices of type '\(device.type)' take no model.")
            try refuse(device.driverName == "xen", "Driver 'xen' of host devices is not for QEMU.")
            if device.type == "pci", !domain.os.isS390 { try need(type: "vfio-pci", for: "assignment of PCI devices") }
            if case .usb(let address)? = device.info.address, device.type == "usb" {
                try refuse(address.bus < 0, "A USB bus has no negative number.")
            }
        }
    }
}
