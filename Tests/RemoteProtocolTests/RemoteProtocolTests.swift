// SPDX-License-Identifier: Apache-2.0

import RemoteProtocol
import TestSupport
import Testing
import XDR

@Suite struct RemoteProtocolTests {
    @Test("The table knows each procedure by its number, and no event")
    func table() throws {
        #expect(RemoteProgram.facts.number == 0x2000_8086)
        #expect(RemoteProgram.facts.procedures.count == 392)
        let lookup = try #require(RemoteProgram.facts[RemoteProgram.domainLookupByName.number])
        #expect(lookup.name == "DOMAIN_LOOKUP_BY_NAME")
        #expect(lookup.function == "virDomainLookupByName")
        #expect(lookup.slot == .hypervisor)
        #expect(RemoteProgram.facts[RemoteProgram.domainOpenConsole.number]?.stream == .read)
        #expect(RemoteProgram.facts[RemoteProgram.domainCreate.number]?.readOnly == .denied)
        #expect(RemoteProgram.facts[RemoteProgram.domainEventLifecycle.number] == nil)
        for number: Int32 in [0, -1, 444, 9999, .min, .max] { #expect(RemoteProgram.facts[number] == nil) }
    }

    @Test("Messages have the bytes that stock clients and daemons of 9.0 exchange")
    func packets() throws {
        let name = try RemoteProgram.DomainLookupByNameArguments(name: "test").xdrBytes()
        #expect(name == [0, 0, 0, 4, 0x74, 0x65, 0x73, 0x74])
        // Reply length 188, of which 28 are length and header: 32 chars of four bytes each, and 32 bytes of numbers.
        let info = RemoteProgram.NodeGetInfoResult(
            model: Array("x86_64".utf8), memory: 1, cpus: 2, mhz: 3, nodes: 4, sockets: 5, cores: 6, threads: 7)
        #expect(try info.xdrBytes().count == 160)
        let error = NetMessage.Error(
            code: 42, domain: 10, message: "Domain not found: no domain with matching name 'nosuch'", level: 2,
            dom: nil,
            str1: "Domain not found: %s", str2: "no domain with matching name 'nosuch'", str3: nil, int1: -1, int2: -1,
            net: nil)
        #expect(try error.xdrBytes().count == 0xc8 - 28)
    }

    @Test("Typed parameters of each type read back the same")
    func typedParameters() throws {
        let values: [TypedValue] = [
            .int(-1), .unsignedInt(1), .long(.min), .unsignedLong(.max), .double(0.5), .boolean(true), .string("text"),
        ]
        for value in values {
            let parameter = RemoteTypedParameter("name", value)
            #expect(try RemoteTypedParameter(xdr: parameter.xdrBytes()) == parameter)
        }
        #expect(throws: XDRError.self) { try TypedValue(xdr: [0, 0, 0, 8, 0, 0, 0, 0]) }
    }

    @Test("A UUID keeps its bytes")
    func uuid() throws {
        let bytes = (1...16).map(UInt8.init)
        #expect(UUIDBytes(bytes).bytes == bytes)
        #expect(try UUIDBytes(bytes).xdrBytes() == bytes)
    }

    @Test("More elements than a message may have are refused in writing, too")
    func limits() throws {
        let many = RemoteProgram.ConnectListDefinedDomainsResult(names: [String](repeating: "", count: 16385))
        #expect(throws: XDRError.self) { try many.xdrBytes() }
    }
}
