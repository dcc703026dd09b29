// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import QMP
package import SystemPackage

extension FirmwareDescriptor {
    /// The firmware of a host, in the order of preference: descriptors in `/etc` replace those in `/usr` by name, and one that cannot
    /// be read hides it (QEMU, docs/interop/firmware.json). Blocks.
    package static func installed(below root: FilePath = "/") -> [FirmwareDescriptor] {
        var paths: [String: FilePath] = [:]
        for directory in ["usr/share/qemu/firmware", "etc/qemu/firmware"] {
            let directory = root.appending(directory)
            for name in (try? directory.entries()) ?? [] where name.hasSuffix(".json") {
                paths[name] = directory.appending(name)
            }
        }
        return paths.sorted { $0.key < $1.key }.compactMap { _, path in
            guard let bytes = try? path.contents(atMost: 1 << 20) else { return nil }
            var parser = JSONParser(bytes)
            return (try? parser.next()).flatMap { $0 }.flatMap { FirmwareDescriptor($0) }
        }
    }
}
