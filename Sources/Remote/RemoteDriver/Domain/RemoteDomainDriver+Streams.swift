// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import SystemPackage
internal import XDR

extension RemoteDomainDriver {
    func openConsole(
        of domain: DomainIdentity, device: String?, _ flags: DomainConsoleFlags
    ) async throws -> DomainStream {
        let arguments = RemoteProgram.DomainOpenConsoleArguments(
            dom: .init(domain), devName: device, flags: flags.rawValue)
        return DomainStream(try await caller.openStream(RemoteProgram.domainOpenConsole, arguments).stream)
    }

    func openChannel(
        of domain: DomainIdentity, name: String?, _ flags: DomainConsoleFlags
    ) async throws -> DomainStream {
        let arguments = RemoteProgram.DomainOpenChannelArguments(
            dom: .init(domain), name: name, flags: flags.rawValue)
        return DomainStream(try await caller.openStream(RemoteProgram.domainOpenChannel, arguments).stream)
    }

    func openGraphics(
        of domain: DomainIdentity, index: Int, descriptor: Int32, _ flags: DomainGraphicsFlags
    ) async throws {
        guard let number = UInt32(exactly: index) else {
            throw VirtError(.invalidArgument, "Domain '\(domain)' has no screen \(index).")
        }
        let arguments = RemoteProgram.DomainOpenGraphicsArguments(
            dom: .init(domain), idx: number, flags: flags.rawValue)
        try await caller.gate.pass()
        _ = try await caller.client.call(
            RemoteProgram.domainOpenGraphics, of: RemoteProgram.facts, arguments,
            passing: [FileDescriptor(rawValue: descriptor)])
    }
}

extension DomainStream {
    /// The bytes of a stream of the wire, which ends with the last copy of this value.
    fileprivate init(_ stream: RemoteStream) {
        self.init(
            read: {
                do {
                    while let piece = try await stream.read() {
                        // There are no holes in what a guest says.
                        if case .data(let bytes) = piece { return bytes }
                    }
                } catch let error as VirtError where error.code == .rpc && stream.isConnected {
                    // So a libvirt says that the device has gone with its domain, or was opened by somebody else.
                    return nil
                }
                stream.cancel()
                return nil
            },
            write: { try await stream.write($0[...]) },
            close: { stream.cancel() })
    }
}
