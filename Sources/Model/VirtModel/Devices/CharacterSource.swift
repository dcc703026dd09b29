// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// The host side of a character device.
package struct CharacterSource: Sendable, Hashable {
    package enum Kind: String, XMLScalar, CaseIterable, Sendable {
        case null, vc, pty, dev, file, pipe, stdio, udp, tcp, unix, spicevmc, spiceport, nmdm
        case qemuVDAgent = "qemu-vdagent"
        case dbus
    }

    /// One `source` element, with the attributes of every kind.
    package struct Endpoint: XMLRepresentable, Sendable, Hashable {
        package var mode: String?
        package var path: String?
        package var append: OnOff?
        package var host: String?
        package var service: String?
        package var tls: YesNo?
        package var channel: String?
        package var master: String?
        package var slave: String?
        package var reconnect: StorageSource.Reconnect?
        package var clipboardCopyPaste: YesNo?
        package var mouseMode: String?
        package var labels: [SecurityLabel] = []
        package init() {}

        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("mode", &mode)
            try x.attribute("path", &path)
            try x.attribute("append", &append)
            try x.attribute("host", &host)
            try x.attribute("service", &service)
            try x.attribute("tls", &tls)
            try x.attribute("channel", &channel)
            try x.attribute("master", &master)
            try x.attribute("slave", &slave)
            x.ignored("tlsFromConfig", "type")
            try x.single("clipboard", "copypaste", &clipboardCopyPaste)
            try x.single("mouse", "mode", &mouseMode)
            try x.element("reconnect", &reconnect)
            try x.elements("seclabel", &labels)
            guard x.isReading else { return }
            if let mode, !["bind", "connect", "server", "client"].contains(mode) {
                throw x.failure(.invalid, "Mode '\(mode)' of a source is not 'bind' or 'connect'.")
            }
            if let mouseMode, !["client", "server"].contains(mouseMode) {
                throw x.failure(.invalid, "Mouse mode '\(mouseMode)' is not 'client' or 'server'.")
            }
            if let reconnect, reconnect.enabled == .yes, reconnect.timeout == nil {
                throw x.failure(.missing, "Reconnecting needs a timeout.")
            }
            if let reconnect, reconnect.enabled == .yes, mode == "bind" || mode == "server" {
                throw x.failure(.invalid, "Reconnecting is for sources of mode 'connect'.")
            }
        }
    }

    package var kind = Kind.null
    package var endpoints: [Endpoint] = []
    /// `raw`, `telnet`, `telnets` or `tls`.
    package var protocolType: String?
    package var logFile: String?
    package var logAppend: OnOff?

    package init() {}
    package init(_ kind: Kind, path: String? = nil) {
        self.kind = kind
        if let path {
            var endpoint = Endpoint()
            endpoint.path = path
            endpoints = [endpoint]
        }
    }

    /// The path of the first source that has one.
    package var path: String? {
        get { endpoints.lazy.compactMap(\.path).first }
        set {
            if endpoints.isEmpty { endpoints = [Endpoint()] }
            endpoints[0].path = newValue
        }
    }

    /// Whether a socket listens rather than connects. Unix sockets connect unless they say `bind`, as TCP ones do.
    package var isListening: Bool { endpoints.contains { $0.mode == "bind" } }

    /// Walks the `type` attribute.
    package mutating func typeAttribute(_ x: inout some XMLVisitor) throws { try x.required("type", &kind) }

    /// Walks the children.
    package mutating func children(_ x: inout some XMLVisitor) throws {
        if !x.isReading, !x.form.isActive, kind == .pty {
            var none: [Endpoint] = []
            try x.elements("source", &none)
        } else if !x.isReading {
            var written = endpoints.filter { $0 != Endpoint() && !(kind == .unix && $0.path == nil) }
            try x.elements("source", &written)
        } else {
            try x.elements("source", &endpoints)
        }
        try x.single("protocol", "type", &protocolType)
        try x.group("log") { x in
            try x.attribute("file", &logFile)
            try x.attribute("append", &logAppend)
        }
        if x.isReading { try normalise(x) }
    }

    private mutating func normalise(_ x: some XMLVisitor) throws {
        if kind == .pty, !x.form.isActive { endpoints = [] }
        if let protocolType, !["raw", "telnet", "telnets", "tls"].contains(protocolType) {
            throw x.failure(.invalid, "Protocol '\(protocolType)' of a character device is not known.")
        }
        // Only TCP has one.
        if kind != .tcp { protocolType = nil }
        switch kind {
        case .tcp:
            for index in endpoints.indices where endpoints[index].mode == nil { endpoints[index].mode = "connect" }
            if protocolType == nil { protocolType = "raw" }
        case .unix:
            for index in endpoints.indices where endpoints[index].mode == nil { endpoints[index].mode = "connect" }
        case .udp:
            for index in endpoints.indices where endpoints[index].mode == nil { endpoints[index].mode = "connect" }
            endpoints = endpoints.filter { $0.mode == "bind" } + endpoints.filter { $0.mode != "bind" }
        default: break
        }
    }

    /// What is missing for the source to be used; nil when it is complete.
    package func missingPart() -> String? {
        switch kind {
        case .dev, .file, .pipe: path == nil ? "a path" : nil
        case .tcp:
            endpoints.first?.service == nil ? "a service" : endpoints.first?.host == nil ? "a host" : nil
        case .udp: endpoints.first { $0.mode == "connect" }?.service == nil ? "a service to connect to" : nil
        case .spiceport: endpoints.first?.channel == nil ? "a channel" : nil
        case .dbus: endpoints.first?.channel == nil ? "a channel" : nil
        case .nmdm: endpoints.first?.master == nil || endpoints.first?.slave == nil ? "a master and a slave" : nil
        default: nil
        }
    }
}
