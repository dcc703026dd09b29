// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import Glibc
import TestSupport
import Testing
import VirtEmbedded

/// What machines have of the host, through the connection that programs use.
@Suite(.enabled(if: Program.areInstalled("qemu-system-x86_64", "qemu-img")), .timeLimit(.minutes(2)))
struct HostResourcesTests {
    private let folder: TemporaryDirectory
    private static let uuid = "f52a81b2-424e-490c-823d-6bd4235bc572"
    private static let value = "open-sesame-0123456789"

    init() throws { folder = try TemporaryDirectory("resources") }

    private func document(_ devices: String) throws -> String {
        """
        <domain type='qemu'>
          <name>resources</name>
          <memory unit='MiB'>64</memory>
          <os><type arch='x86_64' machine='q35'>hvm</type></os>
          <features><acpi/></features>
          <devices>
            <emulator>\(try #require(Program.find("qemu-system-x86_64")))</emulator>
            <controller type='usb' model='none'/>
            <memballoon model='none'/>
            \(devices)
          </devices>
        </domain>
        """
    }

    private func image(_ arguments: [String]) throws -> String {
        let path = folder("image")
        let made = try Program.imageTool(["create", "-q"] + arguments + [path, "1M"])
        try #require(made.status == 0, "\(made.errorText)")
        return path
    }

    /// The processes below us that run a program.
    private func children(_ program: String) -> [Int32] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        return all.filter { process in
            let words = (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
            return words.contains(program) && words.contains(folder.path)
        }
    }

    @Test(
        "an encrypted disk, a TPM and a user network come with a machine, and go with it",
        .enabled(if: Program.areInstalled("swtpm", "swtpm_setup", "passt")))
    func helpers() async throws {
        let path = try image([
            "--object", "secret,id=s,data=\(Self.value)", "-f", "luks", "-o", "key-secret=s,iter-time=10",
        ])
        let connection = try await Connection.open("qemu:///embed?root=\(folder("root"))")
        let secrets = try connection.secretDriver
        let secret = try await secrets.define(
            "<secret private='yes'><uuid>\(Self.uuid)</uuid><usage type='volume'><volume>\(path)</volume></usage></secret>"
        )
        let devices = """
            <disk type='file'>
              <driver type='raw'/>
              <source file='\(path)'>
                <encryption format='luks'><secret type='passphrase' uuid='\(Self.uuid)'/></encryption>
              </source>
              <target dev='vda'/>
            </disk>
            <tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>
            <interface type='user'><backend type='passt'/><model type='virtio'/></interface>
            <graphics type='vnc' passwd='hidden' passwdValidTo='2030-01-01T00:00:00'/>
            """
        let domain = try await connection.define(document(devices))
        let error = await #expect(throws: VirtError.self) { try await domain.start() }
        #expect(error?.code == .noSecret, "\(String(describing: error))")
        #expect(children("swtpm").isEmpty)

        try await secrets.setValue(Array(Self.value.utf8), of: secret)
        try await domain.start()
        #expect(children("swtpm").count == 1)
        let log = try String(contentsOfFile: folder("root/log/qemu/resources.log"), encoding: .utf8)
        for clear in [Self.value, "hidden"] { #expect(!log.contains(clear), "\(log)") }
        try await domain.destroy()
        #expect(children("swtpm").isEmpty)
        // The state of the TPM stays for the next start.
        #expect(FileManager.default.fileExists(atPath: folder("root/lib/qemu/swtpm")))
        try await domain.start()
        await connection.close()
        #expect(children("").isEmpty)
    }

    @Test("a screen has its password before the guest runs", arguments: ["vnc", "spice"])
    func passwords(kind: String) async throws {
        let connection = try await Connection.open("qemu:///embed?root=\(folder("root"))")
        let validity = "passwd='hidden' passwdValidTo='2030-01-01T00:00:00'"
        let domain = try await connection.create(document("<graphics type='\(kind)' autoport='yes' \(validity)/>"))
        let answer = try await domain.monitorCommand(#"{"execute":"query-\#(kind)"}"#)
        #expect(answer.replacing(" ", with: "").contains(#""auth":"\#(kind)""#), "\(answer)")
        #expect(try await !domain.xml().contains("hidden"))
        #expect(try await domain.xml(.secure).contains("hidden"))
        await connection.close()
    }

    @Test("logs are rotated while a machine runs, also when it was found again")
    func logs() async throws {
        let console = folder("console")
        let uri = "qemu:///embed?root=\(folder("root"))&autodestroy=no"
        var connection = try await Connection.open(uri)
        _ = try await connection.create(document("<serial type='file'><source path='\(console)'/></serial>"))
        for path in [console, folder("root/log/qemu/resources.log")] {
            let filler = FileHandle(forWritingAtPath: path)
            try filler?.seekToEnd()
            try filler?.write(contentsOf: Data(repeating: 10, count: 3 << 20))
            let isRotated = RunningProgram.wait(seconds: 60) {
                let old = try? FileManager.default.attributesOfItem(atPath: "\(path).0")
                return (old?[.size] as? Int ?? 0) >= 3 << 20
            }
            #expect(isRotated, "'\(path)' is not rotated.")
            await connection.close()
            connection = try await Connection.open(uri)
        }
        try await connection.domain(named: "resources").destroy()
        await connection.close()
    }

    @Test("a machine runs as another user, and all that it had is given back", .enabled(if: geteuid() == 0))
    func identity() async throws {
        try #require(chmod(folder.path, 0o755) == 0)
        let path = try image(["-f", "qcow2"])
        try #require(chmod(path, 0o600) == 0)
        func owner() throws -> UInt32 {
            var status = stat()
            try #require(stat(path, &status) == 0)
            return status.st_uid
        }
        let connection = try await Connection.open("qemu:///embed?root=\(folder("root"))&user=%2B12345&group=%2B12345")
        let domain = try await connection.define(
            document(
                """
                <disk type='file'><driver type='qcow2'/><source file='\(path)'/><target dev='vda'/></disk>
                <channel type='unix'><target type='virtio' name='org.example.0'/></channel>
                """))
        try await domain.start()
        #expect(try owner() == 12345)
        let processes = children("qemu-system")
        #expect(processes.count == 1)
        for process in processes {
            #expect(try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8).contains("Uid:\t12345\t"))
        }
        try await domain.destroy()
        #expect(try owner() == 0)
        await connection.close()
    }
}
