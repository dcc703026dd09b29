// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestSupport
import Testing
import VirtEmbedded

/// Hosts and documents that are not as they should be: each is one clear sentence, and leaves nothing behind.
@Suite(.enabled(if: TinyGuest.isPossible && Program.areInstalled("qemu-img")), .timeLimit(.minutes(4)))
struct HostFaultTests {
    private let guest: TinyGuest

    init() throws { guest = try TinyGuest("while :; do /bin/busybox sleep 1; done") }

    /// The error of a machine that cannot start, whose definition stays and is off.
    private func refusal(_ document: String, on connection: Connection) async throws -> VirtError? {
        let before = guest.leftovers()
        let error = await #expect(throws: VirtError.self) { _ = try await connection.create(document, .paused) }
        #expect(error?.message.isEmpty == false && error?.message.contains("\n") == false, "\(error as Any)")
        #expect(guest.leftovers() == before, "\(guest.leftovers())")
        return error
    }

    private func disk(_ path: String, _ format: String) -> String {
        "<disk type='file'><driver name='qemu' type='\(format)'/><source file='\(path)'/><target dev='vda' bus='virtio'/></disk>"
    }

    @Test("a disk of another format, and one that another machine has, are named")
    func disks() async throws {
        let connection = try await Connection.open(guest.uri())
        let raw = try guest.directory.write("raw", Data(repeating: 7, count: 1 << 20))
        var error = try await refusal(guest.document("m", devices: disk(raw, "qcow2")), on: connection)
        #expect(error?.message.contains("qcow2") == true, "\(error as Any)")
        let image = guest.directory("image.qcow2")
        try #require(try Program.run(["qemu-img", "create", "-q", "-f", "qcow2", image, "1M"]).status == 0)
        let owner = try await connection.create(guest.document("owner", devices: disk(image, "qcow2")), .paused)
        error = try await refusal(guest.document("m", devices: disk(image, "qcow2")), on: connection)
        #expect(error?.message.contains("lock") == true && error?.message.contains(image) == true, "\(error as Any)")
        #expect(try await owner.status == .paused(.user))
        await connection.close()
        #expect(guest.emulators.isEmpty)
    }

    @Test("a machine type and a device that this QEMU does not have are named, and so is a port in use")
    func missing() async throws {
        let connection = try await Connection.open(guest.uri())
        var error = try await refusal(guest.document("m", machine: "pc-q35-99.9"), on: connection)
        #expect(error?.message.contains("pc-q35-99.9") == true, "\(error as Any)")
        error = try await refusal(
            guest.document("m", devices: "<watchdog model='diag288' action='reset'/>"), on: connection)
        #expect(error?.message.contains("diag288") == true, "\(error as Any)")

        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, size) == 0 && listen(socket, 1) == 0 && getsockname(socket, pointer, &size) == 0
            }
        }
        try #require(isBound)
        let port = UInt16(bigEndian: address.sin_port)
        error = try await refusal(
            guest.document(
                "m",
                devices:
                    "<graphics type='vnc' port='\(port)' autoport='no'><listen type='address' address='127.0.0.1'/></graphics>"
            ),
            on: connection)
        #expect(
            error?.message.contains("\(port)") == true || error?.message.contains("in use") == true, "\(error as Any)")
        await connection.close()
    }

    @Test("hostile documents are refused soon: entity bombs, deep nesting, many megabytes")
    func hostile() async throws {
        let connection = try await Connection.open(guest.uri())
        var entities = "<!ENTITY a 'aaaaaaaaaa'>"
        for (name, inner) in zip("bcdefghij", "abcdefghi") {
            entities += "<!ENTITY \(name) '\(String(repeating: "&\(inner);", count: 10))'>"
        }
        let documents = [
            "<!DOCTYPE domain [\(entities)]><domain type='qemu'><name>&j;</name></domain>",
            "<!DOCTYPE domain [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain type='qemu'><name>&x;</name></domain>",
            String(repeating: "<domain>", count: 100_000),
            "<domain type='qemu'><name>\(String(repeating: "x", count: 100 << 20))</name></domain>",
            "<domain type='qemu'><name>../../etc/passwd</name><memory>1</memory><os><type>hvm</type></os></domain>",
        ]
        let clock = ContinuousClock()
        for document in documents {
            let time = await clock.measure {
                let error = await #expect(throws: VirtError.self) { try await connection.define(document) }
                #expect((error?.message.utf8.count ?? 0) < 4096)
                #expect(error?.message.contains("root:") == false)
            }
            #expect(time < .seconds(30), "\(document.prefix(60)): \(time)")
        }
        #expect(try await connection.domains().isEmpty)
        await connection.close()
        #expect(guest.leftovers().isEmpty)
    }

    @Test(
        "a root of another process, and one of another user, are refused by name",
        .enabled(if: Program.areInstalled("setpriv")))
    func roots() async throws {
        try #require(chmod(guest.directory.path, 0o755) == 0)
        let connection = try await Connection.open(guest.uri())
        let document = try guest.directory.write("domain.xml", guest.document("m"))
        let command = [Program.built("virt-qemu-run"), "-r", guest.directory("root"), document]
        var result = try Program.run(command, seconds: 60)
        #expect(result.status != 0 && !result.timedOut)
        #expect(result.errorText.contains("process \(getpid())"), "\(result.errorText)")
        await connection.close()
        guard geteuid() == 0 else { return }
        // Where the test's programs cannot be read by others there is nothing to see.
        let other = ["setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups"]
        guard try Program.run(other + [Program.built("virt-qemu-run"), "--help"]).status == 0 else {
            return print("SKIPPING the root of another user: others cannot execute our programs")
        }
        result = try Program.run(other + command, seconds: 60)
        #expect(result.status != 0 && !result.timedOut)
        #expect(result.errorText.contains(guest.directory("root")), "\(result.errorText)")
        #expect(result.errorText.contains("Permission denied"), "\(result.errorText)")
    }

    @Test(
        "a full disk below the root is an error at a definition and at a start, and the next one succeeds",
        .enabled(if: geteuid() == 0))
    func fullDisk() async throws {
        let root = guest.directory("root")
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        guard mount("none", root, "tmpfs", 0, "size=256k") == 0 else {
            return print("SKIPPING a full disk: a file system cannot be mounted here")
        }
        defer { umount2(root, Int32(MNT_DETACH)) }
        let connection = try await Connection.open(guest.uri())
        let filling = "\(root)/filling"
        let file = open(filling, O_CREAT | O_WRONLY, 0o600)
        let block = [UInt8](repeating: 1, count: 4096)
        while write(file, block, block.count) > 0 {}
        close(file)
        var error = await #expect(throws: VirtError.self) { try await connection.define(guest.document("full")) }
        #expect(error?.message.contains("No space left on device") == true, "\(error as Any)")
        #expect(try await connection.domains().isEmpty)
        error = await #expect(throws: VirtError.self) { try await connection.create(guest.document("full")) }
        #expect(error?.message.contains("No space left on device") == true, "\(error as Any)")
        #expect(guest.leftovers() == ["filling"], "\(guest.leftovers())")
        #expect(guest.emulators.isEmpty)
        unlink(filling)
        let domain = try await connection.create(guest.document("full"))
        #expect(try await domain.status == .running(.booted))
        await connection.close()
    }
}
