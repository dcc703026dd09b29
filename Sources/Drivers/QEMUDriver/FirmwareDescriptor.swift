// SPDX-License-Identifier: Apache-2.0

package import QMP

/// One firmware of the host, as its descriptor file says (QEMU, docs/interop/firmware.json).
package struct FirmwareDescriptor: Sendable, Hashable {
    /// Which machines a firmware is for.
    package struct Target: Sendable, Hashable {
        package var architecture: String
        /// Shell patterns of machine types.
        package var machines: [String]
    }

    /// `uefi`, `bios`, ...
    package var interfaces: [String]
    /// `flash`, `memory` or `kernel`.
    package var device: String
    /// `split` (the default), `combined` or `stateless`.
    package var mode: String
    package var executable: String
    package var nvramTemplate: String?
    package var targets: [Target]
    package var features: Set<String>

    /// Reads a descriptor; nil when it is not complete.
    package init?(_ json: JSONValue) {
        func strings(_ value: JSONValue?) -> [String] { (value?.array ?? []).compactMap(\.string) }
        guard let mapping = json["mapping"], let device = mapping["device"]?.string,
            let path = mapping["executable"]?["filename"]?.string ?? mapping["filename"]?.string
        else { return nil }
        self.device = device
        executable = path
        mode = mapping["mode"]?.string ?? "split"
        nvramTemplate = mapping["nvram-template"]?["filename"]?.string
        interfaces = strings(json["interface-types"])
        features = Set(strings(json["features"]))
        targets = (json["targets"]?.array ?? []).map {
            Target(architecture: $0["architecture"]?.string ?? "", machines: strings($0["machines"]))
        }
    }
}
