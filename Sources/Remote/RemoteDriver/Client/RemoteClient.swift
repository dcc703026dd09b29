// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import LinuxSystem
package import RemoteProtocol
package import SystemPackage
package import XDR

/// A connection to a daemon: makes calls, each with a deadline, and awaits their results.
///
/// The client owns its socket and closes it with ``close()``, at the end of the connection, or when the client goes. Once the
/// connection has ended, for whatever reason, all that waits fails with that reason, and so does each later call; a call that
/// is cancelled or late fails alone, and its answer is dropped when it comes.
///
/// ```swift
/// let client = try RemoteClient(socket, peer: "the daemon at '\(path)'", loop: loop)
/// let host = try await client.call(RemoteProgram.connectGetHostname, of: RemoteProgram.facts, XDRVoid()).hostname
/// ```
package final class RemoteClient: Sendable {
    /// What the daemon may demand of us.
    package let limits: ClientLimits
    private let link: ClientLink

    /// Takes over a connected stream socket.
    ///
    /// - Parameters:
    ///   - descriptor: The socket; closed when this throws, too.
    ///   - peer: Who answers, for errors: "the daemon at '/run/libvirt/virtqemud-sock'".
    ///   - loop: Where what comes is read, and where the handlers are called; they must not block.
    ///   - onEvent: Called with each message that comes unasked, in order, and before an answer that came after it is delivered.
    ///   - onEnd: Called once, when the connection has ended, also by ``close()``.
    package init(
        _ descriptor: FileDescriptor, peer: String, limits: ClientLimits = ClientLimits(), loop: EventLoop,
        onEvent: @escaping @Sendable (Packet) -> Void = { _ in },
        onEnd: @escaping @Sendable (VirtError) -> Void = { _ in }
    ) throws(Errno) {
        self.limits = limits
        link = try ClientLink(descriptor, peer: peer, limits: limits, loop: loop, onEvent: onEvent, onEnd: onEnd)
    }

    deinit { close() }

    /// Ends the connection; again does nothing.
    package func close() { link.close(.closedHere) }

    /// The daemon is about to be told that we leave, and may close the connection as soon as it likes.
    package func takeLeave() { link.takeLeave() }

    /// Why the connection has ended; nil as long as it has not.
    package var end: VirtError? { link.end }

    /// The same, as clients of libvirt are told it.
    package var closeReason: CloseReason? { link.closeReason }

    /// The daemon has lost what stands behind it.
    package func lost() {
        link.close(VirtError(.rpc, "The daemon has lost its own connection to the hypervisor. Open another one."))
    }

    /// The daemon has told that it answers keepalive messages, so it is asked from now on whether it lives.
    package func armKeepalive() { link.armKeepalive() }

    // MARK: - Calls

    /// Makes a call and awaits its result.
    ///
    /// - Parameters:
    ///   - descriptors: Descriptors that go with it; they stay the caller's.
    ///   - deadline: How long it may take; nil for what is right for the procedure.
    /// - Throws: ``VirtError``, in the daemon's words when it refuses; `CancellationError`.
    package func call<Arguments: XDRCodable, Answer: XDRCodable>(
        _ procedure: Procedure<Arguments, Answer>, of program: ProgramFacts, _ arguments: Arguments,
        passing descriptors: [FileDescriptor] = [], deadline: Duration? = nil
    ) async throws -> Answer {
        try await exchange(procedure, of: program, arguments, passing: descriptors, deadline: deadline).answer
    }

    /// Makes a call whose result may bring descriptors.
    package func callForDescriptors<Arguments: XDRCodable, Answer: XDRCodable>(
        _ procedure: Procedure<Arguments, Answer>, of program: ProgramFacts, _ arguments: Arguments,
        passing descriptors: [FileDescriptor] = [], deadline: Duration? = nil
    ) async throws -> (answer: Answer, descriptors: [OwnedDescriptor]) {
        try await exchange(procedure, of: program, arguments, passing: descriptors, deadline: deadline)
    }

    /// Makes a call that opens a stream.
    package func openStream<Arguments: XDRCodable, Answer: XDRCodable>(
        _ procedure: Procedure<Arguments, Answer>, of program: ProgramFacts, _ arguments: Arguments,
        isSparse: Bool = false, deadline: Duration? = nil
    ) async throws -> (answer: Answer, stream: RemoteStream) {
        let stream = RemoteStream(on: link)
        let answer = try await exchange(
            procedure, of: program, arguments, stream: (StreamOpening(isSparse: isSparse), stream.inbox),
            deadline: deadline
        ).answer
        return (answer, stream)
    }

    /// Makes a call and hands its result over on the loop, before anything that came after it.
    ///
    /// - Throws: ``VirtError`` when it cannot be sent; the completion is then not called.
    package func send<Arguments: XDRCodable, Answer: XDRCodable>(
        _ procedure: Procedure<Arguments, Answer>, of program: ProgramFacts, _ arguments: Arguments,
        _ completion: @escaping @Sendable (Result<Answer, VirtError>) -> Void
    ) throws {
        let limit = usualLimit(procedure.number, program)
        _ = try link.send(procedure.number, of: program, arguments, [], stream: nil, within: limit) { result in
            completion(result.flatMap { packet in Self.decode(packet, of: program) })
        }
    }

    /// Passes on a call of somebody else, its arguments as they are, and hands its answer over as it is, on the loop and before
    /// anything that came after it. It may take as long as the daemon takes, which has its own deadlines.
    ///
    /// - Parameters:
    ///   - opensStream: Whether the call opens a stream, which comes with its answer.
    ///   - completion: Gets an error of the daemon as ``VirtError``, whose cause is the error of the wire.
    /// - Throws: ``VirtError`` when it cannot be sent; the completion is then not called.
    package func forward(
        _ call: Packet, of program: ProgramFacts, opensStream: Bool = false,
        _ completion: @escaping @Sendable (Result<(answer: Packet, stream: RemoteStream?), VirtError>) -> Void
    ) throws {
        let stream = opensStream ? RemoteStream(on: link) : nil
        _ = try link.send(
            call.header.proc, of: program, RawArguments(bytes: call.bytes[call.offset...]), call.descriptors,
            stream: stream.map { (StreamOpening(isSparse: true), $0.inbox) }, within: Self.unlimited
        ) { result in
            if case .success(let packet) = result { stream?.inbox.opened(packet.header.serial) }
            completion(result.map { ($0, stream) })
        }
    }

    /// Longer than any connection lasts.
    private static let unlimited = Duration.seconds(10 * 365 * 86_400)

    /// Arguments of which only the bytes are known.
    private struct RawArguments: XDRCodable {
        var bytes: ArraySlice<UInt8> = []
        init() {}
        init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }
        mutating func xdr(_ stream: inout XDRStream) throws(XDRError) { stream.rest(&bytes) }
    }

    private func exchange<Arguments: XDRCodable, Answer: XDRCodable>(
        _ procedure: Procedure<Arguments, Answer>, of program: ProgramFacts, _ arguments: Arguments,
        passing descriptors: [FileDescriptor] = [], stream: (StreamOpening, StreamInbox)? = nil, deadline: Duration?
    ) async throws -> (answer: Answer, descriptors: [OwnedDescriptor]) {
        try Task.checkCancellation()
        var passed: [OwnedDescriptor] = []
        for descriptor in descriptors {
            do throws(Errno) {
                passed.append(OwnedDescriptor(try descriptor.duplicateCloseOnExec()))
            } catch {
                throw VirtError(.systemError, "Cannot pass descriptor \(descriptor.rawValue): \(error).", cause: error)
            }
        }
        let promise = Promise<Packet>()
        let serial = try link.send(
            procedure.number, of: program, arguments, passed, stream: stream,
            within: deadline ?? usualLimit(procedure.number, program)
        ) { result in
            // The stream knows its number before anybody can use it.
            if case .success(let packet) = result { stream?.1.opened(packet.header.serial) }
            promise.resolve(result.mapError { $0 as any Error })
        }
        do {
            let packet = try await promise.value()
            let answer: Answer = try Self.decode(packet, of: program).get()
            return (answer, packet.descriptors)
        } catch {
            link.leave(serial)
            throw error
        }
    }

    private func usualLimit(_ procedure: Int32, _ program: ProgramFacts) -> Duration {
        program[procedure]?.isQuick == true ? limits.quickCall : limits.slowCall
    }

    private static func decode<Answer: XDRCodable>(_ packet: Packet, of program: ProgramFacts) -> Result<
        Answer, VirtError
    > {
        do throws(XDRError) {
            return .success(try Answer(xdr: packet.bytes, from: packet.offset))
        } catch {
            let name = program[packet.header.proc]?.name ?? "procedure \(packet.header.proc)"
            return .failure(VirtError(.rpc, "The answer to \(name) cannot be read. \(error)", cause: error))
        }
    }
}
