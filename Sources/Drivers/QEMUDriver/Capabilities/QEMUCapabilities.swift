// SPDX-License-Identifier: Apache-2.0

package import QMP

/// What one QEMU binary can do.
package struct QEMUCapabilities: Sendable, Hashable {
    /// One thing that an emulator can or cannot do and that is not simply a type or a property.
    package enum Flag: String, Sendable, CaseIterable {
        /// `-device` takes JSON, and what it plugs in so can be unplugged.
        case deviceJSON
        /// `-netdev` takes JSON.
        case netdevJSON
        /// `-object` takes JSON.
        case objectJSON
        /// Virtual machines run on KVM.
        case kvm
        /// Objects of type `thread-context`.
        case threadContext
        /// `-netdev stream`
        case netdevStream
        /// `-smp dies=`
        case smpDies
        case sdl, spice, vnc, eglHeadless, displayDBus
        /// Memory backends take `prealloc-threads`.
        case preallocThreads
        /// Memory backends take `x-use-canonical-path-for-ramblock-id`.
        case canonicalRAMBlockID
        /// QMP `set-action`, by which the reaction to a reboot is set without an argument.
        case setAction
        /// `-machine hpet=`
        case machineHPET
        /// `-enable-fips`
        case enableFIPS
        /// `-no-acpi`
        case noACPI
        /// Block driver `rbd` decrypts by itself.
        case rbdEncryption
        /// Block driver `vxhs`, which QEMU 5.2 lost.
        case vxhs
        /// The `tls-hostname` of NBD.
        case nbdTLSHostname
        /// virtio-net has `rss`.
        case virtioNetRSS
        /// Incremental backup with all that it needs: `blockdev-reopen`, bitmaps that migrate.
        case incrementalBackup
    }

    /// One machine type.
    package struct Machine: Sendable, Hashable {
        package var name: String
        package var alias: String?
        package var isDefault = false
        package var isDeprecated = false
        package var maximumCPUs = 0
        package var hasHotpluggableCPUs = false
        package var defaultCPU: String?
        package var defaultRAMID: String?
        package var hasNUMAMemory = true
        package var hasACPI = true
        package init(_ name: String) { self.name = name }
    }

    package var architecture = "x86_64"
    /// major * 1,000,000 + minor * 1,000 + micro
    package var version = 7_002_000
    package var flags: Set<Flag> = []
    /// The machine types with TCG, or with any accelerator where none differs.
    package var machines: [Machine] = []
    /// The machine types with KVM.
    package var machinesWithKVM: [Machine] = []
    /// Machine types of other architectures, for an emulator that stands for several.
    package var machinesByArchitecture: [String: [Machine]] = [:]
    /// Names of device and object types (QMP `qom-list-types`).
    package var types: NameSet = []
    /// Properties of types, as far as they are known.
    package var properties: [String: NameSet] = [:]
    /// Names of QMP commands.
    package var commands: NameSet = []
    /// Parameters of command line options.
    package var commandLineOptions: [String: NameSet] = [:]
    /// The CPU models, in QEMU's order.
    package var cpuModels: [CPUModel] = []
    package var cpuModelsWithKVM: [CPUModel] = []
    /// Type name of each CPU model: `qemu64` for `qemu64-x86_64-cpu`.
    package var cpuModelNames: [String: String] = [:]
    /// Properties that CPU model `host` has with KVM, and `max` with TCG, as far as guests that have them can migrate;
    /// in QEMU's order; the name of the model stands among them as `model-name`.
    package var hostCPUWithKVM: [JSONValue.Member] = []
    package var hostCPU: [JSONValue.Member] = []
    /// The features that CPU model `host` has besides, of guests that never migrate.
    package var unmigratableFeatures: [String] = []
    /// The versions of ARM's interrupt controller that there are.
    package var interruptControllers: [InterruptController] = []
    /// The C-bit position and reduced physical address bits of AMD SEV.
    package var sev: SEV?
    /// Software guard extensions that guests can have.
    package var sgx: SGX?
    /// The models of trusted platform modules, and what can be behind them.
    package var tpmModels: [String] = []
    package var tpmTypes: [String] = []
    /// Hyper-V enlightenments that KVM gives on this host, by QEMU's names; nil where it is not known.
    package var hyperVWithKVM: [String]?
    /// The version of the distribution's package; empty for none.
    package var packageVersion = ""
    /// Whether everything that is not known is taken to be there.
    package var isAssumed = false

    /// One version of ARM's interrupt controller, and who has it.
    package struct InterruptController: Sendable, Hashable {
        package var version: Int
        package var isInKernel: Bool
        package var isEmulated: Bool
    }

    /// Whether the kernel has version 3 of ARM's interrupt controller.
    package var hasKernelGIC3: Bool { interruptControllers.contains { $0.version == 3 && $0.isInKernel } }

    package struct SEV: Sendable, Hashable {
        package var cbitpos: UInt32
        package var reducedPhysBits: UInt32
    }

    /// Answer to `query-sgx-capabilities`.
    package struct SGX: Sendable, Hashable {
        package var hasFLC = false
        package var hasSGX1 = false
        package var hasSGX2 = false
        /// The size of the enclave page cache, in bytes.
        package var sectionSize: UInt64 = 0
        /// The sizes of its parts by NUMA node, in bytes.
        package var sections: [Section] = []

        package struct Section: Sendable, Hashable {
            package var node: Int
            package var size: UInt64
        }
    }

    /// One CPU model.
    package struct CPUModel: Sendable, Hashable {
        package var name: String
        /// The features that the accelerator lacks for it; nil when QEMU cannot tell.
        package var missingFeatures: NameList?
        package var isDeprecated = false
    }

    package init() {}

    /// What QEMU 7.2 or newer can do, without asking it.
    package static let assumed: QEMUCapabilities = {
        var capabilities = QEMUCapabilities()
        capabilities.isAssumed = true
        capabilities.flags = [
            .deviceJSON, .netdevJSON, .objectJSON, .netdevStream, .preallocThreads, .smpDies, .setAction,
            .virtioNetRSS,
        ]
        return capabilities
    }()

    /// Whether a flag is set.
    package func has(_ flag: Flag) -> Bool { flags.contains(flag) }
    /// Whether there is a device or object of a type.
    package func has(type: String) -> Bool { isAssumed || types.contains(type) }
    /// Whether a type has a property.
    ///
    /// The type must be one of ``propertyTypes``, whose properties are asked for.
    package func has(_ property: String, of type: String) -> Bool {
        assert(
            isAssumed || Self.propertyTypes.contains { $0.name == type } || properties[type] != nil,
            "The properties of \(type) are not probed: add it to propertyTypes.")
        return isAssumed || properties[type]?.contains(property) == true
    }
    /// The machine types for an accelerator.
    package func machines(withKVM: Bool) -> [Machine] {
        withKVM && !machinesWithKVM.isEmpty ? machinesWithKVM : machines
    }
    /// A machine type by name or alias.
    package func machine(_ name: String, withKVM: Bool = false) -> Machine? {
        let machines = machines(withKVM: withKVM)
        return machines.first { $0.name == name } ?? machines.first { $0.alias == name }
    }
    /// Makes each alias a machine type of its own, so that `pc` stays `pc`.
    package mutating func makeAliasesMachines() {
        func split(_ machines: [Machine]) -> [Machine] {
            machines.flatMap { machine in
                guard let alias = machine.alias else { return [machine] }
                var plain = machine
                plain.alias = nil
                plain.isDefault = false
                var other = machine
                other.name = alias
                other.alias = nil
                return [other, plain]
            }
        }
        machines = split(machines)
        machinesWithKVM = split(machinesWithKVM)
    }
}

