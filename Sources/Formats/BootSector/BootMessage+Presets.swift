// SPDX-License-Identifier: Apache-2.0

extension BootMessage {
    /// A ready-made message that names the knob of a platform which turns UEFI on.
    public enum Preset: String, Sendable, CaseIterable {
        /// Any platform.
        case `default`
        /// QEMU, by hand.
        case qemu
        /// virt-install, virt-manager and virsh.
        case libvirt
        /// OpenStack's image service.
        case openstack
        /// Proxmox VE.
        case proxmox
        /// Amazon EC2.
        case aws
        /// Microsoft Azure and Hyper-V.
        case azure
        /// Google Compute Engine.
        case gcp
        /// VMware ESXi, Workstation and Fusion.
        case vmware
        /// Oracle VirtualBox.
        case virtualbox

        /// What the user is told to do, in lines of at most 79 columns.
        var advice: [String] {
            switch self {
            case .default:
                ["This disk starts with UEFI firmware only. Choose UEFI and boot again."]
            case .qemu:
                [
                    "This disk needs UEFI firmware. Start QEMU with:",
                    "-drive if=pflash,format=raw,readonly=on,file=OVMF_CODE.fd",
                ]
            case .libvirt:
                [
                    "This disk needs UEFI firmware. virt-install: --boot uefi",
                    "virt-manager: Overview, Firmware: UEFI. XML: <os firmware='efi'>",
                ]
            case .openstack:
                [
                    "This disk needs UEFI firmware. Run this and create the server anew:",
                    "openstack image set --property hw_firmware_type=uefi IMAGE",
                ]
            case .proxmox:
                [
                    "This disk needs UEFI firmware. Hardware, BIOS: OVMF (UEFI), or:",
                    "qm set VMID --bios ovmf --efidisk0 STORAGE:1",
                ]
            case .aws:
                [
                    "This disk needs UEFI firmware. Register the image with",
                    "aws ec2 register-image --boot-mode uefi",
                ]
            case .azure:
                [
                    "This disk needs UEFI firmware: a generation 2 virtual machine. Azure:",
                    "az image create --hyper-v-generation V2. Hyper-V: New-VM -Generation 2",
                ]
            case .gcp:
                [
                    "This disk needs UEFI firmware. Create the image with",
                    "gcloud compute images create --guest-os-features=UEFI_COMPATIBLE",
                ]
            case .vmware:
                [
                    "This disk needs UEFI firmware. VM Options, Boot Options, Firmware: EFI",
                    "or in the .vmx file: firmware = \"efi\"",
                ]
            case .virtualbox:
                [
                    "This disk needs UEFI firmware. System, Motherboard: Enable EFI, or:",
                    "VBoxManage modifyvm NAME --firmware efi",
                ]
            }
        }

        /// The whole text.
        public var text: String {
            (["", "STOP: this machine was started by BIOS, or by UEFI in its BIOS mode (CSM)."] + Self.banner + advice)
                .map { $0 + "\n" }.joined()
        }
    }

    /// The message of a preset.
    public init(preset: Preset) {
        // The texts are constants of this file; a test makes a message of each.
        self = (try? BootMessage(preset.text)) ?? BootMessage(stored: [])
    }
}

extension BootMessage.Preset {
    /// The words NO UEFI, five lines high.
    private static let banner = [
        #" _  _  ___    _   _ ___ ___ ___ "#,
        #"| \| |/ _ \  | | | | __| __|_ _|"#,
        #"| .` | (_) | | |_| | _|| _| | | "#,
        #"|_|\_|\___/   \___/|___|_| |___|"#,
        "",
    ].map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
}
