// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import QEMUDriver
internal import QMP
internal import VirtModel
internal import XMLCoding

/// The pretended host of the acceptance corpus: `environment.json`, as its README describes it.
struct Host {
    private let json: JSONValue

    /// Where the files of the pretended host are: beside the environment.
    private let directory: String

    init(_ json: JSONValue, directory: String) {
        self.json = json
        self.directory = directory
    }

    private func number(_ keys: String...) -> Int? {
        keys.reduce(Optional(json)) { $0?[$1] }?.integer.map { Int(clamping: $0) }
    }

    func apply(_ context: inout LaunchContext) throws {
        Self.configuration(json["config"], &context.configuration)
        context.inheritedEnvironment = ["LC_ALL", "PATH", "USER", "LOGNAME"].compactMap { name in
            json["environment"]?[name]?.string.map { .init(name, $0) }
        }
        // What libvirt leaves to the monitor and to the host's network is not on the command line.
        context.throttlesByObjects = false
        context.plugsVCPUs = true
        context.preparesHostNetwork = true
        context.domainID = number("domain", "id") ?? -1
        context.now = json["clock_unix_time"]?.integer ?? 0
        descriptors(&context.descriptors)
        host(&context.host)
        context.firmware = Self.firmware(directory + "/host-files")
        context.volume = { [directory] in Self.volume($0, directory + "/host-files/storage-pools") }
        context.random = { count in (0..<count).map { UInt8(truncatingIfNeeded: $0) } }
        secrets(&context)
    }

    private func descriptors(_ numbers: inout DescriptorNumbers) {
        numbers.listeningSocket = number("file_descriptors", "unix_listen_chardev_and_monitor")
        numbers.characterFile = number("file_descriptors", "file_chardev")
        numbers.characterLog = number("file_descriptors", "chardev_logfile")
        numbers.tpmDevice = number("file_descriptors", "tpm_device")
        numbers.tpmCancel = number("file_descriptors", "tpm_cancel")
        numbers.vdpa = number("file_descriptors", "vdpa")
        numbers.vhostUserVideo = number("file_descriptors", "vhost_user_video")
        numbers.vhostVSock = number("file_descriptors", "vhost_vsock")
        numbers.vhostSCSI = number("file_descriptors", "vhost_scsi")
        numbers.firstTap = number("file_descriptors", "tap_first")
        numbers.firstVhostNet = number("file_descriptors", "vhost_net_first")
    }

    private func host(_ host: inout HostFacts) {
        host.pageSizeInBytes = number("page_size") ?? 4096
        host.transparentHugePageInKiB = UInt64(clamping: number("thp_size_kib") ?? 2048)
        host.highestNode = number("numa", "max_node") ?? 0
        host.automaticNodes = json["numa"]?["auto_nodeset"]?.string.flatMap { IntegerSet(xml: $0) }
        host.vsockCID = UInt32(clamping: number("vsock_auto_cid") ?? 3)
        host.vncPort = number("auto_ports", "vnc") ?? 5900
        host.spicePort = number("auto_ports", "spice") ?? 5901
        host.spiceTLSPort = number("auto_ports", "spice_tls") ?? 5902
        host.renderNode = json["drm_render_node"]?.string
        for device in json["pci_devices"]?.array ?? [] {
            if let address = device["address"]?.string, let group = device["iommu_group"]?.integer {
                host.iommuGroups[address] = Int(clamping: group)
            }
        }
        host.scsiHostDevicePath = json["scsi_hostdev_path"]?.string
        host.hostCDROMPaths = Set([json["host_cdrom_path"]?.string].compactMap { $0 })
        host.ovsVhostUserName = json["ovs_vhostuser_ifname"]?.string
        host.tpmCancelPath = json["tpm_cancel_path"]?.string
        host.tpmEmulatorSocket = json["tpm_emulator_socket"]?.string
        host.swtpmVersions = Set((json["swtpm_versions"]?.array ?? []).compactMap(\.string))
    }

    private func secrets(_ context: inout LaunchContext) {
        let secrets = json["secrets"]
        let value = Array((secrets?["value"]?.string ?? "").utf8)
        let known = (secrets?["known_usages"]?["other"]?.array ?? []).compactMap(\.string)
        context.secret = { reference, _ in
            if reference.uuid != nil { return value }
            guard let usage = reference.usage else { return nil }
            return known.contains(usage) || usage.hasPrefix("/storage/guest_disks/") ? value : nil
        }
        // The master key and the initialization vector are random bytes of the pretended host.
        let (key, vector) = (context.random(32), context.random(16))
        context.seal = {
            LaunchContext.SealedSecret(
                data: Base64.encode(AES256(key: key).sealed($0, initializationVector: vector)),
                initializationVector: Base64.encode(vector))
        }
    }

