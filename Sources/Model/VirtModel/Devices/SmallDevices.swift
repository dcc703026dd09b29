// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<watchdog>`.
package struct Watchdog: XMLRepresentable, Sendable, Hashable {
    package var model = ""
    package var action: String?
    package var info = DeviceInfo()
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("model", &model)
        try x.attribute("action", &action)
        try info.xml(&x)
        guard x.isReading else { return }
        guard ["i6300esb", "ib700", "diag288", "itco"].contains(model) else {
            throw x.failure(.invalid, "Watchdog model '\(model)' is not known.")
        }
        guard ["reset", "shutdown", "poweroff", "pause", "dump", "none", "inject-nmi"].contains(action ?? "reset")
        else {
            throw x.failure(.invalid, "Watchdog action '\(action ?? "")' is not known.")
        }
    }
}

/// A `<memballoon>`.
package struct MemoryBalloon: XMLRepresentable, Sendable, Hashable {
    package var model = "virtio"
    package var autodeflate: OnOff?
    package var freePageReporting: OnOff?
    package var statsPeriod: Int?
    package var virtio = VirtioOptions()
    package var info = DeviceInfo()
    package init() {}
    package init(model: String) { self.model = model }
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("model", &model)
        try x.attribute("autodeflate", &autodeflate)
        try x.attribute("freePageReporting", &freePageReporting)
        try x.single("stats", "period", &statsPeriod)
        if x.isReading, statsPeriod == 0 { statsPeriod = nil }
        try info.xml(&x)
        try x.group("driver") { x in try virtio.attributes(&x) }
        if model == "none" { self = MemoryBalloon(model: "none") }
        let models = ["virtio", "xen", "none", "virtio-transitional", "virtio-non-transitional"]
        if x.isReading, !models.contains(model) {
            throw x.failure(.invalid, "Memory balloon model '\(model)' is not known.")
        }
    }
}

/// An `<rng>`: a source of random numbers.
package struct RandomNumberGenerator: XMLRepresentable, Sendable, Hashable {
    package var model = "virtio"
    package var bytes: UInt32?
    package var period: UInt32?
    /// `random`, `egd` or `builtin`.
    package var backend = "random"
    package var path: String?
    package var source = CharacterSource()
    package var virtio = VirtioOptions()
    package var info = DeviceInfo()
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("model", &model)
        try x.group("rate") { x in
            try x.attribute("bytes", &bytes)
            try x.attribute("period", &period)
            if bytes ?? 0 == 0 { (bytes, period) = (nil, nil) }
        }
        if x.isReading, !x.childNames.contains("backend") {
            throw x.failure(.missing, "A random number generator needs a backend.")
        }
        try x.group("backend") { x in
            try x.required("model", &backend)
            switch backend {
            case "random":
                try x.text(&path)
                if path == nil { path = "/dev/random" }
            case "egd":
                try source.typeAttribute(&x)
                try source.children(&x)
            case "builtin": break
            default: throw x.failure(.invalid, "Backend '\(backend)' of a random number generator is not known.")
            }
        }
        try x.group("driver") { x in try virtio.attributes(&x) }
        try info.xml(&x)
        if x.isReading, !["virtio", "virtio-transitional", "virtio-non-transitional"].contains(model) {
            throw x.failure(.invalid, "Random number generator model '\(model)' is not known.")
        }
    }
}

/// A `<panic>`: tells the host that the guest's kernel has crashed.
package struct PanicDevice: XMLRepresentable, Sendable, Hashable {
    package var model: String?
    package var info = DeviceInfo()
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("model", &model)
        try info.xml(&x)
        if x.isReading, let model, !["isa", "pseries", "hyperv", "s390", "pvpanic"].contains(model) {
            throw x.failure(.invalid, "Panic model '\(model)' is not known.")
        }
    }
}

/// A `<vsock>`.
package struct VSock: XMLRepresentable, Sendable, Hashable {
    package var model: String?
    package var cid: UInt32?
    package var isAutomatic: YesNo?
    package var virtio = VirtioOptions()
    package var info = DeviceInfo()
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("model", &model)
        try x.group("cid") { x in
            if !x.isReading, isAutomatic == nil { isAutomatic = .no }
            try x.attribute("auto", &isAutomatic)
            try x.attribute("address", &cid)
            if x.isReading, let cid, cid < 3 {
                throw x.failure(.invalid, "A guest's vsock address is 3 or above.")
            }
        }
        try info.xml(&x)
        try x.group("driver") { x in try virtio.attributes(&x) }
        if x.isReading, let model, !["virtio", "virtio-transitional", "virtio-non-transitional"].contains(model) {
            throw x.failure(.invalid, "Vsock model '\(model)' is not known.")
        }
    }
}

/// A `<hub>` of USB ports.
package struct Hub: XMLRepresentable, Sendable, Hashable {
    package var type = "usb"
    package var info = DeviceInfo()
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("type", &type)
        try info.xml(&x)
        if x.isReading, type != "usb" { throw x.failure(.invalid, "Hub type '\(type)' is not 'usb'.") }
    }
}

/// An `<iommu>`.
package struct IOMMU: XMLRepresentable, Sendable, Hashable {
    package var model = ""
    package var intremap: OnOff?
    package var cachingMode: OnOff?
    package var eim: OnOff?
    package var iotlb: OnOff?
    package var addressWidthBits: Int?
    package var info = DeviceInfo()
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("model", &model)
        try x.group("driver") { x in
            try x.attribute("intremap", &intremap)
            try x.attribute("caching_mode", &cachingMode)
            try x.attribute("eim", &eim)
            try x.attribute("iotlb", &iotlb)
            try x.attribute("aw_bits", &addressWidthBits)
        }
        try info.xml(&x)
        if x.isReading, !["intel", "smmuv3", "virtio"].contains(model) {
            throw x.failure(.invalid, "IOMMU model '\(model)' is not known.")
        }
    }
}

/// A `<smartcard>`.
package struct Smartcard: XMLRepresentable, Sendable, Hashable {
    /// `host`, `host-certificates` or `passthrough`.
    package var mode = "host"
    package var certificates: [String] = []
    package var database: String?
    package var source = CharacterSource()
    package var info = DeviceInfo()
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("mode", &mode)
        switch mode {
        case "host": break
        case "host-certificates":
            try x.leaves("certificate", &certificates)
            try x.leaf("database", &database)
            if x.isReading, certificates.count != 3 {
                throw x.failure(.invalid, "A smartcard of mode 'host-certificates' needs exactly three certificates.")
            }
            if x.isReading, let database, !database.hasPrefix("/") {
                throw x.failure(.invalid, "The database of a smartcard is an absolute path.")
            }
        case "passthrough":
            try source.typeAttribute(&x)
            try source.children(&x)
            if x.isReading, let missing = source.missingPart() {
                throw x.failure(.missing, "A smartcard of mode 'passthrough' needs \(missing).")
            }
        default: throw x.failure(.invalid, "Smartcard mode '\(mode)' is not known.")
        }
        try info.xml(&x)
    }
}
