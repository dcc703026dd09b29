// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import QMP

extension QEMUCapabilities {
    /// The number of this description. What is asked, and the flags, need no new one: they are in ``questions``.
    private static let formatVersion = 3

    /// Stands for what a probe asks and what is made of the answers, so that other ones are not taken for ours.
    static func questions(for accelerator: Accelerator) -> UInt64 {
        switch accelerator {
        case .kvm: questionsWithKVM
        case .tcg: questionsWithTCG
        }
    }

    private static let questionsWithKVM = hash(of: commands(for: .kvm))
    private static let questionsWithTCG = hash(of: commands(for: .tcg))

    private static func hash(of commands: [QMPCommand]) -> UInt64 {
        var hash = StableHash("\(formatVersion)".utf8)
        for command in commands {
            hash.append(command.name.utf8)
            hash.append(JSONValue.object(command.arguments).text.utf8)
        }
        for flag in Flag.allCases { hash.append(flag.rawValue.utf8) }
        return hash.value
    }

    /// All that is known, one after the other; for writing and for reading.
    mutating func code(with coder: inout FlatCoder) throws(FlatCoder.Malformed) {
        try coder.code(&architecture)
        try coder.code(&version)
        try coder.code(&packageVersion)
        var bits = Flag.allCases.enumerated().reduce(UInt64(0)) { $0 | (has($1.element) ? 1 << $1.offset : 0) }
        try coder.code(&bits)
        flags = Set(Flag.allCases.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element))
        try Self.code(&machines, with: &coder)
        try Self.code(&machinesWithKVM, with: &coder)
        try types.sorted.code(with: &coder)
        try coder.code(&properties, empty: []) { coder, names throws(FlatCoder.Malformed) in
            try names.sorted.code(with: &coder)
        }
        try commands.sorted.code(with: &coder)
        try coder.code(&commandLineOptions, empty: []) { coder, names throws(FlatCoder.Malformed) in
            try names.sorted.code(with: &coder)
        }
        try Self.code(&cpuModels, with: &coder)
        try Self.code(&cpuModelsWithKVM, with: &coder)
        try coder.code(&cpuModelNames, empty: "") { coder, name throws(FlatCoder.Malformed) in try coder.code(&name) }
        try Self.code(&hostCPU, with: &coder)
        try Self.code(&hostCPUWithKVM, with: &coder)
        try coder.code(&unmigratableFeatures)
        try coder.code(
            &interruptControllers, empty: InterruptController(version: 0, isInKernel: false, isEmulated: false)
        ) { coder, controller throws(FlatCoder.Malformed) in
            try coder.code(&controller.version)
            try coder.code(&controller.isInKernel)
            try coder.code(&controller.isEmulated)
        }
        try coder.code(&sev, empty: SEV(cbitpos: 0, reducedPhysBits: 0)) { coder, sev throws(FlatCoder.Malformed) in
            try coder.code(&sev.cbitpos)
            try coder.code(&sev.reducedPhysBits)
        }
        try coder.code(&sgx, empty: SGX()) { coder, sgx throws(FlatCoder.Malformed) in
            try coder.code(&sgx.hasFLC)
            try coder.code(&sgx.hasSGX1)
            try coder.code(&sgx.hasSGX2)
            try coder.code(&sgx.sectionSize)
            try coder.code(&sgx.sections, empty: SGX.Section(node: 0, size: 0)) {
                coder, section throws(FlatCoder.Malformed) in
                try coder.code(&section.node)
                try coder.code(&section.size)
            }
        }
        try coder.code(&tpmModels)
        try coder.code(&tpmTypes)
        try coder.code(&hyperVWithKVM, empty: []) { coder, list throws(FlatCoder.Malformed) in try coder.code(&list) }
    }

    private static func code(_ machines: inout [Machine], with coder: inout FlatCoder) throws(FlatCoder.Malformed) {
        try coder.code(&machines, empty: Machine("")) { coder, machine throws(FlatCoder.Malformed) in
            try coder.code(&machine.name)
            try coder.code(&machine.alias)
            try coder.code(&machine.isDefault)
            try coder.code(&machine.isDeprecated)
            try coder.code(&machine.maximumCPUs)
            try coder.code(&machine.hasHotpluggableCPUs)
            try coder.code(&machine.defaultCPU)
            try coder.code(&machine.defaultRAMID)
            try coder.code(&machine.hasNUMAMemory)
            try coder.code(&machine.hasACPI)
        }
    }

    private static func code(_ models: inout [CPUModel], with coder: inout FlatCoder) throws(FlatCoder.Malformed) {
        try coder.code(&models, empty: CPUModel(name: "")) { coder, model throws(FlatCoder.Malformed) in
            try coder.code(&model.name)
            try coder.code(&model.missingFeatures, empty: []) { coder, names throws(FlatCoder.Malformed) in
                try names.code(with: &coder)
            }
            try coder.code(&model.isDeprecated)
        }
    }

    /// Properties are truth values, numbers or texts; anything else has no meaning here and becomes null.
    private static func code(
        _ properties: inout [JSONValue.Member], with coder: inout FlatCoder
    ) throws(FlatCoder.Malformed) {
        try coder.code(&properties, empty: .init("", .null)) { coder, member throws(FlatCoder.Malformed) in
            try coder.code(&member.name)
            var kind: UInt64 =
                switch member.value {
                case .bool(false): 1
                case .bool(true): 2
                case .integer: 3
                case .string: 4
                default: 0
                }
            try coder.code(&kind)
            switch kind {
            case 0: member.value = .null
            case 1: member.value = false
            case 2: member.value = true
            case 3:
                var number = member.value.integer ?? 0
                try coder.code(&number)
                member.value = .integer(number)
            case 4:
                var text = member.value.string ?? ""
                try coder.code(&text)
                member.value = .string(text)
            default: throw FlatCoder.Malformed()
            }
        }
    }
}

extension NameList {
    fileprivate mutating func code(with coder: inout FlatCoder) throws(FlatCoder.Malformed) {
        try coder.code(&bytes)
        if let last = bytes.last, last != 0 { throw FlatCoder.Malformed() }
    }
}
