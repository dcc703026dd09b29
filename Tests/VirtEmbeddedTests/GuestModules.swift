// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import VirtEmbedded

/// Modules of Debian's generic kernel for guests, and the shell commands that load them.
enum GuestModules {
    /// The version of the generic kernel, which has modules for every device; nil when it is not installed.
    static var version: String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/lib/modules")) ?? []
        return names.first { name in
            !name.contains("cloud") && FileManager.default.fileExists(atPath: "/boot/vmlinuz-\(name)")
                && FileManager.default.fileExists(atPath: "/lib/modules/\(name)/modules.dep")
        }
    }

    /// Whether guests with modules can be booted here.
    static var arePossible: Bool {
        if version == nil { print("SKIPPING a test that needs Debian's generic kernel with its modules") }
        return version != nil && TinyGuest.isPossible
    }

    /// Copies modules and all that they need.
    ///
    /// - Returns: The file names, in the order in which they can be loaded.
    static func copy(_ names: [String], of version: String, into directory: String) throws -> [String] {
        let root = "/lib/modules/\(version)"
        // A line is a module, a colon, and what it needs, of which the last is loaded first (modules.dep(5)).
        let lines = try String(contentsOfFile: "\(root)/modules.dep", encoding: .utf8).split(separator: "\n")
        var order: [String] = []
        for name in names {
            let line = lines.first { $0.prefix { $0 != ":" }.hasSuffix("/\(name).ko") }
            let words = try #require(line, "The kernel \(version) has no module '\(name)'.").split {
                $0 == ":" || $0 == " "
            }
            for path in words.reversed().map(String.init) where !order.contains(path) { order.append(path) }
        }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        return try order.map { path in
            let name = (path as NSString).lastPathComponent
            try FileManager.default.copyItem(atPath: "\(root)/\(path)", toPath: "\(directory)/\(name)")
            return name
        }
    }

    /// What a guest's script begins with.
    static func prelude(_ order: [String]) -> String {
        """
        /bin/busybox mkdir -p /proc /sys /dev /mnt
        /bin/busybox --install -s /bin
        export PATH=/bin
        mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs devices /dev
        for module in \(order.joined(separator: " ")); do insmod /modules/$module; done

        """
    }
}

extension TinyGuest {
    /// Runs a transient machine until its guest has powered off.
    ///
    /// - Parameter meanwhile: What is done when it runs.
    /// - Returns: What its console said.
    func run(
        _ name: String, _ document: String, on connection: Connection,
        meanwhile: (Domain) async throws -> Void = { _ in }
    ) async throws -> String {
        let events = try connection.events()
        let domain = try await connection.create(document)
        try await meanwhile(domain)
        let kinds = try await events.untilStopped()
        #expect(kinds.last == .lifecycle(.stopped(.shutdown)), "\(kinds): \(console(name))")
        #expect(emulators.isEmpty)
        return console(name)
    }
}
