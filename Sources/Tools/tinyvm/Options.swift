// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Glibc
import SystemPackage
public import TinyVM

/// What goes into the guest.
struct FileOptions: ParsableArguments {
    @Option(
        name: .customLong("bin"), help: ArgumentHelp("Take a binary along, with its libraries.", valueName: "name"))
    var binaries: [String] = []

    @Option(
        name: .customLong("copy"),
        help: ArgumentHelp("Take files along; SRC may have wildcards.", valueName: "src[=dst]"))
    var copies: [String] = []

    @Option(
        name: .customLong("kmod"),
        help: ArgumentHelp("Load a kernel module, with options: --kmod 'loop max_loop=16'.", valueName: "name"))
    var modules: [String] = []

    @Option(
        help: ArgumentHelp(
            "The kernel: a file, or an installed release. The default is the running one, or else the newest.",
            valueName: "file|version"))
    var kernel: String?

    @Option(
        name: .customLong("modules-dir"),
        help: ArgumentHelp("The kernel's modules, or its build tree.", valueName: "dir"), completion: .directory)
    var modulesDirectory: String?

    @Option(
        help: ArgumentHelp("Find binaries, kernel and modules in this tree.", valueName: "dir"), completion: .directory)
    var sysroot: String?

    /// These options as arguments, as far as a template depends on them; see ``BackgroundBuild``.
    var templateArguments: [String] {
        var arguments: [String] = []
        if let kernel { arguments += ["--kernel", kernel.contains("/") ? kernel.absolutePath : kernel] }
        if let modulesDirectory { arguments += ["--modules-dir", modulesDirectory.absolutePath] }
        if let sysroot { arguments += ["--sysroot", sysroot.absolutePath] }
        // A module may bring options for one of the VM's own.
        return arguments + modules.flatMap { ["--kmod", $0] }
    }

    func apply(to vm: inout TinyVM) {
        vm.binaries = binaries
        vm.copies = copies
        vm.modules = modules
        vm.kernel = kernel
        vm.modulesDirectory = modulesDirectory.map { FilePath($0) }
        if let sysroot { vm.root = FilePath(sysroot) }
    }
}

/// The VM itself.
struct MachineOptions: ParsableArguments {
    @Option(help: "How the guest's CPU is made; auto proves KVM by running a guest on it.")
    var accel = TinyVM.Accelerator.auto

    @Option(help: ArgumentHelp("The guest's kind of machine: x86_64 or aarch64.", valueName: "arch"))
    var arch = KernelImage.Architecture.host

    @Option(
        help: ArgumentHelp(
            "The guest's memory in MiB; by default 256, or more where its files need it.", valueName: "mib"))
    var memory: Int?

    @Option(help: ArgumentHelp("How many CPUs the guest has.", valueName: "count"))
    var cpus = 1

    @Option(help: ArgumentHelp("The CPU's model, as QEMU names it.", valueName: "model"))
    var cpu: String?

    @Option(help: ArgumentHelp("The machine's type, as QEMU names it.", valueName: "type"))
    var machine: String?

    @Option(
        name: .customLong("disk"),
        help: ArgumentHelp(
            "Give the guest a disk, /dev/vda and so on. Changes are forgotten, unless 'rw'; 'ro' forbids them. The "
                + "format is that of the file's suffix, or raw.", valueName: "file[,format=name][,ro|rw]"))
    var disks: [String] = []

    @Option(
        name: .customLong("share"),
        help: ArgumentHelp(
            "Show the guest a directory, at the same path or another; read-only, unless 'rw'. Over 9p where the "
                + "guest's kernel has it, else over virtiofs, which needs root.",
            valueName: "dir[=guestdir][,rw]"))
    var shares: [String] = []

    @Option(help: "The guest's network; user lets it reach what this machine reaches.")
    var net = TinyVM.Network.none

