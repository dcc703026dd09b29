// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage
package import VirtModel

extension EmulatorCatalog {
    /// What an emulator can do for domains of a type and machine.
    ///
    /// - Parameters:
    ///   - emulator: Its path; nil for the one that is found for the architecture.
    ///   - architecture: Of the domains; nil for the host's.
    ///   - machine: The machine type; nil for the emulator's default.
    ///   - accelerator: What runs them; nil for KVM where it serves, and TCG elsewhere.
    ///   - host: What else is known.
    /// - Throws: ``EmulatorError``.
    package func domainCapabilities(
        emulator: String? = nil, architecture: String? = nil, machine: String? = nil, accelerator: Accelerator? = nil,
        host: CapabilityHost
    ) async throws -> DomainCapabilities {
        let architecture = architecture ?? host.architecture
        let found = try await onDisk("look for emulators") { [search] in
            emulator.map { FilePath($0) } ?? search.emulator(for: architecture, host: host.architecture)
        }
        guard let path = found else {
            throw EmulatorError(
                program: FilePath("qemu-system-\(EmulatorSearch.name(of: architecture))"),
                reason: "It is not installed, or not in PATH.")
        }
        var chosen = accelerator
        if chosen == nil {
            let isServed = await servesKVM(architecture, host.architecture)
            chosen = isServed ? .kvm : .tcg
        }
        let known = try await capabilities(of: path, with: chosen ?? .tcg)
        // The one for x86_64 stands for the 32-bit one, too.
        guard known.architecture == architecture || known.architecture == "x86_64" && architecture == "i686" else {
            throw EmulatorError(
                program: path,
                reason: "It is for guests of architecture '\(known.architecture)', not '\(architecture)'.",
                .unsuited)
        }
        return try DomainCapabilities(
            emulator: path.string, architecture: architecture, machine: machine, accelerator: chosen ?? .tcg,
            capabilities: known, host: host)
    }

    /// The host, and the guests that its emulators can run; emulators that are not yet known are asked side by side.
    ///
    /// - Returns: The document, and why emulators that are installed are not in it.
    package func hostCapabilities(
        host: CapabilityHost
    ) async throws -> (document: HostCapabilities, failures: [any Error]) {
        var document = HostCapabilities()
        let (machine, found) = try await onDisk("look at the host") { [search] in
            (
                HostCapabilities.Host.ofThisMachine(architecture: host.architecture),
                search.emulators(host: host.architecture)
            )
        }
        document.host = machine
        let hasKVM = await servesKVM(host.architecture, host.architecture)
        let answers = await capabilities(of: found.map(\.emulator))
        var failures: [any Error] = []
        for answer in answers.values { if case .failure(let error) = answer { failures.append(error) } }
        document.guests = found.compactMap { architecture, path in
            (try? answers[path]?.get()).map {
                HostCapabilities.Guest(
                    architecture: architecture, emulator: path.string, capabilities: $0,
                    hasKVM: hasKVM && EmulatorSearch.isNative(architecture, host: host.architecture))
            }
        }
        return (document, failures)
    }

    private func servesKVM(_ architecture: String, _ host: String) async -> Bool {
        guard EmulatorSearch.isNative(architecture, host: host) else { return false }
        return (try? await requireKVM()) != nil
    }
}
