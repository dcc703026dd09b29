// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import SystemPackage
internal import XDR

extension DriverService {
    /// Consoles and channels of guests.
    static func serveStreams(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainOpenConsole) { _, call, arguments in
            try check(arguments.flags, knowing: 3, "virDomainOpenConsole")
            let flags = DomainConsoleFlags(rawValue: arguments.flags)
            try connect(
                call,
                with: try await domains.openConsole(of: arguments.dom.identity, device: arguments.devName, flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainOpenChannel) { _, call, arguments in
            // VIR_DOMAIN_CHANNEL_FORCE
            try check(arguments.flags, knowing: 1, "virDomainOpenChannel")
            let flags = DomainConsoleFlags(rawValue: arguments.flags)
            try connect(
                call, with: try await domains.openChannel(of: arguments.dom.identity, name: arguments.name, flags))
            return XDRVoid()
        }
    }

    /// Screens of guests: a client brings a connected socket, or gets one.
    static func serveGraphics(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainOpenGraphics) { _, call, arguments in
            try check(arguments.flags, knowing: 1, "virDomainOpenGraphics")
            guard call.descriptors.count == 1, let socket = call.descriptors.first else {
                throw RemoteError.invalidArgument("one descriptor has to come with the call", in: .domain)
            }
            try await domains.openGraphics(
                of: arguments.dom.identity, index: Int(arguments.idx), descriptor: socket.descriptor.rawValue,
                DomainGraphicsFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainOpenGraphicsFD) { _, call, arguments in
            try check(arguments.flags, knowing: 1, "virDomainOpenGraphicsFD")
            let (clients, emulators) = try LocalConnection.pair()
            call.pass(OwnedDescriptor(clients))
            let end = OwnedDescriptor(emulators)
            defer { withExtendedLifetime(end) {} }
            try await domains.openGraphics(
                of: arguments.dom.identity, index: Int(arguments.idx), descriptor: end.descriptor.rawValue,
                DomainGraphicsFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
    }

    /// Joins the stream of a call and that of a guest; either end ends both.
    private static func connect(_ call: Call, with guest: DomainStream) throws {
        let stream: ServerStream
        do {
            stream = try call.openStream()
        } catch {
            guest.close()
            throw error
        }
        stream.onAbort { guest.close() }
        call.afterReply {
            Task {
                do {
                    while let bytes = try await guest.read(), await stream.write(bytes) {}
                    stream.finishWriting()
                } catch {
                    stream.fail(error)
                }
            }
            Task {
                // What comes after the guest's end is thrown away: left where it is, it would hold up the client's calls.
                var isTaking = true
                while let bytes = await Self.input(of: stream) {
                    guard isTaking else { continue }
                    do { try await guest.write(bytes) } catch { isTaking = false }
                }
                guest.close()
            }
        }
    }

    /// The bytes that the client sends next; nil when no more come, which is confirmed.
    private static func input(of stream: ServerStream) async -> [UInt8]? {
        switch await stream.read() {
        case .data(let bytes): return bytes
        // A console has no holes, and the protocol lets none through.
        case .hole: return []
        case .finished:
            stream.complete()
            return nil
        case .aborted: return nil
        }
    }
}
