// SPDX-License-Identifier: Apache-2.0

package import DriverAPI

extension QEMUDomainDriver {
    package func setMemory(of domain: DomainIdentity, inKiB: UInt64, _ affecting: DomainAffectFlags) async throws {
        try await machine(domain).setMemory(inKiB: inKiB, affecting)
    }

    package func setMaximumMemory(
        of domain: DomainIdentity, inKiB: UInt64, _ affecting: DomainAffectFlags
    ) async throws { try await machine(domain).setMaximumMemory(inKiB: inKiB, affecting) }

    package func setVCPUCount(of domain: DomainIdentity, _ count: Int, _ flags: DomainVCPUFlags) async throws {
        try await machine(domain).setVCPUCount(count, flags)
    }

    package func vcpuCount(of domain: DomainIdentity, _ flags: DomainVCPUFlags) async throws -> Int {
        try machine(domain).vcpuCount(flags)
    }

    package func vcpuPins(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int: [Int]] {
        try machine(domain).vcpuPins(affecting)
    }

    package func pinVCPU(
        of domain: DomainIdentity, _ number: Int, to processors: [Int], _ affecting: DomainAffectFlags
    ) async throws { try await machine(domain).pinVCPU(number, to: processors, affecting) }

    package func emulatorPin(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int]? {
        try machine(domain).emulatorPin(affecting)
    }

    package func pinEmulator(
        of domain: DomainIdentity, to processors: [Int], _ affecting: DomainAffectFlags
    ) async throws { try await machine(domain).pinEmulator(to: processors, affecting) }

    package func setLink(
        of domain: DomainIdentity, interface: String, isUp: Bool, _ affecting: DomainAffectFlags
    ) async throws { try await machine(domain).setLink(interface: interface, isUp: isUp, affecting) }

    package func resizeBlock(of domain: DomainIdentity, disk: String, toBytes: UInt64) async throws {
        try await machine(domain).resizeBlock(disk: disk, toBytes: toBytes)
    }

    package func blockIOTune(
        of domain: DomainIdentity, disk: String, _ affecting: DomainAffectFlags
    ) async throws -> [TypedParameter] { try machine(domain).blockIOTune(disk: disk, affecting) }

    package func setBlockIOTune(
        of domain: DomainIdentity, disk: String, _ parameters: [TypedParameter], _ affecting: DomainAffectFlags
    ) async throws { try await machine(domain).setBlockIOTune(disk: disk, parameters, affecting) }
}
