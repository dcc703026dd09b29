// SPDX-License-Identifier: Apache-2.0

extension Domain {
    /// Adds a device to what runs, to the definition, or to both.
    ///
    /// ```swift
    /// try await domain.attachDevice(
    ///     "<disk type='file'><driver type='qcow2'/><source file='/srv/b.qcow2'/><target dev='vdb'/></disk>",
    ///     [.live, .config])
    /// ```
    ///
    /// - Parameters:
    ///   - xml: The device, as it would stand in the document of the domain.
    ///   - flags: None: what runs, or the definition of a domain that is off.
    /// - Throws: ``VirtError``: `operationFailed` when there is such a device, or QEMU refuses it; `operationUnsupported` for one that
    ///   no machine takes while it runs. What was done until then is undone.
    public func attachDevice(_ xml: String, _ flags: DomainDeviceFlags = []) async throws {
        try await driver.attachDevice(xml, to: identity, flags)
    }

    /// Takes away a device that is described as far as is needed to know it: the target of a disk, the address of an interface.
    ///
    /// The guest is asked to let go of it, and has five seconds. One that takes longer is no error: the event `deviceRemoved` tells
    /// when the device has gone.
    ///
    /// ```swift
    /// try await domain.detachDevice("<disk type='file'><target dev='vdb'/></disk>")
    /// ```
    ///
    /// - Throws: ``VirtError``: `deviceMissing`; `operationFailed` when the guest refuses.
    public func detachDevice(_ xml: String, _ flags: DomainDeviceFlags = []) async throws {
        try await driver.detachDevice(xml, from: identity, flags)
    }

    /// Takes away the device of an alias.
    ///
    /// ```swift
    /// try await domain.detachDevice(alias: "ua-scratch", .live)
    /// ```
    ///
    /// - Throws: ``VirtError``: `deviceMissing`; `operationFailed` when the guest refuses.
    public func detachDevice(alias: String, _ flags: DomainDeviceFlags = []) async throws {
        try await driver.detachDevice(alias: alias, from: identity, flags)
    }

    /// Changes what can be changed in a device that is there: the medium of a drive, the link of an interface, the password of a
    /// screen; in a definition, anything.
    ///
    /// ```swift
    /// try await domain.updateDevice(
    ///     "<disk type='file' device='cdrom'><source file='/srv/b.iso'/><target dev='sda' bus='sata'/></disk>")
    /// ```
    ///
    /// - Throws: ``VirtError``: `deviceMissing`; `operationUnsupported` for other changes.
    public func updateDevice(_ xml: String, _ flags: DomainDeviceFlags = []) async throws {
        try await driver.updateDevice(xml, of: identity, flags)
    }
}
