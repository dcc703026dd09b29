// SPDX-License-Identifier: Apache-2.0

internal import CLinux

extension ProcessorIdentity {
    /// The processor that this runs on, by CPUID; nil where it is not of x86.
    static func ofThisMachine() -> ProcessorIdentity? {
        var registers = clinux_registers()
        guard clinux_cpuid(0, 0, &registers) else { return nil }
        var facts = ProcessorIdentity()
        var name: [UInt8] = []
        for register in [registers.ebx, registers.edx, registers.ecx] {
            for shift in stride(from: 0, to: 32, by: 8) { name.append(UInt8(truncatingIfNeeded: register >> shift)) }
        }
        facts.vendor = ProcessorTable.vendors[String(decoding: name, as: UTF8.self)]
        guard clinux_cpuid(1, 0, &registers) else { return nil }
        // The extended family and model count for the families that have them (Intel SDM volume 2, CPUID).
        let (family, model) = (registers.eax >> 8 & 0xf, registers.eax >> 4 & 0xf)
        facts.family = Int(family == 0xf ? family + (registers.eax >> 20 & 0xff) : family)
        facts.model = Int(family == 0xf || family == 6 ? model + (registers.eax >> 16 & 0xf) << 4 : model)
        facts.stepping = Int(registers.eax & 0xf)
        for (index, feature) in ProcessorTable.x86.features.enumerated() where isSet(feature) {
            facts.features.insert(index)
        }
        return facts
    }

    private static func isSet(_ feature: ProcessorTable.Feature) -> Bool {
        let parts = feature.register.split(separator: ":")
        let leaves = parts[0].split(separator: ".")
        // Model-specific registers are for the kernel only.
        guard let leaf = UInt32(leaves[0], radix: 16) else { return false }
        var registers = clinux_registers()
        let subleaf = leaves.count > 1 ? UInt32(leaves[1], radix: 16) ?? 0 : 0
        guard clinux_cpuid(leaf, subleaf, &registers) else { return false }
        let value =
            switch parts[1] {
            case "eax": registers.eax
            case "ebx": registers.ebx
            case "ecx": registers.ecx
            default: registers.edx
            }
        return value >> UInt32(feature.bit) & 1 == 1
    }
}
