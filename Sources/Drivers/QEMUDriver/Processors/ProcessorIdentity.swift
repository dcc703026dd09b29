// SPDX-License-Identifier: Apache-2.0

internal import QMP

/// What is known of a processor, before a model is chosen for it.
struct ProcessorIdentity: Sendable {
    /// As domains name it; nil where it is not known.
    var vendor: String?
    var family = -1
    var model = -1
    var stepping = -1
    var features = ProcessorTable.Features()

    /// Whether it has a feature, by the name that domains or QEMU have for it.
    func has(_ feature: String) -> Bool { ProcessorTable.x86.index(of: feature).map(features.contains) ?? false }
}

extension ProcessorIdentity {
    /// The x86 processor that an emulator described by the properties of its `host` or `max`; nil when it did not.
    init?(properties: [JSONValue.Member]) {
        guard !properties.isEmpty else { return nil }
        for property in properties {
            switch (property.name, property.value) {
            case ("vendor", .string(let name)): vendor = ProcessorTable.vendors[name]
            case ("family", .integer(let number)): family = Int(clamping: number)
            case ("model", .integer(let number)): model = Int(clamping: number)
            case ("stepping", .integer(let number)): stepping = Int(clamping: number)
            case (let name, true): ProcessorTable.x86.index(of: name).map { features.insert($0) }
            default: break
            }
        }
    }

    /// A processor that is just as a model says.
    init(_ model: ProcessorTable.Model) {
        vendor = model.vendor
        features = model.features
        guard let signature = model.signatures.first else { return }
        (family, self.model, stepping) = (signature.family, signature.model, signature.steppings.lowerBound)
    }
}
