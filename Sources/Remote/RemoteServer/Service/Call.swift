// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import RemoteProtocol
internal import Synchronization
internal import XDR

/// A call that a client has made and that is not answered.
package final class Call: Sendable {
    private struct State {
        var descriptors: [OwnedDescriptor] = []
        var afterReply: [@Sendable () -> Void] = []
        var closesAfterReply = false
        var stream: ServerStream?
    }

    /// The message of the call.
    package let packet: Packet
    /// Who has made it.
    package let client: ClientConnection
    private let state = Mutex(State())

    init(_ packet: Packet, from client: ClientConnection) {
        self.packet = packet
        self.client = client
    }

    /// The descriptors that came with the call.
    package var descriptors: [OwnedDescriptor] { packet.descriptors }

    /// Passes a descriptor with the reply.
    package func pass(_ descriptor: OwnedDescriptor) { state.withLock { $0.descriptors.append(descriptor) } }

    /// Does something once the reply is on its way, and never if the call fails; an event, for instance, that must not come before it.
    package func afterReply(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.afterReply.append(body) } }

    /// Ends the connection once the reply is written.
    package func closeAfterReply() { state.withLock { $0.closesAfterReply = true } }

    /// The stream that the call opens; it is gone again if the call fails. Send nothing before ``afterReply(_:)``.
    ///
    /// - Parameter isSparse: Whether the client knows of holes.
    /// - Throws: ``RemoteError`` when the client has too many.
    package func openStream(isSparse: Bool = false) throws -> ServerStream {
        let stream = try client.openStream(StreamKey(packet.header), isSparse: isSparse)
        state.withLock { $0.stream = stream }
        return stream
    }

    /// The bytes of the reply.
    func reply(_ result: some XDRCodable) throws -> [UInt8] {
        let count = state.withLock { $0.descriptors.count }
        var header = packet.header
        header.type = count > 0 ? .replyWithFds : .reply
        header.status = .ok
        var result = result
        do throws(XDRError) {
            let bytes = try Packet.bytes(header) { stream throws(XDRError) in
                var number = UInt32(count)
                if count > 0 { try stream.integer(&number) }
                try result.xdr(&stream)
            }
            if bytes.count <= Packet.maximumLength { return bytes }
        } catch {
            throw RemoteError(.rpc, "Unable to encode message payload")
        }
        throw RemoteError(.rpc, "Unable to encode message payload")
    }

    /// An answer that says nothing, as if somebody else had given it.
    package func emptyAnswer() throws -> Packet {
        var header = packet.header
        header.type = .reply
        header.status = .ok
        return Packet(header: header, bytes: try Packet.bytes(header))
    }

    /// The bytes of somebody else's answer, as they are, for the one who called us.
    ///
    /// - Throws: ``RemoteError`` when the answer is an error.
    func reply(passing answer: Packet) throws -> [UInt8] {
        if answer.header.status == .error {
            throw RemoteError(try NetMessage.Error(xdr: answer.bytes, from: answer.offset))
        }
        for descriptor in answer.descriptors { pass(descriptor) }
        return Packet.bytes(answer.bytes, withSerial: packet.header.serial)
    }

    /// What is to be done with a reply that succeeded.
    func finish() -> (descriptors: [OwnedDescriptor], afterReply: [@Sendable () -> Void], closes: Bool) {
        state.withLock { ($0.descriptors, $0.afterReply, $0.closesAfterReply) }
    }

    /// The call failed: its stream is none.
    func fail() { state.withLock { $0.stream }?.deliver(.aborted) }
}
