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

/// A `<redirdev>`: a USB device that comes over a character device.
package struct RedirectedDevice: XMLRepresentable, Sendable, Hashable {
    package var bus = "usb"
    package var source = CharacterSource()
    package var info = DeviceInfo()
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("bus", &bus)
        try source.typeAttribute(&x)
        try source.children(&x)
        try info.xml(&x)
        if x.isReading, bus != "usb" { throw x.failure(.invalid, "A redirected device is on bus 'usb'.") }
        if x.isReading, let missing = source.missingPart() {
            throw x.failure(.missing, "A redirected device needs \(missing).")
        }
    }
}

/// `<redirfilter>`: which USB devices may be redirected.
package struct RedirectionFilter: XMLRepresentable, Sendable, Hashable {
    package struct Rule: XMLRepresentable, Sendable, Hashable {
        package var usbClass: String?
        package var vendor: String?
        package var product: String?
        package var version: String?
        package var allow = YesNo.yes
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.attribute("class", &usbClass)
            try x.attribute("vendor", &vendor)
            try x.attribute("product", &product)
            try x.attribute("version", &version)
            try x.required("allow", &allow)
            guard x.isReading else { return }
            if usbClass == "-1" { usbClass = nil }
            if vendor == "-1" { vendor = nil }
            if product == "-1" { product = nil }
            if version == "-1" { version = nil }
            for value in [usbClass, vendor, product] {
                if let value, UInt64(cText: value) == nil {
                    throw x.failure(.invalid, "'\(value)' is not a number of a USB device.")
                }
            }
            if let text = usbClass, let number = UInt64(cText: text) {
                if number > 0xff { throw x.failure(.invalid, "USB class '\(text)' is above 0xff.") }
                usbClass = number.hex(digits: 2)
            }
            vendor = vendor.flatMap { UInt64(cText: $0).map { "0x" + $0.hex(digits: 4).dropFirst(2).uppercased() } }
            product = product.flatMap { UInt64(cText: $0).map { "0x" + $0.hex(digits: 4).dropFirst(2).uppercased() } }
            if let version {
                let parts = version.split(separator: ".").compactMap { UInt8($0) }
                guard parts.count == version.split(separator: ".", omittingEmptySubsequences: false).count,
                    (1...2).contains(parts.count)
                else { throw x.failure(.invalid, "USB version '\(version)' is not of the form 2.0.") }
                // One digit after the point stands for tenths.
                let digits = version.split(separator: ".").dropFirst().first.map(String.init) ?? "0"
                self.version = "\(parts[0])." + (digits.utf8.count == 1 ? digits + "0" : digits)
            }
        }
    }
    package var rules: [Rule] = []
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws { try x.elements("usbdev", &rules) }
}

/// `<shmem>`: memory that guests share.
package struct SharedMemory: XMLRepresentable, Sendable, Hashable {
    package var name = ""
    package var role: String?
    package var model: String?
    package var size: MemorySizeInMiB?
    package var server: String?
    package var hasServer = false
    package var msiEnabled: YesNo?
    package var vectors: UInt32?
    package var ioeventfd: OnOff?
    package var hasMSI = false
    package var info = DeviceInfo()
    package init() {}

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("name", &name)
        try x.attribute("role", &role)
        try x.single("model", "type", &model)
        try x.element("size", &size)
        if x.isReading {
            hasServer = x.childNames.contains("server")
            try x.single("server", "path", &server)
        } else if hasServer {
            var box: Server? = Server(path: server)
            try x.element("server", &box)
        }
        if x.isReading { hasMSI = x.childNames.contains("msi") }
        try x.group("msi") { x in
            try x.attribute("enabled", &msiEnabled)
            try x.attribute("vectors", &vectors)
            try x.attribute("ioeventfd", &ioeventfd)
        }
        try info.xml(&x)
        guard x.isReading else { return }
        if let role, role != "peer", role != "master" {
            throw x.failure(.invalid, "Role '\(role)' of shared memory is not 'peer' or 'master'.")
        }
        if let model, !["ivshmem", "ivshmem-plain", "ivshmem-doorbell"].contains(model) {
            throw x.failure(.invalid, "Shared memory model '\(model)' is not known.")
        }
        if name.contains("/") || name == "." || name == ".." {
            throw x.failure(.invalid, "Shared memory name '\(name)' cannot be a directory.")
        }
    }
}

/// `<server path='...'/>`, where the path may be missing.
private struct Server: XMLRepresentable {
    var path: String?
    init() {}
    init(path: String?) { self.path = path }
    mutating func xml(_ x: inout some XMLVisitor) throws { try x.attribute("path", &path) }
}

