// SPDX-License-Identifier: Apache-2.0

import Foundation
import RemoteProtocol
import SystemPackage
import TestSupport
import Testing
import WireTestSupport
import XDR

/// Who may only read, or is somebody else, gets nowhere it should not.
@Suite(.enabled(if: Program.areInstalled("qemu-system-x86_64", "virsh")), .timeLimit(.minutes(10)))
struct ReadOnlyTests {
    /// VIR_ERR_OPERATION_DENIED
    private static let denied: Int32 = 29

    /// Calls every procedure of a program on a connection, and tells which are refused because it only reads.
    private static func walk(_ program: String, _ served: ServedDomains, _ open: () throws -> WireClient) throws
        -> (refused: Set<String>, writers: Set<String>, all: Int)
    {
        var maker = try ArgumentMaker(program)
        maker.texts = ["off", "<domain/>", served.daemon.root("x")]
        maker.uuids = served.domains.map(\.uuid.bytes)
        var generator = SeededGenerator(seed: 3)
        var refused: Set<String> = []
        for procedure in maker.procedures where !procedure.name.hasSuffix("CLOSE") {
            let client = try open()
            let header = NetMessage.Header(
                prog: maker.program, vers: maker.version, proc: procedure.number, type: .call, serial: 99, status: .ok)
            try client.send(Packet.bytes(header, raw: maker.arguments(of: procedure, using: &generator)[...]))
            var packet = try client.receive()
            while packet.header.type != .reply { packet = try client.receive() }
            guard packet.header.status == .error else { continue }
            let error = try RefusedCall(packet)
            if error.code == Self.denied, error.message.contains("read only access prevents") {
                refused.insert(procedure.name)
            }
        }
        let writers = maker.procedures.filter { $0.readOnly == "denied" }.map(\.name)
        return (refused, Set(writers), maker.procedures.count)
    }

    @Test(
        "of all procedures, those that change something are refused to whoever may only read, by socket and by flag",
        arguments: [true, false])
    func procedures(bySocket: Bool) async throws {
        let served = Unchecked(try ServedDomains(1))
        let daemon = served.value.daemon
        let before = try daemon.virsh("qemu", "dumpxml", "m0").text + daemon.virsh("qemu", "dumpxml", "off").text
        try await onThread {
            let served = served.value
            for program in ["remote", "qemu"] {
                let (refused, writers, all) = try Self.walk(program, served) {
                    try served.open(
                        bySocket ? served.daemon.readOnlySocket : nil, readOnly: !bySocket)
                }
                #expect(all > writers.count || program == "qemu")
                // Those that it depends on the flags for may be among them.
                let conditional = Set(["DOMAIN_GET_XML_DESC", "DOMAIN_GET_VCPUS_FLAGS", "DOMAIN_INTERFACE_ADDRESSES"])
                    .union(["DOMAIN_SNAPSHOT_GET_XML_DESC", "DOMAIN_MANAGED_SAVE_GET_XML_DESC"])
                    .union(["DOMAIN_CHECKPOINT_GET_XML_DESC"])
                #expect(refused.isSuperset(of: writers), "\(writers.subtracting(refused)) are not refused")
                #expect(refused.subtracting(conditional).isSubset(of: writers))
            }
            // Passwords are for those who may change things, and so is what an agent in the guest says.
            let client = try served.open(bySocket ? served.daemon.readOnlySocket : nil, readOnly: !bySocket)
            let domain = try #require(served.domains.first)
            for flags: UInt32 in [1, 8] {
                #expect(throws: RefusedCall.self) {
                    try client.result(RemoteProgram.domainGetXMLDesc, .init(dom: domain, flags: flags))
                }
            }
            let guest = #expect(throws: RefusedCall.self) {
                try client.result(RemoteProgram.domainGetVCPUsFlags, .init(dom: domain, flags: 8))
            }
            #expect(guest?.code == Self.denied || guest?.message.contains("not supported") == true, "\(guest as Any)")
            // A second opening, with all rights, does not widen them.
            _ = try? client.result(RemoteProgram.connectOpen, .init(name: "qemu:///system", flags: 0))
            let error = #expect(throws: RefusedCall.self) {
                try client.result(RemoteProgram.domainDestroy, .init(dom: domain))
            }
            #expect(error?.code == Self.denied)
        }
        let after = try daemon.virsh("qemu", "dumpxml", "m0").text + daemon.virsh("qemu", "dumpxml", "off").text
        #expect(before == after)
        #expect(try daemon.virsh("qemu", "domstate", "m0").text.hasPrefix("paused"))
    }

    @Test(
        "another user gets nowhere; where the socket for reading is opened to all, only there",
        .enabled(if: getuid() == 0 && Program.areInstalled("setpriv", "virt-admin")), arguments: [false, true])
    func otherUser(isOpen: Bool) throws {
        let served = try ServedDomains(
            0, configuration: isOpen ? "unix_sock_ro_perms = \"0777\"\n" : nil)
        let daemon = served.daemon
        chmod(daemon.root.path, 0o755)
        func run(_ command: String...) throws -> ProgramResult {
            try Program.run(
                ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"] + command,
                environment: ["LC_ALL": "C", "HOME": "/nowhere", "XDG_RUNTIME_DIR": "/nowhere"])
        }
        let writer = try run("virsh", "-q", "-c", daemon.uri("qemu"), "list", "--all")
        #expect(writer.status == 1 && writer.errorText.contains("Permission denied"), "\(writer.errorText)")
        let admin = try run(
            "virt-admin", "-q", "-c", "virtqemud:///system?socket=\(daemon.adminSocket)", "srv-list")
        #expect(admin.status == 1 && admin.errorText.contains("Permission denied"), "\(admin.errorText)")
        let reader = try run("virsh", "-q", "-r", "-c", daemon.uri("qemu", readOnly: true), "list", "--all", "--name")
        guard isOpen else {
            #expect(reader.status == 1 && reader.errorText.contains("Permission denied"), "\(reader.errorText)")
            return
        }
        #expect(reader.status == 0 && reader.text.contains("off"), "\(reader.errorText)")
        for command in [
            ["undefine", "off"], ["start", "off"], ["autostart", "off"], ["desc", "off", "--title", "x"],
        ] {
            let result = try Program.run(
                ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups", "virsh", "-q", "-c"]
                    + [daemon.uri("qemu", readOnly: true)] + command,
                environment: ["LC_ALL": "C", "HOME": "/nowhere", "XDG_RUNTIME_DIR": "/nowhere"])
            #expect(result.status == 1, "\(command): \(result.text)\(result.errorText)")
            #expect(result.errorText.contains("read only access prevents"), "\(command): \(result.errorText)")
        }
        #expect(try daemon.virsh("qemu", "domstate", "off").text.hasPrefix("shut off"))
    }
}
