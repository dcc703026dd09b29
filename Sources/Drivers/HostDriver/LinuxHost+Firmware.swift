// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import SystemPackage

extension LinuxHost {
    /// The entries of each part by libvirt's names, with the files of the kernel that tell them (Documentation/ABI,
    /// sysfs-class-dmi).
    private static let parts: [(element: String, entries: [(name: String, file: String)])] = [
        (
            "bios",
            [
                ("vendor", "bios_vendor"), ("version", "bios_version"), ("date", "bios_date"),
                ("release", "bios_release"),
            ]
        ),
        (
            "system",
            [
                ("manufacturer", "sys_vendor"), ("product", "product_name"), ("version", "product_version"),
                ("serial", "product_serial"), ("uuid", "product_uuid"), ("sku", "product_sku"),
                ("family", "product_family"),
            ]
        ),
        (
            "baseBoard",
            [
                ("manufacturer", "board_vendor"), ("product", "board_name"), ("version", "board_version"),
                ("serial", "board_serial"), ("asset", "board_asset_tag"),
            ]
        ),
        (
            "chassis",
            [
                ("manufacturer", "chassis_vendor"), ("version", "chassis_version"), ("serial", "chassis_serial"),
                ("asset", "chassis_asset_tag"),
            ]
        ),
    ]

    package func systemInformation() async throws -> String {
        var lines: [String] = []
        for (element, entries) in Self.parts {
            let known = entries.compactMap { name, file -> String? in
                guard let value = TextFile.line(firmware.appending(file)), !value.isEmpty else { return nil }
                return "    <entry name='\(name)'>\(Self.escaped(value))</entry>"
            }
            if !known.isEmpty { lines += ["  <\(element)>"] + known + ["  </\(element)>"] }
        }
        guard !lines.isEmpty else {
            throw VirtError(
                .configurationUnsupported,
                "The firmware of this machine tells nothing about it: '\(firmware)' is not there.")
        }
        return (["<sysinfo type='smbios'>"] + lines + ["</sysinfo>"]).joined(separator: "\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            default: result.append(character)
            }
        }
    }
}
