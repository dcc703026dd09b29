// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import LinuxSystem
package import SystemPackage
package import VirtModel

/// What a driver's machines share: its thread, its workers, its places and its neighbours.
package struct RuntimeServices: Sendable {
    /// The thread on which monitors are read, children are spawned and times are waited for.
    package let loop: EventLoop
    /// Threads for what blocks.
    package let blockingWork: BlockingWork
    /// Where things are kept.
    package let directories: DriverDirectories
    /// Where secrets are asked for; nil where there are none.
    package let secrets: (any SecretDriver)?
    /// What an emulator can do.
    package let capabilities: any CapabilitySource
    /// Where what went wrong beside an operation is said, in a sentence.
    package let report: @Sendable (String) -> Void
}

/// Knows what an emulator can do.
package protocol CapabilitySource: Sendable {
    /// What an emulator can do with an accelerator; asked at the first need, and once for many.
    ///
    /// - Throws: When it cannot be asked, and when KVM is asked for and does not serve.
    func capabilities(of program: FilePath, with accelerator: Accelerator) async throws -> QEMUCapabilities
    /// The host, and the guests that its emulators can run, with why emulators that are installed are left out.
    func hostCapabilities(
        host: CapabilityHost
    ) async throws -> (document: HostCapabilities, failures: [any Error])
    /// What an emulator can do for domains of a type and machine; nil for what is usual.
    func domainCapabilities(
        emulator: String?, architecture: String?, machine: String?, accelerator: Accelerator?, host: CapabilityHost
    ) async throws -> DomainCapabilities
    /// Waits until what was learnt is kept.
    func finish() async
}

extension EmulatorCatalog: CapabilitySource {}

extension CapabilitySource {
    /// What the emulator of a domain can do with the accelerator that the domain asks for.
    func capabilities(for domain: Domain) async throws -> QEMUCapabilities {
        let emulator = PreparedDomain.emulator(of: domain, hostArchitecture: EmulatorSearch.host)
        return try await capabilities(of: FilePath(emulator), with: domain.kind == .kvm ? .kvm : .tcg)
    }
}
