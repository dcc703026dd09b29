// SPDX-License-Identifier: Apache-2.0

/// QEMU's own monitor, for what the driver does not know.
package protocol DomainMonitorDriver: Sendable {
    /// Has QEMU execute a command as it stands, and tells what it answered, a refusal too.
    func monitorCommand(
        of domain: DomainIdentity, _ command: String, _ flags: DomainMonitorCommandFlags
    ) async throws -> String
    /// What QEMU tells from now on, to one domain or to all.
    func monitorEvents(of domain: DomainIdentity?) -> EventSequence<DomainMonitorEvent>
}

/// In which language a command for QEMU's monitor is; `virDomainQemuMonitorCommandFlags`. None: a JSON object.
public struct DomainMonitorCommandFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// The language for people: `info block`.
    public static let human = Self(rawValue: 1)
}

/// Something that QEMU told, in its own words.
public struct DomainMonitorEvent: Sendable, Hashable {
    /// The domain, as it was then.
    public var domain: DomainIdentity
    /// QEMU's name for it, such as `RTC_CHANGE`.
    public var name: String
    /// What it says about it, as JSON; nil for nothing.
    public var details: String?
    /// When it happened, in microseconds since 1970 by QEMU's clock; nil when that could not be read.
    public var microseconds: Int64?

    /// Makes an event.
    public init(domain: DomainIdentity, name: String, details: String?, microseconds: Int64?) {
        self.domain = domain
        self.name = name
        self.details = details
        self.microseconds = microseconds
    }
}
