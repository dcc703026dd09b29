// SPDX-License-Identifier: Apache-2.0

internal import GuestProtocol
internal import SystemPackage

extension Job {
    init(for vm: TinyVM, guest: GuestImage, streams: StandardStreams, transport: ShareTransport?) {
        self.init()
        modules = guest.modules
        arguments = guest.command.map { Array($0.utf8) }
        var variables = [
            ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), ("HOME", "/root"),
            ("USER", "root"), ("TERM", vm.callerEnvironment["TERM"] ?? "linux"),
        ]
        for (name, value) in vm.environment {
            variables.removeAll { $0.0 == name }
            variables.append((name, value))
        }
        environment = variables.map { Array("\($0.0)=\($0.1)".utf8) }
        workingDirectory = Array(vm.workingDirectory.utf8)
        let isInteractive =
            switch vm.terminal {
            case .always: true
            case .never: false
            case .auto:
                streams.input.isForegroundTerminal && streams.output.isTerminal
                    && (vm.command.isEmpty || streams.errors.isTerminal)
            }
        if isInteractive {
            terminal = streams.input.terminalSize ?? TerminalSize(rows: 24, columns: 80)
        }
        for (index, share) in vm.shares.enumerated() {
            let is9p = if case .plan9 = transport { true } else { false }
            mounts.append(
                Mount(
                    source: Array(MachineInvocation.shareTag(index).utf8), target: Array(share.target.string.utf8),
                    type: Array((is9p ? "9p" : "virtiofs").utf8),
                    options: Array((is9p ? "trans=virtio,version=9p2000.L,msize=262144" : "").utf8),
                    isReadOnly: !share.isWritable))
        }
        configuresUserNetwork = vm.network == .user
        // Locally administered, with the prefix that QEMU's guests have; see ``LaunchContext``.
        if configuresUserNetwork {
            interfaceAddress = [0x52, 0x54, 0x00] + (0..<3).map { _ in UInt8.random(in: 0...255) }
        }
        syncsAtExit = vm.disks.contains { $0.access == .readWrite } || vm.shares.contains { $0.isWritable }
    }
}