extension QEMUCapabilities {
    /// Adds what one of libvirt's capability names stands for; used for imaginary emulators in tests.
    package mutating func add(libvirtFlag name: String) {
        let name = name.hasPrefix("QEMU_CAPS_") ? String(name.dropFirst(10)) : name
        let named: [String: String] = [
            "DEVICE_CIRRUS_VGA": "cirrus-vga", "DEVICE_PCI_BRIDGE": "pci-bridge", "DEVICE_IOH3420": "ioh3420",
            "DEVICE_DMI_TO_PCI_BRIDGE": "i82801b11-bridge", "DEVICE_QXL": "qxl", "DEVICE_VFIO_PCI": "vfio-pci",
            "ICH9_AHCI": "ich9-ahci", "DEVICE_ZPCI": "zpci", "OBJECT_GPEX": "gpex-pcihost",
            "VIRTIO_SCSI": "virtio-scsi-pci",
            "ICH9_USB_EHCI1": "ich9-usb-ehci1", "DEVICE_NVDIMM": "nvdimm", "SCSI_LSI": "lsi53c895a",
            "DEVICE_VIRTIO_RNG": "virtio-rng-device", "DEVICE_PCIE_ROOT_PORT": "pcie-root-port",
            "DEVICE_X3130_UPSTREAM": "x3130-upstream", "DEVICE_USB_STORAGE": "usb-storage", "HDA_DUPLEX": "hda-duplex",
            "USB_REDIR": "usb-redir", "OBJECT_RNG_RANDOM": "rng-random", "DEVICE_PCI_SERIAL": "pci-serial",
            "DEVICE_XIO3130_DOWNSTREAM": "xio3130-downstream", "DEVICE_PANIC": "pvpanic",
            "DEVICE_VIRTIO_GPU": "virtio-gpu-device", "DEVICE_VGA": "VGA", "DEVICE_ICH9_INTEL_HDA": "ich9-intel-hda",
            "OBJECT_USB_AUDIO": "usb-audio", "HDA_MICRO": "hda-micro", "HDA_OUTPUT": "hda-output", "USB_HUB": "usb-hub",
            "DEVICE_QEMU_XHCI": "qemu-xhci", "DEVICE_USB_SERIAL": "usb-serial", "DEVICE_PL011": "pl011",
            "DEVICE_PXB": "pxb", "NEC_USB_XHCI": "nec-usb-xhci", "DEVICE_VFIO_AP": "vfio-ap",
            "OBJECT_RNG_EGD": "rng-egd",
            "DEVICE_IVSHMEM": "ivshmem", "DEVICE_VIRTIO_MMIO": "virtio-mmio",
            "DEVICE_PCIE_PCI_BRIDGE": "pcie-pci-bridge",
            "VIRTIO_KEYBOARD": "virtio-keyboard-device", "VIRTIO_MOUSE": "virtio-mouse-device",
            "VIRTIO_TABLET": "virtio-tablet-device",
        ]
        if let type = named[name] { types.insert(type) }
        switch name {
        case "KVM": flags.insert(.kvm)
        case "VNC": flags.insert(.vnc)
        case "SPICE": flags.insert(.spice)
        case "SDL": flags.insert(.sdl)
        case "EGL_HEADLESS": flags.insert(.eglHeadless)
        case "DISPLAY_DBUS": flags.insert(.displayDBus)
        default: break
        }
    }
}
