// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded
import VirtRemote

/// Where the driver of a connection is: a program that uses `Virt` is not to notice.
enum DriverPlace: String, CaseIterable, CustomTestStringConvertible {
    /// In this process.
    case embedded
    /// In our daemon.
    case ours = "virtqemud"
    /// In libvirt's.
    case libvirt = "libvirtd"

    var testDescription: String { rawValue }

    /// Those that can be had here; says aloud which cannot.
    static var available: [DriverPlace] {
        guard TinyGuest.isPossible else { return [] }
        return allCases.filter { $0 != .libvirt || PrivateDaemon.isAvailable }
    }
}

/// A guest with a disk, a balloon and channels, as ``EquippedGuest``, on a driver in any place.
final class EveryDriver {
    let place: DriverPlace
    let guest: EquippedGuest
    let connection: Connection
    private let ours: RunningDaemon?
    private let theirs: PrivateDaemon?

    /// Opens a connection to a driver.
    ///
    /// - Parameter script: What the guest does once its drivers are loaded.
    init(_ place: DriverPlace, _ script: String) async throws {
        self.place = place
        guest = try await EquippedGuest(script)
        ours = place == .ours ? try RunningDaemon("virtqemud") : nil
        theirs = place == .libvirt ? try await PrivateDaemon() : nil
        // libvirt's QEMU may be another user's.
        for name in ["", "disk.raw"] { chmod(guest.tiny.directory(name), 0o777) }
        switch place {
        case .embedded: connection = guest.connection
        case .ours: connection = try await Connection.open(ours?.uri("qemu") ?? "", by: .remote)
        case .libvirt:
            connection = try await Connection.open(theirs?.uri ?? "", by: .remote)
        }
    }

    /// The document of a machine whose console is appended to over its lives.
    func document(_ name: String, vcpus: String = "", devices: String = "") -> String {
        guest.document(name, devices: devices)
            .replacingOccurrences(of: "console-\(name)'/>", with: "console-\(name)' append='on'/>")
            .replacingOccurrences(of: "<os>", with: "\(vcpus)<os>")
    }

    /// Defines and starts a machine, and waits until its console says a word.
    func run(_ name: String, vcpus: String = "", devices: String = "", until word: String) async throws -> Domain {
        let domain = try await connection.define(document(name, vcpus: vcpus, devices: devices))
        try await domain.start()
        try await eventually(within: 90) { guest.tiny.console(name).contains(word) }
        return domain
    }

    /// Another connection to the same driver; that of this process has one only.
    func another() async throws -> Connection {
        place == .embedded ? connection : try await Connection.open(connection.uri, by: .remote)
    }

    /// Ends what still runs, and the connection.
    func close() async throws {
        for domain in try await connection.domains(.active) { try await domain.destroy() }
        for domain in try await connection.domains(.persistent) { try await domain.undefine(.managedSave) }
        await connection.close()
        await guest.connection.close()
    }
}
