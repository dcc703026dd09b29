// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import GuestInit
internal import GuestProtocol
internal import Initramfs
internal import LinuxSystem
internal import SystemPackage

/// What the guests of all commands on one machine have in common: our init program, busybox, and the modules of the VM's own
/// devices. It is what a guest boots with that is saved to be restored for many commands.
struct BaseImage {
    fileprivate(set) var plan: ImagePlan
    fileprivate let known: KernelModules
    /// The modules that the init program loads before it can be told anything.
    fileprivate let early: Set<String>
    /// The devices whose drivers the kernel has built in, so that it uses them from its start on.
    let builtIn: [GuestDevice]

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
        // Nearly every command wants the C library and its loader, as the shell does.
        try? plan.addLibraries(ofBinary: "sh")
        let directory = try BaseImage.modulesDirectory(of: vm, kernel)
        known =
            vm.modulesDirectory == nil
            ? try plan.kernelModules(in: directory) : try KernelModules(modulesDirectory: directory)
        early = Set(try known.resolve(GuestDevice.channel.modules).map(\.name))
        let drivers = Set(try known.resolve(devices.flatMap(\.modules)).map(\.name))
        builtIn = devices.filter { $0 != .channel && !$0.modules.allSatisfy(drivers.contains) }
        var lines = ""
        // What the user asks for may have options for these, too.
        for module in try known.resolve(devices.flatMap(\.modules) + vm.modules) where drivers.contains(module.name) {
            let path = try plan.addModule(module, strippingSignature: true)
            guard early.contains(module.name) else { continue }
            lines += ([path.string] + module.options).joined(separator: " ") + "\n"
        }
        try plan.addFile(
            Array(lines.utf8), at: FilePath("/").appending(GuestInit.moduleListPath),
            permissions: FilePermissions(rawValue: 0o644))
    }

    private static func modulesDirectory(of vm: TinyVM, _ kernel: KernelImage) throws(TinyVMError) -> FilePath {
        if let own = vm.modulesDirectory { return own }
        if let release = kernel.release { return FilePath("/lib/modules").appending(release) }
        throw TinyVMError(
            .kernel,
            "The release of the kernel '\(kernel.path)' is not known, so its modules cannot be found. "
                + "Name their directory with --modules-dir.")
    }

    /// Writes the image to memory.
    func writeToMemory() throws -> MemoryFile { try MemoryFile(image: plan) }
}

/// All that a guest has for its command: the base, the command, and what was asked for besides.
struct GuestImage {
    private(set) var plan: ImagePlan
    /// The command as the guest will look it up.
    let command: [String]
    /// The modules that are loaded when the job has come.
    private(set) var modules: [Job.Module] = []

    init(for vm: TinyVM, base: BaseImage, devices: [GuestDevice]) throws {
        plan = base.plan
        command = try GuestImage.addCommand(of: vm, to: &plan)
        for binary in vm.binaries { try plan.addBinary(binary) }
        for copy in vm.copies { try plan.addCopy(copy) }
        if vm.network == .user {
            try plan.addFile(
                Array("nameserver 10.0.2.3\n".utf8), at: "/etc/resolv.conf",
                permissions: FilePermissions(rawValue: 0o644))
        }
        for module in try base.known.resolve(devices.flatMap(\.modules) + vm.modules)
        where !base.early.contains(module.name) {
            let path = try plan.addModule(module, strippingSignature: true)
            modules.append(
                Job.Module(
                    path: Array(path.string.utf8), options: Array(module.options.joined(separator: " ").utf8)))
        }
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

    /// Writes the whole image to memory; the descriptor can be opened again by its path in /proc.
    func writeToMemory() throws -> MemoryFile { try MemoryFile(image: plan) }

    /// Writes to memory what a guest lacks that has the base; nil when that cannot be told.
    func writeAdditionsToMemory(to base: BaseImage) throws -> MemoryFile? {
        try plan.additions(to: base.plan).map { try MemoryFile(image: $0) }
    }
}

extension MemoryFile {
    fileprivate convenience init(image plan: ImagePlan) throws {
        try self.init("tinyvm-image")
        try plan.write(to: descriptor)
    }
}

extension TinyVM {
    /// The memory of a guest with few files, in MiB.
    static let smallestMemoryInMiB = 256

    /// The memory of a guest for so many bytes of files: they are there packed and unpacked, the latter in no more than half
    /// of the memory (the kernel's Documentation/filesystems/ramfs-rootfs-initramfs.rst), beside the kernel. It is
    /// doubled until it is enough, so that there are few sizes, and few templates.
    static func memoryInMiB(forFilesOf size: Int64) -> Int {
        let needed = 3 * Int(size >> 20) + 192
        var memory = smallestMemoryInMiB
        while memory < needed { memory *= 2 }
        return memory
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
