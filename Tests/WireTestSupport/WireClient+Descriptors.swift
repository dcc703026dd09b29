// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import RemoteProtocol
internal import SystemPackage

/// Descriptors that go to and fro, as ``EchoService`` does it.
extension WireClient {
    /// Has a descriptor passed with an answer.
    ///
    /// - Returns: What can be read from it; nil when none came.
    package func wordOfPassedDescriptor() throws -> String? {
        try call(RemoteProgram.domainOpenGraphicsFD, .init())
        let packet = try receive()
        guard packet.header.type == .replyWithFds, let passed = packet.descriptors.first else { return nil }
        return try Self.word(from: passed.descriptor)
    }

    /// Passes a descriptor with a call.
    ///
    /// - Returns: What was written into it; nil when the call was refused.
    package func wordIntoPassedDescriptor() throws -> String? {
        let ends = try FileDescriptor.pipe()
        return try ends.readEnd.closeAfter {
            try call(RemoteProgram.domainOpenGraphics, .init(), type: .callWithFds, count: 1)
            _ = try ends.writeEnd.closeAfter { try socket.send([0], descriptors: [ends.writeEnd]) }
            guard try receive().header.status == .ok else { return nil }
            return try Self.word(from: ends.readEnd)
        }
    }

    private static func word(from descriptor: FileDescriptor) throws -> String {
        var bytes = [UInt8](repeating: 0, count: 10)
        let count = try bytes.withUnsafeMutableBytes { try descriptor.read(into: $0) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
