// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/message.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension NetMessage {
    /// `virNetMessageError`
    package struct Error: XDRCodable {
        package var code: Int32 = 0
        package var domain: Int32 = 0
        package var message: String? = nil
        package var level: Int32 = 0
        package var dom: NonnullDomain? = nil
        package var str1: String? = nil
        package var str2: String? = nil
        package var str3: String? = nil
        package var int1: Int32 = 0
        package var int2: Int32 = 0
        package var net: NonnullNetwork? = nil
        package init() {}
        package init(code: Int32, domain: Int32, message: String?, level: Int32, dom: NonnullDomain?, str1: String?, str2: String?, str3: String?, int1: Int32, int2: Int32, net: NonnullNetwork?) {
            self.code = code
            self.domain = domain
            self.message = message
            self.level = level
            self.dom = dom
            self.str1 = str1
            self.str2 = str2
            self.str3 = str3
            self.int1 = int1
            self.int2 = int2
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&code)
            try stream.integer(&domain)
            try stream.optionalString(&message, atMost: 4194304)
            try stream.integer(&level)
            try stream.optional(&dom)
            try stream.optionalString(&str1, atMost: 4194304)
            try stream.optionalString(&str2, atMost: 4194304)
            try stream.optionalString(&str3, atMost: 4194304)
            try stream.integer(&int1)
            try stream.integer(&int2)
            try stream.optional(&net)
        }
    }
    /// `virNetMessageHeader`
    package struct Header: XDRCodable {
        package var prog: UInt32 = 0
        package var vers: UInt32 = 0
        package var proc: Int32 = 0
        package var type: Kind = Kind.first
        package var serial: UInt32 = 0
        package var status: Status = Status.first
        package init() {}
        package init(prog: UInt32, vers: UInt32, proc: Int32, type: Kind, serial: UInt32, status: Status) {
            self.prog = prog
            self.vers = vers
            self.proc = proc
            self.type = type
            self.serial = serial
            self.status = status
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&prog)
            try stream.integer(&vers)
            try stream.integer(&proc)
            try stream.enumeration(&type)
            try stream.integer(&serial)
            try stream.enumeration(&status)
        }
    }
    /// `virNetMessageNonnullDomain`
    package struct NonnullDomain: XDRCodable {
        package var name: String = ""
        package var uuid: UUIDBytes = UUIDBytes()
        package var id: Int32 = 0
        package init() {}
        package init(name: String, uuid: UUIDBytes, id: Int32) {
            self.name = name
            self.uuid = uuid
            self.id = id
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try uuid.xdr(&stream)
            try stream.integer(&id)
        }
    }
    /// `virNetMessageNonnullNetwork`
    package struct NonnullNetwork: XDRCodable {
        package var name: String = ""
        package var uuid: UUIDBytes = UUIDBytes()
        package init() {}
        package init(name: String, uuid: UUIDBytes) {
            self.name = name
            self.uuid = uuid
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try uuid.xdr(&stream)
        }
    }
    /// `virNetStreamHole`
    package struct StreamHole: XDRCodable {
        package var length: Int64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(length: Int64, flags: UInt32) {
            self.length = length
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&length)
            try stream.integer(&flags)
        }
    }
}
