// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// The document: of the run, or of the next start.
    func xml(_ flags: DomainXMLFlags) async throws -> String {
        var (domain, isActive) = state.withLock { state -> (Domain, Bool) in
            if let run = state.run, !flags.contains(.inactive) { return (run.domain, true) }
            return (state.definition, false)
        }
        // That of a run is spelled out already.
        if flags.contains(.updateCPU), !isActive {
            let capabilities = try await services.capabilities.capabilities(for: domain)
            do {
                try domain.spellOutProcessor(capabilities, launchContext(nil))
            } catch {
                throw VirtError(error, task: "spell out the CPU of domain '\(domain.name)'")
            }
        }
        if flags.contains(.migratable) {
            domain = try domain.portable(environment.configuration)
            isActive = false
        }
        return try domain.xmlText(
            form: XMLForm(isActive: isActive, includesSecrets: flags.contains(.secure)))
    }

    /// The numbers that lists show.
    var information: DomainInformation {
        let (domain, status, process) = state.withLock { state in
            (state.run?.domain ?? state.definition, state.lifecycle.status, state.run?.process?.identifier)
        }
        return DomainInformation(
            status: status, maximumMemoryInKiB: domain.memory.kib,
            memoryInKiB: domain.currentMemory?.kib ?? domain.memory.kib,
            vcpuCount: domain.vcpus.current ?? domain.vcpus.maximum,
            cpuTimeInNanoseconds: process.flatMap { ProcessHandle.cpuTimeInNanoseconds(of: $0) } ?? 0)
    }

    // MARK: Texts of the domain

    /// A text of the run or of the definition.
    func metadata(_ kind: DomainMetadataKind, _ affecting: DomainAffectFlags) throws -> String {
        let domain = try state.withLock { state -> Domain in
            if affecting.contains(.config) { return state.definition }
            if let run = state.run { return run.domain }
            guard !affecting.contains(.live) else {
                throw VirtError(.operationInvalid, "Domain '\(state.definition.name)' is not running.")
            }
            return state.definition
        }
        let text: String? =
            switch kind {
            case .title: domain.title
            case .description: domain.summary
            case .element(let namespace):
                domain.metadata?.elements.first { $0.namespace == namespace }?.unqualified.formatted().trimmedXMLSpace
            }
        guard let text else {
            throw VirtError(.noMetadata, "Domain '\(domain.name)' has no such metadata.")
        }
        return text
    }

    /// Changes or removes a text.
    func setMetadata(
        _ kind: DomainMetadataKind, to text: String?, key: String?, _ affecting: DomainAffectFlags
    ) async throws {
        try await perform(.modify, "change the metadata of") {
            let (isActive, isPersistent) = self.state.withLock { ($0.run != nil, $0.isPersistent) }
            var affecting = affecting
            if affecting.isEmpty { affecting = isActive ? .live : .config }
            if affecting.contains(.live), !isActive {
                throw VirtError(.operationInvalid, "Domain '\(self.name)' is not running.")
            }
            if affecting.contains(.config), !isPersistent {
                throw VirtError(.operationInvalid, "Domain '\(self.name)' has no definition that stays.")
            }
            if affecting.contains(.config) {
                var definition = self.state.withLock { $0.definition }
                try definition.setText(kind, to: text, key: key)
                try await self.save(definition)
            }
            if affecting.contains(.live), var domain = self.state.withLock({ $0.run?.domain }) {
                try domain.setText(kind, to: text, key: key)
                self.state.withLock { $0.run?.domain = domain }
                self.saveStatus()
            }
        }
        announce(.metadataChanged(kind))
    }

    /// Writes a definition and takes it as ours.
    func save(_ definition: Domain) async throws {
        let store = environment.store
        try await services.blockingWork.run("write the definition of '\(definition.name)'", deadline: .seconds(60)) {
            try store.save(definition)
        }
        state.withLock { $0.definition = definition }
    }
}

extension Domain {
    /// Sets or removes the title, the description, or an element of the metadata.
    fileprivate mutating func setText(_ kind: DomainMetadataKind, to text: String?, key: String?) throws {
        switch kind {
        case .title:
            if let text, text.contains("\n") {
                throw VirtError(.xmlError, "The title of domain '\(name)' holds a newline.")
            }
            title = text?.isEmpty == true ? nil : text
        case .description: summary = text?.isEmpty == true ? nil : text
        case .element(let namespace):
            var metadata = self.metadata ?? XMLElement("metadata")
            metadata.children.removeAll {
                if case .element(let element) = $0 { element.namespace == namespace } else { false }
            }
            if let text {
                guard let key, !key.isEmpty else {
                    throw VirtError(.invalidArgument, "An element of metadata needs a prefix for its namespace.")
                }
                var element = try XMLParser().parse(text)
                element.qualify(prefix: key, namespace: namespace)
                metadata.children.append(.element(element))
            }
            self.metadata = metadata.elements.isEmpty ? nil : metadata
        }
    }
}

extension XMLElement {
    /// The namespace that the element declares for itself.
    fileprivate var namespace: String? {
        if let colon = name.firstIndex(of: ":") { return self[attribute: "xmlns:\(name[..<colon])"] }
        return self[attribute: "xmlns"]
    }

    /// Puts an element of no namespace, with all in it, into one.
    fileprivate mutating func qualify(prefix: String, namespace: String) {
        addPrefix(prefix)
        attributes.removeAll { $0.name == "xmlns" || $0.name == "xmlns:\(prefix)" }
        attributes.insert(.init(name: "xmlns:\(prefix)", value: namespace), at: 0)
    }

    /// The element as it was before it was put into its namespace: without the declaration, and without the prefix throughout.
    fileprivate var unqualified: XMLElement {
        let prefix = name.firstIndex(of: ":").map { name[...$0] } ?? ""
        var element = self
        element.attributes.removeAll { $0.name == "xmlns\(prefix.isEmpty ? "" : ":\(prefix.dropLast())")" }
        element.removePrefix(prefix)
        return element
    }

    private mutating func removePrefix(_ prefix: Substring) {
        if name.hasPrefix(prefix) { name.removeFirst(prefix.count) }
        for index in children.indices {
            guard case .element(var child) = children[index] else { continue }
            child.removePrefix(prefix)
            children[index] = .element(child)
        }
    }

    private mutating func addPrefix(_ prefix: String) {
        if !name.contains(":") { name = "\(prefix):\(name)" }
        for index in children.indices {
            guard case .element(var child) = children[index] else { continue }
            child.addPrefix(prefix)
            children[index] = .element(child)
        }
    }
}
