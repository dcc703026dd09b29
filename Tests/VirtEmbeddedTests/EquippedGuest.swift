// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import VirtEmbedded

/// A guest with a disk, a balloon and a channel, and with the drivers for them.
struct EquippedGuest {
    let tiny: TinyGuest
    let connection: Connection

    /// The drivers of virtio devices on PCI.
    static let drivers = [
        "virtio_ring", "virtio", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci", "virtio_blk",
        "virtio_balloon", "virtio_console",
    ]

    /// Makes a guest whose first program is a script that begins with its drivers loaded.
    init(_ script: String) async throws {
        let mounts = "/bin/busybox mkdir -p /dev /proc /sys\n/bin/busybox mount -t devtmpfs dev /dev\n"
        tiny = try TinyGuest(mounts + "/bin/busybox mount -t sysfs sys /sys\n" + script, modules: Self.drivers)
        let size = 8 << 20
        try Data(count: size).write(to: URL(fileURLWithPath: tiny.directory("disk.raw")))
        connection = try await Connection.open(tiny.uri())
    }

    /// The document of a machine with all of it.
    func document(_ name: String, devices: String = "") -> String {
        tiny.document(
            name,
            devices: """
                <disk type='file' device='disk'><driver name='qemu' type='raw'/>
                  <source file='\(tiny.directory("disk.raw"))'/><target dev='vda' bus='virtio'/></disk>
                \(devices)
                """
        ).replacingOccurrences(of: "<memballoon model='none'/>", with: "<memballoon model='virtio'/>")
    }

    /// Starts a machine and waits until its console says a word.
    func run(_ name: String, devices: String = "", until word: String) async throws -> Domain {
        let domain = try await connection.define(document(name, devices: devices))
        try await domain.start()
        try await eventually(within: 60) { tiny.console(name).contains(word) }
        return domain
    }
}
