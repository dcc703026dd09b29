// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage

/// The QEMU command of a VM.
struct MachineInvocation {
    // The numbers by which QEMU knows the descriptors that it inherits.
    static let imageDescriptor: Int32 = 3
    static let channelDescriptor: Int32 = 4
    static let consoleDescriptor: Int32 = 5
    static let firstServerDescriptor: Int32 = 6

    let program: FilePath
    let arguments: [String]

    static func shareTag(_ index: Int) -> String { "share\(index)" }

    init(for vm: TinyVM, _ choice: MachineChoice, _ transport: ShareTransport?) {
        program = choice.qemu
        var words = [choice.qemu.string, "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none"]
        words += ["-M", vm.machine ?? (vm.architecture == .x86_64 ? "q35" : "virt"), "-accel", choice.usesKVM ? "kvm" : "tcg"]
        if let cpu = vm.cpuModel ?? (choice.usesKVM ? "host" : (vm.architecture == .aarch64 ? "cortex-a57" : nil)) { words += ["-cpu", cpu] }
        words += ["-m", "\(vm.memoryInMiB)", "-smp", "\(vm.cpus)", "-kernel", choice.kernelFile.string, "-initrd", "/proc/self/fd/\(Self.imageDescriptor)"]
        words += ["-append", KernelArguments(for: vm, usesKVM: choice.usesKVM).text]
        words += ["-chardev", "socket,id=console,fd=\(Self.consoleDescriptor)", "-serial", "chardev:console"]
        words += ["-device", "virtio-serial-pci,disable-legacy=on", "-chardev", "socket,id=channel,fd=\(Self.channelDescriptor)", "-device", "virtserialport,chardev=channel,name=job"]
        arguments = words + vm.qemuArguments
    }

    var commandLine: String { arguments.joined(separator: " ") }

    struct Servers: ~Copyable {
        var descriptors: [(ours: FileDescriptor, theirs: Int32)] = []
        func end() {}
    }
    func startServers() throws -> Servers { Servers() }
}
