// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    mutating func smallDevices() throws {
        if domain.launchSecurity != nil { try launchSecurity() }
        try balloon()
        try randomNumberGenerators()
        if let nvram = domain.devices.nvram, domain.os.isPSeries {
            if case .spaprVIO(let address)? = nvram.info.address, let reg = address.reg {
                add("-global", "spapr-nvram.reg=\(reg.value.hex(digits: 1))")
            }
        }
        if domain.features.vmcoreinfo?.isOn == true { add(device: QEMUProperties("driver", "vmcoreinfo")) }
    }

    private mutating func balloon() throws {
        guard let balloon = domain.devices.balloon, balloon.model != "none" else { return }
        guard balloon.model != "xen" else {
            throw QEMUDriverError.unsupported("The memory balloon 'xen' is not for QEMU.")
        }
        var device = try virtioDriver("virtio-balloon", balloon.info, model: balloon.model)
        device.add(virtioOptions(balloon.virtio))
        device.add("id", balloon.info.alias)
        device.add("deflate-on-oom", balloon.autodeflate?.isOn)
        device.add("free-page-reporting", balloon.freePageReporting?.isOn)
        device.add(try addressProperties(balloon.info, "memballoon"))
        try zpciDevice(balloon.info)
        add(device: device)
    }

    mutating func randomNumberGenerators() throws {
        for generator in domain.devices.randomNumberGenerators where includes(generator.info) {
            try randomNumberGenerator(generator)
        }
    }

    private mutating func randomNumberGenerator(_ generator: RandomNumberGenerator) throws {
        let alias = generator.info.alias ?? ""
        var object: QEMUProperties
        switch generator.backend {
        case "egd":
            try add(chardev: generator.source, alias: alias, id: "char\(alias)")
            object = QEMUProperties("qom-type", "rng-egd")
            object.add("id", "obj\(alias)")
            object.add("chardev", "char\(alias)")
        case "builtin":
            object = QEMUProperties("qom-type", "rng-builtin")
            object.add("id", "obj\(alias)")
        default:
            object = QEMUProperties("qom-type", "rng-random")
            object.add("id", "obj\(alias)")
            object.add("filename", generator.path ?? "/dev/random")
        }
        add(object: object)
        var device = try virtioDriver("virtio-rng", generator.info, model: generator.model)
        device.add(virtioOptions(generator.virtio))
        device.add("rng", "obj\(alias)")
        device.add("id", alias)
        if let bytes = generator.bytes {
            device.add("max-bytes", bytes)
            device.add("period", generator.period ?? 1000)
        }
        device.add(try addressProperties(generator.info, alias))
        try zpciDevice(generator.info)
        add(device: device)
    }

    mutating func panicDevice(_ panic: PanicDevice) throws {
        switch panic.model {
        case "isa":
            var device = QEMUProperties("driver", "pvpanic")
            if case .isa(let address)? = panic.info.address {
                device.add("ioport", address.iobase?.value)
            }
            add(device: device)
        case "pvpanic":
            var device = QEMUProperties("driver", "pvpanic-pci")
            device.add(try addressProperties(panic.info, "panic"))
            add(device: device)
        default: break  // Part of the CPU or of the firmware.
        }
    }

    mutating func sharedMemory(_ memory: SharedMemory) throws {
        let alias = memory.info.alias ?? ""
        var device: QEMUProperties
        switch memory.model {
        case "ivshmem-plain":
            var object = QEMUProperties("qom-type", "memory-backend-file")
            object.add("id", "shmmem-\(alias)")
            object.add("mem-path", "/dev/shm/\(memory.name)")
            object.add("size", memory.size?.bytes ?? 4 << 20)
            object.add("share", true)
            add(object: object)
            device = QEMUProperties("driver", "ivshmem-plain")
            device.add("id", alias)
            device.add("memdev", "shmmem-\(alias)")
        case "ivshmem-doorbell":
            add(
                "-chardev",
                "socket,id=char\(alias),path=\((memory.server ?? "/var/lib/libvirt/shmem-\(memory.name)-sock").escapedForQEMU)"
            )
            device = QEMUProperties("driver", "ivshmem-doorbell")
            device.add("id", alias)
            device.add("chardev", "char\(alias)")
            device.add("vectors", memory.vectors)
            device.add("ioeventfd", memory.ioeventfd?.isOn)
        default:
            throw QEMUDriverError.unsupported(
                "Shared memory of model 'ivshmem' is gone from QEMU. Use 'ivshmem-plain'.")
        }
        if let role = memory.role, memory.model != "ivshmem-doorbell" { device.add("master", role == "master") }
        device.add(try addressProperties(memory.info, alias))
        try zpciDevice(memory.info)
        add(device: device)
    }

    mutating func vsockDevice(_ vsock: VSock) throws {
        var device = try virtioDriver("vhost-vsock", vsock.info, model: vsock.model)
        device.add(virtioOptions(vsock.virtio))
        device.add("id", vsock.info.alias)
        device.add("guest-cid", vsock.cid ?? context.host.vsockCID)
        if let number = context.descriptors.vhostVSock {
            device.add("vhostfd", String(number))
            invocation.descriptors.append(.init(number: number, purpose: .vhostVSock))
        }
        device.add(try addressProperties(vsock.info, "vsock"))
        try zpciDevice(vsock.info)
        add(device: device)
    }

    mutating func cryptoDevices() throws {
        for crypto in domain.devices.cryptos {
            let alias = crypto.info.alias ?? ""
            var object = QEMUProperties("qom-type", "cryptodev-backend-\(crypto.backend)")
            object.add("id", "obj\(alias)")
            object.add("queues", crypto.queues)
            add(object: object)
            var device = try virtioDriver("virtio-crypto", crypto.info, model: nil)
            device.add(virtioOptions(crypto.virtio))
            device.add("cryptodev", "obj\(alias)")
            device.add("id", alias)
            device.add(try addressProperties(crypto.info, alias))
            add(device: device)
        }
    }

    private mutating func launchSecurity() throws {
        guard let security = domain.launchSecurity else { return }
        var object: QEMUProperties
        if security.type == "sev" {
            object = QEMUProperties("qom-type", "sev-guest")
            object.add("id", "lsec0")
            object.add("cbitpos", security.cbitpos ?? capabilities.sev?.cbitpos)
            object.add("reduced-phys-bits", security.reducedPhysBits ?? capabilities.sev?.reducedPhysBits)
            object.add("policy", security.policy.map { Int($0.value) })
            for (name, file, value) in [
                ("dh-cert-file", "dh_cert", security.dhCert), ("session-file", "session", security.session),
            ] {
                guard let value else { continue }
                let path = "\(libraryDirectory)/\(file).base64"
                invocation.files.append(.init(path: path, content: .bytes(Array(value.utf8))))
                object.add(name, path)
            }
            object.add("kernel-hashes", security.kernelHashes.map(\.isYes))
        } else {
            object = QEMUProperties("qom-type", "s390-pv-guest")
            object.add("id", "lsec0")
        }
        add(object: object)
    }

    /// A DIMM, NVDIMM or virtio memory device with its backend.
    mutating func memoryDevice(_ memory: MemoryDevice) throws {
        let alias = memory.info.alias ?? ""
        try add(memoryObject: memoryBackend(id: "mem\(alias)", kib: memory.size.kib, cell: nil, device: memory))
        var device: QEMUProperties
        switch memory.model {
        case "dimm", "nvdimm": device = QEMUProperties("driver", memory.model == "dimm" ? "pc-dimm" : "nvdimm")
        case "virtio-pmem": device = try virtioDriver("virtio-pmem", memory.info, model: nil)
        case "virtio-mem": device = try virtioDriver("virtio-mem", memory.info, model: nil)
        default: throw QEMUDriverError.unsupported("Memory devices of model '\(memory.model)' are not supported.")
        }
        device.add("node", memory.node)
        if let label = memory.labelSize { device.add("label-size", label.kib * 1024) }
        if let block = memory.blockSize { device.add("block-size", block.kib * 1024) }
        if let requested = memory.requested, requested.kib > 0 { device.add("requested-size", requested.kib * 1024) }
        if let uuid = memory.uuid { device.add("uuid", uuid.xml) }
        if memory.isReadOnly { device.add("unarmed", true) }
        device.add("memdev", "mem\(alias)")
        if memory.model == "virtio-mem", try isPreallocated(memory), capabilities.preallocatesPluggedMemory {
            device.add("prealloc", true)
        }
        device.add("id", alias)
        device.add(try addressProperties(memory.info, alias))
        add(device: device)
    }

    /// A memory backend, with the thread context in which its pages are allocated.
    mutating func add(memoryObject object: QEMUProperties) throws {
        var object = object
        if capabilities.has(.threadContext), object["prealloc"]?.bool == true, let nodes = object["host-nodes"]?.array,
            let id = object["id"]?.string
        {
            var threads = QEMUProperties("qom-type", "thread-context")
            threads.add("id", "tc-\(id)")
            threads.add("node-affinity", .array(nodes))
            add(object: threads)
            object.add("prealloc-context", "tc-\(id)")
        }
        add(object: object)
    }
}
