// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Initramfs
internal import LinuxSystem
internal import QEMUDriver
internal import SystemPackage

/// What is chosen for a VM before it is described: the accelerator, the kernel's form, QEMU's program, how to share.
struct MachineChoice {
    var kernel: KernelImage
    /// The file that QEMU loads: the kernel's own, or the unpacked one.
    var kernelFile: FilePath
    var qemu: FilePath
    var usesKVM: Bool
    /// Firmware that starts the kernel sooner than the machine's own; nil for that.
    var firmware: FilePath?
    /// Sentences for the user.
    var notices: [String] = []

    init(for vm: TinyVM) throws(TinyVMError) {
        kernel = try KernelImage.find(vm.kernel, for: vm.architecture, root: vm.root)
        qemu = try MachineChoice.qemu(for: vm)
        (usesKVM, notices) = try MachineChoice.accelerator(for: vm)
        kernelFile = UncompressedKernel.path(of: kernel, environment: vm.callerEnvironment) ?? kernel.path
        firmware = vm.machine == nil && vm.architecture == .x86_64 ? MachineChoice.quickFirmware : nil
    }

    /// qboot, which QEMU brings along: it does what a kernel that is loaded directly needs, in a tenth of SeaBIOS's time.
    private static var quickFirmware: FilePath? {
        let places: [FilePath] = [
            "/usr/share/qemu/qboot.rom", "/usr/local/share/qemu/qboot.rom", "/usr/share/qemu-kvm/qboot.rom",
        ]
        return places.first { access($0.string, R_OK) == 0 }
    }

    private static func qemu(for vm: TinyVM) throws(TinyVMError) -> FilePath {
        let name = vm.qemu ?? "qemu-system-\(vm.architecture.rawValue)"
        let package = vm.architecture == .x86_64 ? "qemu-system-x86" : "qemu-system-arm"
        if name.contains("/") {
            guard access(name, X_OK) == 0 else {
                throw TinyVMError(.machine, "Cannot run QEMU '\(name)': \(Errno.last). Name another with --qemu.")
            }
            return FilePath(name)
        }
        let search = vm.callerEnvironment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        for directory in search.split(separator: ":") {
            let path = FilePath(String(directory)).appending(name)
            if access(path.string, X_OK) == 0 { return path }
        }
        // Where Red Hat's family keeps the only one it has.
        if vm.qemu == nil, vm.architecture == .host, access("/usr/libexec/qemu-kvm", X_OK) == 0 {
            return "/usr/libexec/qemu-kvm"
        }
        throw TinyVMError(
            .machine,
            "There is no QEMU '\(name)' in \(search). Install it (Debian: \(package)), or name its file with --qemu.")
    }

    private static func accelerator(for vm: TinyVM) throws(TinyVMError) -> (usesKVM: Bool, notices: [String]) {
        switch vm.accelerator {
        case .tcg: return (false, [])
        case .kvm, .auto:
            guard vm.architecture == .host else {
                if vm.accelerator == .auto { return (false, []) }
                throw TinyVMError(
                    .machine,
                    "KVM cannot run a guest for \(vm.architecture.rawValue) on this machine. Leave out --accel kvm.")
            }
            do throws(KVMProof) {
                try KVMProof.run()
                return (true, [])
            } catch {
                if vm.accelerator == .auto { return (false, ["Falling back to emulation (TCG): \(error)."]) }
                throw TinyVMError(.machine, "KVM does not serve: \(error). Use --accel tcg.")
            }
        }
    }
}

/// How a directory reaches the guest.
enum ShareTransport: Sendable {
    /// QEMU's own server, for kernels that have the 9p file system.
    case plan9
    /// A process beside QEMU, virtiofsd.
    case virtiofs(FilePath)

    /// Chooses by what the kernel has.
    static func choose(for vm: TinyVM, _ kernel: KernelImage) throws -> ShareTransport {
        let plan = try ImagePlan(root: vm.root)
        let release = kernel.release ?? ""
        let known =
            try vm.modulesDirectory.map { directory throws(ImageError) in
                try KernelModules(modulesDirectory: directory)
            } ?? plan.kernelModules(in: FilePath("/lib/modules").appending(release))
        if (try? known.resolve(GuestDevice.share9p.modules)) != nil { return .plan9 }
        guard (try? known.resolve(GuestDevice.shareVirtiofs.modules)) != nil else {
            throw TinyVMError(
                .kernel,
                "Cannot share a directory: the kernel '\(release)' has neither 9p nor virtiofs. "
                    + "Name another kernel with --kernel, or copy the files with --copy.")
        }
        guard let server = VirtioFSServer.find() else {
            throw TinyVMError(
                .machine,
                "Cannot share a directory: the kernel '\(release)' has no 9p, and virtiofsd is not installed. "
                    + "Install it (Debian 12: qemu-system-common), or name a kernel with 9p.")
        }
        guard geteuid() == 0 else {
            throw TinyVMError(
                .machine,
                "Cannot share a directory: the kernel '\(release)' has no 9p, and '\(server)' needs root. "
                    + "Name a kernel with 9p (Debian: linux-image-amd64), or copy the files with --copy.")
        }
        return .virtiofs(server)
    }
}
