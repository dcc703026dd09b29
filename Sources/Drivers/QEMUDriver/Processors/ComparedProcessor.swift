// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import VirtModel
internal import XMLCoding

/// A processor of a document, to be compared with others: the `<cpu>` of a domain or of a host, or the host's model of an
/// emulator.
struct ComparedProcessor: Sendable {
    private var vendor: String?
    /// Its model's features with those that are named besides.
    private var features = ProcessorTable.Features()
    /// What another one must not have.
    private var forbidden = ProcessorTable.Features()
    private var isStrict = false

    /// What is known of it.
    var identity: ProcessorIdentity {
        var identity = ProcessorIdentity()
        identity.vendor = vendor
        identity.features = features
        return identity
    }

    /// Reads a `<cpu>`, or the document of a host's capabilities that has one.
    init(xml: String) throws(VirtError) {
        let root: XMLElement
        do { root = try XMLParser().parse(xml) } catch {
            throw VirtError(.xmlError, "The CPU cannot be read. \(error)", cause: error)
        }
        func child(_ element: XMLElement?, _ name: String) -> XMLElement? {
            element?.elements.first { $0.name == name }
        }
        let element: XMLElement? =
            switch root.name {
            case "capabilities": child(child(root, "host"), "cpu")
            case "domain": child(root, "cpu")
            default: root
            }
        guard let element, let model = child(element, "model")?.text.trimmedXMLSpace, !model.isEmpty else {
            throw VirtError(.xmlError, "The document has no CPU with a <model>, by which CPUs are compared.")
        }
        let named = element.elements.filter { $0.name == "feature" }.map { feature in
            CPU.Feature(feature[attribute: "name"] ?? "", feature[attribute: "policy"] ?? "require")
        }
        try self.init(model: model, vendor: child(element, "vendor")?.text.trimmedXMLSpace, named)
        isStrict = element[attribute: "match"] == "strict"
    }

    /// The host's model of an emulator.
    init(mode: DomainCapabilities.Mode) throws(VirtError) {
        try self.init(model: mode.models.first?.name ?? "", vendor: mode.vendor, mode.features)
    }

    private init(model name: String, vendor: String?, _ named: [CPU.Feature]) throws(VirtError) {
        guard let model = ProcessorTable.x86.model(name) else {
            throw VirtError(.configurationUnsupported, "The CPU model '\(name)' is not known.")
        }
        self.vendor = vendor ?? model.vendor
        features = model.features
        for feature in named {
            guard let index = ProcessorTable.x86.index(of: feature.name) else {
                throw VirtError(.configurationUnsupported, "The CPU feature '\(feature.name)' is not known.")
            }
            switch feature.policy {
            case "disable": features.remove(index)
            case "forbid":
                features.remove(index)
                forbidden.insert(index)
            case "optional": break
            default: features.insert(index)
            }
        }
    }

    /// How it stands to another one.
    func compared(with other: ProcessorIdentity) -> CPUComparison {
        if let vendor, let own = other.vendor, vendor != own { return .incompatible }
        guard features.subtracting(other.features).count == 0,
            forbidden.subtracting(forbidden.subtracting(other.features)).count == 0
        else { return .incompatible }
        if other.features.subtracting(features).count == 0 { return .identical }
        return isStrict ? .incompatible : .superset
    }

    /// The best CPU that all of some have, as a `<cpu>`.
    ///
    /// - Parameter models: Those that may be named; nil for all.
    static func baseline(
        _ processors: [ComparedProcessor], of models: Set<String>?, _ flags: CPUBaselineFlags
    ) throws -> String {
        guard let first = processors.first else {
            throw VirtError(.invalidArgument, "There is no CPU to find what all have in common.")
        }
        var common = first.identity
        for processor in processors.dropFirst() {
            guard processor.vendor == common.vendor else {
                throw VirtError(
                    .operationFailed,
                    "The CPUs are of several vendors, '\(common.vendor ?? "none")' and '\(processor.vendor ?? "none")', so they have no model in common."
                )
            }
            common.features = common.features.subtracting(common.features.subtracting(processor.features))
        }
        if flags.contains(.migratable), let index = ProcessorTable.x86.index(of: "invtsc") {
            common.features.remove(index)
        }
        let candidates = models.map { names in Dictionary(names.map { ($0, [String]()) }) { first, _ in first } }
        guard let description = ProcessorTable.x86.describe(common, as: candidates) else {
            throw VirtError(.operationFailed, "There is no CPU model of which all of the CPUs have all features.")
        }
        return try document(description, isExpanded: flags.contains(.expandFeatures))
    }

    private static func document(_ description: ProcessorDescription, isExpanded: Bool) throws -> String {
        var cpu = CPU()
        cpu.mode = "custom"
        cpu.match = "exact"
        cpu.model = description.model
        cpu.fallback = "forbid"
        cpu.vendor = description.vendor
        var required = description.required
        if isExpanded, let model = ProcessorTable.x86.model(description.model) {
            required = ProcessorTable.x86.names(model.features).filter { !description.disabled.contains($0) } + required
        }
        cpu.features =
            required.map { CPU.Feature($0, "require") } + description.disabled.map { CPU.Feature($0, "disable") }
        return try XMLWriter.write(cpu, as: "cpu").formatted()
    }
}
