// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    mutating func interfaces() throws {
        let boots = bootIndexes().interfaces
        for (index, interface) in domain.devices.interfaces.enumerated() {
            if interface.isHostDevice || !includes(interface.info) { continue }  // Written with the host devices.
            try self.interface(interface, bootIndex: boots[index])
        }
    }

    private mutating func interface(_ interface: NetworkInterface, bootIndex: Int?) throws {
        let alias = interface.info.alias ?? ""
        let id = "host\(alias)"
        switch interface.kind {
        case .user: try userNetwork(interface, id)
        case .bridge, .network, .ethernet, .direct:
            if context.opensTaps {
                add(netdev: ownTap(interface, id))
            } else {
                try tap(interface, id)
            }
        case .vhostUser: try vhostUser(interface, id)
        case .vdpa: try vdpa(interface, id)
        case .server, .client, .mcast, .udp:
            var netdev = QEMUProperties("type", "socket")
            let address = "\(interface.source.address ?? ""):\(interface.source.port ?? 0)"
            switch interface.kind {
            case .client: netdev.add("connect", address)
            case .server: netdev.add("listen", address)
            case .mcast: netdev.add("mcast", address)
            default:
                netdev.add("udp", address)
                netdev.add("localaddr", "\(interface.source.localAddress ?? ""):\(interface.source.localPort ?? 0)")
            }
            netdev.add("id", id)
            add(netdev: netdev)
        case .null, .hostdev, .internal, .vds:
            throw QEMUDriverError.unsupported("Interfaces of type '\(interface.kind.rawValue)' are not supported.")
        }
        var device = try interfaceDevice(interface)
        device.add("netdev", id)
        device.add("id", alias)
        device.add("mac", interface.mac?.xml)
        device.add("bootindex", bootIndex)
        device.add(try addressProperties(interface.info, alias))
        device.add(optionROM(interface.info))
        try zpciDevice(interface.info)
        add(device: device)
    }

    /// `rombar` and `romfile` of a PCI device.
    func optionROM(_ info: DeviceInfo) -> QEMUProperties {
        var properties = QEMUProperties()
        if info.romEnabled == .no {
            properties.add("romfile", "")
        } else {
            properties.add("rombar", info.romBar.map { $0 == .on ? 1 : 0 })
            properties.add("romfile", info.romFile)
        }
        return properties
    }

    private func interfaceDevice(_ interface: NetworkInterface) throws -> QEMUProperties {
        guard interface.isVirtio else {
            let model = interface.model ?? "rtl8139"
            var device = QEMUProperties("driver", model)
            if let mtu = interface.mtu, model == "e1000e" || model == "igb" { device.add("host_mtu", mtu) }
            return device
        }
        var device = try virtioDriver("virtio-net", interface.info, model: interface.model)
        let driver = interface.driver
        if let mode = driver.txmode { device.add("tx", mode == "iothread" ? "bh" : "timer") }
        device.add("ioeventfd", driver.ioeventfd?.isOn)
        device.add("event_idx", driver.eventIdx?.isOn)
        let names = [
            "csum": "csum", "gso": "gso", "tso4": "host_tso4", "tso6": "host_tso6", "ecn": "host_ecn",
            "ufo": "host_ufo",
            "mrg_rxbuf": "mrg_rxbuf",
        ]
        for key in NetworkInterface.Driver.hostNames {
            if let value = driver.host[key], let name = names[key] { device.add(name, value.isOn) }
        }
        for key in NetworkInterface.Driver.guestNames {
            if let value = driver.guest[key] { device.add("guest_\(key)", value.isOn) }
        }
        let queues = driver.queues ?? 0
        if queues > 1 {
            if case .ccw? = interface.info.address {
                device.add("mq", true)
            } else {
                device.add("mq", true)
                device.add("vectors", 2 * queues + 2)
            }
        }
        device.add("rss", driver.rss?.isOn)
        device.add("hash", driver.rssHashReport?.isOn)
        device.add("rx_queue_size", driver.rxQueueSize)
        device.add("tx_queue_size", driver.txQueueSize)
        device.add("host_mtu", interface.mtu)
        if interface.teaming?.type == "persistent" { device.add("failover", true) }
        device.add(virtioOptions(driver.virtio))
        return device
    }

    private mutating func userNetwork(_ interface: NetworkInterface, _ id: String) throws {
        if let handedIn = context.handedIn[interface.info.alias ?? ""] {
            guard case .connectedSocket(let number) = handedIn else {
                throw QEMUDriverError.invalid("Interface '\(interface.info.alias ?? "")' takes a connected socket.")
            }
            record(handedIn, interface.info.alias ?? "")
            add(netdev: streamNetwork(number, id))
            return
        }
        if interface.backend.type == "passt" {
            if let number = inherit(.userNetwork(interface: interface.info.alias ?? "")) {
                add(netdev: streamNetwork(number, id))
                return
            }
            let path = "\(configuration.passtStateDirectory)/\(shortName)-\(interface.info.alias ?? "").socket"
            var netdev = QEMUProperties("type", "stream")
            var address = QEMUProperties("type", "unix")
            address.add("path", path)
            netdev.add("addr", address)
            netdev.add("server", false)
            netdev.add("id", id)
            add(netdev: netdev)
            return
        }
        var netdev = QEMUProperties("type", "user")
        for address in interface.addresses {
            if address.family == "ipv6" {
                netdev.add("ipv6-prefix", address.address)
                netdev.add("ipv6-prefixlen", address.prefix)
            } else {
                netdev.add("net", "\(address.address)\(address.prefix.map { "/\($0)" } ?? "")")
            }
        }
        netdev.add("id", id)
        add(netdev: netdev)
    }

    /// A network over a connected socket.
    private func streamNetwork(_ number: Int, _ id: String) -> QEMUProperties {
        var netdev = QEMUProperties("type", "stream")
        var address = QEMUProperties("type", "fd")
        address.add("str", reference(to: number))
        netdev.add("addr", address)
        netdev.add("server", false)
        netdev.add("id", id)
        return netdev
    }

    /// A tap that QEMU makes for itself: on a bridge by its helper, or one that is left to whoever runs QEMU.
    private func ownTap(_ interface: NetworkInterface, _ id: String) -> QEMUProperties {
        var netdev: QEMUProperties
        if interface.kind == .bridge, let bridge = interface.source.bridge {
            netdev = QEMUProperties("type", "bridge")
            netdev.add("br", bridge)
        } else {
            netdev = QEMUProperties("type", "tap")
            netdev.add("ifname", interface.target)
            netdev.add("script", "no")
            netdev.add("downscript", "no")
        }
        netdev.add("id", id)
        return netdev
    }

    /// The numbers of the queues of a tap.
    private mutating func tapNumbers(_ name: String, _ count: Int) throws -> [Int] {
        let given = (0..<count).compactMap { _ in inherit(.tap(interface: name)) }
        if given.count == count { return given }
        guard context.descriptors.firstTap != nil else {
            throw QEMUDriverError.unsupported(
                "Interface '\(name)' needs a tap device, which the launcher did not provide.")
        }
        let taps = (0..<count).map { nextTapDescriptor + $0 }
        nextTapDescriptor += count
        for number in taps { invocation.descriptors.append(.init(number: number, purpose: .tap(interface: name))) }
        return taps
    }

    /// The numbers of the vhost device for each queue of a tap; none when QEMU itself is to carry the packets.
    private mutating func vhostNumbers(_ name: String, _ count: Int, isNeeded: Bool) -> [Int] {
        if isNeeded || context.host.hasVhostNet {
            let given = (0..<count).compactMap { _ in inherit(.vhostNet(interface: name)) }
            if given.count == count { return given }
        }
        guard let first = context.descriptors.firstVhostNet else { return [] }
        let numbers = (0..<count).map { first + $0 }
        for number in numbers {
            invocation.descriptors.append(.init(number: number, purpose: .vhostNet(interface: name)))
        }
        return numbers
    }

    private mutating func tap(_ interface: NetworkInterface, _ id: String) throws {
        let name = interface.info.alias ?? ""
        let count = max(1, interface.driver.queues ?? 1)
        var netdev = QEMUProperties("type", "tap")
        let taps = try tapNumbers(name, count)
        if count > 1 {
            netdev.add("fds", taps.map(reference).joined(separator: ":"))
        } else {
            netdev.add("fd", reference(to: taps[0]))
        }
        let mustHaveVhost = interface.driver.name == "vhost"
        let numbers = usesVhost(interface) ? vhostNumbers(name, count, isNeeded: mustHaveVhost) : []
        if !numbers.isEmpty {
            netdev.add("vhost", true)
            if count > 1 {
                netdev.add("vhostfds", numbers.map(reference).joined(separator: ":"))
            } else {
                netdev.add("vhostfd", reference(to: numbers[0]))
            }
        }
        netdev.add("sndbuf", interface.sendBufferInBytes)
        netdev.add("id", id)
        add(netdev: netdev)
    }

    /// vhost-net carries virtio interfaces of KVM domains, unless the document names QEMU as the driver.
    private func usesVhost(_ interface: NetworkInterface) -> Bool {
        guard interface.isVirtio, interface.driver.name != "qemu" else { return false }
        return domain.kind == .kvm || interface.driver.name == "vhost"
    }

    private mutating func vhostUser(_ interface: NetworkInterface, _ id: String) throws {
        let alias = interface.info.alias ?? ""
        var words = ["socket", "id=char\(alias)", "path=\((interface.source.vhostUser.path ?? "").escapedForQEMU)"]
        if interface.source.vhostUser.isListening {
            words.append("server=on")
        } else if let reconnect = interface.source.vhostUser.endpoints.first?.reconnect {
            words.append("reconnect=\(reconnect.enabled == .yes ? reconnect.timeout ?? 0 : 0)")
        }
        add("-chardev", words.joined(separator: ","))
        var netdev = QEMUProperties("type", "vhost-user")
        netdev.add("chardev", "char\(alias)")
        if let queues = interface.driver.queues, queues > 1 { netdev.add("queues", queues) }
        netdev.add("id", id)
        add(netdev: netdev)
    }

    private mutating func vdpa(_ interface: NetworkInterface, _ id: String) throws {
        var netdev = QEMUProperties("type", "vhost-vdpa")
        if let number = context.descriptors.vdpa {
            let set = addFDSet(number, opaque: "\(interface.info.alias ?? "")-vdpa")
            invocation.descriptors.append(.init(number: number, purpose: .deviceFile(path: interface.source.dev ?? "")))
            netdev.add("vhostdev", set)
        } else {
            netdev.add("vhostdev", interface.source.dev)
        }
        if let queues = interface.driver.queues, queues > 1 { netdev.add("queues", queues) }
        netdev.add("id", id)
        add(netdev: netdev)
    }
}
