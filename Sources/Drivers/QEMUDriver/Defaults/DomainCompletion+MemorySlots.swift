// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// Memory devices in slots that there are, and no more memory than the domain may have.
    func validateMemorySlots() throws {
        guard let maximum = domain.maximumMemory else { return }
        try refuse(
            domain.memory.kib > maximum.size.kib,
            "The domain has \(domain.memory.kib) KiB of memory, which is above its 'maxMemory' of \(maximum.size.kib) KiB."
        )
        var used: Set<Int> = []
        for device in domain.devices.memories {
            guard case .dimm(let address)? = device.info.address else { continue }
            try refuse(
                address.slot >= maximum.slots,
                "A memory device is in slot \(address.slot), and the domain has \(maximum.slots) slots from 0.")
            try refuse(!used.insert(address.slot).inserted, "Two memory devices are in slot \(address.slot).")
        }
    }

    /// A domain starts with no more than it has.
    mutating func limitCurrentMemory() {
        if let current = domain.currentMemory, current.kib > domain.memory.kib { domain.currentMemory = domain.memory }
    }
}
