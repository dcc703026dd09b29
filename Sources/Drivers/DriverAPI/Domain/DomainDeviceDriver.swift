// SPDX-License-Identifier: Apache-2.0

/// What a change of a device concerns; `virDomainDeviceModifyFlags`. None: the running domain, or the definition of one that is off.
public struct DomainDeviceFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// The running domain.
    public static let live = Self(rawValue: 1)
    /// The definition.
    public static let config = Self(rawValue: 2)
    /// Open a drive whose door the guest has locked.
    public static let force = Self(rawValue: 4)
}

/// Devices that come, go and change, while a domain runs or in its definition. A device is described as in a domain's document.
package protocol DomainDeviceDriver: Sendable {
    /// Adds a device.
    func attachDevice(_ xml: String, to domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws
    /// Takes away the device that a document describes as far as it is needed to know it.
    func detachDevice(_ xml: String, from domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws
    /// Takes away the device of an alias.
    func detachDevice(alias: String, from domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws
    /// Changes what can be changed in a device that is there: the medium of a drive, the link of an interface, the password of a
    /// screen.
    func updateDevice(_ xml: String, of domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws
}
