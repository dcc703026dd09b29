// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel

extension VirtualMachine {
    /// Opens a console, serial or parallel port.
    func openConsole(_ alias: String?, _ flags: DomainConsoleFlags) async throws -> DomainStream {
        _ = try liveProcess(for: "open the console of")
        let devices = runningDomain.devices
        let all = devices.consoles + devices.serials + devices.parallels
        guard let device = alias.map({ name in all.first { $0.info.alias == name } }) ?? all.first else {
            throw VirtError(
                .invalidArgument,
                alias.map { "Domain '\(name)' has no console, serial or parallel port '\($0)'." }
                    ?? "Domain '\(name)' has no console. Define it with a <console> or a <serial>.")
        }
        return try await open(device, flags)
    }

    /// Opens a channel.
    func openChannel(_ name: String?, _ flags: DomainConsoleFlags) async throws -> DomainStream {
        _ = try liveProcess(for: "open the channel of")
        let channels = runningDomain.devices.channels
        let found = name.map { name in channels.first { $0.info.alias == name || $0.name == name } } ?? channels.first
        guard let channel = found else {
            throw VirtError(
                .invalidArgument, "Domain '\(self.name)' has no channel" + (name.map { " '\($0)'." } ?? "."))
        }
        return try await open(channel, flags)
    }

    private func open(_ device: CharacterDevice, _ flags: DomainConsoleFlags) async throws -> DomainStream {
        let alias = device.info.alias ?? ""
        guard device.source.kind == .pty || device.source.kind == .unix, let path = device.source.path else {
            throw VirtError(
                .operationUnsupported,
                "The \(device.role.rawValue) '\(alias)' of domain '\(name)' is of type '\(device.source.kind.rawValue)', which cannot be opened. Use a 'pty'."
            )
        }
        // Opening a terminal or connecting to a socket of QEMU's does not wait for QEMU, but it is a file all the same.
        let isTerminal = device.source.kind == .pty
        let file = try await services.blockingWork.run("open '\(path)'", deadline: .seconds(10)) {
            isTerminal
                ? OwnedDescriptor(
                    try FileDescriptor.open(
                        FilePath(path), .readWrite, options: [.init(rawValue: O_NOCTTY), .nonBlocking, .closeOnExec]))
                : try UnixSocket.connect(to: FilePath(path))
        }
        let ticket = ConsoleTicket()
        let channel = try ByteChannel(file, loop: services.loop) { [weak self] in
            self?.state.withLock { state in
                if state.run?.consoles[path]?.ticket === ticket { state.run?.consoles[path] = nil }
            }
        }
        let before = try state.withLock { state -> ByteChannel? in
            let before = state.run?.consoles[path]
            if let before, before.channel?.isOpen == true, !flags.contains(.force) {
                throw VirtError(
                    .operationFailed,
                    "The \(device.role.rawValue) '\(alias)' of domain '\(state.definition.name)' is open already. Open it by force to end the other."
                )
            }
            state.run?.consoles[path] = OpenConsole(ticket: ticket, channel: channel)
            return before?.channel
        }
        before?.close()
        return DomainStream(read: { try await channel.read() }) { bytes in
            try await channel.write(bytes)
        } close: {
            channel.close()
        }
    }
}

/// Tells one opening of a console from the next.
final class ConsoleTicket: Sendable {}

/// Who has a console open. It does not keep the stream: that ends with its user.
struct OpenConsole: Sendable {
    let ticket: ConsoleTicket
    private(set) weak var channel: ByteChannel?

    init(ticket: ConsoleTicket, channel: ByteChannel) {
        self.ticket = ticket
        self.channel = channel
    }
}
