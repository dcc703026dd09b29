// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP
internal import VirtModel

extension VirtualMachine {
    /// Sets the memory that the guest may use. That of a running guest is its balloon's size, which changes as the guest follows.
    func setMemory(inKiB size: UInt64, _ affecting: DomainAffectFlags) async throws {
        guard size > 0, size <= UInt64(Int64.max) / 1024 else {
            throw VirtError(.invalidArgument, "\(size) KiB are no memory for domain '\(name)'.")
        }
        try await change("set the memory of", affecting) { process, domain in
            guard domain.balloonPath != nil else { throw self.noBalloon }
            try await process.execute(QMPCommand("balloon", ["value": .integer(Int64(size) * 1024)]))
        } model: { domain in
            guard size <= domain.memory.kib else {
                throw VirtError(
                    .invalidArgument,
                    "Domain '\(domain.name)' has at most \(domain.memory.kib) KiB of memory, so it cannot have \(size)."
                )
            }
            // What runs has the size that the guest tells of (BALLOON_CHANGE).
            if domain.id == nil { domain.currentMemory = size == domain.memory.kib ? nil : MemorySize(kib: size) }
        }
    }

    /// Sets the memory that the guest has at its next start.
    func setMaximumMemory(inKiB size: UInt64, _ affecting: DomainAffectFlags) async throws {
        guard !affecting.contains(.live), !(affecting.isEmpty && isActive) else {
            throw VirtError(
                .operationInvalid,
                "The memory that domain '\(name)' has at most cannot be changed while it runs. Change its definition (config)."
            )
        }
        guard size > 0, size <= UInt64(Int64.max) / 1024 else {
            throw VirtError(.invalidArgument, "\(size) KiB are no memory for domain '\(name)'.")
        }
        try await change("set the memory of", .config) { _, _ in
        } model: { domain in
            guard domain.cpu?.cells.isEmpty ?? true else {
                throw VirtError(
                    .operationInvalid,
                    "The memory of domain '\(domain.name)' is that of its NUMA cells. Define the domain anew.")
            }
            domain.memory.kib = size
            if let current = domain.currentMemory?.kib, current >= size { domain.currentMemory = nil }
        }
    }
}
