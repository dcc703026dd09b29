// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import LinuxSystem
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

extension QEMUDomainDriver: HypervisorDriver {
    package func version() async throws -> UInt64 {
        UInt64(try await usualEmulator().version)
    }

    package func capabilities() async throws -> String {
        try await translated("tell what this host can run") {
            let (document, failures) = try await services.capabilities.hostCapabilities(host: capabilityHost())
            for failure in failures { services.report("\(failure)") }
            return try document.xmlText()
        }
    }

    package func domainCapabilities(of kind: DomainKind) async throws -> String {
        try await translated(nil) { try await self.capabilities(of: kind).xmlText() }
    }

    package func maximumVCPUs(type: String?) async throws -> Int {
        // The type alone says nothing of the machine, so for emulated ones it is the number that C libvirt tells, too; the limit of a
        // machine type is in its domain capabilities.
        guard try Self.accelerator(type) == .kvm else { return 16 }
        return try await services.blockingWork.run("ask KVM", deadline: .seconds(10)) {
            do throws(KVMProof) {
                return try KVMLimits.maximumVCPUs()
            } catch {
                throw VirtError(.systemError, "KVM does not tell how many CPUs it has for a guest: \(error).")
            }
        }
    }

    package func cpuModels(architecture: String) async throws -> [String] {
        try Self.check(architecture)
        guard architecture == "x86_64" || architecture == "i686" else { return [] }
        return ProcessorTable.x86.models.map(\.name)
    }

    package func compareCPU(_ xml: String) async throws -> CPUComparison {
        guard let own = ProcessorIdentity.ofThisMachine() else { throw Self.unknownHost }
        return try ComparedProcessor(xml: xml).compared(with: own)
    }

    package func compareCPU(_ xml: String, of kind: DomainKind) async throws -> CPUComparison {
        let known = try await translated(nil) { try await self.capabilities(of: kind) }
        guard let mode = known.cpu.modes.first(where: { $0.name == "host-model" && $0.isSupported == .yes }) else {
            throw Self.unknownHost
        }
        return try ComparedProcessor(xml: xml).compared(with: ComparedProcessor(mode: mode).identity)
    }

    package func baselineCPU(_ xmls: [String], of kind: DomainKind?, _ flags: CPUBaselineFlags) async throws -> String {
        let processors = try xmls.map { try ComparedProcessor(xml: $0) }
        var models: Set<String>?
        if let kind {
            let known = try await translated(nil) { try await self.capabilities(of: kind) }
            models = Set(known.cpu.modes.first { $0.name == "custom" }?.models.compactMap(\.name) ?? [])
        }
        return try ComparedProcessor.baseline(processors, of: models, flags)
    }

    // MARK: -

    private var services: RuntimeServices { environment.services }

    private static var unknownHost: VirtError {
        VirtError(.operationUnsupported, "CPUs can be compared on x86 only, and this host is of another architecture.")
    }

    private func capabilities(of kind: DomainKind) async throws -> DomainCapabilities {
        let accelerator = try Self.accelerator(kind.type)
        if let architecture = kind.architecture { try Self.check(architecture) }
        return try await services.capabilities.domainCapabilities(
            emulator: kind.emulator, architecture: kind.architecture, machine: kind.machine, accelerator: accelerator,
            host: capabilityHost())
    }

    private func usualEmulator() async throws -> QEMUCapabilities {
        let emulator = FilePath(PreparedDomain.usualEmulator(of: EmulatorSearch.host))
        return try await translated(nil) {
            try await services.capabilities.capabilities(of: emulator, with: .tcg)
        }
    }

    private func capabilityHost() async throws -> CapabilityHost {
        try await services.blockingWork.run("look at the host", deadline: .seconds(10)) {
            CapabilityHost.ofThisMachine()
        }
    }

    private static func check(_ architecture: String) throws(VirtError) {
        guard EmulatorSearch.architectures.contains(architecture) else {
            throw VirtError(
                .invalidArgument, "'\(architecture)' is no architecture that QEMU has. An example is 'x86_64'.")
        }
    }

    private static func accelerator(_ type: String?) throws(VirtError) -> Accelerator? {
        switch type {
        case nil: nil
        case "kvm": .kvm
        case "qemu": .tcg
        case let other?:
            throw VirtError(.invalidArgument, "'\(other)' is no type of domains that QEMU runs. Use 'kvm' or 'qemu'.")
        }
    }

    /// Gives errors of lower layers the form that callers know.
    func translated<Value>(_ task: String?, _ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch {
            throw VirtError(error, task: error is VirtError ? nil : task)
        }
    }
}
