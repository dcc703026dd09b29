// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

extension NetworkInterface: XMLRepresentable {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        if x.isReading, !x.attributeNames.contains("type") {
            throw x.failure(.missing, "An interface lacks its attribute 'type'.")
        }
        try x.attribute("type", &kind)
        try x.attribute("managed", &managed)
        try x.attribute("trustGuestRxFilters", &trustGuestRxFilters)
        try x.group("mac") { x in
            try x.attribute("address", &mac)
            if x.isReading || x.form.isActive || macType == "static" { try x.attribute("type", &macType) }
            try x.attribute("check", &macCheck)
            if x.isReading, let mac, mac.isMulticast {
                throw x.failure(
                    .invalid, "MAC address '\(mac.xml)' is a multicast address, which no interface can have.")
            }
            if x.isReading, !x.form.isActive, macType == "generated" { macType = nil }
        }
        try sourceXML(&x)
        try x.verbatim("vlan", &vlan)
        try x.verbatim("virtualport", &virtualPort)
        try x.verbatim("bandwidth", &bandwidth)
        try x.single("port", "isolated", &portIsolated)
        try x.elements("ip", &addresses)
        try x.elements("route", &routes)
        try x.single("script", "path", &script)
        if x.isReading, script == "" { script = nil }
        try x.single("downscript", "path", &downScript)
        if x.childNames.contains("backenddomain") {
            throw x.failure(.unsupported, "Element 'backenddomain' is for Xen, and not for QEMU.")
        }
        try targetXML(&x)
        try x.group("guest") { x in
            try x.attribute("dev", &guestName)
        }
        try x.single("model", "type", &model)
        try x.group("driver") { x in try driverXML(&x) }
        try backendXML(&x)
        try x.verbatim("filterref", &filterReference)
        if x.isReading, filterReference?[attribute: "filter"] == nil { filterReference = nil }
        try x.single("link", "state", &linkState)
        try x.single("mtu", "size", &mtu)
        if x.isReading, mtu == 0 { mtu = nil }
        try x.group("coalesce") { x in
            try x.group("rx") { x in try x.single("frames", "max", &coalescedFrames) }
        }
        if x.isReading, coalescedFrames != nil, kind != .network, kind != .bridge {
            throw x.failure(.unsupported, "An interface of type '\(kind.rawValue)' cannot coalesce frames.")
        }
        if x.isReading, coalescedFrames == 0 { coalescedFrames = nil }
        // Nothing filters what does not go through a bridge or a device of the host's own.
        if x.isReading, ![.network, .bridge, .ethernet].contains(kind) { filterReference = nil }
        try x.group("tune") { x in try x.leaf("sndbuf", &sendBufferInBytes) }
        try x.element("teaming", &teaming)
        try info.xml(&x)
        // Only passt listens on a device of the host.
        if x.isReading, kind == .user, backend.type != "passt" { source.dev = nil }
        if x.isReading { try check(x) }
    }

    private mutating func targetXML(_ x: inout some XMLVisitor) throws {
        try x.group("target") { x in
            try x.attribute("dev", &target)
            try x.attribute("managed", &targetManaged)
        }
        // Names that the host makes up belong to the running domain only.
        if x.isReading, !x.form.isActive, let name = target,
            ["vnet", "macvtap", "macvlan"].contains(where: { name.hasPrefix($0) }),
            kind != .ethernet || targetManaged != .no
        {
            target = nil
        }
    }

    private mutating func driverXML(_ x: inout some XMLVisitor) throws {
        try x.attribute("name", &driver.name)
        try x.attribute("txmode", &driver.txmode)
        try x.attribute("ioeventfd", &driver.ioeventfd)
        try x.attribute("event_idx", &driver.eventIdx)
        try x.attribute("queues", &driver.queues)
        try x.attribute("rx_queue_size", &driver.rxQueueSize)
        try x.attribute("tx_queue_size", &driver.txQueueSize)
        try x.attribute("rss", &driver.rss)
        try x.attribute("rss_hash_report", &driver.rssHashReport)
        try driver.virtio.attributes(&x)
        try x.group("host") { x in
            for name in Driver.hostNames {
                var value = driver.host[name]
                try x.attribute(name, &value)
                driver.host[name] = value
            }
        }
        try x.group("guest") { x in
            for name in Driver.guestNames {
                var value = driver.guest[name]
                try x.attribute(name, &value)
                driver.guest[name] = value
            }
        }
    }

    private mutating func backendXML(_ x: inout some XMLVisitor) throws {
        try x.group("backend") { x in
            try x.attribute("type", &backend.type)
            try x.attribute("tap", &backend.tap)
            try x.attribute("vhost", &backend.vhost)
            try x.attribute("logFile", &backend.logFile)
        }
        if x.isReading, let type = backend.type, type != "passt" {
            throw x.failure(.invalid, "The backend of an interface is of type '\(type)', which is not 'passt'.")
        }
        try x.elements("portForward", &portForwards)
    }

    private mutating func sourceXML(_ x: inout some XMLVisitor) throws {
        if kind == .hostdev, x.isReading, !x.childNames.contains("source") {
            throw x.failure(.missing, "An interface of type 'hostdev' needs a source.")
        }
        try x.group("source") { x in
            switch kind {
            case .network:
                try x.attribute("network", &source.network)
                try x.attribute("portgroup", &source.portgroup)
                if x.isReading || (x.form.isActive && source.bridge != nil) {
                    try x.attribute("portid", &source.portID)
                }
                if x.isReading || x.form.isActive { try x.attribute("bridge", &source.bridge) }
            case .bridge: try x.attribute("bridge", &source.bridge)
            case .direct:
                try x.attribute("dev", &source.dev)
                try x.attribute("mode", &source.mode)
                if x.isReading { source.mode = source.mode ?? "vepa" }
            case .server, .client, .mcast, .udp:
                try x.attribute("address", &source.address)
                try x.attribute("port", &source.port)
                try x.group("local") { x in
                    try x.attribute("address", &source.localAddress)
                    try x.attribute("port", &source.localPort)
                }
                if x.isReading, kind != .udp { (source.localAddress, source.localPort) = (nil, nil) }
            case .internal: try x.attribute("name", &source.name)
            case .vdpa: try x.attribute("dev", &source.dev)
            case .vhostUser: try vhostUserXML(&x)
            case .hostdev:
                var address: DeviceAddress? = source.hostDevice.map { .pci($0) }
                try x.element("address", &address)
                if x.isReading {
                    guard case .pci(let pci)? = address else {
                        throw x.failure(
                            .unsupported, "An interface of type 'hostdev' needs the address of a PCI device.")
                    }
                    source.hostDevice = pci
                }
            case .user:
                try x.attribute("dev", &source.dev)
            case .ethernet:
                try x.elements("ip", &source.addresses)
                try x.elements("route", &source.routes)
            case .null, .vds: break
            }
        }
    }

    private mutating func vhostUserXML(_ x: inout some XMLVisitor) throws {
        var endpoint = source.vhostUser.endpoints.first ?? .init()
        var type = x.isReading ? nil : "unix"
        try x.attribute("type", &type)
        try x.attribute("path", &endpoint.path)
        var mode = endpoint.mode.map { $0 == "bind" ? "server" : "client" }
        try x.attribute("mode", &mode)
        try x.element("reconnect", &endpoint.reconnect)
        guard x.isReading else { return }
        guard type == "unix" else { throw x.failure(.unsupported, "A vhost-user source is of type 'unix'.") }
        guard let path = endpoint.path, !path.isEmpty else {
            throw x.failure(.missing, "A vhost-user source needs a path.")
        }
        guard mode == "server" || mode == "client" else {
            throw x.failure(.invalid, "A vhost-user source needs mode 'server' or 'client'.")
        }
        if mode == "server", endpoint.reconnect != nil {
            throw x.failure(.invalid, "A vhost-user source reconnects only in mode 'client'.")
        }
        if endpoint.reconnect?.enabled == .yes, endpoint.reconnect?.timeout == nil {
            throw x.failure(.missing, "Reconnecting needs a timeout.")
        }
        endpoint.mode = mode == "server" ? "bind" : "connect"
        source.vhostUser.endpoints = [endpoint]
    }

    private func check(_ x: some XMLVisitor) throws {
        func need(_ name: String, _ isThere: Bool) throws {
            if !isThere {
                throw x.failure(.missing, "An interface of type '\(kind.rawValue)' needs a source with '\(name)'.")
            }
        }
        switch kind {
        case .network: try need("network", source.network != nil)
        case .bridge: try need("bridge", source.bridge != nil)
        case .direct: try need("dev", source.dev != nil)
        case .server, .client, .mcast, .udp:
            try need("port", source.port != nil)
            if kind != .server { try need("address", source.address != nil || kind == .udp) }
        case .vdpa: try need("dev", source.dev != nil)
        case .vhostUser: try need("path", source.vhostUser.path != nil)
        case .hostdev: try need("address", source.hostDevice != nil)
        case .internal: try need("name", source.name != nil)
        case .user, .ethernet, .null, .vds: break
        }
        if kind == .internal || kind == .vds {
            throw x.failure(.unsupported, "Interfaces of type '\(kind.rawValue)' are not for QEMU.")
        }
        if !portForwards.isEmpty, kind != .user || backend.type != "passt" {
            throw x.failure(
                .unsupported, "Ports are forwarded to an interface of type 'user' with a backend of type 'passt' only.")
        }
        if let linkState, !["up", "down", "default"].contains(linkState) {
            throw x.failure(.invalid, "Link state '\(linkState)' is not 'up' or 'down'.")
        }
        if let mode = source.mode, kind == .direct,
            !["vepa", "private", "bridge", "passthrough"].contains(mode)
        {
            throw x.failure(.invalid, "Mode '\(mode)' of a direct interface is not known.")
        }
        if let model, model.contains(where: { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
        {
            throw x.failure(.invalid, "Model '\(model)' of an interface holds characters that no model name has.")
        }
        if isVirtio { try checkDriver(x) }
    }

    /// The settings of a driver, which mean nothing to a model that is none of virtio's.
    private func checkDriver(_ x: some XMLVisitor) throws {
        if let name = driver.name, !["vhost", "qemu", "vfio", "kvm"].contains(name) {
            throw x.failure(.invalid, "Driver '\(name)' of an interface is not 'vhost' or 'qemu'.")
        }
        if let txmode = driver.txmode, !["iothread", "timer"].contains(txmode) {
            throw x.failure(.invalid, "Transmit mode '\(txmode)' is not 'iothread' or 'timer'.")
        }
        if let queues = driver.queues, !(0...4096).contains(queues) {
            throw x.failure(.invalid, "An interface has 1 to 4096 queues, and not \(queues).")
        }
        for (name, size) in [("rx_queue_size", driver.rxQueueSize), ("tx_queue_size", driver.txQueueSize)] {
            if let size, size < 0 || size & (size - 1) != 0 {
                throw x.failure(.invalid, "Attribute '\(name)' is '\(size)', which is not a power of two.")
            }
        }
    }
}
