// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64")), .timeLimit(.minutes(10)))
struct VirtProxyDTests {
    private static let secret = """
        <secret ephemeral='no' private='no'>
          <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
          <usage type='volume'><volume>/srv/a.qcow2</volume></usage>
        </secret>
        """
    private static let uuid = "6695eb01-f6a4-8304-79aa-97f2502e193f"

    private static func proxy(_ configuration: String? = nil, root: TemporaryDirectory? = nil) throws -> RunningDaemon {
        try RunningDaemon("virtproxyd", configuration: configuration, root: root, socketName: "libvirt")
    }

    static func domain(_ name: String) -> String {
        """
        <domain type='qemu'>
          <name>\(name)</name>
          <memory unit='MiB'>32</memory>
          <os><type arch='x86_64' machine='pc'>hvm</type></os>
          <devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices>
        </domain>
        """
    }

    @Test("virsh reaches machines and secrets through the proxy, and the proxy tells which daemon is missing")
    func virsh() throws {
        let machines = try RunningDaemon("virtqemud")
        let secrets = try RunningDaemon("virtsecretd", root: machines.root)
        let proxy = try Self.proxy(root: machines.root)
        let version = try proxy.virsh("qemu", "version")
        #expect(version.status == 0, "\(version.errorText)")
        #expect(version.text.contains("Running hypervisor: QEMU "))
        let file = try machines.root.write("one.xml", Self.domain("one"))
        #expect(try proxy.virsh("qemu", "define", file).status == 0)
        #expect(try machines.virsh("qemu", "list", "--all", "--name").text.contains("one"))
        #expect(try proxy.virsh("qemu", "dominfo", "one").text.contains("Max memory:     32768 KiB"))
        let unknown = try proxy.virsh("qemu", "dominfo", "two")
        #expect(unknown.errorText.contains("failed to get domain 'two'"))
        let definition = try machines.root.write("secret.xml", Self.secret)
        // One connection leads to all objects.
        let defined = try proxy.virsh("qemu", "secret-define", definition)
        #expect(defined.status == 0, "\(defined.errorText)")
        #expect(try proxy.virsh("secret", "secret-list").text.contains(Self.uuid))
        for (command, function) in [
            ("net-list", "virConnectListAllNetworks"), ("pool-list", "virConnectListAllStoragePools"),
        ] {
            let missing = try proxy.virsh("qemu", command)
            #expect(missing.status == 1)
            #expect(missing.errorText.contains("not supported"), "\(function): \(missing.errorText)")
        }
        let other = try proxy.virsh("lxc", "version")
        #expect(other.status == 1)
        #expect(other.errorText.contains("virtlxcd-sock"))
        withExtendedLifetime(secrets) {}
    }

    @Test("virtqemud passes calls on secrets on, and goes on when nobody is there for them")
    func neighbour() throws {
        let machines = try RunningDaemon("virtqemud")
        let missing = try machines.virsh("qemu", "secret-list")
        #expect(missing.status == 1)
        #expect(missing.errorText.contains("not supported"), "\(missing.errorText)")
        let secrets = try RunningDaemon("virtsecretd", root: machines.root)
        let definition = try machines.root.write("secret.xml", Self.secret)
        #expect(try machines.virsh("qemu", "secret-define", definition).status == 0)
        #expect(try machines.virsh("qemu", "secret-dumpxml", Self.uuid).text.contains("/srv/a.qcow2"))
        #expect(try secrets.virsh("secret", "secret-list").text.contains(Self.uuid))
        let value = try machines.root.write("value", "open sesame")
        #expect(try machines.virsh("qemu", "secret-set-value", Self.uuid, "--file", value, "--plain").status == 0)
        #expect(try machines.virsh("qemu", "secret-get-value", Self.uuid, "--plain").text.contains("open sesame"))
        let readOnly = try Program.run(
            ["virsh", "-q", "-r", "-c", machines.uri("qemu", readOnly: true), "secret-get-value", Self.uuid],
            environment: ["LC_ALL": "C"])
        #expect(readOnly.errorText.contains("read only access prevents"))
        // A socket that a killed daemon has left.
        secrets.program.send(SIGKILL)
        _ = secrets.program.wait()
        let refused = try machines.virsh("qemu", "secret-list")
        #expect(refused.status == 1)
        #expect(refused.errorText.contains("Connection refused"), "\(refused.errorText)")
    }

