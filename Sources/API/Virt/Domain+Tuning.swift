// SPDX-License-Identifier: Apache-2.0

extension Domain {
    /// Sets the memory that the guest may use; a running guest follows in its own time, and an event tells when.
    ///
    /// ```swift
    /// try await domain.setMemory(inKiB: 512 * 1024)
    /// ```
    ///
    /// - Throws: ``VirtError``: `operationInvalid` for a running domain without a balloon.
    public func setMemory(inKiB size: UInt64, _ affecting: DomainAffectFlags = []) async throws {
        try await driver.setMemory(of: identity, inKiB: size, affecting)
    }

    /// Sets the memory that the guest has at its next start.
    ///
    /// ```swift
    /// try await domain.setMaximumMemory(inKiB: 2 << 20, .config)
    /// ```
    public func setMaximumMemory(inKiB size: UInt64, _ affecting: DomainAffectFlags = []) async throws {
        try await driver.setMaximumMemory(of: identity, inKiB: size, affecting)
    }

    /// Sets how many virtual CPUs are plugged in, or, with `maximum`, may be.
    ///
    /// ```swift
    /// try await domain.setVCPUCount(4, .live)
    /// ```
    public func setVCPUCount(_ count: Int, _ flags: DomainVCPUFlags = []) async throws {
        try await driver.setVCPUCount(of: identity, count, flags)
    }

    /// How many virtual CPUs are plugged in, or, with `maximum`, may be.
    ///
    /// ```swift
    /// let most = try await domain.vcpuCount(.maximum)
    /// ```
    public func vcpuCount(_ flags: DomainVCPUFlags = []) async throws -> Int {
        try await driver.vcpuCount(of: identity, flags)
    }

    /// The processors of the host that virtual CPUs may run on, by their numbers; those that are not named may run on all.
    ///
    /// ```swift
    /// let pins = try await domain.vcpuPins()
    /// ```
    public func vcpuPins(_ affecting: DomainAffectFlags = []) async throws -> [Int: [Int]] {
        try await driver.vcpuPins(of: identity, affecting)
    }

    /// Lets a virtual CPU run on some processors of the host only.
    ///
    /// ```swift
    /// try await domain.pinVCPU(0, to: [2, 3])
    /// ```
    public func pinVCPU(_ number: Int, to processors: [Int], _ affecting: DomainAffectFlags = []) async throws {
        try await driver.pinVCPU(of: identity, number, to: processors, affecting)
    }

    /// The processors of the host that QEMU's other threads may run on; nil for all.
    ///
    /// ```swift
    /// let processors = try await domain.emulatorPin()
    /// ```
    public func emulatorPin(_ affecting: DomainAffectFlags = []) async throws -> [Int]? {
        try await driver.emulatorPin(of: identity, affecting)
    }

    /// Lets QEMU's other threads run on some processors of the host only.
    ///
    /// ```swift
    /// try await domain.pinEmulator(to: [0])
    /// ```
    public func pinEmulator(to processors: [Int], _ affecting: DomainAffectFlags = []) async throws {
        try await driver.pinEmulator(of: identity, to: processors, affecting)
    }

    /// Plugs the cable of an interface in or out.
    ///
    /// ```swift
    /// try await domain.setLink(of: "52:54:00:00:00:01", isUp: false)
    /// ```
    ///
    /// - Parameter interface: Its target on the host, or its MAC address.
    public func setLink(of interface: String, isUp: Bool, _ affecting: DomainAffectFlags = []) async throws {
        try await driver.setLink(of: identity, interface: interface, isUp: isUp, affecting)
    }

    /// Gives a disk of the running domain another size.
    ///
    /// ```swift
    /// try await domain.resizeBlock("vda", toBytes: 20 << 30)
    /// ```
    public func resizeBlock(_ disk: String, toBytes size: UInt64) async throws {
        try await driver.resizeBlock(of: identity, disk: disk, toBytes: size)
    }

    /// The limits of a disk, under libvirt's names; 0 is none.
    ///
    /// ```swift
    /// print(try await domain.blockIOTune(of: "vda")["total_iops_sec"] ?? .unsignedLong(0))
    /// ```
    public func blockIOTune(
        of disk: String, _ affecting: DomainAffectFlags = []
    ) async throws -> [TypedParameter] { try await driver.blockIOTune(of: identity, disk: disk, affecting) }

    /// Sets limits of a disk, under libvirt's names; those that are not named stay, and 0 takes one away.
    ///
    /// ```swift
    /// try await domain.setBlockIOTune(of: "vda", [.init("total_iops_sec", .unsignedLong(500))])
    /// ```
    public func setBlockIOTune(
        of disk: String, _ parameters: [TypedParameter], _ affecting: DomainAffectFlags = []
    ) async throws {
        try await driver.setBlockIOTune(of: identity, disk: disk, parameters, affecting)
    }
}
