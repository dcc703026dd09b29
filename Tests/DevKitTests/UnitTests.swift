// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import DevKit

@Suite struct UnitTests {
    private static let daemons = DaemonUnits.table.map(\.daemon)

    /// An installation whose daemons are stand-ins.
    private static func installed() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory("units")
        for daemon in daemons {
            try File.write("#!/bin/sh\n".utf8, to: FilePath(directory("bin/\(daemon)")), mode: .ownerReadWriteExecute)
        }
        try Installation(destination: "/", prefix: FilePath(directory.path), say: { _ in }).writeUnits(of: daemons)
        return directory
    }

    @Test("systemd finds nothing to say about the units", .enabled(if: Program.areInstalled("systemd-analyze")))
    func verify() throws {
        let directory = try Self.installed()
        let units = directory("lib/systemd/system")
        let names = try FileManager.default.contentsOfDirectory(atPath: units).sorted()
        #expect(names.count == 13)
        let result = try Program.run(
            ["systemd-analyze", "verify", "--man=no"] + names.map { "\(units)/\($0)" },
            environment: ["SYSTEMD_UNIT_PATH": "\(units):", "LC_ALL": "C"])
        #expect(result.status == 0)
        #expect(result.text + result.errorText == "")
        // It does look: a unit with a fault is told of.
        let broken = try directory.write("broken.service", "[Service]\nExecStart=/nowhere/to/be/found\nNonsense=yes\n")
        let verdict = try Program.run(["systemd-analyze", "verify", "--man=no", broken])
        #expect(verdict.errorText.contains("Nonsense"))
    }

    @Test(
        "what reaches secrets is well shut in, by the service manager's own count",
        .enabled(if: Program.areInstalled("systemd-analyze")))
    func exposure() throws {
        let directory = try Self.installed()
        let result = try Program.run(
            [
                "systemd-analyze", "security", "--offline=yes", "--no-pager",
                directory("lib/systemd/system/virtsecretd.service"),
            ], environment: ["LC_ALL": "C"])
        let line = try #require(result.text.split(separator: "\n").first { $0.contains("Overall exposure level") })
        let level = try #require(line.split(separator: " ").compactMap { Double($0) }.last)
        #expect(level < 3, "\(line)")
    }

    @Test("each socket is root's alone, and is handed to its daemon's service", arguments: daemons)
    func sockets(_ name: String) throws {
        let daemon = try #require(DaemonUnits.table.first { $0.daemon == name })
        let units = daemon.units(in: "/usr/bin")
        #expect(units[0].text.contains("ExecStart=/usr/bin/\(daemon.daemon) --timeout 120\n"))
        // That would turn on what only an administrator does.
        #expect(!units[0].text.contains("Sockets="))
        for (socket, unit) in zip(daemon.sockets, units.dropFirst()) {
            #expect(unit.text.contains("ListenStream=\(socket.address)\n"))
            #expect(unit.text.contains("Service=\(daemon.daemon).service\n"))
            #expect(unit.text.contains("SocketMode=0700\n") == socket.address.hasPrefix("/"))
            #expect(units[0].text.contains("Requires=\(unit.name)\n") == socket.isUsual)
            // A socket of libvirtd's at the same place would be taken over without a word.
            let isRivals = socket.address.hasPrefix("/run/libvirt/libvirt-sock") || socket.address == "16509"
            #expect(unit.text.contains("Conflicts=libvirtd") == isRivals)
        }
    }

    @Test("only daemons that are installed get units")
    func others() throws {
        let directory = try TemporaryDirectory("units")
        let installation = try Installation(
            destination: FilePath(directory.path), prefix: "/usr", say: { _ in })
        try installation.writeUnits(of: ["tinyvm", "virtsecretd"])
        let names = try FileManager.default.contentsOfDirectory(atPath: directory("usr/lib/systemd/system")).sorted()
        #expect(
            names == [
                "virtsecretd-admin.socket", "virtsecretd-ro.socket", "virtsecretd.service", "virtsecretd.socket",
            ])
    }
}
