// SPDX-License-Identifier: Apache-2.0

/// A processor as a document tells it: a model, and how it differs from that.
struct ProcessorDescription: Sendable, Hashable {
    var model: String
    var vendor: String?
    /// What it has besides, in the order of the table.
    var required: [String] = []
    /// What the model has and it lacks.
    var disabled: [String] = []
}

extension ProcessorTable {
    /// Chooses the model that describes a processor best: one that was made after this very processor before all
    /// others, and then the one with the shortest list of differences, in which a feature that has to be switched off
    /// counts twice.
    ///
    /// - Parameters:
    ///   - processor: The processor.
    ///   - emulator: The models that the emulator has for guests, each with what it cannot give of it, by QEMU's names;
    ///     nil to describe a host, which never lacks what its model has.
    func describe(_ processor: ProcessorIdentity, as emulator: [String: [String]]?) -> ProcessorDescription? {
        var best: (model: Model, required: Features, disabled: Features, isOfKind: Bool, cost: Int)?
        for model in models.reversed() {
            let missing = emulator?[model.name]
            guard emulator == nil ? model.describesHosts : model.describesGuests && missing != nil else { continue }
            if let vendor = model.vendor, let own = processor.vendor, vendor != own { continue }
            var required = processor.features.subtracting(model.features)
            var disabled = model.features.subtracting(processor.features)
            // Guests get their models from emulators of several versions, of which some have what others lost.
            if emulator != nil { disabled = disabled.union(model.removed.subtracting(processor.features)) }
            // What QEMU's model has and ours does not know of may be missing, too.
            for name in missing ?? [] {
                guard let index = index(of: name) else { continue }
                disabled.insert(index)
                required.remove(index)
            }
            if emulator == nil, disabled.count > 0 { continue }
            let isOfKind = model.signatures.contains { $0.matches(processor) }
            let cost = required.count + 2 * disabled.count
            if let best, best.isOfKind != isOfKind ? best.isOfKind : best.cost <= cost { continue }
            best = (model, required, disabled, isOfKind, cost)
        }
        return best.map {
            ProcessorDescription(
                model: $0.model.name, vendor: processor.vendor, required: names($0.required),
                disabled: names($0.disabled))
        }
    }

    /// The models of an emulator, each with what it cannot give of it.
    static func candidates(_ models: [QEMUCapabilities.CPUModel]) -> [String: [String]] {
        Dictionary(models.map { ($0.name, $0.missingFeatures?.names ?? []) }) { first, _ in first }
    }
}
