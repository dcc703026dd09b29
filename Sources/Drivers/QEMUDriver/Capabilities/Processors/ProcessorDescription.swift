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

/// What is known of a processor, before a model is chosen for it.
struct ProcessorIdentity: Sendable {
    /// As domains name it; nil where it is not known.
    var vendor: String?
    var family = -1
    var model = -1
    var stepping = -1
    var features = ProcessorTable.Features()
}

extension ProcessorTable {
    /// A model that a processor may be described by.
    struct Candidate {
        var name: String
        /// What the emulator says that it cannot give this model, by QEMU's names.
        var missing: [String] = []
    }

    /// Chooses the model that describes a processor best: one that was made after this very processor before all others,
    /// and then the one with the shortest list of differences, in which a feature that has to be switched off counts twice.
    ///
    /// - Parameters:
    ///   - facts: The processor.
    ///   - candidates: The models to choose from; nil for all that describe hosts. A host never lacks what its model has.
    func describe(_ facts: ProcessorIdentity, as candidates: [Candidate]?) -> ProcessorDescription? {
        var best: (description: ProcessorDescription, isOfKind: Bool, cost: Int)?
        for model in models.reversed() {
            let candidate = candidates?.first { $0.name == model.name }
            guard candidates == nil ? model.describesHosts : model.describesGuests && candidate != nil else { continue }
            guard model.vendor == nil || model.vendor == facts.vendor else { continue }
            let required = facts.features.subtracting(model.features)
            var disabled = model.features.subtracting(facts.features)
            // What QEMU's model has and ours does not know of may be missing, too.
            for name in candidate?.missing ?? [] {
                if let index = index(of: name), !facts.features.contains(index) { disabled.insert(index) }
            }
            if candidates == nil, disabled.count > 0 { continue }
            let isOfKind = model.signatures.contains {
                $0.family == facts.family && $0.model == facts.model && $0.steppings.contains(facts.stepping)
            }
            let cost = required.count + 2 * disabled.count
            if let best, best.isOfKind != isOfKind ? best.isOfKind : best.cost <= cost { continue }
            best = (
                ProcessorDescription(
                    model: model.name, vendor: facts.vendor, required: required.indices.map { features[$0].name },
                    disabled: disabled.indices.map { features[$0].name }),
                isOfKind, cost
            )
        }
        return best?.description
    }
}
