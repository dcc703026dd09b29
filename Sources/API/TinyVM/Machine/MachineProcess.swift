// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import QEMUDriver
internal import SystemPackage

/// A QEMU that was started, and our ends of its sockets. It is ended by force with the value.
final class MachineProcess {
    let qemu: EmulatorChild
    /// Our ends: of the channel to the guest's init program, of the serial console, of the monitor.
    var channel: FileDescriptor { ends[0].descriptor }
    var console: FileDescriptor { ends[1].descriptor }
    var monitor: FileDescriptor { ends[2].descriptor }
    private let ends: [OwnedDescriptor]
    private let servers: FileServers
    private let complaintFile: MemoryFile
    /// QEMU opens the files behind these by its numbers for them, some of them late.
    private let files: [MemoryFile]

    /// Starts QEMU.
    ///
    /// - Parameters:
    ///   - image: The initial RAM disk, or the stub of a kernel.
    ///   - memory: The file of the guest's memory; nil where it has none.
    init(
        _ invocation: MachineInvocation, image: MemoryFile, memory: FileDescriptor? = nil, shares: [TinyVM.Share] = [],
        transport: ShareTransport? = nil
    ) throws {
        var inherited = InheritedDescriptors()
        let numbers = [
            MachineInvocation.channelDescriptor, MachineInvocation.consoleDescriptor,
            MachineInvocation.monitorDescriptor,
        ]
        ends = try numbers.map { number throws(Errno) in
            let (ours, theirs) = try LocalConnection.pair()
            inherited.add(OwnedDescriptor(theirs), as: number)
            return OwnedDescriptor(ours)
        }
        servers = try FileServers(transport, shares)
        complaintFile = try MemoryFile("qemu-errors")
        files = [image] + invocation.overlays.map(\.file)
        inherited.add(image, as: MachineInvocation.imageDescriptor)
        if let memory { inherited.lend(memory, as: MachineInvocation.memoryDescriptor) }
        for (connection, number) in zip(servers.takeConnections(), invocation.serverDescriptors) {
            inherited.add(connection, as: number)
        }
        for (file, number) in invocation.overlays { inherited.add(file, as: number) }
        var options = EmulatorChild.Options()
        options.hasOwnProcessGroup = true
        // What it makes for the guest in a shared directory has the permissions that the guest gives.
        options.fileModeMask = nil
        qemu = try EmulatorChild(
            invocation.qemu, inheriting: inherited, messages: complaintFile.descriptor, options)
    }

    deinit { qemu.kill() }

    /// What QEMU said.
    var complaints: String { String(decoding: complaintFile.contents(atMost: 16 * 1024), as: UTF8.self) }

    /// Waits for QEMU to end, and ends it by force when it does not.
    func wait(seconds: Int) throws(Errno) -> ChildProcess.End {
        guard let end = qemu.waitForEnd(atMost: .seconds(seconds)) else { throw .noChildProcess }
        return end
    }
}
