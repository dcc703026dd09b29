// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Program.areInstalled("virsh")))
struct VirtSecretDTests {
    private static let xml = """
        <secret ephemeral='no' private='no'>
          <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
          <description>a key</description>
          <usage type='volume'><volume>/srv/a.qcow2</volume></usage>
        </secret>
        """

    @Test("virsh defines, lists, sets, reads and removes a secret")
    func virsh() throws {
        let daemon = try RunningDaemon("virtsecretd")
        let uuid = "6695eb01-f6a4-8304-79aa-97f2502e193f"
        func run(_ arguments: [String]) throws -> ProgramResult {
            try Program.run(["virsh", "-q", "-c", daemon.uri("secret")] + arguments, environment: ["LC_ALL": "C"])
        }
        let file = try daemon.root.write("secret.xml", Self.xml)
        let defined = try run(["secret-define", file])
        #expect(defined.status == 0, "\(defined.errorText)")
        #expect(try run(["secret-list"]).text.contains(uuid))
        #expect(try run(["secret-dumpxml", uuid]).text.contains("<description>a key</description>"))
        let value = try daemon.root.write("value", "open sesame")
        let set = try run(["secret-set-value", uuid, "--file", value, "--plain"])
        #expect(set.status == 0, "\(set.errorText)")
        #expect(try run(["secret-get-value", uuid, "--plain"]).text.contains("open sesame"))
        #expect(access(daemon.root("etc/libvirt/secrets/\(uuid).base64"), F_OK) == 0)
        #expect(try run(["secret-undefine", uuid]).status == 0)
        let gone = try run(["secret-dumpxml", uuid])
        #expect(gone.status == 1)
        #expect(gone.errorText.contains("Secret not found"))
    }

    @Test("Secrets outlive a daemon that is killed")
    func restart() throws {
        let first = try RunningDaemon("virtsecretd")
        let file = try first.root.write("secret.xml", Self.xml)
        #expect(try first.virsh("secret", "secret-define", file).status == 0)
        first.program.send(SIGKILL)
        _ = first.program.wait()
        let second = try RunningDaemon("virtsecretd", root: first.root)
        #expect(
            RunningProgram.wait { (try? second.virsh("secret", "secret-list").text.contains("/srv/a.qcow2")) == true })
    }

    @Test("Events of secrets reach a client", .enabled(if: Program.areInstalled("stdbuf")))
    func events() throws {
        let daemon = try RunningDaemon("virtsecretd")
        let output = try PipeReader()
        let listener = try RunningProgram(
            [
                "stdbuf", "-oL", "virsh", "-c", daemon.uri("secret"), "secret-event", "--event", "lifecycle", "--loop",
                "--timeout", "60",
            ],
            output: .descriptor(output.writingEnd))
        let file = try daemon.root.write("secret.xml", Self.xml)
        // Events are those from the registration on, so one has to wait for that: define until one is told.
        let told = try RunningProgram.wait {
            _ = try daemon.virsh("secret", "secret-define", file)
            return output.waitFor("Defined", seconds: 1)
        }
        #expect(told)
        listener.send(SIGKILL)
        _ = listener.wait()
    }

    @Test("The read-only socket shows no values")
    func readOnly() throws {
        let daemon = try RunningDaemon("virtsecretd")
        let file = try daemon.root.write("secret.xml", Self.xml)
        #expect(try daemon.virsh("secret", "secret-define", file).status == 0)
        let result = try Program.run(
            [
                "virsh", "-q", "-r", "-c", daemon.uri("secret", readOnly: true), "secret-get-value",
                "6695eb01-f6a4-8304-79aa-97f2502e193f",
            ], environment: ["LC_ALL": "C"])
        #expect(result.status == 1)
        #expect(result.errorText.contains("read only access prevents"))
    }
}
