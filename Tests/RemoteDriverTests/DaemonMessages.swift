// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import RemoteDriver
import RemoteProtocol
import XDR

/// What a daemon sends, made by hand.
enum DaemonMessages {
    static func header(
        _ type: NetMessage.Kind, _ procedure: Int32, serial: UInt32, _ status: NetMessage.Status = .ok,
        program: UInt32 = RemoteProgram.facts.number
    ) -> NetMessage.Header {
        NetMessage.Header(prog: program, vers: 1, proc: procedure, type: type, serial: serial, status: status)
    }

    static func reply(
        _ procedure: Int32, serial: UInt32, _ body: some XDRCodable = XDRVoid(), status: NetMessage.Status = .ok
    ) throws -> [UInt8] {
        var body = body
        return try Packet.bytes(header(.reply, procedure, serial: serial, status)) { xdr throws(XDRError) in
            try body.xdr(&xdr)
        }
    }

    static func error(_ code: Int32, _ text: String, domain: Int32 = 10) -> NetMessage.Error {
        NetMessage.Error(
            code: code, domain: domain, message: text, level: 2, dom: nil, str1: nil, str2: nil, str3: nil, int1: -1,
            int2: -1, net: nil)
    }

    static func stream(
        _ procedure: Int32, serial: UInt32, _ status: NetMessage.Status, _ data: [UInt8] = [],
        type: NetMessage.Kind = .stream
    ) -> [UInt8] {
        Packet.bytes(header(type, procedure, serial: serial, status), raw: data[...])
    }

    static func keepalive(_ procedure: Int32) -> [UInt8] {
        Packet.bytes(header(.message, procedure, serial: 0, program: KeepaliveProgram.facts.number), raw: [])
    }
}

extension ClientMachine {
    /// Takes bytes.
    mutating func receive(_ bytes: [UInt8], now: ContinuousClock.Instant) -> [Action] {
        bytes.withUnsafeBytes { receive($0, now: now) }
    }
}
