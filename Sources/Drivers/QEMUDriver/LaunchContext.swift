// SPDX-License-Identifier: Apache-2.0

package import VirtModel

/// Everything outside of the domain and of QEMU that decides how a launch looks: directories, ids, host facts, handed-in
/// descriptors, the clock and random bytes. Two launches from equal values are equal.
package struct LaunchContext: Sendable {
    /// The driver's settings.
    package var configuration = DriverConfiguration()
    /// The number of the domain.
    package var domainID = -1
    /// Variables that the emulator gets as they are.
    package var inheritedEnvironment: [EnvironmentVariable] = []
    /// Descriptors that stand in for what a device would open, by the name of the device: `monitor`, `serial0`,
    /// `channel0`, `console0`, `fs0`, `net0`, ...
    package var handedIn: [String: HandedIn] = [:]
    /// The descriptors that QEMU opens listening sockets and files through.
    package var descriptors = DescriptorNumbers()
    /// What is known of the host.
    package var host = HostFacts()
    /// Variables of the driver's own process that some devices look at.
    package var variables: [String: String] = [:]
    /// Whether a document is new here, so that what it leaves open may get today's defaults.
    package var updatesABI = false
    /// Seconds since 1970-01-01 UTC.
    package var now: Int64 = 0
    /// Bytes of which the generated identifiers are made.
    package var random: @Sendable (_ count: Int) -> [UInt8] = { count in
        (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    }
    /// Looks up the value of a secret.
    package var secret: @Sendable (_ reference: SecretReference, _ usageType: String) -> [UInt8]? = { _, _ in nil }
    /// Encrypts a secret with the domain's master key; nil where there is none.
    package var seal: @Sendable (_ value: [UInt8]) -> SealedSecret? = { _ in nil }
    /// The firmware of the host, in the order of preference.
    package var firmware: [FirmwareDescriptor] = []
    /// What a volume of a storage pool is: a source that QEMU can open; nil when there is no such volume.
    package var volume: @Sendable (_ source: StorageSource) -> StorageSource? = { _ in nil }
    /// Groups of descriptors that storage sources name by `fdgroup`.
    package var descriptorGroups: [String: [Int]] = [:]
    /// Whether the guest's CPUs wait for `cont` (`-S`).
    package var startsPaused = true
    /// Whether the guest's state is to come by the monitor's `migrate-incoming` (`-incoming defer`).
    package var awaitsIncomingState = false
    /// The file that holds the machine's own memory, where the domain has it in a file; nil for one in the driver's
    /// directory.
    package var memoryFile: String?
    /// Whether QEMU ends by itself when the guest powers off, and, where the domain says so, when it reboots. Otherwise
    /// it stays and tells by an event, which is what a driver that watches the monitor wants.
    package var exitsByItself = false
    /// Whether QEMU makes the taps of interfaces for itself, as nobody hands it any.
    package var opensTaps = false
    /// Overlay images (qcow2, there already) that take the writes of transient disks, by the name of the disk's target.
    package var transientOverlays: [String: String] = [:]
    /// Whether limits of disks are objects on the command line. Otherwise the driver sets them by the monitor, before the
    /// guest runs, which is what libvirt does.
    package var throttlesByObjects = true
    /// Whether the driver plugs in by itself the vCPUs that the domain calls hotpluggable, before the guest runs.
    /// Otherwise they are there from the start, and stay.
    package var plugsVCPUs = false
    /// Whether somebody gives effect to what the host's side of an interface asks for: traffic shaping, filters, VLANs and
    /// virtual ports.
    package var preparesHostNetwork = false
    /// Whether a master key is handed to QEMU, by which secrets are encrypted.
    package var usesMasterKey = true

    package init() {}

    /// `1-NAME`, which names the domain's directories; NAME is cut to 20 characters.
    func shortName(ofDomain name: String) -> String { "\(domainID)-\(String(name.unicodeScalars.prefix(20)))" }

    /// A descriptor that is there already.
    package enum HandedIn: Sendable, Hashable {
        /// A connected stream socket.
        case connectedSocket(Int)
        /// A socket that listens; QEMU accepts.
        case listeningSocket(Int)
        /// Anything that is read from and written to, such as a pipe, a file or a terminal.
        case descriptor(Int)
    }

    package struct EnvironmentVariable: Sendable, Hashable {
        package var name: String
        package var value: String
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}

/// The numbers of descriptors that QEMU inherits for what the launcher opens on its behalf. Nil: QEMU opens it itself,
/// by its path.
package struct DescriptorNumbers: Sendable, Hashable {
    /// Where set, as in a real launch, each listening socket, file and log of a character device, secret, tap, vhost and
    /// connection to a helper program gets a number of its own, from this one on, as ``QEMUInvocation/descriptors`` then lists
    /// them; the fixed numbers of these are then not looked at.
    package var firstFree: Int?
    /// Of listening sockets of character devices and the monitor.
    package var listeningSocket: Int?
    /// Of files of character devices and of their logs, each in an fd set.
    package var characterFile: Int?
    package var characterLog: Int?
    package var tpmDevice: Int?
    package var tpmCancel: Int?
    package var vdpa: Int?
    package var vhostUserVideo: Int?
    package var vhostVSock: Int?
    package var vhostSCSI: Int?
    package var firstTap: Int?
    package var firstVhostNet: Int?
    package init() {}
}

/// Settings of the driver, as `qemu.conf` has them.
package struct DriverConfiguration: Sendable, Hashable {
    package var libraryDirectory = "/var/lib/libvirt/qemu"
    package var channelTargetDirectory = "/var/lib/libvirt/qemu/channel/target"
    package var memoryBackingDirectory = "/var/lib/libvirt/qemu/ram"
    package var nvramDirectory = "/var/lib/libvirt/qemu/nvram"
    package var swtpmStateDirectory = "/run/libvirt/qemu/swtpm"
    package var passtStateDirectory = "/run/libvirt/qemu/passt"
    package var dbusStateDirectory = "/run/libvirt/qemu/dbus"
    package var slirpStateDirectory = "/run/libvirt/qemu/slirp"
    package var hugePageMounts: [HugePageMount] = []
    package var isPrivileged = false
    package var vncListen = "127.0.0.1"
    package var spiceListen = "127.0.0.1"
    package var vncTLS = false
    package var vncTLSVerify = false
    package var vncSASL = false
    package var vncTLSDirectory = "/etc/pki/libvirt-vnc"
    package var vncPassword: String?
    package var vncTLSSecretUUID: String?
    package var vncAutoUnixSocket = false
    package var vncAllowHostAudio = false
    package var noGraphicsAllowHostAudio = false
    package var spiceTLS = false
    package var spiceSASL = false
    package var spiceTLSDirectory = "/etc/pki/libvirt-spice"
    package var spicePassword: String?
    package var spiceAutoUnixSocket = false
    package var chardevTLS = false
    package var chardevTLSVerify = false
    package var chardevTLSDirectory = "/etc/pki/libvirt-chardev"
    package var chardevTLSSecretUUID: String?
    package var vxhsTLS = false
    package var vxhsTLSDirectory = "/etc/pki/libvirt-vxhs"
    package var nbdTLSDirectory = "/etc/pki/libvirt-nbd"
    package var nbdTLSSecretUUID: String?
    package var vxhsTLSSecretUUID: String?
    package var saslDirectory: String?
    package var dumpsGuestCore = false
    /// On (true), off (false), or on as far as QEMU can (nil).
    package var sandbox: Bool?
    package var logTimestamps = true
    package var glusterDebugLevel = 4
    package var usesLogDaemon = false
    package var deprecationBehavior = "none"
    /// Pairs of a loader path and its NVRAM template.
    package var firmwares: [FirmwarePair] = []

    package init() {}

    package struct HugePageMount: Sendable, Hashable {
        package var path: String
        package var kib: UInt64
        package var isDefault: Bool
        package init(path: String, kib: UInt64, isDefault: Bool) {
            (self.path, self.kib, self.isDefault) = (path, kib, isDefault)
        }
    }

    package struct FirmwarePair: Sendable, Hashable {
        package var loader: String
        package var nvram: String
        package init(loader: String, nvram: String) { (self.loader, self.nvram) = (loader, nvram) }
    }
}

/// What is known of the host.
package struct HostFacts: Sendable, Hashable {
    package var architecture = "x86_64"
    /// The CPU model of the host, by name; nil when it is not known.
    package var cpuName: String?
    /// GIC versions that host and emulator know.
    package var gicVersions: [String] = []
    package var pageSizeInBytes = 4096
    package var transparentHugePageInKiB: UInt64 = 2048
    package var automaticNodes: IntegerSet?
    package var highestNode = 0
    package var tapName = "vnet0"
    /// Whether the kernel carries packets of virtio interfaces: `/dev/vhost-net` can be opened. Looked at when the builder
    /// gives out numbers (``DescriptorNumbers/firstFree``).
    package var hasVhostNet = false
    package var existingTapNames: Set<String> = []
    package var vsockCID: UInt32 = 3
    package var vncPort = 5900
    package var spicePort = 5901
    package var spiceTLSPort = 5902
    package var renderNode: String?
    package var scsiHostDevicePath: String?
    /// The I/O MMU group of each PCI device, by its address as Linux writes it.
    package var iommuGroups: [String: Int] = [:]
    package var hostCDROMPaths: Set<String> = []
    package var ovsVhostUserName: String?
    package var tpmCancelPath: String?
    package var tpmEmulatorSocket: String?
    package var usesFIPS = false
    /// The numbers of users (`user`) and groups (`group`) by name, of those that the domain names.
    package var accounts: [String: [String: UInt32]] = [:]
    package var swtpmVersions: Set<String> = ["1.2", "2.0"]
    package init() {}
}

extension LaunchContext {
    /// A secret in the form in which QEMU takes it: encrypted with the master key, in base64.
    package struct SealedSecret: Sendable, Hashable {
        package var data: String
        package var initializationVector: String
        package init(data: String, initializationVector: String) {
            (self.data, self.initializationVector) = (data, initializationVector)
        }
    }
}
