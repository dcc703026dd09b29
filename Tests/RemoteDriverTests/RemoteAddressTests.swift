// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import RemoteDriver
import SystemPackage
import Testing

struct RemoteAddressTests {
    private static func environment(
        user: UInt32 = 1000, _ variables: [String: String] = ["XDG_RUNTIME_DIR": "/run/user/1000"],
        with files: Set<String> = []
    ) -> ClientEnvironment {
        ClientEnvironment(variables: variables, user: user, home: "/home/me", exists: { files.contains($0.string) })
    }

    private static func text(_ address: RemoteAddress) -> String {
        let starting = if case .unix(_, let daemon?) = address.endpoint { " starting \(daemon.program)" } else { "" }
        return "\(address.endpoint) \(address.name)\(starting)"
    }

    private static let addresses: [(String, UInt32, [String], String)] = [
        ("qemu:///system", 1000, [], "'/run/libvirt/virtqemud-sock' qemu:///system"),
        ("qemu:///system", 1000, ["/run/libvirt/libvirt-sock"], "'/run/libvirt/libvirt-sock' qemu:///system"),
        (
            "qemu:///system", 1000, ["/run/libvirt/libvirt-sock", "/run/libvirt/virtqemud-sock"],
            "'/run/libvirt/virtqemud-sock' qemu:///system"
        ),
        ("qemu:///system?mode=legacy", 1000, [], "'/run/libvirt/libvirt-sock' qemu:///system"),
        (
            "qemu:///system?mode=direct", 1000, ["/run/libvirt/libvirt-sock"],
            "'/run/libvirt/virtqemud-sock' qemu:///system"
        ),
        ("secret:///system", 1000, [], "'/run/libvirt/virtsecretd-sock' secret:///system"),
        ("test+unix:///default", 0, [], "'/run/libvirt/libvirt-sock' test:///default"),
        ("qemu:///session", 1000, [], "'/run/user/1000/libvirt/virtqemud-sock' qemu:///session"),
        (
            "qemu:///session", 1000, ["/run/user/1000/libvirt/libvirt-sock"],
            "'/run/user/1000/libvirt/libvirt-sock' qemu:///session"
        ),
        // Root has no session of its own.
        ("qemu:///session", 0, [], "'/run/libvirt/virtqemud-sock' qemu:///session"),
        (
            "qemu:///session", 1000, ["/usr/sbin/virtqemud", "/usr/sbin/libvirtd"],
            "'/run/user/1000/libvirt/virtqemud-sock' qemu:///session starting /usr/sbin/virtqemud"
        ),
        (
            "qemu:///session", 1000, ["/usr/sbin/libvirtd"],
            "'/run/user/1000/libvirt/libvirt-sock' qemu:///session starting /usr/sbin/libvirtd"
        ),
        ("qemu+unix:///system?socket=/tmp/a%20b&x=1", 1000, [], "'/tmp/a b' qemu:///system?x=1"),
        ("qemu+unix:///session?socket=/s&no_tty=1&mode=auto", 1000, [], "'/s' qemu:///session"),
        ("qemu+tcp://host/system", 1000, [], "'host', port 16509 qemu:///system"),
        ("qemu+tcp://me@[fe80::1]:7/system?auth=none", 1000, [], "'fe80::1', port 7 qemu:///system"),
        ("remote+unix:///?socket=/s", 1000, [], "'/s' "),
        ("qemu+tcp://host/system?name=qemu:///embed", 1000, [], "'host', port 16509 qemu:///embed"),
    ]

    @Test("An address leads where libvirt's client goes", arguments: addresses)
    func leads(uri: String, user: UInt32, files: [String], to expected: String) throws {
        let address = try RemoteAddress(
            ConnectionURI(uri), in: Self.environment(user: user, with: Set(files)))
        #expect(Self.text(address) == expected)
    }

    @Test("A read-only connection takes the system's socket for it; a user's daemon has none")
    func readOnly() throws {
        let system = try RemoteAddress(ConnectionURI("qemu:///system"), isReadOnly: true, in: Self.environment())
        #expect(Self.text(system) == "'/run/libvirt/virtqemud-sock-ro' qemu:///system")
        let session = try RemoteAddress(ConnectionURI("qemu:///session"), isReadOnly: true, in: Self.environment())
        #expect(Self.text(session) == "'/run/user/1000/libvirt/virtqemud-sock' qemu:///session")
    }

    @Test(
        "Without a directory for the time of the session the user's cache is taken; a daemon is not started when told so"
    )
    func sessionVariables() throws {
        let files: Set = ["/opt/d/virtqemud", "/usr/sbin/virtqemud"]
        let uri = try ConnectionURI("qemu:///session")
        let plain = try RemoteAddress(uri, in: Self.environment([:], with: files))
        #expect(
            Self.text(plain) == "'/home/me/.cache/libvirt/virtqemud-sock' qemu:///session starting /usr/sbin/virtqemud")
        let own = try RemoteAddress(uri, in: Self.environment(["VIRTD_PATH": "/opt/d"], with: files))
        #expect(Self.text(own).hasSuffix("starting /opt/d/virtqemud"))
        let off = try RemoteAddress(uri, in: Self.environment(["LIBVIRT_AUTOSTART": "0"], with: files))
        #expect(!Self.text(off).contains("starting"))
    }

    @Test("Without an address the variable decides, and else who asks")
    func usual() throws {
        #expect(try RemoteAddress.usual(in: Self.environment()).description == "qemu:///session")
        #expect(try RemoteAddress.usual(in: Self.environment(user: 0)).description == "qemu:///system")
        let set = Self.environment(["LIBVIRT_DEFAULT_URI": "test:///default"])
        #expect(try RemoteAddress.usual(in: set).description == "test:///default")
    }

    @Test(
        "What is not supported is refused by name",
        arguments: [
            ("qemu+ssh://host/system", "SSH ('ssh')"), ("qemu+libssh2://host/system", "SSH ('libssh2')"),
            ("qemu://host/system", "TLS"), ("qemu+tls://host/system", "TLS"), ("qemu+ext:///system?command=x", "'ext'"),
            ("qemu+carrier://x/system", "'carrier'"), ("qemu+tcp://host/system?auth=sasl", "'sasl'"),
            ("qemu:///system?mode=other", "'other'"), ("test:///default?mode=direct", "'test'"),
            ("qemu+unix://host/system", "'host'"),
        ])
    func refused(uri: String, name: String) throws {
        let error = #expect(throws: VirtError.self) {
            try RemoteAddress(ConnectionURI(uri), in: Self.environment())
        }
        #expect(error?.message.contains(name) == true)
    }

    @Test(
        "What is no address is refused",
        arguments: [
            "", "qemu", "qemu:/system", "://x", "a b:///x", "qemu+://x", "q://h:0/", "q://h:x/", "q:///%zz", "q:///%ff",
            "q:///?a=%0", "q:///?a=1&a=2",
        ])
    func noAddress(uri: String) {
        #expect(throws: VirtError.self) { try ConnectionURI(uri) }
    }

    @Test(
        "An address is put together as it was",
        arguments: [
            "qemu:///system", "qemu+tcp://me@host:16509/system?a=b&c=", "test+unix:///a%20b?socket=/tmp/x%26y",
            "q://[::1]:9/",
        ])
    func roundTrip(uri: String) throws {
        #expect(try ConnectionURI(uri).description == uri)
    }
}
