// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

extension Domain: XMLRepresentable {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("type", &kind)
        try x.attribute("id", &id)
        if x.isReading, !x.form.isActive { id = nil }
        if !x.isReading, !qemu.isEmpty {
            var namespace: String? = "http://libvirt.org/schemas/domain/qemu/1.0"
            try x.attribute("xmlns:qemu", &namespace)
        }
        try generalXML(&x)
        try memoryXML(&x)
        try vcpuXML(&x)
        try x.elements("sysinfo", &sysinfo)
        try x.requiredElement("os", &os)
        for name in ["bootloader", "bootloader_args"] where x.childNames.contains(name) {
            throw x.failure(.unsupported, "Element '\(name)' is for paravirtualised Xen guests, and not for QEMU.")
        }
        try x.verbatim("idmap", &idMap)
        try x.group("features") { x in try features.xml(&x) }
        try x.element("cpu", &cpu)
        try x.element("clock", &clock)
        try eventsXML(&x)
        try x.group("pm") { x in
            try x.single("suspend-to-mem", "enabled", &suspendToMemory)
            try x.single("suspend-to-disk", "enabled", &suspendToDisk)
        }
        try x.verbatim("perf", &perf)
        try x.element("devices", &devices)
        try x.elements("seclabel", &securityLabels)
        if x.isReading {
            for index in securityLabels.indices {
                let label = securityLabels[index]
                if let type = label.type, !["none", "static", "dynamic"].contains(type) {
                    throw x.failure(.invalid, "Security label type '\(type)' is not known.")
                }
                guard label.type == "static" else { continue }
                if label.label == nil { throw x.failure(.missing, "A static security label needs a 'label'.") }
                securityLabels[index].relabel = label.relabel ?? .no
            }
            for index in securityLabels.indices where securityLabels[index].model == nil {
                let label = securityLabels[index]
                if label.type == "none" {
                    securityLabels[index].model = "none"
                } else if label.type == "dynamic" || label.type == nil, label.label == nil, label.baselabel == nil {
                    // No security driver is there that would make a label up.
                    var none = SecurityLabel()
                    (none.type, none.model) = ("none", "none")
                    securityLabels[index] = none
                }
            }
        }
        try qemu.xml(&x)
        if x.isReading {
            // A CPU that the domain does not have is pinned nowhere.
            cpuTune.vcpuPins.removeAll { $0.vcpu ?? 0 >= vcpus.maximum }
            for entry in sysinfo.flatMap(\.system) where entry.name == "uuid" {
                if let uuid, UUIDText(xml: entry.value ?? "") != uuid {
                    throw x.failure(.invalid, "The UUID of the domain and that of its 'sysinfo' differ.")
                }
            }
        }
        try x.group("keywrap") { x in try x.elements("cipher", &keyWrap) }
        try x.element("launchSecurity", &launchSecurity)
    }

    private mutating func generalXML(_ x: inout some XMLVisitor) throws {
        if x.isReading, !x.childNames.contains("name") { throw x.failure(.missing, "A domain needs a name.") }
        try x.leaf("name", &name)
        try x.leaf("uuid", &uuid)
        try x.element("genid", &generationID)
        try x.leaf("title", &title)
        try x.leaf("description", &summary)
        try x.verbatim("metadata", &metadata)
        guard x.isReading else { return }
        if name.isEmpty { throw x.failure(.invalid, "The name of a domain is not empty.") }
        if name.contains("\n") { throw x.failure(.invalid, "The name of a domain holds no newline.") }
        if name.contains("/") { throw x.failure(.invalid, "The name '\(name)' of a domain holds a '/'.") }
        if let title, title.contains("\n") { throw x.failure(.invalid, "The title of a domain holds no newline.") }
    }

    private mutating func memoryXML(_ x: inout some XMLVisitor) throws {
        try x.element("maxMemory", &maximumMemory)
        var memory = DumpedMemory(size: self.memory, dumpCore: memoryDumpCore)
        try x.element("memory", &memory)
        self.memory = memory.size
        memoryDumpCore = memory.dumpCore
        var current: MemorySize? = currentMemory ?? (x.isReading ? nil : self.memory)
        try x.element("currentMemory", &current)
        if x.isReading { currentMemory = current }
        try x.verbatim("blkiotune", &blkioTune)
        if x.isReading { try check(x, blkioTune) }
        try x.group("memtune") { x in try memoryTune.xml(&x) }
        try memoryBacking.element(&x)
        guard x.isReading else { return }
        if let maximumMemory, maximumMemory.size.kib < self.memory.kib {
            throw x.failure(.invalid, "The maximum memory is less than the memory at start.")
        }
    }

    /// Each device of `blkiotune` is named, and once.
    private func check(_ x: some XMLVisitor, _ tune: XMLElement?) throws {
        var seen: Set<String> = []
        for device in tune?.elements ?? [] where device.name == "device" {
            guard let path = device.elements.first(where: { $0.name == "path" })?.text else {
                throw x.failure(.missing, "A device of 'blkiotune' needs a path.")
            }
            guard seen.insert(path).inserted else {
                throw x.failure(.invalid, "The device '\(path)' is twice in 'blkiotune'.")
            }
        }
    }

    private mutating func vcpuXML(_ x: inout some XMLVisitor) throws {
        try vcpus.elements(&x)
        try x.leaf("iothreads", &iothreads)
        var threads = x.isReading || iothreadIDs.contains { !$0.isImplied } ? iothreadIDs : []
        try x.group("iothreadids") { x in try x.elements("iothread", &threads) }
        if x.isReading { iothreadIDs = threads }
        try x.element("defaultiothread", &defaultIOThread)
        try x.group("cputune") { x in try cpuTune.xml(&x) }
        try x.group("numatune") { x in try numaTune.xml(&x) }
        try x.verbatim("resource", &resource)
    }

    private mutating func eventsXML(_ x: inout some XMLVisitor) throws {
        try x.leaf("on_poweroff", &onPowerOff)
        try x.leaf("on_reboot", &onReboot)
        try x.leaf("on_crash", &onCrash)
        try x.leaf("on_lockfailure", &onLockFailure)
        guard x.isReading else { return }
        let actions = ["destroy", "restart", "rename-restart", "preserve"]
        for action in [onPowerOff, onReboot, onCrash].compactMap({ $0 }) where action == "rename-restart" {
            throw x.failure(.unsupported, "The action '\(action)' for a domain's events is not for QEMU.")
        }
        if onPowerOff == "preserve" || onReboot == "preserve" {
            throw x.failure(.unsupported, "A domain is preserved after a crash only.")
        }
        for action in [onPowerOff, onReboot].compactMap({ $0 }) where !actions.contains(action) {
            throw x.failure(.invalid, "The action '\(action)' is not one of those for a domain's events.")
        }
        if let onCrash, !(actions + ["coredump-destroy", "coredump-restart"]).contains(onCrash) {
            throw x.failure(.invalid, "The action '\(onCrash)' is not one of those for a crash.")
        }
        if let onLockFailure, !["poweroff", "restart", "pause", "ignore"].contains(onLockFailure) {
            throw x.failure(.invalid, "The action '\(onLockFailure)' is not one of those for a lost lock.")
        }
    }
}

/// `<memory dumpCore='on' unit='KiB'>`
private struct DumpedMemory: XMLRepresentable {
    var size = MemorySize()
    var dumpCore: OnOff?
    init() {}
    init(size: MemorySize, dumpCore: OnOff?) {
        self.size = size
        self.dumpCore = dumpCore
    }
    mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("dumpCore", &dumpCore)
        try size.xml(&x)
    }
}