    @Test("TCP is served when the configuration says both that it is to be and that anybody may come")
    func tcp() throws {
        let machines = try RunningDaemon("virtqemud")
        let port = try Self.freePort()
        let proxy = try Self.proxy(
            "listen_tcp = 1\nauth_tcp = \"none\"\ntcp_port = \"\(port)\"\n", root: machines.root)
        for host in ["127.0.0.1"] + (access("/proc/net/if_inet6", F_OK) == 0 ? ["[::1]"] : []) {
            let result = try Program.run(
                ["virsh", "-q", "-c", "qemu+tcp://\(host):\(port)/system", "version"], environment: ["LC_ALL": "C"])
            #expect(result.status == 0, "\(host): \(result.errorText)")
        }
        let broken = try TemporaryDirectory("broken")
        for (text, word) in [
            ("listen_tcp = 1\n", "auth_tcp"), ("listen_tcp = 1\nauth_tcp = \"sasl\"\n", "'sasl'"),
            ("listen_tls = 1\n", "listen_tls"),
            ("listen_tcp = 1\nauth_tcp = \"none\"\ntcp_port = \"\(port)\"\n", "port \(port)"),
        ] {
            let result = try Program.run([
                Program.built("virtproxyd"), "--root", broken.path, "--config", try broken.write("proxy.conf", text),
            ])
            #expect(result.status == 1)
            #expect(result.errorText.contains(word), "\(text): \(result.errorText)")
        }
        withExtendedLifetime(proxy) {}
    }

    private static func freePort() throws -> UInt16 {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(number) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, length) | getsockname(number, $0, &length)
            }
        }
        guard result == 0 else { throw POSIXError(.EADDRINUSE) }
        return UInt16(bigEndian: address.sin_port)
    }

    @Test("Without a word of it in the configuration there is no TCP")
    func noTCP() throws {
        let proxy = try Self.proxy("auth_tcp = \"none\"\n")
        let inodes = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(proxy.program.identifier)/fd")
            .compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(proxy.program.identifier)/fd/\($0)")
            }
            .filter { $0.hasPrefix("socket:[") }.map { String($0.dropFirst(8).dropLast()) }
        #expect(!inodes.isEmpty)
        let listening = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap {
            try? String(contentsOfFile: $0, encoding: .utf8)
        }
        .joined()
        for inode in inodes { #expect(!listening.contains(" \(inode) ")) }
    }

    @Test(
        "python-libvirt's tests of a connection pass through the proxy as well",
        .enabled(if: SystemPython.knowsLibvirt))
    func connection() throws {
        let machines = try RunningDaemon("virtqemud")
        let proxy = try Self.proxy(root: machines.root)
        let result = try proxy.python("test_connection")
        #expect(result.status == 0, "\(result.errorText)")
    }

    @Test(
        "A connection outlives its daemon, tells its client that it was lost, and its events come again from the next one",
        .enabled(if: SystemPython.knowsLibvirt))
    func outliving() throws {
        let machines = try RunningDaemon("virtqemud")
        let secrets = try RunningDaemon("virtsecretd", root: machines.root)
        let proxy = try Self.proxy(root: machines.root)
        let result = try proxy.python(
            "test_proxy", "qemu",
            [
                "DAEMON_PID": "\(machines.program.identifier)",
                "DAEMON_COMMAND": "\(Program.built("virtqemud")) --root \(machines.root.path)",
            ])
        #expect(result.status == 0, "\(result.errorText)")
        withExtendedLifetime(secrets) {}
    }

    @Test(
        "A proxy that a service manager starts takes its sockets over, and goes when nobody needs it",
        .enabled(if: Program.areInstalled("systemd-socket-activate")))
    func activation() throws {
        let machines = try RunningDaemon("virtqemud")
        let sockets = ["sock", "sock-ro", "admin-sock"].map { machines.root($0) }
        let port = try Self.freePort()
        let configuration = try machines.root.write("proxy.conf", "auth_tcp = \"none\"\n")
        let activator = try RunningProgram(
            ["systemd-socket-activate"] + sockets.flatMap { ["-l", $0] } + ["-l", "127.0.0.1:\(port)"]
                + [
                    "--fdname=virtproxyd.socket:virtproxyd-ro.socket:virtproxyd-admin.socket:virtproxyd-tcp.socket",
                    Program.built("virtproxyd"), "--root", machines.root.path, "--config", configuration, "--timeout",
                    "2",
                ])
        #expect(RunningProgram.wait { access(sockets[2], F_OK) == 0 })
        for uri in ["qemu+unix:///system?socket=\(sockets[0])", "qemu+tcp://127.0.0.1:\(port)/system"] {
            let result = try Program.run(["virsh", "-q", "-c", uri, "hostname"], environment: ["LC_ALL": "C"])
            #expect(result.status == 0, "\(result.errorText)")
        }
        #expect(activator.wait(seconds: 60) == 0)
    }

    @Test("No driver is linked into it")
    func drivers() throws {
        // The names of Swift's symbols hold those of their modules, behind their length.
        let modules = ["10QEMUDriver", "12SecretDriver", "10HostDriver", "9VirtModel"].map { Data($0.utf8) }
        let proxy = try Data(contentsOf: URL(fileURLWithPath: Program.built("virtproxyd")))
        #expect(modules.filter { proxy.range(of: $0) != nil } == [])
        let machines = try Data(contentsOf: URL(fileURLWithPath: Program.built("virtqemud")))
        #expect(machines.range(of: modules[0]) != nil)
    }
}
