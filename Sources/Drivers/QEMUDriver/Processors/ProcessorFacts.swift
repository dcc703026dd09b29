// SPDX-License-Identifier: Apache-2.0

/// The CPU models of an architecture: what each is made of, and which describes a processor best.
struct ProcessorFacts: Sendable {
    /// One named model.
    struct Model: Sendable, Hashable {
        var name = ""
        /// Whether a guest's CPU may be described by it.
        var describesGuests = true
        /// Whether a host's CPU may be described by it.
        var describesHosts = true
        var vendor: String?
        var signatures: [Signature] = []
        var features: Set<String> = []
        /// Features that versions of the model in older emulators had, and that are switched off so that all agree.
        var removed: [String] = []
    }

    /// Family, model and steppings as CPUID tells them (leaf 1, EAX).
    struct Signature: Sendable, Hashable {
        var family: Int
        var model: Int
        var steppings: ClosedRange<Int>?

        func matches(_ other: (family: Int, model: Int, stepping: Int)) -> Bool {
            family == other.family && model == other.model && steppings.map { $0.contains(other.stepping) } ?? true
        }
    }

    /// Features in their order.
    let featureNames: [String]
    /// Models in the order in which they are considered.
    let models: [Model]
    private let modelsByName: [String: Model]
    private let featuresByEmulatorName: [String: String]

    init(features: String, models text: String) {
        featureNames = features.split(whereSeparator: \.isWhitespace).map(String.init)
        var models: [Model] = []
        var byName: [String: Model] = [:]
        for entry in Self.entries(text) {
            let model = Self.model(entry, byName)
            models.append(model)
            byName[model.name] = model
        }
        self.models = models
        modelsByName = byName
        featuresByEmulatorName = Dictionary(
            featureNames.map { (Self.emulatorName($0), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The facts of x86.
    static let x86 = ProcessorFacts(features: featureNamesX86, models: modelsX86)

    /// A model by its name.
    subscript(_ name: String) -> Model? { modelsByName[name] }

    /// The name that QEMU has for a feature.
    static func emulatorName(_ feature: String) -> String {
        feature == "pclmuldq"
            ? "pclmulqdq" : String(feature.map { $0 == "_" ? "-" : $0 })
    }

    /// The name of a feature that QEMU calls so; nil when it has none.
    func feature(emulatorName: String) -> String? { featuresByEmulatorName[emulatorName] }

    // MARK: Reading the table

    /// The words of each entry: a line that begins at the margin, and the indented ones after it.
    private static func entries(_ text: String) -> [[String]] {
        text.split(separator: "\n").reduce(into: []) { entries, line in
            let words = line.split(separator: " ").map(String.init)
            if line.hasPrefix(" "), !entries.isEmpty {
                entries[entries.count - 1] += words
            } else {
                entries.append(words)
            }
        }
    }

    private static func model(_ words: [String], _ known: [String: Model]) -> Model {
        var model = Model()
        model.name = words[0]
        model.describesHosts = words[1] != "none"
        model.describesGuests = words[1] == "any"
        model.vendor = words[2] == "-" ? nil : words[2]
        for word in words.dropFirst(3) where word != ":" {
            let rest = String(word.dropFirst())
            switch word.first {
            case "=": model.features = known[rest]?.features ?? []
            case "+": model.features.insert(rest)
            case "-": model.features.remove(rest)
            case "!": model.removed.append(rest)
            default: if let signature = signature(word) { model.signatures.append(signature) }
            }
        }
        return model
    }

    /// `6/85/0-4`
    private static func signature(_ text: String) -> Signature? {
        let parts = text.split(separator: "/")
        guard parts.count >= 2, let family = Int(parts[0]), let model = Int(parts[1]) else { return nil }
        let ends = parts.count > 2 ? parts[2].split(separator: "-").compactMap { Int($0) } : []
        let steppings = ends.first.flatMap { first in ends.last.map { first...$0 } }
        return Signature(family: family, model: model, steppings: steppings)
    }
}
