// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    /// The emulator's variables: what is inherited, and a home below the domain's directory.
    mutating func environmentVariables() {
        var variables = context.inheritedEnvironment
        if !variables.isEmpty {
            let home = libraryDirectory
            let index = variables.firstIndex { $0.name == "USER" } ?? variables.endIndex
            variables.insert(.init("HOME", home), at: index)
            variables += [
                .init("XDG_DATA_HOME", "\(home)/.local/share"), .init("XDG_CACHE_HOME", "\(home)/.cache"),
                .init("XDG_CONFIG_HOME", "\(home)/.config"),
            ]
        }
        variables += domain.qemu.environment.map { .init($0.name, $0.value ?? "") }
        invocation.environment = variables
    }

    mutating func nameAndKeys() throws {
        add("-name", "guest=\(domain.name.escapedForQEMU),debug-threads=on")
        if let behavior = domain.qemu.deprecation ?? Optional(configuration.deprecationBehavior), behavior != "none" {
            let words = [
                "omit": "deprecated-output=hide", "reject": "deprecated-output=hide,deprecated-input=reject",
                "crash": "deprecated-output=hide,deprecated-input=crash",
            ]
            if let word = words[behavior] { add("-compat", word) }
        }
        if context.startsPaused { add("-S") }
        if context.isIncoming { add("-incoming", "defer") }
        guard context.usesMasterKey else { return }
        let path = "\(libraryDirectory)/master-key.aes"
        invocation.files.append(.init(path: libraryDirectory, content: .directory))
        invocation.files.append(.init(path: path, content: .random(count: 32)))
        var secret = QEMUProperties("qom-type", "secret")
        secret.add("id", "masterKey0")
        secret.add("format", "raw")
        secret.add("file", path)
        add(object: secret)
    }

    mutating func machine() throws {
        let os = domain.os
        let features = domain.features
        guard let name = os.machine else {
            throw QEMUDriverError.invalid(
                "Domain '\(domain.name)' has no machine type, and the emulator names no default.")
        }
        var words = [name, "usb=off"]
        if let vmport = features.vmport { words.append("vmport=\(OnOff(vmport.isOn).rawValue)") }
        if let smm = features.smm?.state { words.append("smm=\(smm.rawValue)") }
        // QEMU 9.0 dropped `-no-acpi`; where it is not known to be there, the machine's own switch says the same.
        if os.isX86 || os.isARMVirt, !features.acpi, !capabilities.has(.noACPI) { words.append("acpi=off") }
        words += keyWrap()
        if capabilities.has(.machineHPET),
            let present = domain.clock.timers.first(where: { $0.name == "hpet" })?.present
        {
            words.append("hpet=\(present == .yes ? "on" : "off")")
        }
        words.append(
            "dump-guest-core=\(domain.memoryDumpCore?.rawValue ?? OnOff(configuration.dumpsGuestCore).rawValue)")
        words += machineDevices()
        if os.isARMVirt, let gic = features.gicVersion { words.append("gic-version=\(gic)") }
        words += pSeriesOptions()
        if let driver = features.ioapic { words.append("kernel_irqchip=\(driver == "kvm" ? "on" : "split")") }
        if !domain.devices.memories.filter({ $0.model == "nvdimm" }).isEmpty { words.append("nvdimm=on") }
        words += pflashWords()
        words += memoryBackendWord()
        if let launch = domain.launchSecurity {
            words.append("confidential-guest-support=\(launch.type == "sev" ? "lsec0" : "lsec0")")
        }
        add("-machine", words.joined(separator: ","))
        try accelerator()
        if context.host.usesFIPS, capabilities.has(.enableFIPS) { add("-enable-fips") }
    }

    private func keyWrap() -> [String] {
        domain.keyWrap.map { "\($0.name)-key-wrap=\($0.state.rawValue)" }
    }

    private func machineDevices() -> [String] {
        var words: [String] = []
        if let iommu = domain.devices.iommu, iommu.model == "smmuv3" { words.append("iommu=smmuv3") }
        if domain.cpu?.cells.contains(where: { !$0.caches.isEmpty }) == true || domain.cpu?.interconnects != nil {
            words.append("hmat=on")
        }
        return words
    }

    private func pSeriesOptions() -> [String] {
        let features = domain.features
        var words: [String] = []
        if let resizing = features.hptResizing { words.append("resize-hpt=\(resizing)") }
        if let size = features.hptMaximumPageSize { words.append("cap-hpt-max-page-size=\(size.kib)k") }
        if let htm = features.htm { words.append("cap-htm=\(htm.rawValue)") }
        if let nested = features.nestedHV { words.append("cap-nested-hv=\(nested.rawValue)") }
        if let assist = features.ccfAssist { words.append("cap-ccf-assist=\(assist.rawValue)") }
        if let cfpc = features.cfpc { words.append("cap-cfpc=\(cfpc)") }
        if let sbbc = features.sbbc { words.append("cap-sbbc=\(sbbc)") }
        if let ibs = features.ibs { words.append("cap-ibs=\(ibs)") }
        return words
    }

    private mutating func accelerator() throws {
        switch domain.kind {
        case .qemu:
            var words = "tcg"
            if let cache = domain.features.tcgTBCacheInMiB { words += ",tb-size=\(cache.kib / 1024)" }
            add("-accel", words)
        case .kvm:
            var words = "kvm"
            if domain.features.kvm["dirty-ring"] == .on, let size = domain.features.dirtyRingSize {
                words += ",dirty-ring-size=\(size)"
            }
            add("-accel", words)
        case .hvf: add("-accel", "hvf")
        }
    }

    mutating func identity() throws {
        if let uuid = domain.uuid { add("-uuid", uuid.xml) }
        if let genid = domain.generationID?.uuid {
            var device = QEMUProperties("driver", "vmgenid")
            device.add("guid", genid.xml)
            device.add("id", "vmgenid0")
            add(device: device)
        }
        systemInformation()
    }

    mutating func display() throws {
        if !domain.devices.graphics.contains(where: {
            $0.kind != .vnc && $0.kind != .spice && $0.kind != .dbus && $0.kind != .eglHeadless
        })
            && domain.devices.graphics.isEmpty
        {
            add("-display", "none")
        }
        add("-no-user-config", "-nodefaults")
    }

    mutating func monitor() throws {
        var source = CharacterSource(.unix, path: "\(libraryDirectory)/monitor.sock")
        source.endpoints[0].mode = "bind"
        try add(chardev: source, alias: "monitor", id: "charmonitor")
        add("-mon", "chardev=charmonitor,id=monitor,mode=control")
    }

    mutating func tail() throws {
        if let sandbox = configuration.sandbox as Bool?, !sandbox {
            add("-sandbox", "off")
        } else {
            add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny")
        }
        for device in domain.devices.panics { try panicDevice(device) }
        for memory in domain.devices.sharedMemories { try sharedMemory(memory) }
        if let vsock = domain.devices.vsock { try vsockDevice(vsock) }
        try cryptoDevices()
        if configuration.logTimestamps { add("-msg", "timestamp=on") }
        invocation.arguments += domain.qemu.arguments
    }
}
