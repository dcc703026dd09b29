// SPDX-License-Identifier: Apache-2.0

/// What may be changed of a domain while it runs, without plugging devices.
package protocol DomainTuningDriver: Sendable {
    /// Sets the memory that the guest may use, in KiB; a running guest gives it back, or takes it, in its own time.
    func setMemory(of domain: DomainIdentity, inKiB: UInt64, _ affecting: DomainAffectFlags) async throws
    /// Sets the memory that the guest has at its next start, in KiB.
    func setMaximumMemory(of domain: DomainIdentity, inKiB: UInt64, _ affecting: DomainAffectFlags) async throws
    /// Sets how many virtual CPUs are plugged in, or may be.
    func setVCPUCount(of domain: DomainIdentity, _ count: Int, _ flags: DomainVCPUFlags) async throws
    /// How many virtual CPUs are plugged in, or may be.
    func vcpuCount(of domain: DomainIdentity, _ flags: DomainVCPUFlags) async throws -> Int

    /// The processors of the host that each virtual CPU may run on, by their numbers; those that no word was said of may run on all.
    func vcpuPins(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int: [Int]]
    /// Lets a virtual CPU run on some processors of the host only.
    func pinVCPU(
        of domain: DomainIdentity, _ number: Int, to processors: [Int], _ affecting: DomainAffectFlags) async throws
    /// The processors of the host that QEMU's other threads may run on; nil for all.
    func emulatorPin(of domain: DomainIdentity, _ affecting: DomainAffectFlags) async throws -> [Int]?
    /// Lets QEMU's other threads run on some processors of the host only.
    func pinEmulator(of domain: DomainIdentity, to processors: [Int], _ affecting: DomainAffectFlags) async throws

    /// Plugs the cable of an interface in or out; the interface is named by its target on the host or its MAC address.
    func setLink(
        of domain: DomainIdentity, interface: String, isUp: Bool, _ affecting: DomainAffectFlags) async throws
    /// Gives a disk of a running domain another size, in bytes.
    func resizeBlock(of domain: DomainIdentity, disk: String, toBytes: UInt64) async throws
    /// The limits of a disk, under libvirt's names.
    func blockIOTune(
        of domain: DomainIdentity, disk: String, _ affecting: DomainAffectFlags
    ) async throws -> [TypedParameter]
    /// Sets limits of a disk, under libvirt's names; those that are not named stay, and 0 takes one away.
    func setBlockIOTune(
        of domain: DomainIdentity, disk: String, _ parameters: [TypedParameter], _ affecting: DomainAffectFlags
    ) async throws
}

/// Which number of virtual CPUs is meant; `virDomainVcpuFlags`.
public struct DomainVCPUFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Of the running domain.
    public static let live = Self(rawValue: 1)
    /// Of the definition.
    public static let config = Self(rawValue: 2)
    /// How many there may be.
    public static let maximum = Self(rawValue: 4)
    /// As the agent in the guest sees it.
    public static let guest = Self(rawValue: 8)
    /// Those that are added can be taken away.
    public static let hotpluggable = Self(rawValue: 16)

    /// The part that says what is concerned.
    package var affecting: DomainAffectFlags { DomainAffectFlags(rawValue: rawValue & 3) }
}
