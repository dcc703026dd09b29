// SPDX-License-Identifier: Apache-2.0

import Foundation
import RemoteProtocol
import SystemPackage
import TestSupport
import Testing
import WireTestSupport
import XDR

/// A QEMU that hangs, and a disk that does, delay nobody but those who ask for just that.
@Suite(.serialized, .enabled(if: Program.areInstalled("qemu-system-x86_64")), .timeLimit(.minutes(10)))
struct HangTests {
    /// How long most calls may take while something hangs, as a build with checks on a busy machine does them.
    private static let limit = Duration.milliseconds(200)

    /// The time within which 99 of 100 calls of a client are answered: some that ask the driver, and some that ask a QEMU.
    private static func slowest(_ served: ServedDomains, _ domain: RemoteProgram.DomainReference) throws -> Duration {
        let client = try served.open()
        var times: [Duration] = []
        let clock = ContinuousClock()
        for _ in 0..<(SeededGenerator.rounds(100)) {
            times.append(
                try clock.measure {
                    _ = try client.result(
                        RemoteProgram.connectListAllDomains, .init(needResults: 1, flags: 0))
                })
            times.append(
                try clock.measure {
                    _ = try client.result(RemoteProgram.domainGetXMLDesc, .init(dom: domain, flags: 0))
                })
            times.append(
                try clock.measure { _ = try client.result(RemoteProgram.domainGetInfo, .init(dom: domain)) })
            times.append(
                try clock.measure {
                    _ = try client.result(RemoteProgram.domainReset, .init(dom: domain, flags: 0))
                })
        }
        times.sort()
        return times[times.count * 99 / 100]
    }

    @Test("a QEMU that stands still delays neither other clients nor other calls of the same one, and can be destroyed")
    func emulator() async throws {
        let access = Unchecked(try ServedDomains(3))
        try await onThread {
            let served = access.value
            let before = try Self.slowest(served, served.domains[0])
            let stuck = try #require(served.emulator(of: "m1"))
            kill(stuck, SIGSTOP)
            defer { kill(stuck, SIGCONT) }
            // So many clients, each with several calls that wait for it.
            let waiting = try (0..<8).map { _ in try served.open() }
            for client in waiting {
                for _ in 0..<4 {
                    try client.call(RemoteProgram.domainReset, .init(dom: served.domains[1], flags: 0))
                }
            }
            let during = try Self.slowest(served, served.domains[2])
            print("99 of 100 calls within \(before) before, and \(during) while a QEMU hangs")
            #expect(during < max(Self.limit, before * 3))
            // What follows on the same connection overtakes; it asks about the one that hangs.
            let clock = ContinuousClock()
            for client in waiting {
                let time = try clock.measure {
                    let serial = try client.call(RemoteProgram.domainGetInfo, .init(dom: served.domains[1]))
                    let packet = try client.receive()
                    #expect(packet.header.serial == serial && packet.header.status == .ok)
                }
                #expect(time < .seconds(2))
            }
            let client = try served.open()
            #expect(
                try client.result(RemoteProgram.domainGetState, .init(dom: served.domains[1], flags: 0)).state == 3)
            let time = try clock.measure {
                _ = try client.result(RemoteProgram.domainDestroy, .init(dom: served.domains[1]))
            }
            #expect(time < .seconds(30))
            // Those who waited are told, and the others go on.
            for client in waiting {
                for _ in 0..<4 { #expect(try client.receive().header.status == .error) }
            }
            _ = try Self.slowest(served, served.domains[0])
        }
    }

    @Test(
        "a disk that never answers delays neither other clients nor other machines",
        .enabled(if: HungDirectory.isPossible))
    func disk() async throws {
        let access = Unchecked(try ServedDomains(2))
        let hung = try HungDirectory(at: access.value.daemon.root("hung"))
        defer { hung.end() }
        try await onThread {
            let served = access.value
            let before = try Self.slowest(served, served.domains[0])
            let disk = """
                <disk type='file' device='disk'><driver name='qemu' type='raw'/>
                <source file='\(served.daemon.root("hung/disk.raw"))'/><target dev='hda' bus='ide'/></disk>
                """
            let waiting = try (0..<6).map { number in
                let client = try served.open()
                let domain = try client.result(
                    RemoteProgram.domainDefineXML, .init(xml: ServedDomains.document("hung\(number)", devices: disk))
                ).dom
                try client.call(RemoteProgram.domainCreate, .init(dom: domain))
                return client
            }
            let during = try Self.slowest(served, served.domains[1])
            print("99 of 100 calls within \(before) before, and \(during) while a disk hangs")
            #expect(during < max(Self.limit, before * 3))
            // A machine can be started meanwhile.
            let client = try served.open()
            let other = try client.result(
                RemoteProgram.domainCreateXML, .init(xmlDesc: ServedDomains.document("other"), flags: 1)
            ).dom
            _ = try client.result(RemoteProgram.domainDestroy, .init(dom: other))
            hung.end()
            for client in waiting { #expect(try client.receive().header.type == .reply) }
        }
    }
}