    /// Settings of the driver; a setting that is null is unset.
    static func configuration(_ json: JSONValue?, _ configuration: inout DriverConfiguration) {
        guard let json else { return }
        func text(_ name: String, _ value: inout String) { if let text = json[name]?.string { value = text } }
        func optional(_ name: String, _ value: inout String?) {
            if let found = json[name] { value = found.string }
        }
        func truth(_ name: String, _ value: inout Bool) {
            if let found = json[name] { value = found.bool ?? ((found.integer ?? 0) != 0) }
        }
        text("libDir", &configuration.libraryDirectory)
        text("channelTargetDir", &configuration.channelTargetDirectory)
        text("memoryBackingDir", &configuration.memoryBackingDirectory)
        text("nvramDir", &configuration.nvramDirectory)
        text("dbusStateDir", &configuration.dbusStateDirectory)
        text("slirpStateDir", &configuration.slirpStateDirectory)
        text("passtStateDir", &configuration.passtStateDirectory)
        text("swtpmStateDir", &configuration.swtpmStateDirectory)
        text("vncTLSx509certdir", &configuration.vncTLSDirectory)
        text("spiceTLSx509certdir", &configuration.spiceTLSDirectory)
        text("chardevTLSx509certdir", &configuration.chardevTLSDirectory)
        text("vxhsTLSx509certdir", &configuration.vxhsTLSDirectory)
        text("nbdTLSx509certdir", &configuration.nbdTLSDirectory)
        optional("spicePassword", &configuration.spicePassword)
        optional("vncPassword", &configuration.vncPassword)
        optional("vncTLSx509secretUUID", &configuration.vncTLSSecretUUID)
        optional("chardevTLSx509secretUUID", &configuration.chardevTLSSecretUUID)
        optional("nbdTLSx509secretUUID", &configuration.nbdTLSSecretUUID)
        optional("vxhsTLSx509secretUUID", &configuration.vxhsTLSSecretUUID)
        truth("privileged", &configuration.isPrivileged)
        truth("spiceTLS", &configuration.spiceTLS)
        truth("vncTLS", &configuration.vncTLS)
        truth("vncSASL", &configuration.vncSASL)
        truth("spiceSASL", &configuration.spiceSASL)
        truth("chardevTLS", &configuration.chardevTLS)
        truth("vxhsTLS", &configuration.vxhsTLS)
        truth("vncTLSx509verify", &configuration.vncTLSVerify)
        truth("chardevTLSx509verify", &configuration.chardevTLSVerify)
        truth("vncAutoUnixSocket", &configuration.vncAutoUnixSocket)
        truth("spiceAutoUnixSocket", &configuration.spiceAutoUnixSocket)
        truth("vncAllowHostAudio", &configuration.vncAllowHostAudio)
        truth("nogfxAllowHostAudio", &configuration.noGraphicsAllowHostAudio)
        truth("dumpGuestCore", &configuration.dumpsGuestCore)
        truth("logTimestamp", &configuration.logTimestamps)
        truth("stdioLogD", &configuration.usesLogDaemon)
        text("vncListen", &configuration.vncListen)
        text("spiceListen", &configuration.spiceListen)
        text("deprecationBehavior", &configuration.deprecationBehavior)
        if let level = json["glusterDebugLevel"]?.integer { configuration.glusterDebugLevel = Int(clamping: level) }
        if let sandbox = json["seccompSandbox"]?.integer { configuration.sandbox = sandbox < 0 ? nil : sandbox > 0 }
        for mount in json["hugetlbfs"]?.array ?? [] {
            guard let path = mount["mount"]?.string, let size = mount["size_kib"]?.integer else { continue }
            configuration.hugePageMounts.append(
                .init(path: path, kib: UInt64(clamping: size), isDefault: mount["default"]?.bool ?? false))
        }
        for pair in json["firmwares"]?.array ?? [] {
            guard let paths = pair.array, paths.count == 2, let loader = paths[0].string, let nvram = paths[1].string
            else { continue }
            configuration.firmwares.append(.init(loader: loader, nvram: nvram))
        }
    }

    /// What one case changes.
    static func apply(caseContext json: JSONValue, _ context: inout LaunchContext) {
        configuration(json["config"], &context.configuration)
        if let architecture = json["host_arch"]?.string { context.host.architecture = architecture }
        if let cpu = json["host_cpu"] { context.host.cpuName = cpu.string }
        context.host.usesFIPS = json["fips_host"]?.bool ?? false
        if let versions = json["swtpm_versions"]?.array {
            context.host.swtpmVersions = Set(versions.compactMap(\.string))
        }
        if let gic = json["gic"] {
            context.host.gicVersions = (gic.array ?? [gic]).compactMap { $0.string ?? $0.integer.map { "\($0)" } }
        }
        context.updatesABI = json["parse_abi_update"]?.bool ?? false
        for (group, numbers) in (json["fd_groups"]?.members ?? []).map({ ($0.name, $0.value) }) {
            context.descriptorGroups[group] = (numbers.array ?? []).compactMap { $0.integer.map { Int(clamping: $0) } }
        }
        for variable in json["env"]?.members ?? [] {
            context.variables[variable.name] = variable.value.string
        }
    }

    /// What differs in the round trip cases.
    static func applyRoundTrip(_ context: inout LaunchContext) {
        context.configuration.spiceTLS = false
        context.configuration.nvramDirectory = "/bad-test-used-env-home/.config/libvirt/qemu/nvram"
    }
}
