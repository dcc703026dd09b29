// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<video>`: a graphics card.
package struct Video: Sendable, Hashable {
    package var type: String?
    package var ramInKiB: UInt32?
    package var vramInKiB: UInt32?
    package var vram64InKiB: UInt32?
    package var vgamemInKiB: UInt32?
    package var heads: UInt32?
    package var isPrimary: YesNo?
    package var blob: OnOff?
    package var resolution: [Int]?
    package var accel3D: YesNo?
    package var accel2D: YesNo?
    package var renderNode: String?
    package var driverName: String?
    package var vgaConfiguration: String?
    package var virtio = VirtioOptions()
    package var info = DeviceInfo()
    package init() {}

    package static let types = [
        "vga", "cirrus", "vmvga", "xen", "vbox", "qxl", "parallels", "virtio", "gop", "none", "bochs", "ramfb",
        "default",
    ]
}

extension Video: XMLRepresentable {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.group("driver") { x in
            try virtio.attributes(&x)
            try x.attribute("name", &driverName)
            try x.attribute("vgaconf", &vgaConfiguration)
        }
        try x.group("model") { x in
            try x.attribute("type", &type)
            try x.attribute("ram", &ramInKiB)
            try x.attribute("vram", &vramInKiB)
            try x.attribute("vram64", &vram64InKiB)
            try x.attribute("vgamem", &vgamemInKiB)
            try x.attribute("heads", &heads)
            if heads == 0 { heads = nil }
            try x.attribute("primary", &isPrimary)
            try x.attribute("blob", &blob)
            try x.group("acceleration") { x in
                try x.attribute("accel2d", &accel2D)
                try x.attribute("accel3d", &accel3D)
                try x.attribute("rendernode", &renderNode)
            }
            try x.group("resolution") { x in
                var width = resolution?.first
                var height = resolution?.last
                try x.attribute("x", &width)
                try x.attribute("y", &height)
                guard x.isReading else { return }
                guard let width, let height else {
                    throw x.failure(.missing, "A resolution needs both 'x' and 'y'.")
                }
                if width <= 0 || height <= 0 { throw x.failure(.invalid, "A resolution has a size above 0.") }
                resolution = [width, height]
            }
        }
        try info.xml(&x)
        guard x.isReading else { return }
        if let type, !Self.types.contains(type) { throw x.failure(.invalid, "Video type '\(type)' is not known.") }
        if ramInKiB != nil || vram64InKiB != nil || vgamemInKiB != nil, type != "qxl" {
            if ramInKiB != nil { throw x.failure(.invalid, "Only video of type 'qxl' takes 'ram'.") }
            if vram64InKiB != nil { throw x.failure(.invalid, "Only video of type 'qxl' takes 'vram64'.") }
            if vgamemInKiB != nil { throw x.failure(.invalid, "Only video of type 'qxl' takes 'vgamem'.") }
        }
        if let driverName, driverName != "qemu", driverName != "vhostuser" {
            throw x.failure(.invalid, "Video driver '\(driverName)' is not 'qemu' or 'vhostuser'.")
        }
        if let vgaConfiguration, !["io", "on", "off"].contains(vgaConfiguration) {
            throw x.failure(.invalid, "VGA configuration '\(vgaConfiguration)' is not known.")
        }
    }
}
