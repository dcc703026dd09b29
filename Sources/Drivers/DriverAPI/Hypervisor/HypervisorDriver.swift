// SPDX-License-Identifier: Apache-2.0

/// What a hypervisor can run on the machine that it is on, whatever domains there are.
package protocol HypervisorDriver: Sendable {
    /// The version, as a million for each major one, a thousand for each minor one, and the rest; 0 if it is not known.
    func version() async throws -> UInt64
    /// The capabilities document: the host, and the guests that it runs.
    func capabilities() async throws -> String
    /// The document of what domains of a kind may have.
    func domainCapabilities(of kind: DomainKind) async throws -> String
    /// The most virtual CPUs that a domain of a type may have, whatever its machine.
    ///
    /// - Parameter type: `qemu` or `kvm`; nil for what is usual.
    func maximumVCPUs(type: String?) async throws -> Int
    /// The models of CPUs that domains of an architecture may name; none where any name is taken.
    func cpuModels(architecture: String) async throws -> [String]
    /// Compares a CPU, as a `<cpu>` element or a capabilities document, with that of the host.
    func compareCPU(_ xml: String) async throws -> CPUComparison
    /// Compares a CPU with the one that domains of a kind get as the host's.
    func compareCPU(_ xml: String, of kind: DomainKind) async throws -> CPUComparison
    /// The best CPU that all of some have, as a `<cpu>` element.
    ///
    /// - Parameter kind: Of the domains that are to have it; nil for any host.
    func baselineCPU(_ xmls: [String], of kind: DomainKind?, _ flags: CPUBaselineFlags) async throws -> String
    /// The command line by which a domain would be run.
    ///
    /// - Parameter format: In which language; `qemu-argv`.
    func nativeConfiguration(of xml: String, format: String) async throws -> String
}

/// Domains by what decides what they may have; nil for what is usual here.
package struct DomainKind: Sendable, Hashable {
    /// The path of the emulator.
    package var emulator: String?
    /// The architecture, such as `x86_64`.
    package var architecture: String?
    /// The machine type.
    package var machine: String?
    /// `qemu` or `kvm`.
    package var type: String?

    /// Makes a kind.
    package init(
        emulator: String? = nil, architecture: String? = nil, machine: String? = nil, type: String? = nil
    ) {
        self.emulator = emulator
        self.architecture = architecture
        self.machine = machine
        self.type = type
    }
}

/// How a CPU stands to another one; `virCPUCompareResult`.
package enum CPUComparison: Int32, Sendable {
    /// It has what the other lacks.
    case incompatible = 0
    /// They have the same.
    case identical = 1
    /// The other has all that it has, and more.
    case superset = 2
}

/// What a common CPU is to be like; `virConnectBaselineCPUFlags`.
package struct CPUBaselineFlags: OptionSet, Sendable {
    /// libvirt's bits.
    package var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Name all features, those of the model too.
    package static let expandFeatures = Self(rawValue: 1)
    /// Leave out features that keep a guest from migrating.
    package static let migratable = Self(rawValue: 2)
}
