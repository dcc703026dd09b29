// SPDX-License-Identifier: Apache-2.0

extension ProcessorFacts {
    /// A processor as it presents itself.
    struct Description: Sendable {
        var vendor: String?
        var signature: (family: Int, model: Int, stepping: Int)?
        var features: Set<String> = []
    }

    /// A model with what has to be said beside it to describe a processor.
    struct Choice: Sendable {
        var model: Model
        /// Features that the processor has beyond the model.
        var required: [String]
        /// Features that the model has beyond the processor.
        var disabled: [String]

        var count: Int { required.count + disabled.count }
    }

    /// The model that describes a processor with the fewest words.
    ///
    /// A model of the processor's own family and model number is better than any other, and of two that need equally
    /// many words the one that takes fewer features away.
    ///
    /// - Parameter lacking: the models that the emulator has, each with the features of it that cannot be had here (in
    ///   QEMU's words); nil when every model may be chosen.
    func choice(for processor: Description, lacking: [String: [String]]?) -> Choice? {
        var best: Choice?
        for model in models where model.describesGuests {
            if let vendor = model.vendor, let own = processor.vendor, vendor != own { continue }
            var blocked: Set<String> = []
            if let lacking {
                guard let missing = lacking[model.name] else { continue }
                blocked = Set(missing.compactMap(feature(emulatorName:)))
            }
            let excess = model.features.union(model.removed).subtracting(processor.features)
            let candidate = Choice(
                model: model, required: ordered(processor.features.subtracting(model.features).subtracting(blocked)),
                disabled: ordered(excess.union(blocked)))
            guard let current = best else {
                best = candidate
                continue
            }
            if isBetter(candidate, than: current, for: processor) { best = candidate }
        }
        return best
    }

    private func isBetter(_ candidate: Choice, than current: Choice, for processor: Description) -> Bool {
        if let signature = processor.signature {
            let isOwn = candidate.model.signatures.contains { $0.matches(signature) }
            let currentIsOwn = current.model.signatures.contains { $0.matches(signature) }
            if isOwn != currentIsOwn { return isOwn }
        }
        if candidate.count != current.count { return candidate.count < current.count }
        return candidate.disabled.count < current.disabled.count
    }

    /// Features in the order of the table.
    func ordered(_ features: Set<String>) -> [String] { featureNames.filter(features.contains) }
}
