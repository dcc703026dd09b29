// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import QEMUDriver
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

extension Host {
    /// The firmware descriptors below a pretended root: those of `/etc` replace those of `/usr` by name, and an empty one
    /// hides it (QEMU, docs/interop/firmware.json).
    static func firmware(_ root: String) -> [FirmwareDescriptor] {
        var paths: [String: String] = [:]
        for directory in ["usr/share/qemu/firmware", "etc/qemu/firmware"] {
            for name in files("\(root)/\(directory)") where name.hasSuffix(".json") {
                paths[name] = "\(root)/\(directory)/\(name)"
            }
        }
        return paths.sorted { $0.key < $1.key }.compactMap { try? InputFile.json($0.value) }.compactMap {
            FirmwareDescriptor($0)
        }
    }

    private static func files(_ directory: String) -> [String] {
        (try? FilePath(directory).entries()) ?? []
    }

    /// The volume that a disk names, by the corpus' rules: `TYPE+NAME` is of that type, anything else a block device.
    static func volume(_ source: StorageSource, _ pools: String) -> StorageSource? {
        guard let pool = source.pool, let name = source.volume, name != "nonexistent",
            let text = try? InputFile.text("\(pools)/\(pool).xml"), let document = try? XMLParser().parse(text)
        else { return nil }
        var type = "block"
        var bare = name
        if let plus = name.firstIndex(of: "+") {
            type = String(name[..<plus])
            bare = String(name[name.index(after: plus)...])
        }
        var result = StorageSource()
        if document[attribute: "type"] == "iscsi", source.poolMode == "direct" {
            let place = document.elements.first { $0.name == "source" }
            func part(_ name: String) -> XMLElement? { place?.elements.first { $0.name == name } }
            var network = StorageSource.Network()
            network.protocolName = "iscsi"
            // `unit:HOST:BUS:TARGET:LUN` ends with the logical unit.
            let unit = bare.split(separator: ":").last.map(String.init) ?? "0"
            network.name = "\(part("device")?[attribute: "path"] ?? "")/\(unit)"
            var host = StorageHost()
            host.name = part("host")?[attribute: "name"]
            host.port = part("host")?[attribute: "port"] ?? "3260"
            network.hosts = [host]
            if let auth = part("auth") {
                var authentication = StorageAuthentication()
                authentication.username = auth[attribute: "username"]
                var secret = SecretReference()
                secret.type = "iscsi"
                let named = auth.elements.first { $0.name == "secret" }
                secret.uuid = named?[attribute: "uuid"].flatMap { UUIDText(xml: $0) }
                secret.usage = named?[attribute: "usage"]
                authentication.secret = secret
                result.authentication = authentication
            }
            result.type = .network
            result.network = network
            return result
        }
        guard let kind = StorageType(rawValue: type) else { return nil }
        result.type = kind
        result.path = "/some/\(type)/device/\(bare)"
        return result
    }
}
