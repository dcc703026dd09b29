// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage
internal import VirtModel

extension Domain {
    /// The machine of a VM, with no device that the guest has no use for: each costs time when the guest comes up.
    init(
        for vm: TinyVM, _ choice: MachineChoice, _ transport: ShareTransport?, image: String,
        memory: MachineMemory = .own
    ) {
        self.init()
        kind = choice.usesKVM ? .kvm : .qemu
        name = "tinyvm"
        self.memory = MemorySize(kib: UInt64(vm.memoryInMiB ?? TinyVM.smallestMemoryInMiB) * 1024)
        vcpus.maximum = vm.cpus
        onReboot = "destroy"
        // Where a kernel is loaded directly, the machine of Arm is described by a device tree instead.
        features.acpi = vm.architecture == .x86_64
        os.architecture = vm.architecture.rawValue
        os.machine = vm.machine ?? (vm.architecture == .x86_64 ? "q35" : "virt")
        os.kernel = memory == .restored && choice.isUnpacked ? image : choice.kernelFile.string
        os.initrd = image
        os.commandLine = KernelArguments(for: vm, usesKVM: choice.usesKVM).text
        if let firmware = choice.firmware {
            var loader = OperatingSystem.Loader()
            loader.path = firmware.string
            loader.type = "rom"
            os.loader = loader
        }
        cpu = Domain.cpu(for: vm, usesKVM: choice.usesKVM)
        devices.emulator = choice.qemu.string
        devices.balloon = MemoryBalloon(model: "none")
        if vm.architecture == .x86_64 { devices.controllers.append(Controller(.usb, index: 0, model: "none")) }
        var addresses = Addresses(isPCIExpress: os.machine?.hasPrefix("pc") == false)
        addChannel(&addresses)
        for (index, disk) in vm.disks.enumerated() { add(disk, index, &addresses) }
        for (index, share) in vm.shares.enumerated() { add(share, index, transport, &addresses) }
        if vm.network == .user {
            var interface = NetworkInterface()
            interface.kind = .user
            interface.model = addresses.model
            interface.info.address = addresses.next()
            devices.interfaces.append(interface)
        }
        if case .virtiofs = transport {
            // The file server reads and writes the guest's memory.
            memoryBacking.sourceType = "memfd"
            memoryBacking.accessMode = "shared"
        }
        if memory != .own {
            memoryBacking.sourceType = "file"
            memoryBacking.accessMode = memory == .saved ? "shared" : "private"
        }
        qemu.arguments = vm.qemuArguments
    }

    /// The devices' places on the first bus, one after the other; without bridges there is little to look through.
    private struct Addresses {
        var slot = 1
        /// On PCI Express the devices speak only the modern form of virtio, which saves the guest a look at the other.
        let model: String

        init(isPCIExpress: Bool) { model = isPCIExpress ? "virtio-non-transitional" : "virtio" }

        mutating func next() -> DeviceAddress {
            slot += 1
            return .pci(PCIAddress(bus: 0, slot: slot))
        }
    }

    private static func cpu(for vm: TinyVM, usesKVM: Bool) -> CPU? {
        var cpu = CPU()
        if let model = vm.cpuModel, model != "host" {
            cpu.mode = "custom"
            cpu.model = model
        } else if usesKVM {
            cpu.mode = "host-passthrough"
        } else if vm.architecture == .aarch64 {
            // The machine's own default has 32 bits.
            cpu.mode = "custom"
            cpu.model = "cortex-a57"
        } else {
            return nil
        }
        return cpu
    }

    private mutating func addChannel(_ addresses: inout Addresses) {
        var controller = Controller(.virtioSerial, index: 0, model: addresses.model)
        controller.ports = 2
        controller.info.address = addresses.next()
        devices.controllers.append(controller)
        var channel = CharacterDevice(.channel, CharacterSource(.unix))
        channel.targetType = "virtio"
        channel.name = "org.swift-virt.tinyvm"
        channel.info.address = .virtioSerial(VirtioSerialAddress(controller: 0, bus: 0, port: 1))
        devices.channels.append(channel)
        var serial = CharacterDevice(.serial, CharacterSource(.unix))
        serial.port = 0
        devices.serials.append(serial)
    }

    /// The name of a disk in the guest: vda, vdb and so on.
    static func diskName(_ index: Int) -> String {
        var name = ""
        var rest = index
        repeat {
            name = String(UnicodeScalar(UInt8(97 + rest % 26))) + name
            rest = rest / 26 - 1
        } while rest >= 0
        return "vd" + name
    }

    private mutating func add(_ disk: TinyVM.Disk, _ index: Int, _ addresses: inout Addresses) {
        var device = Disk()
        device.target = Domain.diskName(index)
        device.bus = .virtio
        device.model = addresses.model == "virtio" ? nil : addresses.model
        device.source = StorageSource(file: disk.path.string, format: StorageFormat(rawValue: disk.format))
        var status = Glibc.stat()
        if stat(disk.path.string, &status) == 0, status.st_mode & S_IFMT == S_IFBLK { device.source.type = .block }
        device.isReadOnly = disk.access == .readOnly
        device.isTransient = disk.access == .snapshot
        device.driver.cache = disk.access == .snapshot ? "unsafe" : "writeback"
        device.info.address = addresses.next()
        devices.disks.append(device)
    }

    private mutating func add(
        _ share: TinyVM.Share, _ index: Int, _ transport: ShareTransport?, _ addresses: inout Addresses
    ) {
        var device = FileSystemDevice()
        device.source = share.source.string
        device.target = MachineInvocation.shareTag(index)
        device.info.address = addresses.next()
        device.model = addresses.model == "virtio" ? nil : addresses.model
        if case .virtiofs = transport {
            device.driverType = "virtiofs"
            device.model = nil
        } else {
            device.isReadOnly = !share.isWritable
            // Files are what the caller may make them: as root with their owners, else without.
            device.accessMode = geteuid() == 0 ? "passthrough" : "squash"
            device.multidevs = "remap"
        }
        devices.filesystems.append(device)
    }
}
