// SPDX-License-Identifier: Apache-2.0

/// What one QEMU binary can do.
package struct QEMUCapabilities: Sendable, Hashable {
    /// One thing that an emulator can or cannot do. The raw values are the names under which libvirt keeps the same facts.
    package enum Flag: String, Sendable, Hashable, CaseIterable {
        case deviceJSON = "DEVICE_JSON"
        case netdevJSON = "NETDEV_JSON"
        case objectJSON = "OBJECT_JSON"
        case kvm = "KVM"
        case threadContext = "THREAD_CONTEXT"
        case netdevStream = "NETDEV_STREAM"
        case smpDies = "SMP_DIES"
        case sdl = "SDL"
        case spice = "SPICE"
        case vnc = "VNC"
        case eglHeadless = "EGL_HEADLESS"
        case displayDBus = "DISPLAY_DBUS"
        case memoryBackendMemfd = "OBJECT_MEMORY_MEMFD"
        case preallocThreads = "MEMORY_BACKEND_PREALLOC_THREADS"
        case sgx = "SGX_EPC"
        case chardevQEMUVDAgent = "CHARDEV_QEMU_VDAGENT"
        case runWithAsyncTeardown = "RUN_WITH_ASYNC_TEARDOWN"
        case screendump = "SCREENDUMP_DEVICE"
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
    package var machines: [Machine] = []
    /// Names of device and object types (QMP `qom-list-types`).
    package var types: Set<String> = []
    /// Properties of types, as far as they are known.
    package var properties: [String: Set<String>] = [:]
    /// Names of CPU models.
    package var cpuModels: Set<String> = []
    /// Whether everything that is not known is taken to be there.
    package var isAssumed = false

    package init() {}

    /// What QEMU 7.2 or newer can do, without asking it.
    package static let assumed: QEMUCapabilities = {
        var capabilities = QEMUCapabilities()
        capabilities.isAssumed = true
        capabilities.flags = [.deviceJSON, .netdevJSON, .objectJSON, .memoryBackendMemfd, .netdevStream]
        return capabilities
    }()

    /// Whether a flag is set.
    package func has(_ flag: Flag) -> Bool { flags.contains(flag) }
    /// Whether there is a device or object of a type.
    package func has(type: String) -> Bool { isAssumed || types.contains(type) }
    /// Whether a type has a property.
    package func has(_ property: String, of type: String) -> Bool {
        isAssumed || properties[type]?.contains(property) == true
    }
    /// A machine type by name or alias.
    package func machine(_ name: String) -> Machine? {
        machines.first { $0.name == name } ?? machines.first { $0.alias == name }
    }
}
