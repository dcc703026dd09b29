// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// Guests booted under QEMU's emulation, with a serial console.
enum Guest {
    struct Kernel {
        var image: String
        var version: String
    }

    /// The newest Debian kernel of a flavour, "amd64" or "cloud-amd64", that is installed.
    static func kernel(flavour: String) -> Kernel? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/boot")) ?? []
        let found = names.filter { name in
            name.hasPrefix("vmlinuz-") && name.hasSuffix("-\(flavour)")
                && (flavour.hasPrefix("cloud") || !name.contains("-cloud-"))
        }
        guard let name = found.sorted().last else {
            print("SKIPPING a test that needs a kernel of the flavour \(flavour) in /boot")
            return nil
        }
        return Kernel(image: "/boot/\(name)", version: String(name.dropFirst(8)))
    }

    /// Boots a kernel with an image as the post does, and returns all that the console said, without carriage returns.
    static func run(
        _ kernel: Kernel, image: String, arguments: [String] = [], input: String? = nil, seconds: Double = 100
    ) throws -> String {
        let command =
            [
                "qemu-system-x86_64", "-kernel", kernel.image, "-initrd", image, "-append", "console=ttyS0 quiet",
                "-accel", "tcg", "-m", "1000", "-display", "none", "-serial", "stdio",
            ] + arguments
        let result = try Program.run(command, input: input.map { Data($0.utf8) }, seconds: seconds)
        if result.timedOut { print("The guest did not end:\n\(result.text)\(result.errorText)") }
        return result.text.replacingOccurrences(of: "\r", with: "")
    }
}