/// A size that is written in MiB.
package struct MemorySizeInMiB: XMLRepresentable, Sendable, Hashable {
    package var bytes: UInt64 = 0
    package init() {}
    package init(bytes: UInt64) { self.bytes = bytes }
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        var unit: String? = "M"
        var count: UInt64? = bytes >> 20
        try x.attribute("unit", &unit)
        try x.text(&count)
        guard x.isReading else { return }
        guard let size = ByteUnit.bytes(count ?? 0, unit: unit ?? "b") else {
            throw x.failure(
                .invalid, "The size '\(count ?? 0)' of unit '\(unit ?? "")' is no size that fits in 64 bits.")
        }
        bytes = size
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

/// A `<tpm>`.
package struct TPM: XMLRepresentable, Sendable, Hashable {
    package var model: String?
    /// `passthrough`, `emulator` or `external`.
    package var backend = "passthrough"
    package var version: String?
    package var device: String?
    package var source: CharacterSource?
    package var encryptionSecret: UUIDText?
    package var persistentState: YesNo?
    package var activePCRBanks: [String] = []
    package var hasActivePCRBanks = false
    package var info = DeviceInfo()
    package init() {}
    package static let pcrBanks = ["sha1", "sha256", "sha384", "sha512"]

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("model", &model)
        if x.isReading, !x.childNames.contains("backend") {
            throw x.failure(.missing, "A TPM needs a backend.")
        }
        if x.isReading, (x.childNames.filter { $0 == "backend" }).count > 1 {
            throw x.failure(.unsupported, "A TPM has one backend.")
        }
        try x.group("backend") { x in
            try x.required("type", &backend)
            try x.attribute("version", &version)
            switch backend {
            case "passthrough":
                try x.single("device", "path", &device)
                if x.isReading, device == nil { device = "/dev/tpm0" }
            case "emulator":
                try x.attribute("persistent_state", &persistentState)
                try x.group("encryption") { x in try x.attribute("secret", &encryptionSecret) }
                try x.group("active_pcr_banks") { x in
                    for bank in Self.pcrBanks {
                        var isThere = activePCRBanks.contains(bank)
                        try x.presence(bank, &isThere)
                        if x.isReading, isThere { activePCRBanks.append(bank) }
                    }
                }
            case "external":
                var path = source?.path
                var mode = source?.endpoints.first?.mode
                var type: String? = "unix"
                if x.isReading, !x.childNames.contains("source") {
                    throw x.failure(.missing, "An external TPM needs a source.")
                }
                try x.group("source") { x in
                    try x.attribute("type", &type)
                    try x.attribute("mode", &mode)
                    try x.attribute("path", &path)
                }
                if x.isReading {
                    guard type == "unix" else {
                        throw x.failure(.invalid, "An external TPM has a source of type 'unix'.")
                    }
                    guard let path else { throw x.failure(.missing, "An external TPM needs a path.") }
                    guard mode ?? "connect" == "connect" else {
                        throw x.failure(
                            .invalid, "An external TPM is connected to, so mode '\(mode ?? "")' is not for it.")
                    }
                    var unix = CharacterSource(.unix, path: path)
                    unix.endpoints[0].mode = "connect"
                    source = unix
                }
            default: throw x.failure(.invalid, "TPM backend '\(backend)' is not known.")
            }
        }
        try info.xml(&x)
        guard x.isReading else { return }
        if let model, !["tpm-tis", "tpm-crb", "tpm-spapr", "spapr-tpm-proxy"].contains(model) {
            throw x.failure(.invalid, "TPM model '\(model)' is not known.")
        }
        if let version, version != "1.2", version != "2.0" {
            throw x.failure(.invalid, "TPM version '\(version)' is not '1.2' or '2.0'.")
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

/// `<memory model='dimm'>`: a memory device.
package struct MemoryDevice: XMLRepresentable, Sendable, Hashable {
    package var model = "dimm"
    package var access: String?
    package var discard: YesNo?
    package var uuid: UUIDText?
    package var sourceNodes: IntegerSet?
    package var pageSize: MemorySize?
    package var path: String?
    package var alignSize: MemorySize?
    package var isPersistent = false
    package var size = MemorySize()
    package var node: Int?
    package var labelSize: MemorySize?
    package var blockSize: MemorySize?
    package var requested: MemorySize?
    package var current: MemorySize?
    package var isReadOnly = false
    package var sgxNodes: IntegerSet?
    package var info = DeviceInfo()
    package init() {}

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("model", &model)
        try x.attribute("access", &access)
        try x.attribute("discard", &discard)
        if model == "nvdimm" { try x.leaf("uuid", &uuid) }
        try x.group("source") { x in
            try x.leaf("nodemask", &sourceNodes)
            try x.element("pagesize", &pageSize)
            try x.leaf("path", &path)
            try x.element("alignsize", &alignSize)
            try x.presence("pmem", &isPersistent)
        }
        if x.isReading, !x.childNames.contains("target") {
            throw x.failure(.missing, "A memory device needs a target.")
        }
        try x.group("target") { x in
            try x.requiredElement("size", &size)
            try x.leaf("node", &node)
            try x.group("label") { x in try x.element("size", &labelSize) }
            try x.element("block", &blockSize)
            try x.element("requested", &requested)
            if x.isReading || x.form.isActive { try x.element("current", &current) }
            try x.presence("readonly", &isReadOnly)
        }
        try info.xml(&x)
        if x.isReading { try check(x) }
    }

    private func check(_ x: some XMLVisitor) throws {
        guard ["dimm", "nvdimm", "virtio-pmem", "virtio-mem", "sgx-epc"].contains(model) else {
            throw x.failure(.invalid, "Memory device model '\(model)' is not known.")
        }
        if let access, !["shared", "private"].contains(access) {
            throw x.failure(.invalid, "Memory access '\(access)' is not 'shared' or 'private'.")
        }
        if model == "nvdimm" || model == "virtio-pmem", path == nil {
            throw x.failure(.missing, "A memory device of model '\(model)' needs a path.")
        }
        if model == "nvdimm", let labelSize {
            if labelSize.kib < 128 { throw x.failure(.invalid, "The label of an NVDIMM has at least 128 KiB.") }
            if labelSize.kib >= size.kib { throw x.failure(.invalid, "The label of an NVDIMM is smaller than it.") }
        }
        if size.kib == 0 { throw x.failure(.invalid, "A memory device has a size above 0.") }
    }
}