    @Option(
        name: .customLong("append"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("More arguments for the kernel.", valueName: "arguments"))
    var kernelArguments: [String] = []

    @Option(help: ArgumentHelp("QEMU's program.", valueName: "path"), completion: .file())
    var qemu: String?

    @Option(
        name: .customLong("qemu-arg"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("One more argument for QEMU.", valueName: "arg"))
    var qemuArguments: [String] = []

    @Option(
        help: ArgumentHelp(
            "When the VM is restored from a template, a saved VM that had booted, instead of booted itself: whenever "
                + "there is one, and one is made in the background after a run without; always, and one is made first; "
                + "or never."))
    var warm = TinyVM.WarmStart.auto

    func check() throws {
        if let memory, !(32...16_777_216).contains(memory) {
            throw ValidationError("The guest cannot have \(memory) MiB of memory. Give it from 32 to 16777216.")
        }
        guard (1...1024).contains(cpus) else {
            throw ValidationError("The guest cannot have \(cpus) CPUs. Give it from 1 to 1024.")
        }
    }

    /// These options as arguments, as far as a template depends on them; see ``BackgroundBuild``.
    ///
    /// What is behind disks and shares does not count, and may be gone by the time that the arguments are read.
    func templateArguments(of vm: TinyVM, memoryInMiB: Int) -> [String] {
        var arguments = ["--accel", accel.rawValue, "--arch", arch.rawValue, "--memory", "\(memoryInMiB)"]
        arguments += ["--cpus", "\(cpus)", "--net", net.rawValue]
        if let cpu { arguments += ["--cpu", cpu] }
        if let machine { arguments += ["--machine", machine] }
        if let qemu { arguments += ["--qemu", qemu.contains("/") ? qemu.absolutePath : qemu] }
        arguments += vm.disks.flatMap { ["--disk", $0.access == .readOnly ? "/dev/null,ro" : "/dev/null,rw"] }
        arguments += vm.shares.flatMap { ["--share", $0.isWritable ? "/=/mnt,rw" : "/=/mnt"] }
        return arguments + kernelArguments.flatMap { ["--append", $0] }
    }

    func apply(to vm: inout TinyVM) throws {
        vm.warmStart = warm
        vm.accelerator = accel
        vm.architecture = arch
        vm.memoryInMiB = memory
        vm.cpus = cpus
        vm.cpuModel = cpu
        vm.machine = machine
        vm.disks = try disks.map { text throws(TinyVMError) in try TinyVM.Disk(parsing: text) }
        vm.shares = try shares.map { text throws(TinyVMError) in try TinyVM.Share(parsing: text) }
        vm.network = net
        vm.kernelArguments = kernelArguments
        vm.qemu = qemu
        vm.qemuArguments = qemuArguments
    }
}

/// How the command runs.
struct ExecutionOptions: ParsableArguments {
    @Option(
        name: .customLong("env"),
        help: ArgumentHelp("Set a variable for the command, or pass ours on.", valueName: "name[=value]"))
    var environment: [String] = []

    @Option(help: ArgumentHelp("Where the command starts in the guest.", valueName: "dir"))
    var workdir = "/"

    @Option(help: ArgumentHelp("End the VM after so many seconds, with status 124.", valueName: "seconds"))
    var timeout: Double?

    @Option(help: "Run the command on a terminal of its own.")
    var tty = TinyVM.TerminalChoice.auto

    @Flag(help: "Show the messages of the guest's kernel on standard error.")
    var console = false

    @Flag(help: "Tell on standard error where the time went.")
    var timings = false

    @Flag(name: .customLong("timings-json"), help: "The same, as JSON.")
    var timingsJSON = false

    @Flag(name: .customLong("print-command"), help: "Print QEMU's command line, quoted for a shell, and run nothing.")
    var printCommand = false

    @Option(
        help: ArgumentHelp(
            "Keep the guest's image and QEMU's command line in this directory, as tinyvm.img and tinyvm.command.",
            valueName: "dir"), completion: .directory)
    var keep: String?

    func apply(to vm: inout TinyVM) throws(TinyVMError) {
        for text in environment {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let name = parts.first, !name.isEmpty else {
                throw TinyVMError(.options, "The variable '\(text)' has no name. Write --env NAME=VALUE.")
            }
            if parts.count == 2 {
                vm.environment.append((name, parts[1]))
            } else if let value = vm.callerEnvironment[name] {
                vm.environment.append((name, value))
            }
        }
        vm.workingDirectory = workdir
        vm.timeoutInSeconds = timeout
        vm.terminal = tty
        vm.showsConsole = console
        vm.keepDirectory = keep.map { FilePath($0) }
    }
}

extension TinyVM.Accelerator: ExpressibleByArgument {}
extension TinyVM.Network: ExpressibleByArgument {}
extension TinyVM.WarmStart: ExpressibleByArgument {}
extension TinyVM.TerminalChoice: ExpressibleByArgument {}
extension KernelImage.Architecture: ExpressibleByArgument {}

extension String {
    /// The same path from the root directory on.
    fileprivate var absolutePath: String {
        guard !hasPrefix("/"), let directory = getcwd(nil, 0) else { return self }
        defer { free(directory) }
        return String(cString: directory) + "/" + self
    }
}
