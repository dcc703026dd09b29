// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

extension StorageSource {
    /// Protocols of network storage that the domain XML documentation lists.
    package static let protocols = [
        "nbd", "rbd", "sheepdog", "gluster", "iscsi", "http", "https", "ftp", "ftps", "tftp", "ssh", "vxhs", "nfs",
    ]

    /// Walks the `source` element of a disk whose type is set.
    package mutating func sourceXML(_ x: inout some XMLVisitor, isBacking: Bool = false) throws {
        if x.isReading { isDeclared = true }
        switch type {
        case .file:
            try x.attribute("file", &path)
            try x.attribute("fdgroup", &fdGroup)
        case .block: try x.attribute("dev", &path)
        case .dir: try x.attribute("dir", &path)
        case .network: try networkXML(&x)
        case .volume:
            try x.attribute("pool", &pool)
            try x.attribute("volume", &volume)
            try x.attribute("mode", &poolMode)
            if x.isReading, (pool == nil) != (volume == nil) {
                throw x.failure(.missing, "A source of type 'volume' needs both 'pool' and 'volume'.")
            }
            if x.isReading, let poolMode, !["host", "direct"].contains(poolMode) {
                throw x.failure(.invalid, "Mode '\(poolMode)' of a volume is not 'host' or 'direct'.")
            }
        case .nvme: try nvmeXML(&x)
        case .vhostUser: try vhostUserXML(&x)
        case .vhostVDPA: try x.attribute("dev", &path)
        }
        if path == "" { path = nil }
        if !isBacking { try x.attribute("startupPolicy", &startupPolicy) }
        if x.form.isActive || x.isReading { try x.attribute("index", &index) }
        if x.isReading, !x.form.isActive { index = nil }
        if let startupPolicy, x.isReading, !["mandatory", "requisite", "optional"].contains(startupPolicy) {
            throw x.failure(.invalid, "Startup policy '\(startupPolicy)' is not known.")
        }
        try x.group("slices") { x in try x.elements("slice", &slices) }
        try x.elements("seclabel", &labels)
        // That a label could not be set is said of a running domain only.
        if x.isReading, !x.form.isActive { labels.removeAll { $0.labelskip == .yes } }
        if x.isReading || type != .vhostUser { try x.element("reservations", &reservations) }
        try x.element("auth", &authentication)
        try x.element("encryption", &encryption)
        x.ignored("privateData")
        if network != nil { try networkTail(&x) }
    }

    private mutating func networkXML(_ x: inout some XMLVisitor) throws {
        var network = self.network ?? Network()
        if x.isReading, !x.attributeNames.contains("protocol") {
            throw x.failure(.missing, "A source of type 'network' lacks its attribute 'protocol'.")
        }
        try x.required("protocol", &network.protocolName)
        try x.attribute("name", &network.name)
        try x.attribute("query", &network.query)
        try x.attribute("tls", &network.tls)
        try x.attribute("tlsHostname", &network.tlsHostname)
        try x.elements("host", &network.hosts)
        try x.single("snapshot", "name", &network.snapshot)
        try x.single("config", "file", &network.config)
        try x.group("initiator") { x in try x.single("iqn", "name", &network.initiatorIQN) }
        self.network = network
        guard x.isReading else { return }
        guard Self.protocols.contains(network.protocolName) else {
            throw x.failure(.unsupported, "Storage protocol '\(network.protocolName)' is not supported.")
        }
        guard let name = network.name else {
            guard network.protocolName == "nbd" else {
                throw x.failure(.missing, "A source of protocol '\(network.protocolName)' needs a 'name'.")
            }
            return
        }
        if ["rbd", "gluster"].contains(network.protocolName) {
            // The first part is the pool or volume, and the rest the image in it.
            let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
                throw x.failure(
                    .invalid, "The name '\(name)' of '\(network.protocolName)' is not a pool, '/' and an image.")
            }
        }
    }

    private mutating func networkTail(_ x: inout some XMLVisitor) throws {
        guard var network else { return }
        // Without TLS there is no certificate to verify, and libvirt does not look at it.
        let isSecure = ["https", "ftps"].contains(network.protocolName)
        if isSecure { try x.single("ssl", "verify", &network.sslVerify) } else { x.ignored("ssl") }
        try x.group("cookies") { x in
            try x.elements("cookie", &network.cookies)
        }
        try x.single("readahead", "size", &network.readaheadInBytes)
        try x.single("timeout", "seconds", &network.timeoutInSeconds)
        if network.readaheadInBytes == 0 { network.readaheadInBytes = nil }
        if network.timeoutInSeconds == 0 { network.timeoutInSeconds = nil }
        try x.single("knownHosts", "path", &network.knownHosts)
        try x.group("identity") { x in
            for key in ["username", "keyfile", "agentsock", "user", "group"] {
                var value = network.identity[key]
                try x.attribute(key, &value)
                network.identity[key] = value
            }
        }
        if x.isReading {
            for cookie in network.cookies {
                guard let value = cookie.value, !value.isEmpty else {
                    throw x.failure(.invalid, "Cookie '\(cookie.name)' has no value.")
                }
                let banned = "\",;\\ \t\r\n"
                if value.contains(where: { banned.contains($0) && $0 != "\"" }) {
                    throw x.failure(.invalid, "The value of cookie '\(cookie.name)' holds a character that none may.")
                }
                if cookie.name.contains(where: { "()<>@,;:\\\"/[]?={} \t".contains($0) }) {
                    throw x.failure(.invalid, "The cookie name '\(cookie.name)' holds a character that none may.")
                }
            }
            if Set(network.cookies.map(\.name)).count != network.cookies.count {
                throw x.failure(.invalid, "Two cookies have the same name.")
            }
        }
        self.network = network
    }

    private mutating func nvmeXML(_ x: inout some XMLVisitor) throws {
        var nvme = self.nvme ?? NVMe()
        try x.required("type", &nvme.type)
        try x.attribute("managed", &nvme.managed)
        try x.required("namespace", &nvme.namespace)
        if x.isReading, nvme.type != "pci" { throw x.failure(.unsupported, "NVMe type '\(nvme.type)' is not 'pci'.") }
        if x.isReading, nvme.namespace == 0 { throw x.failure(.invalid, "An NVMe namespace is above 0.") }
        try x.requiredElement("address", &nvme.address)
        self.nvme = nvme
    }

    private mutating func vhostUserXML(_ x: inout some XMLVisitor) throws {
        var type: String? = "unix"
        try x.attribute("type", &type)
        try x.attribute("path", &path)
        try x.element("reconnect", &reconnect)
        guard x.isReading else { return }
        if type != "unix" { throw x.failure(.invalid, "A vhost-user source is of type 'unix'.") }
        if path == nil { throw x.failure(.missing, "A vhost-user source needs a path.") }
    }
}
