// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import QEMUDriver
internal import SystemPackage
internal import VirtModel

/// The QEMU command of a VM, and the descriptors that it inherits.
struct MachineInvocation {
    // The numbers by which QEMU knows what it inherits; those of disks and file servers follow.
    static let imageDescriptor = 3
    static let channelDescriptor = 4
    static let consoleDescriptor = 5
    static let monitorDescriptor = 6
    static let memoryDescriptor = 7
    static let firstFreeDescriptor = 8

    /// How QEMU is started.
    let qemu: QEMUInvocation
    /// Images in memory for the disks whose changes are forgotten, or that are blank, by QEMU's number for them.
    private(set) var overlays: [(file: MemoryFile, number: Int)] = []
    /// QEMU's number for its connection to the file server of each share; empty with 9p.
    private(set) var serverDescriptors: [Int] = []

    /// The name by which the guest knows a share.
    static func shareTag(_ index: Int) -> String { "share\(index)" }

    /// Composes the command.
    ///
    /// - Parameters:
    ///   - memory: Where the guest's memory is. One that is restored needs neither kernel nor image, and gets a
    ///     ``StubKernel`` for both where the kernel is an unpacked one.
    ///   - isBlank: Whether something that nobody will ever see stands behind disks and shares: the devices are the same.
    init(
        for vm: TinyVM, _ choice: MachineChoice, _ transport: ShareTransport?, memory: MachineMemory = .own,
        isBlank: Bool = false
    ) throws {
        var vm = vm
        var context = LaunchContext()
        context.startsPaused = false
        context.exitsByItself = true
        context.usesMasterKey = false
        context.awaitsIncomingState = memory == .restored
        context.memoryFile = "/proc/self/fd/\(Self.memoryDescriptor)"
        context.configuration.logTimestamps = false
        context.configuration.isPrivileged = geteuid() == 0
        context.handedIn["channel0"] = .connectedSocket(Self.channelDescriptor)
        context.handedIn["serial0"] = .connectedSocket(Self.consoleDescriptor)
        context.handedIn["monitor"] = .connectedSocket(Self.monitorDescriptor)
        var next = Self.firstFreeDescriptor
        if isBlank {
            for index in vm.disks.indices {
                let file = try MemoryFile("tinyvm-blank")
                try file.descriptor.resize(to: 1 << 20)
                overlays.append((file, next))
                let access = vm.disks[index].access
                vm.disks[index] = TinyVM.Disk(path: FilePath("/proc/self/fd/\(next)"))
                vm.disks[index].access = access == .readOnly ? .readOnly : .readWrite
                next += 1
            }
            for index in vm.shares.indices { vm.shares[index].source = "/" }
        }
        for (index, disk) in vm.disks.enumerated() where disk.access == .snapshot {
            overlays.append((try SnapshotOverlay.make(for: disk), next))
            context.transientOverlays[Domain.diskName(index)] = "/proc/self/fd/\(next)"
            next += 1
        }
        if case .virtiofs = transport {
            for index in vm.shares.indices {
                context.handedIn["fs\(index)"] = .connectedSocket(next)
                serverDescriptors.append(next)
                next += 1
            }
        }
        let domain = Domain(
            for: vm, choice, transport, image: "/proc/self/fd/\(Self.imageDescriptor)", memory: memory)
        let capabilities = QEMUCapabilities.assumed
        do {
            let prepared = try PreparedDomain(domain, capabilities: capabilities, context: context)
            var qemu = try QEMUInvocation(prepared, capabilities: capabilities, context: context)
            qemu.environment = vm.callerEnvironment.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }
            self.qemu = qemu
        } catch let error as QEMUDriverError {
            throw TinyVMError(.machine, error.description)
        }
    }

    /// The arguments, the first of which is the program's name.
    var arguments: [String] { [qemu.program] + qemu.arguments }

    /// Whether the guest's memory is in a file: QEMU's machine may have none that can be.
    var hasMemoryFile: Bool { arguments.contains { $0.contains("memory-backend-file") } }

    /// The command, quoted for a shell.
    var commandLine: String { ShellWord.line(arguments) }
}

/// Where the memory of a machine is.
enum MachineMemory {
    /// In QEMU's own, and gone with it.
    case own
    /// In a file that keeps what the guest writes.
    case saved
    /// In a file from which the guest's memory is read, and that does not get what it writes.
    case restored
}
