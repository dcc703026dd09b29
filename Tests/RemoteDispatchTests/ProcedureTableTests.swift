// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import HostDriver
import RemoteDispatch
import RemoteProtocol
import RemoteServer
import Testing

@Suite struct ProcedureTableTests {
    /// The table of the documentation, from the dispatch table.
    private static func table() -> String {
        let kind = ConnectionKind(scheme: "qemu", type: "QEMU", isPrivileged: true)
        let drivers = DriverSet(
            domains: CannedDomains(), secrets: CannedSecrets(), host: LinuxHost(), hypervisor: CannedHypervisor())
        let programs = DriverService(kind, drivers).programs
        var lines = [
            "# Procedures", "",
            "Which procedures of libvirt's RPC programs our daemons serve: those of secrets by `virtsecretd`, all others by",
            "`virtqemud`. What is another daemon's goes to that daemon; what nobody serves is refused as \"this function is not",
            "supported by the connection driver\". Written from the dispatch table; a test holds it to that, and writes it anew",
            "where `SWIFT_VIRT_REGENERATE` is set.",
        ]
        for (name, program) in zip(["remote", "qemu"], programs) {
            let served = Set(program.servedNumbers)
            lines += [
                "", "## \(name)", "", "\(served.count) of \(program.facts.procedures.count) are served.", "",
                "| No. | Procedure | Driver | Served |", "|---|---|---|---|",
            ]
            for procedure in program.facts.procedures {
                let mark = served.contains(procedure.number) ? "yes" : ""
                lines.append("| \(procedure.number) | `\(procedure.name)` | \(procedure.slot) | \(mark) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test("The table of procedures in the documentation is that of the dispatch table")
    func documentation() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Documentation/procedures.md")
        if ProcessInfo.processInfo.environment["SWIFT_VIRT_REGENERATE"] != nil {
            try Data(Self.table().utf8).write(to: file)
        }
        let isEqual = try String(contentsOf: file, encoding: .utf8) == Self.table()
        #expect(isEqual, "Run the test with SWIFT_VIRT_REGENERATE=1.")
    }
}

/// A hypervisor that knows nothing.
private struct CannedHypervisor: HypervisorDriver {
    private var nothing: VirtError { VirtError(.operationUnsupported, "Nothing is known.") }
    func version() async throws -> UInt64 { 0 }
    func capabilities() async throws -> String { throw nothing }
    func domainCapabilities(of kind: DomainKind) async throws -> String { throw nothing }
    func maximumVCPUs(type: String?) async throws -> Int { throw nothing }
    func cpuModels(architecture: String) async throws -> [String] { throw nothing }
    func compareCPU(_ xml: String) async throws -> CPUComparison { throw nothing }
    func compareCPU(_ xml: String, of kind: DomainKind) async throws -> CPUComparison { throw nothing }
    func baselineCPU(_ xmls: [String], of kind: DomainKind?, _ flags: CPUBaselineFlags) async throws -> String {
        throw nothing
    }
    func nativeConfiguration(of xml: String, format: String) async throws -> String { throw nothing }
}

/// A driver without a secret.
private final class CannedSecrets: SecretDriver {
    private let hub = EventHub<SecretEvent>()
    private var none: VirtError { VirtError(.noSecret, "There is none.") }
    func define(_ xml: String) async throws -> SecretIdentity { throw none }
    func undefine(_ secret: SecretIdentity) async throws { throw none }
    func secret(uuid: ObjectUUID) async throws -> SecretIdentity { throw none }
    func secret(usage: SecretUsage, id: String) async throws -> SecretIdentity { throw none }
    func list(_ flags: SecretListFlags) async throws -> [SecretIdentity] { [] }
    func xml(of secret: SecretIdentity) async throws -> String { throw none }
    func setValue(_ value: [UInt8], of secret: SecretIdentity) async throws { throw none }
    func value(of secret: SecretIdentity, internally: Bool) async throws -> [UInt8] { throw none }
    func events() -> EventSequence<SecretEvent> { hub.subscribe() }
}
