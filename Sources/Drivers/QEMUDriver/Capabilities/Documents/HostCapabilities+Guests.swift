// SPDX-License-Identifier: Apache-2.0

package import VirtModel

extension HostCapabilities.Guest {
    /// The guests of an architecture.
    ///
    /// - Parameters:
    ///   - architecture: As domains name it.
    ///   - emulator: Its path.
    ///   - capabilities: What the emulator answered, with TCG.
    ///   - hasKVM: Whether KVM runs them.
    package init(architecture: String, emulator: String, capabilities: QEMUCapabilities, hasKVM: Bool) {
        self.init()
        self.architecture.name = architecture
        self.architecture.wordSize = Self.narrow.contains(architecture) ? 32 : 64
        self.architecture.emulator = emulator
        self.architecture.machines = Self.machines(capabilities, architecture)
        self.architecture.domains = [.init("qemu")] + (hasKVM ? [.init("kvm")] : [])
        let isX86 = architecture == "i686" || architecture == "x86_64"
        features.pae = architecture == "i686"
        features.nonPAE = architecture == "i686"
        features.acpi = isX86 || architecture == "aarch64" ? .init(isToggled: true) : nil
        features.apic = isX86 ? .init(isToggled: false) : nil
    }

    /// Architectures with words of 32 bits.
    private static let narrow: Set<String> = [
        "armv6l", "armv7l", "cris", "hppa", "i686", "m68k", "microblaze", "microblazeel", "mips", "mipsel", "ppc",
        "riscv32", "sh4", "sh4eb", "sparc", "xtensa", "xtensaeb",
    ]

    /// The machine types, the default one first, each followed by its alias.
    private static func machines(
        _ capabilities: QEMUCapabilities, _ architecture: String
    ) -> [HostCapabilities.Machine] {
        let standard = capabilities.defaultMachine(withKVM: false, for: architecture)
        let others = capabilities.machines.filter { $0.name != standard?.name }
        return ((standard.map { [$0] } ?? []) + others).flatMap { machine in
            let limit = machine.maximumCPUs > 0 ? machine.maximumCPUs : nil
            let plain = HostCapabilities.Machine(
                machine.name, maximumCPUs: limit, isDeprecated: machine.isDeprecated)
            guard let alias = machine.alias else { return [plain] }
            return [
                plain,
                .init(alias, canonical: machine.name, maximumCPUs: limit, isDeprecated: machine.isDeprecated),
            ]
        }
    }
}

extension QEMUCapabilities {
    /// The machine type of domains that name none, as clients are told.
    func defaultMachine(withKVM: Bool, for architecture: String) -> Machine? {
        let machines = machines(withKVM: withKVM)
        // QEMU for ARM has no default any more; clients see the one that it had.
        let former = architecture == "aarch64" || architecture.hasPrefix("arm") ? "integratorcp" : ""
        return machines.first(where: \.isDefault) ?? machines.first { $0.name == former } ?? machines.first
    }
}
