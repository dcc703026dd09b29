// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import LinuxSystem
import QEMUDriver
import QMP
import TestSupport
import Testing
import VirtModel

@Suite(.enabled(if: Program.areInstalled("qemu-system-x86_64", "qemu-img")), .timeLimit(.minutes(2)))
struct SecretTransportTests {
    private static let uuid = "f52a81b2-424e-490c-823d-6bd4235bc572"
    private static let value = "open-sesame-0123456789"
    private let loop: EventLoop
    private let folder: TemporaryDirectory

    init() throws {
        loop = try EventLoop()
        folder = try TemporaryDirectory("secrets")
    }

    private func image(_ format: String) throws -> String {
        let path = folder("image.\(format)")
        let options = format == "luks" ? "key-secret=s" : "encrypt.format=luks,encrypt.key-secret=s"
        let quick = format == "luks" ? ",iter-time=10" : ",encrypt.iter-time=10"
        let command = [
            "qemu-img", "create", "-q", "--object", "secret,id=s,data=\(Self.value)", "-f", format, "-o",
            options + quick, path, "1M",
        ]
        var made = try Program.run(command)
        // It measures how fast it derives a key, and gives up where the clock of the processor did not move meanwhile.
        for _ in 0..<20 where made.errorText.contains("Unable to get accurate CPU usage") {
            made = try Program.run(command)
        }
        try #require(made.status == 0, "\(made.errorText)")
        return path
    }

    private func disk(_ format: String, _ path: String) -> String {
        """
        <disk type='file'>
          <driver type='\(format == "luks" ? "raw" : format)'/>
          <source file='\(path)'>
            <encryption format='luks'><secret type='passphrase' uuid='\(Self.uuid)'/></encryption>
          </source>
          <target dev='vda'/>
        </disk>
        """
    }

    private func secrets(_ value: String, _ usage: SecretUsage = .volume) throws -> GivenSecrets {
        var secrets = GivenSecrets()
        try secrets.add(Self.uuid, usage, "v", value)
        return secrets
    }

    @Test("QEMU opens an encrypted disk, and its secret is nowhere to be seen", arguments: ["luks", "qcow2"])
    func encrypted(format: String) async throws {
        let path = try image(format)
        let launch = try await HostLaunch.start(
            disk(format, path), in: folder, on: loop, secrets: secrets(Self.value))
        let blocks = try await launch.execute(QMPCommand("query-named-block-nodes"))
        #expect(blocks.array?.contains { $0["encrypted"]?.bool == true } == true)

        let process = "/proc/\(launch.process.identifier)"
        for file in ["cmdline", "environ"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(process)/\(file)"))
            #expect(bytes.range(of: Data(Self.value.utf8)) == nil)
            #expect(bytes.range(of: Data(Data(Self.value.utf8).base64EncodedString().utf8)) == nil)
        }
        let number = try #require(
            launch.invocation.descriptors.first {
                if case .secret = $0.purpose { true } else { false }
            }?.number)
        // The file is there and is what QEMU has read, until it is erased.
        let file = "\(process)/fd/\(number)"
        #expect(FileManager.default.contents(atPath: file) == Data(Self.value.utf8))
        try launch.resources.settle()
        #expect(FileManager.default.contents(atPath: file) == Data())
        try await launch.end()
    }

    @Test("a wrong value, no secret, one without a value and one for another use are refused")
    func refusals() async throws {
        let disk = try disk("luks", image("luks"))
        func message(_ secrets: GivenSecrets?) async -> String {
            do {
                try await HostLaunch.start(disk, in: folder, on: loop, secrets: secrets).end()
                return "it started"
            } catch {
                return "\(error)"
            }
        }
        #expect(try await message(secrets("wrong")).contains("Invalid password"))
        #expect(await message(nil).contains(Self.uuid))
        #expect(await message(GivenSecrets()).contains("no such secret"))
        #expect(try await message(secrets(Self.value, .ceph)).contains("'volume'"))
    }

    @Test("a secret goes to a running QEMU over the monitor, and so do passwords")
    func monitor() async throws {
        let path = try image("luks")
        let launch = try await HostLaunch.start(
            "<graphics type='vnc' passwd='x'><listen type='socket' socket='\(folder("vnc"))'/></graphics>", in: folder,
            on: loop)
        let value = try #require(SecretValue(Array(Self.value.utf8)))
        _ = try await launch.execute(SecretObject.add(id: "s0", value))
        _ = try await launch.execute(
            QMPCommand(
                "blockdev-add",
                [
                    "driver": "luks", "node-name": "n0", "key-secret": "s0",
                    "file": .object([.init("driver", "file"), .init("filename", .string(path))]),
                ]))
        _ = try await launch.execute(SecretObject.remove(id: "s0"))
        for command in SecretObject.password("vnc", "hidden", validTo: 2_000_000_000) {
            _ = try await launch.execute(command)
        }
        try await launch.end()
    }
}
