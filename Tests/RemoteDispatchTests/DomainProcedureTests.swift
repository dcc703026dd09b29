// SPDX-License-Identifier: Apache-2.0

import RemoteProtocol
import Testing
import WireTestSupport

/// How procedures of domains translate what clients say and what drivers answer.
@Suite struct DomainProcedureTests {
    /// Runs a body with an open connection and the domain of the canned driver.
    private static func with(
        _ body: @escaping @Sendable (WireClient, RemoteProgram.DomainReference) throws -> Void
    ) async throws {
        let server = try CannedServer()
        let path = server.path
        try await onThread {
            let client = try WireClient(path)
            try client.open()
            try body(client, try client.result(RemoteProgram.domainLookupByName, .init(name: "ci-3")).dom)
        }
        withExtendedLifetime(server) {}
    }

    @Test("A client that has room for few numbers gets few, and one that has none is told how many there are")
    func room() async throws {
        try await Self.with { client, dom in
            func statistics(_ count: Int32) throws -> RemoteProgram.DomainBlockStatsFlagsResult {
                try client.result(
                    RemoteProgram.domainBlockStatsFlags, .init(dom: dom, path: "vda", nparams: count, flags: 4))
            }
            let none = try statistics(0)
            #expect(none.params.isEmpty && none.nparams == 8)
            let few = try statistics(1)
            #expect(few.params == [RemoteTypedParameter("wr_bytes", .long(4096))] && few.nparams == 1)
            let all = try statistics(100)
            #expect(all.params.count == 8 && all.nparams == 8)
            // A number that is too large for the wire is the largest of it.
            #expect(all.params.contains(RemoteTypedParameter("rd_operations", .long(.max))))
            #expect { try statistics(-1) } throws: { ($0 as? RefusedCall)?.code == 8 }
            let memory = try client.result(
                RemoteProgram.domainMemoryStats, .init(dom: dom, maxStats: 1, flags: 0))
            #expect(memory.stats.map(\.val) == [1024])
        }
    }

    @Test("Processors are maps of bits, the lowest first, of the length that the client has room for")
    func maps() async throws {
        try await Self.with { client, dom in
            func vcpus(_ count: Int32, _ length: Int32) throws -> RemoteProgram.DomainGetVCPUsResult {
                try client.result(
                    RemoteProgram.domainGetVCPUs, .init(dom: dom, maxinfo: count, maplen: length))
            }
            #expect(try vcpus(2, 1).cpumaps == [1, 2])
            #expect(try vcpus(2, 2).cpumaps == [1, 2, 2, 0])
            #expect(try vcpus(1, 2).cpumaps == [1, 2])
            #expect(try vcpus(2, 0).cpumaps.isEmpty)
            #expect(try vcpus(2, 0).info.map(\.number) == [0, 1])
            for (count, length) in [(-1, 1), (2, -1), (.max, 1), (2, .max)] as [(Int32, Int32)] {
                #expect { try vcpus(count, length) } throws: { ($0 as? RefusedCall)?.code == 8 }
            }
            // The one that is not pinned may run on all that a map has, for there is no host here that tells.
            let pins = try client.result(
                RemoteProgram.domainGetVCPUPinInfo, .init(dom: dom, ncpumaps: 2, maplen: 1, flags: 0))
            #expect(pins.num == 2 && pins.cpumaps == [0xff, 8])
        }
    }

    @Test("A job that ended has how it ended as its type, and libvirt's names")
    func jobs() async throws {
        try await Self.with { client, dom in
            let none = try client.result(RemoteProgram.domainGetJobStats, .init(dom: dom, flags: 0))
            #expect(none.type == 0 && none.params.isEmpty)
            let done = try client.result(RemoteProgram.domainGetJobStats, .init(dom: dom, flags: 1))
            #expect(done.type == 4)
            #expect(
                done.params == [
                    RemoteTypedParameter("operation", .int(2)),
                    RemoteTypedParameter("time_elapsed", .unsignedLong(12)),
                    RemoteTypedParameter("data_total", .unsignedLong(4)),
                    RemoteTypedParameter("data_processed", .unsignedLong(3)),
                    RemoteTypedParameter("data_remaining", .unsignedLong(1)),
                ])
        }
    }

    @Test("What a driver does not offer is refused as clients expect it, and unknown flags by their function")
    func refusals() async throws {
        try await Self.with { client, dom in
            #expect {
                try client.result(RemoteProgram.domainInjectNMI, .init(dom: dom, flags: 0))
            } throws: {
                ($0 as? RefusedCall)?.code == 3
            }
            let expected = RefusedCall(
                code: 8, domain: 20, message: "unsupported flags (0x8) in function virDomainAttachDeviceFlags")
            #expect(throws: expected) {
                try client.result(RemoteProgram.domainAttachDeviceFlags, .init(dom: dom, xml: "<disk/>", flags: 8))
            }
            #expect {
                try client.result(
                    RemoteProgram.domainBlockResize, .init(dom: dom, disk: "vda", size: .max, flags: 0))
            } throws: {
                ($0 as? RefusedCall)?.code == 8
            }
            let label = try client.result(RemoteProgram.domainGetSecurityLabel, .init(dom: dom))
            #expect(label.label == [0] && label.enforcing == 0)
        }
    }
}
