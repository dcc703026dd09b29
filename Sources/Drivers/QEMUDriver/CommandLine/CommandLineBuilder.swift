// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

/// Builds the arguments of QEMU for a complete domain, one extension for each kind of device.
struct CommandLineBuilder {
    let domain: Domain
    let capabilities: QEMUCapabilities
    let context: LaunchContext
    var invocation: QEMUInvocation
    /// The number of the next fd set.
    var nextFDSet = 0
    /// The number of the next blockdev node; 0 before the first.
    var lastStorageIndex = 0
    var nextTapDescriptor: Int
    /// The next number for a descriptor of its own, where the context wants such.
    private var nextDescriptor: Int?
    /// The throttling groups that QEMU knows already.
    var throttleGroups: Set<String> = []
    /// Whether the helper for persistent reservations is known to QEMU already.
    var hasReservationHelper = false
    /// The devices that are written, by their aliases, to be given to a QEMU that runs; nil for all, at a start.
    var chosen: Set<String>?

    init(_ domain: Domain, _ capabilities: QEMUCapabilities, _ context: LaunchContext) {
        var domain = domain
        domain.numberImages(below: context.transientOverlays)
        self.domain = domain
        self.capabilities = capabilities
        self.context = context
        nextTapDescriptor = context.descriptors.firstTap ?? 0
        nextDescriptor = context.descriptors.firstFree
        invocation = QEMUInvocation(program: domain.devices.emulator ?? "")
    }

    var configuration: DriverConfiguration { context.configuration }

    var shortName: String { context.shortName(ofDomain: domain.name) }
    /// The directory of the domain's private files.
    var libraryDirectory: String { "\(configuration.libraryDirectory)/domain-\(shortName)" }

    /// Lets QEMU inherit one more descriptor.
    ///
    /// - Returns: Its number; nil where numbers are not given out here.
    mutating func inherit(_ purpose: QEMUInvocation.Descriptor.Purpose) -> Int? {
        guard let number = descriptorNumber(nil) else { return nil }
        invocation.descriptors.append(.init(number: number, purpose: purpose))
        return number
    }

    /// The number of an inherited descriptor: the next free one, or the fixed one of its kind; nil when QEMU opens the path.
    mutating func descriptorNumber(_ fixed: Int?) -> Int? {
        guard let next = nextDescriptor else { return fixed }
        nextDescriptor = next + 1
        return next
    }

    /// Whether a device is one of those that are written.
    func includes(_ info: DeviceInfo) -> Bool {
        guard let chosen else { return true }
        return info.alias.map { chosen.contains($0) } ?? false
    }

    /// How QEMU refers to a descriptor: by the number that it inherits it under, or by the name that a monitor gives it.
    func reference(to number: Int) -> String {
        chosen == nil ? String(number) : QEMUInvocation.Descriptor.monitorName(number)
    }

    mutating func add(_ words: String...) { invocation.arguments += words }

    mutating func add(device properties: QEMUProperties) {
        var properties = properties
        applyOverrides(&properties)
        add("-device", chosen != nil || capabilities.has(.deviceJSON) ? properties.json : properties.keyValueList)
    }
    mutating func add(object properties: QEMUProperties) {
        add("-object", chosen != nil || capabilities.has(.objectJSON) ? properties.json : properties.keyValueList)
    }
    mutating func add(netdev properties: QEMUProperties) {
        add("-netdev", chosen != nil || capabilities.has(.netdevJSON) ? properties.json : properties.keyValueList)
    }
    mutating func add(blockdev properties: QEMUProperties) { add("-blockdev", properties.json) }

    /// `qemu:override` of the device with this id.
    private func applyOverrides(_ properties: inout QEMUProperties) {
        guard let id = properties["id"]?.string else { return }
        for override in domain.qemu.overrides where override.alias == id {
            for property in override.properties {
                let text = property.value ?? ""
                switch property.type {
                case "remove": properties.remove(property.name)
                case "signed": properties.set(property.name, .integer(Int64(text) ?? 0))
                case "unsigned":
                    let value = UInt64(cText: text) ?? 0
                    properties.set(property.name, Int64(exactly: value).map { .integer($0) } ?? .unsigned(value))
                case "bool": properties.set(property.name, .bool(text == "true"))
                default: properties.set(property.name, .string(text))
                }
            }
        }
    }

    /// The whole line, in the order in which libvirt writes it.
    mutating func build() throws {
        environmentVariables()
        try nameAndKeys()
        try firmwareDevices()
        try machine()
        try processor()
        try memory()
        try identity()
        try display()
        try monitor()
        try clock()
        try shutdownAndBoot()
        try iommuDevice()
        try controllers()
        try memoryDevices()
        try disks()
        try filesystems()
        try interfaces()
        try characterDevices()
        try tpms()
        try inputs()
        try audioBackends()
        try graphics()
        try videos()
        try sounds()
        try watchdogs()
        try redirectedDevices()
        try hostDevices()
        try smallDevices()
        try tail()
    }

