// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import GuestInit
internal import Initramfs
internal import LinuxSystem
internal import SystemPackage

/// The initial RAM disk of a VM: our init program, busybox, the command, and the modules of the VM's own devices.
struct GuestImage {
    private(set) var plan: ImagePlan
    /// The command as the guest will look it up.
    private(set) var command: [String]

    init(for vm: TinyVM, kernel: KernelImage, devices: [GuestDevice]) throws {
        plan = try ImagePlan(root: vm.root, searchPath: vm.root == "/" ? vm.callerEnvironment["PATH"] : nil)
        try plan.addBusybox()
        for directory in ["/dev", "/proc", "/sys", "/bin", "/mnt", "/run", "/etc"] as [FilePath] {
            try plan.addDirectory(directory)
        }
        try plan.addDirectory("/root", permissions: FilePermissions(rawValue: 0o700))
        try plan.addDirectory("/tmp", permissions: FilePermissions(rawValue: 0o1777))
        // The kernel opens it for the first program before that can make one.
        try plan.addDevice(
            "/dev/console", .character, major: 5, minor: 1, permissions: FilePermissions(rawValue: 0o600))
        try plan.addFile(
            GuestInit.program(for: kernel.architecture.guestInit), at: "/init",
            permissions: FilePermissions(rawValue: 0o755))
        command = try GuestImage.addCommand(of: vm, to: &plan)
        for binary in vm.binaries { try plan.addBinary(binary) }
        for copy in vm.copies { try plan.addCopy(copy) }
        if vm.network == .user {
            try plan.addFile(
                Array("nameserver 10.0.2.3\n".utf8), at: "/etc/resolv.conf",
                permissions: FilePermissions(rawValue: 0o644))
        }
        try addModules(of: vm, kernel, devices)
    }

    /// Takes the command's binary along, unless it is an applet of busybox that the host has no binary for.
    private static func addCommand(of vm: TinyVM, to plan: inout ImagePlan) throws -> [String] {
        guard let name = vm.command.first else { return ["sh"] }
        var status = Glibc.stat()
        let file = vm.root == "/" ? name : vm.root.appending(name).string
        if name.contains("/"), stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw TinyVMError(.image, "Cannot run '\(name)': it is a directory.", exitStatus: 126)
        }
        do throws(ImageError) {
            let path = try plan.addBinary(name)
            // A relative path means something in the caller's directory; the guest has it at the same place.
            return name.contains("/") ? [path.string] + vm.command.dropFirst() : vm.command
        } catch {
            guard error.code == .notFound else { throw error }
            // `/bin/sh` and the like need no host binary either.
            let applet = name.hasPrefix("/bin/") ? String(name.dropFirst(5)) : name
            // A path that copies will bring along is the guest's to find.
            let isBrought = vm.copies.contains { $0.hasSuffix("=\(name)") }
            guard plan.applets.contains(applet) || applet == "busybox" || isBrought else {
                throw TinyVMError(.image, error.description, exitStatus: 127)
            }
            return vm.command
        }
    }

    private mutating func addModules(of vm: TinyVM, _ kernel: KernelImage, _ devices: [GuestDevice]) throws {
        let directory: FilePath
        if let own = vm.modulesDirectory {
            directory = own
        } else if let release = kernel.release {
            directory = FilePath("/lib/modules").appending(release)
        } else {
            throw TinyVMError(
                .kernel,
                "The release of the kernel '\(kernel.path)' is not known, so its modules cannot be found. "
                    + "Name their directory with --modules-dir.")
        }
        let known =
            vm.modulesDirectory == nil
            ? try plan.kernelModules(in: directory) : try KernelModules(modulesDirectory: directory)
        var lines = ""
        for module in try known.resolve(devices.flatMap(\.modules) + vm.modules) {
            let path = try plan.addModule(module, strippingSignature: true)
            lines += ([path.string] + module.options).joined(separator: " ") + "\n"
        }
        try plan.addFile(
            Array(lines.utf8), at: FilePath("/").appending(GuestInit.moduleListPath),
            permissions: FilePermissions(rawValue: 0o644))
    }

    /// Writes the image to memory; the descriptor can be opened again by its path in /proc.
    func writeToMemory() throws -> MemoryFile {
        let file = try MemoryFile("tinyvm-image")
        try plan.write(to: file.descriptor)
        return file
    }
}

extension TinyVM {
    /// The memory of a guest with few files, in MiB.
    static let smallestMemoryInMiB = 256

    /// The memory of a guest for an image of so many bytes: it is there packed and unpacked, the latter in no more than half
    /// of the memory (the kernel's Documentation/filesystems/ramfs-rootfs-initramfs.rst), beside the kernel.
    static func memoryInMiB(forImageOf size: Int64) -> Int {
        let needed = 3 * Int(size >> 20) + 192
        return max(smallestMemoryInMiB, (needed + 63) / 64 * 64)
    }
}

/// What the guest needs modules for.
enum GuestDevice: Sendable, Hashable {
    case channel, disk, network, share9p, shareVirtiofs

    /// The modules that drive it; those that are built into the kernel are passed over.
    var modules: [String] {
        switch self {
        case .channel: ["virtio_pci", "virtio_console"]
        case .disk: ["virtio_blk"]
        case .network: ["virtio_net"]
        case .share9p: ["9pnet_virtio", "9p"]
        case .shareVirtiofs: ["virtiofs"]
        }
    }
}

extension KernelImage.Architecture {
    fileprivate var guestInit: GuestInit.Architecture {
        switch self {
        case .x86_64: .x86_64
        case .aarch64: .aarch64
        }
    }
}
