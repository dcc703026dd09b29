// SPDX-License-Identifier: Apache-2.0

internal import VirtModel

extension EmulatorKinds {
    var devices: DomainCapabilities.DeviceKinds {
        var kinds = DomainCapabilities.DeviceKinds()
        let transitional = those(
            ("virtio-transitional", has("virtio-blk-pci-transitional")),
            ("virtio-non-transitional", has("virtio-blk-pci-transitional")))
        kinds.disk = CapabilitySection(
            .init("diskDevice", those(("disk", true), ("cdrom", true), ("floppy", !isPSeries), ("lun", true))),
            .init(
                "bus",
                those(
                    ("ide", isI440FX), ("fdc", !isPSeries), ("scsi", true), ("virtio", true),
                    ("usb", has("usb-storage")),
                    ("sata", has("ich9-ahci")))),
            .init("model", ["virtio"] + transitional))
        kinds.graphics = CapabilitySection(
            .init(
                "type",
                those(
                    ("sdl", capabilities.has(.sdl)), ("vnc", capabilities.has(.vnc)),
                    ("spice", capabilities.has(.spice)), ("egl-headless", capabilities.has(.eglHeadless)),
                    ("dbus", capabilities.has(.displayDBus)))))
        kinds.video = CapabilitySection(
            .init(
                "modelType",
                those(
                    ("vga", has("VGA")), ("cirrus", has("cirrus-vga")), ("vmvga", has("vmware-svga")),
                    ("qxl", has("qxl")), ("virtio", has("virtio-gpu-device") || has("virtio-gpu-pci")), ("none", true),
                    ("bochs", has("bochs-display")), ("ramfb", has("ramfb")))))
        kinds.hostdev = CapabilitySection(
            .init("mode", ["subsystem"]),
            .init("startupPolicy", ["default", "mandatory", "requisite", "optional"]),
            .init("subsysType", those(("usb", hasUSB), ("pci", true), ("scsi", true))),
            .init("capsType", []),
            .init("pciBackend", those(("default", host.hasVFIO), ("vfio", host.hasVFIO))))
        let hasRNG = has("virtio-rng-device")
        kinds.rng = CapabilitySection(
            .init("model", hasRNG ? ["virtio"] + transitional : []),
            .init(
                "backendModel",
                those(("random", hasRandomBackend), ("egd", hasEGDBackend), ("builtin", has("rng-builtin")))))
        kinds.filesystem = CapabilitySection(
            .init("driverType", those(("path", true), ("handle", true), ("virtiofs", has("vhost-user-fs-device")))))
        kinds.tpm = trustedPlatformModule
        if has("usb-redir") { kinds.redirdev = CapabilitySection(.init("bus", ["usb"])) }
        kinds.channel = CapabilitySection(
            .init("type", those(("pty", true), ("unix", true), ("spicevmc", capabilities.has(.spice)))))
        return kinds
    }

    private var hasRandomBackend: Bool { has("rng-random") }
    private var hasEGDBackend: Bool { has("rng-egd") }

    private var hasUSB: Bool {
        ["piix3-usb-uhci", "piix4-usb-uhci", "usb-ehci", "pci-ohci", "nec-usb-xhci", "qemu-xhci"].contains(where: has)
    }

    private var trustedPlatformModule: CapabilitySection {
        let models = capabilities.tpmModels
        let found = those(
            ("tpm-tis", models.contains("tpm-tis") || models.contains("tpm-tis-device")),
            ("tpm-crb", models.contains("tpm-crb")), ("tpm-spapr", models.contains("tpm-spapr")),
            ("spapr-tpm-proxy", has("spapr-tpm-proxy")))
        guard !found.isEmpty else { return CapabilitySection(isSupported: false) }
        let types = capabilities.tpmTypes
        let isEmulated = types.contains("emulator")
        return CapabilitySection(
            .init("model", found),
            .init(
                "backendModel",
                those(
                    ("passthrough", types.contains("passthrough")), ("emulator", isEmulated), ("external", isEmulated))),
            .init("backendVersion", isEmulated ? host.swtpmVersions : []))
    }
}
