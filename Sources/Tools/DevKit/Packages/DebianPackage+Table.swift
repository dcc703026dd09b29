// SPDX-License-Identifier: Apache-2.0

extension DebianPackage {
    /// Every package that we build with, run or test against: the one home of this list. Debian 12 is what it was made on.
    public static let table: [DebianPackage] = building + running + testing + measuring

    /// The name that Debian gives to the processor we are built for.
    static var architecture: String {
        #if arch(arm64)
            "arm64"
        #else
            "amd64"
        #endif
    }

    private init(_ name: String, _ purpose: String, _ jobs: Set<Job>, _ evidence: String...) {
        self.init(
            name: name, purpose: purpose, jobs: jobs,
            evidence: evidence.map { $0.split(separator: "|").map(String.init) })
    }

    /// A header, in the common directory or in that of the processor.
    private static func header(_ name: String) -> String { "/usr/include/\(name)|/usr/include/*-linux-gnu/\(name)" }

    private static let building = [
        DebianPackage("zlib1g-dev", "gzip compression", [.build], header("zlib.h")),
        DebianPackage("liblzma-dev", "xz compression", [.build], header("lzma.h")),
        DebianPackage("libzstd-dev", "zstd compression", [.build], header("zstd.h")),
        DebianPackage("liblz4-dev", "kernels that are compressed with lz4", [.build], header("lz4.h")),
        DebianPackage("libxml2-dev", "reading domain XML", [.build], header("libxml2/libxml/parser.h")),
    ]

    private static let running = [
        nativeEmulator,
        DebianPackage(
            "linux-image-cloud-\(architecture)", "a kernel for the virtual machine", [.tryOut],
            "/boot/vmlinuz-*|/lib/modules/*/vmlinuz", "/lib/modules/*/modules.dep"),
        DebianPackage("busybox-static", "the programs inside the virtual machine", [.tryOut], "busybox"),
    ]

    private static var nativeEmulator: DebianPackage {
        #if arch(arm64)
            DebianPackage("qemu-system-arm", "the emulator", [.tryOut], "qemu-system-aarch64")
        #else
            DebianPackage("qemu-system-x86", "the emulator", [.tryOut], "qemu-system-x86_64")
        #endif
    }

    private static let testing = [
        DebianPackage("qemu-system-x86", "booting x86 machines", [.tests], "qemu-system-x86_64"),
        DebianPackage("qemu-system-arm", "booting arm64 machines", [.tests], "qemu-system-aarch64"),
        DebianPackage(
            "qemu-system-common", "sharing directories by virtiofs", [.tests],
            "/usr/lib/qemu/virtiofsd|/usr/libexec/virtiofsd|virtiofsd"),
        DebianPackage("qemu-utils", "judging disk images", [.tests, .bench], "qemu-img"),
        DebianPackage(
            "seabios", "booting under BIOS", [.tests], "/usr/share/seabios/bios*.bin|/usr/share/qemu/bios*.bin"),
        DebianPackage(
            "ovmf", "booting under UEFI", [.tests], "/usr/share/OVMF/OVMF_CODE*.fd|/usr/share/ovmf/OVMF.fd"),
        DebianPackage(
            "linux-image-cloud-\(architecture)", "Debian's kernel for clouds", [.tests, .bench],
            "/boot/vmlinuz-*-cloud-\(architecture)", "/lib/modules/*-cloud-\(architecture)/modules.dep"),
        DebianPackage(
            "linux-image-\(architecture)", "Debian's generic kernel", [.tests],
            "/boot/vmlinuz-*[0-9]-\(architecture)", "/lib/modules/*[0-9]-\(architecture)/modules.dep"),
        DebianPackage("kmod", "judging kernel modules", [.tests], "modprobe"),
        DebianPackage("cpio", "judging archives", [.tests], "cpio"),
        DebianPackage("libarchive-tools", "judging archives a second time", [.tests], "bsdcpio"),
        DebianPackage("gzip", "compressing test data", [.tests], "gzip"),
        DebianPackage("xz-utils", "compressing test data", [.tests], "xz"),
        DebianPackage("zstd", "compressing test data", [.tests], "zstd"),
        DebianPackage("lz4", "compressing test data", [.tests], "lz4"),
        DebianPackage("hwloc-nox", "running the hwloc example", [.tests], "hwloc-info", "lstopo-no-graphics"),
        DebianPackage("python3", "images with a large program", [.tests, .bench], "/usr/bin/python3"),
        DebianPackage("binutils", "judging machine code and ELF files", [.tests], "objdump", "as", "ld", "readelf"),
        DebianPackage("groff-base", "judging manual pages", [.tests], "groff"),
        DebianPackage("gdisk", "making and judging partition tables", [.tests, .bench], "sgdisk"),
        DebianPackage("fdisk", "making and judging partition tables", [.tests], "sfdisk"),
        DebianPackage("dosfstools", "making EFI system partitions", [.tests], "mkfs.vfat"),
        DebianPackage("mtools", "filling EFI system partitions", [.tests], "mcopy"),
        DebianPackage("e2fsprogs", "making disks for guests", [.tests], "mkfs.ext4"),
        DebianPackage("mount", "loop devices", [.tests], "losetup"),
        DebianPackage("util-linux", "terminals for tests", [.tests], "script", "setsid"),
        DebianPackage("procps", "looking for processes that were left behind", [.tests], "ps"),
        DebianPackage("swtpm", "TPMs of virtual machines", [.tests], "swtpm"),
        DebianPackage("swtpm-tools", "making TPMs of virtual machines", [.tests], "swtpm_setup"),
        DebianPackage("passt", "networks of virtual machines without rights", [.tests], "passt"),
        DebianPackage("iproute2", "bridges and taps for tests", [.tests], "ip"),
        DebianPackage("virtinst", "installing machines as people do", [.tests], "virt-install"),
        DebianPackage("libvirt-clients", "clients of the daemons", [.tests], "virsh", "virt-admin"),
        DebianPackage("libvirt-daemon", "the rival daemon", [.tests, .bench], "libvirtd"),
        DebianPackage(
            "libvirt-daemon-driver-qemu", "the rival's machines", [.tests, .bench],
            "/usr/lib/*/libvirt/connection-driver/libvirt_driver_qemu.so"),
        DebianPackage(
            "python3-libvirt", "clients of the daemons", [.tests, .bench], "/usr/lib/python3/dist-packages/libvirt.py"),
        DebianPackage("systemd", "judging units", [.tests], "systemd-analyze", "systemd-socket-activate"),
        DebianPackage("util-linux", "running the rival as another user", [.tests, .bench], "setpriv"),
        DebianPackage("coreutils", "output of programs line by line", [.tests], "stdbuf"),
        DebianPackage("strace", "interrupting programs at chosen system calls", [.tests], "strace"),
    ]

    private static let measuring = [
        DebianPackage("coreutils", "the rival 'cp'", [.bench], "cp")
    ]
}
