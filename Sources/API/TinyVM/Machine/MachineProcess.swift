// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// A QEMU that was started, and our ends of its sockets. It is ended by force with the value.
final class MachineProcess {
    let qemu: ChildProcess
    let program: FilePath
    /// Our ends: of the channel to the guest's init program, of the serial console, of the monitor.
    let channel: FileDescriptor
    let console: FileDescriptor
    let monitor: FileDescriptor
    private let sockets: [SocketPair]
    private let servers: FileServers
    private let complaintFile: MemoryFile
    /// QEMU opens the files behind these by its numbers for them, some of them late.
    private let files: [MemoryFile]
    private var end: ChildProcess.End?

    /// Starts QEMU.
    ///
    /// - Parameters:
    ///   - image: The initial RAM disk, or the stub of a kernel.
    ///   - memory: The file of the guest's memory; nil where it has none.
    ///   - environment: The variables that QEMU gets.
    init(
        _ invocation: MachineInvocation, image: MemoryFile, memory: FileDescriptor? = nil, shares: [TinyVM.Share] = [],
        transport: ShareTransport? = nil, environment: [String: String]
    ) throws {
        let pairs = [try SocketPair(), try SocketPair(), try SocketPair()]
        sockets = pairs
        (channel, console, monitor) = (pairs[0].ours, pairs[1].ours, pairs[2].ours)
        program = invocation.program
        servers = try FileServers(transport, shares, numbers: invocation.serverDescriptors)
        complaintFile = try MemoryFile("qemu-errors")
        files = [image] + invocation.overlays.map(\.file)
        var request = ChildProcess.Request(
            program: invocation.program, arguments: invocation.arguments,
            environment: environment.map { "\($0.key)=\($0.value)" }.sorted())
        request.hasOwnProcessGroup = true
        let silence = try FileDescriptor.open("/dev/null", .readWrite, options: .closeOnExec)
        defer { try? silence.close() }
        request.descriptors = [
            (silence, 0), (silence, 1), (complaintFile.descriptor, 2),
            (image.descriptor, MachineInvocation.imageDescriptor),
            (pairs[0].theirs, MachineInvocation.channelDescriptor),
            (pairs[1].theirs, MachineInvocation.consoleDescriptor),
            (pairs[2].theirs, MachineInvocation.monitorDescriptor),
        ]
        if let memory { request.descriptors.append((memory, MachineInvocation.memoryDescriptor)) }
        request.descriptors += servers.descriptors
        request.descriptors += invocation.overlays.map { ($0.file.descriptor, $0.number) }
        qemu = try ChildProcess.start(request)
        pairs.forEach { $0.closeTheirs() }
        servers.closeConnections()
    }

    deinit {
        if end == nil {
            qemu.send(SIGKILL)
            _ = try? qemu.wait()
        }
    }

    /// What QEMU wrote to its standard error.
    var complaints: String { String(decoding: complaintFile.contents(atMost: 16 * 1024), as: UTF8.self) }

    /// Waits for QEMU to end, and ends it by force when it does not.
    func wait(seconds: Int) throws(Errno) -> ChildProcess.End {
        if let end { return end }
        var ending = pollfd(fd: qemu.descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ending.revents == 0 {
            let left = Int32((deadline - .now).inMilliseconds.rounded(.up))
            guard left > 0 else {
                qemu.send(SIGKILL)
                break
            }
            _ = poll(&ending, 1, left)
        }
        let end = try qemu.wait()
        self.end = end
        return end
    }

    /// Ends QEMU by force.
    func kill() throws(Errno) {
        qemu.send(SIGKILL)
        _ = try wait(seconds: 10)
    }
}
