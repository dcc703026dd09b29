// SPDX-License-Identifier: Apache-2.0

import DaemonKit
import Foundation
import RemoteServer
import SystemPackage
import TestSupport
import Testing

@Suite struct ConfigurationFileTests {
    @Test("Numbers, texts, lists and comments are read as libvirt's files have them")
    func syntax() throws {
        let file = try ConfigurationFile(
            """
            # a comment
            max_clients = 5000   # another
              unix_sock_group="libvirt"
            single = 'a "b" # c'
            negative = -1
            empty = []
            access_drivers = [ "polkit",
                # within
                "none", ]
            long = \"\"\"two
            lines\"\"\"
            max_clients = 7
            """)
        #expect(
            file.settings.map(\.key) == [
                "max_clients", "unix_sock_group", "single", "negative", "empty", "access_drivers", "long",
                "max_clients",
            ])
        #expect(file["max_clients"]?.value == .number(7))
        #expect(file["unix_sock_group"]?.value == .text("libvirt"))
        #expect(file["single"]?.value == .text("a \"b\" # c"))
        #expect(file["negative"]?.value == .number(-1))
        #expect(file["empty"]?.value == .list([]))
        #expect(file["access_drivers"]?.value == .list([.text("polkit"), .text("none")]))
        #expect(file["long"]?.value == .text("two\nlines"))
        #expect(file["long"]?.line == 10)
        #expect(file["max_clients"]?.line == 12)
        #expect(file["nothing"] == nil)
    }

    @Test(
        "What is no setting is refused by its line",
        arguments: [
            ("a = 1\nb", 2), ("a = ", 1), ("a = \"x", 1), ("= 1", 1), ("a = 1 2", 1), ("a = [1", 1), ("a = [[1]]", 1),
            ("\n\na = [\n\"x\" \"y\"]", 4), ("a = 99999999999999999999", 1), ("a = -", 1), ("a == 1", 1), ("1a = 1", 1),
        ])
    func refused(_ text: String, _ line: Int) {
        #expect { try ConfigurationFile(text) } throws: { ($0 as? ConfigurationFile.Failure)?.line == line }
    }

    @Test(
        "The files that Debian's daemons come with are read without a warning",
        .enabled(if: FileManager.default.fileExists(atPath: "/etc/libvirt/virtqemud.conf")))
    func sampleFiles() throws {
        for name in ["virtqemud.conf", "virtsecretd.conf", "libvirtd.conf"] {
            guard let text = try? String(contentsOfFile: "/etc/libvirt/\(name)", encoding: .utf8) else { continue }
            // All settings there are comments: take them in.
            let settings = text.split(separator: "\n").filter {
                $0.hasPrefix("#") && $0.contains(" = ") && !$0.hasPrefix("# ")
            }
            .map { $0.dropFirst() }.filter { !$0.contains("polkit") && !$0.contains("auth_unix") }
            let simple = settings.filter { !$0.contains("[") && !$0.contains("log_") }
            let configuration = try DaemonConfiguration(
                ConfigurationFile(simple.joined(separator: "\n")), name: name,
                furtherKeys: ["unix_sock_ro_perms", "tls_port", "tcp_port", "ssh_proxy"])
            #expect(configuration.warnings == [])
        }
    }

    @Test("An unknown key is told of by its line, and a value that does not fit is refused")
    func keys() throws {
        let file = try ConfigurationFile(
            "max_clients = 12\n\nmax_cleints = 3\nunix_sock_rw_perms = \"0770\"\naudit_level = 2")
        let configuration = try DaemonConfiguration(file, name: "virtqemud.conf")
        #expect(configuration.limits.clients == 12)
        #expect(configuration.socketPermissions == FilePermissions(rawValue: 0o770))
        #expect(
            configuration.warnings == [
                "virtqemud.conf, line 3: 'max_cleints' is not known and has no effect. See whether it is spelled right."
            ])
        for wrong in [
            "max_clients = 0", "max_clients = \"x\"", "unix_sock_rw_perms = \"0999\"", "auth_unix_rw = \"polkit\"",
            "unix_sock_group = 5",
        ] {
            #expect(throws: ConfigurationFile.Failure.self) {
                try DaemonConfiguration(ConfigurationFile(wrong), name: "x")
            }
        }
    }

    @Test("Random bytes are read or refused")
    func fuzz() {
        var generator = SeededGenerator(seed: 3)
        let alphabet = Array("ab=[]\"',# \n19-_")
        for _ in 0..<(Environment.isSoak ? 500_000 : 20_000) {
            let text = String((0..<30).compactMap { _ in alphabet.randomElement(using: &generator) })
            _ = try? ConfigurationFile(text)
        }
    }
}