    /// The properties that say where a device sits.
    func addressProperties(_ info: DeviceInfo, _ name: String) throws -> QEMUProperties {
        var properties = QEMUProperties()
        switch info.address {
        case .pci(let address)?:
            guard let bus = pciBusName(address.bus) else {
                throw QEMUDriverError.invalid(
                    "Device '\(name)' is on PCI bus \(address.bus), for which there is no controller.")
            }
            properties.add("bus", bus)
            properties.add("multifunction", address.multifunction.map(\.isOn))
            properties.add("acpi-index", info.acpiIndex)
            let slot = UInt64(address.slot).hex(digits: 1)
            properties.add("addr", address.function == 0 ? slot : "\(slot).\(UInt64(address.function).hex(digits: 1))")
        case .usb(let address)?:
            guard let controller = controller(.usb, address.bus), let alias = controller.info.alias else {
                throw QEMUDriverError.invalid(
                    "Device '\(name)' is on USB bus \(address.bus), for which there is no controller.")
            }
            properties.add("bus", "\(alias).0")
            if !address.port.isEmpty { properties.add("port", address.portText) }
        case .ccw(let address)?: properties.add("devno", address.text)
        case .spaprVIO(let address)?: properties.add("reg", address.reg.map { Int($0.value) })
        case .isa(let address)?:
            properties.add("iobase", address.iobase?.value)
            properties.add("irq", address.irq?.value)
        case .dimm(let address)?:
            properties.add("slot", address.slot)
            properties.add("addr", address.base.map { $0.value })
        case .virtioSerial(let address)?:
            guard let alias = controller(.virtioSerial, address.controller)?.info.alias else {
                throw QEMUDriverError.invalid(
                    "Device '\(name)' is on virtio-serial controller \(address.controller), which is not there.")
            }
            properties.add("bus", "\(alias).\(address.bus)")
            properties.add("nr", address.port)
        case .ccid(let address)?:
            properties.add("bus", "ccid\(address.controller).0")
        case .drive, .virtioMMIO, .virtioS390, .unassigned, nil: break
        }
        return properties
    }

    /// The name of a PCI bus in QEMU.
    func pciBusName(_ bus: Int) -> String? {
        guard let controller = controller(.pci, bus) else {
            return domain.devices.controllers.contains { $0.kind == .pci }
                ? nil : domain.os.isQ35 || domain.os.isARMVirt ? "pcie.0" : "pci.0"
        }
        guard let alias = controller.info.alias else { return nil }
        if controller.model == "pci-root" {
            if domain.os.isPSeries { return controller.target.index ?? 0 == 0 ? "pci.0" : "\(alias).0" }
            return bus == 0 && !alias.hasPrefix("ua-") ? "pci.0" : alias
        }
        if controller.model == "pcie-root" { return "pcie.0" }
        return alias
    }

    func controller(_ kind: Controller.Kind, _ index: Int) -> Controller? {
        domain.devices.controllers.first { $0.kind == kind && ($0.index ?? 0) == index }
    }

    /// `virtio-blk` becomes `virtio-blk-pci`, `-ccw` or `-device`, by where the device sits, and gets its transitional form.
    func virtioDriver(_ base: String, _ info: DeviceInfo, model: String?) throws -> QEMUProperties {
        var name = base
        switch info.address {
        case .ccw?: name += "-ccw"
        case .virtioMMIO?: name += "-device"
        case .virtioS390?:
            throw QEMUDriverError.unsupported("Addresses of type 'virtio-s390' are not supported by this QEMU.")
        default: name += "-pci"
        }
        if model == "virtio-transitional" || model == "virtio-non-transitional" {
            guard case .pci? = info.address else {
                throw QEMUDriverError.unsupported("The model '\(model ?? "")' is for devices on a PCI bus.")
            }
        }
        var properties = QEMUProperties()
        if model == "virtio-transitional" || model == "virtio-non-transitional" {
            let full = name + (model == "virtio-transitional" ? "-transitional" : "-non-transitional")
            if capabilities.has(type: full) {
                properties = QEMUProperties("driver", full)
            } else {
                properties = QEMUProperties("driver", name)
                properties.add("disable-legacy", model == "virtio-transitional" ? "off" : "on")
                properties.add("disable-modern", "off")
            }
        } else {
            properties = QEMUProperties("driver", name)
        }
        return properties
    }

    /// The options of `<driver iommu= ats= packed= page_per_vq=>`.
    func virtioOptions(_ options: VirtioOptions) -> QEMUProperties {
        var properties = QEMUProperties()
        properties.add("iommu_platform", options.iommu?.isOn)
        properties.add("ats", options.ats?.isOn)
        properties.add("packed", options.packed?.isOn)
        properties.add("page-per-vq", options.pagePerVQ?.isOn)
        return properties
    }
}
