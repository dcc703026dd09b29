// SPDX-License-Identifier: Apache-2.0

/// Features and models of processors, by the names that domains use.
struct ProcessorTable: Sendable {
    /// A set of features of a table.
    struct Features: Sendable, Hashable {
        private var words = SIMD4<UInt64>()

        init() {}

        mutating func insert(_ index: Int) { words[index / 64] |= 1 << UInt64(index % 64) }
        mutating func remove(_ index: Int) { words[index / 64] &= ~(1 << UInt64(index % 64)) }
        func contains(_ index: Int) -> Bool { words[index / 64] & 1 << UInt64(index % 64) != 0 }

        /// Those that are in either set.
        func union(_ other: Features) -> Features {
            var result = self
            result.words = words | other.words
            return result
        }

        /// Those that are not in another set.
        func subtracting(_ other: Features) -> Features {
            var result = self
            result.words = words & ~other.words
            return result
        }

        /// The positions in the table, in order.
        var indices: [Int] { (0..<256).filter(contains) }
        var count: Int { (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount } }
    }

    /// One feature, and where CPUID or a model-specific register has it.
    struct Feature: Sendable {
        var name: String
        /// `leaf.subleaf:register`, as in the table.
        var register: Substring
        var bit: Int
    }

    /// One model.
    struct Model: Sendable {
        var name: String
        /// Nil for models of no vendor.
        var vendor: String?
        var describesHosts: Bool
        var describesGuests: Bool
        var signatures: [Signature]
        var features: Features
        /// What such processors have and QEMU's model lost. It is switched off by name, so that all versions of QEMU
        /// agree.
        var removed: Features
    }

    /// Which processors a model was made after.
    struct Signature: Sendable, Hashable {
        var family: Int
        var model: Int
        var steppings: ClosedRange<Int>

        func matches(_ processor: ProcessorIdentity) -> Bool {
            family == processor.family && model == processor.model && steppings.contains(processor.stepping)
        }
    }

    private(set) var features: [Feature] = []
    private(set) var models: [Model] = []
    private var indices: [Substring: Int] = [:]

    /// The table of x86.
    static let x86 = ProcessorTable(features: x86Features, models: x86Models)

    private init(features: String, models: String) {
        for line in Self.joined(features) {
            for word in line.dropFirst() {
                let parts = word.split(separator: "=")
                let names = parts[0].split(separator: "|")
                for name in names { indices[name] = self.features.count }
                self.features.append(Feature(name: String(names[0]), register: line[0], bit: Int(parts[1]) ?? 0))
            }
        }
        for line in Self.joined(models) {
            var (set, removed) = (Features(), Features())
            for word in line.dropFirst(4) {
                if word.hasPrefix("=") {
                    if let other = model(word.dropFirst()) { (set, removed) = (other.features, other.removed) }
                    continue
                }
                let isTaken = word.hasPrefix("-")
                let isRemoved = word.hasSuffix("?")
                guard let index = indices[word.dropFirst(isTaken ? 1 : 0).dropLast(isRemoved ? 1 : 0)] else { continue }
                switch (isTaken, isRemoved) {
                case (false, false): set.insert(index)
                case (true, false): set.remove(index)
                case (false, true): removed.insert(index)
                case (true, true): removed.remove(index)
                }
            }
            self.models.append(
                Model(
                    name: String(line[0]), vendor: line[1] == "-" ? nil : String(line[1]),
                    describesHosts: line[2].contains("h"), describesGuests: line[2].contains("g"),
                    signatures: line[3] == "-" ? [] : line[3].split(separator: ",").map(Signature.init), features: set,
                    removed: removed))
        }
    }

    /// The words of each line, with the lines that begin with a space added to the one before.
    private static func joined(_ text: String) -> [[Substring]] {
        text.split(separator: "\n").reduce(into: []) { lines, line in
            let words = line.split(separator: " ")
            if line.hasPrefix(" "), !lines.isEmpty { lines[lines.count - 1] += words } else { lines.append(words) }
        }
    }

    /// The position of a feature, by its own name or another's.
    func index(of name: some StringProtocol) -> Int? { indices[Substring(name)] }

    /// The model of a name.
    func model(_ name: some StringProtocol) -> Model? { models.first { $0.name == name } }

    /// The names of features, in the order of the table.
    func names(_ set: Features) -> [String] { set.indices.map { features[$0].name } }

    /// The name that QEMU has for a feature. It asks nothing of the table, so that a launch need not read that for it.
    static func emulatorName(_ feature: String) -> String {
        feature == "pclmuldq" ? "pclmulqdq" : String(feature.map { $0 == "_" ? "-" : $0 })
    }

    /// Domains name vendors shorter than processors do.
    static let vendors = ["GenuineIntel": "Intel", "AuthenticAMD": "AMD", "HygonGenuine": "Hygon"]
}

extension ProcessorTable.Signature {
    /// `family.model` or `family.model.stepping` or `family.model.first-last`
    fileprivate init(_ text: Substring) {
        let parts = text.split(separator: ".")
        family = Int(parts[0]) ?? 0
        model = Int(parts[1]) ?? 0
        let bounds = parts.count > 2 ? parts[2].split(separator: "-").compactMap { Int($0) } : []
        steppings = (bounds.first ?? 0)...(bounds.last ?? .max)
    }
}
