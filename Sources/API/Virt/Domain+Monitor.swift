// SPDX-License-Identifier: Apache-2.0

extension Domain {
    /// Has QEMU execute a command as it stands, for what has no method here.
    ///
    /// ```swift
    /// let reply = try await domain.monitorCommand(#"{"execute": "query-kvm"}"#)
    /// let text = try await domain.monitorCommand("info registers", .human)
    /// ```
    ///
    /// - Returns: QEMU's reply as JSON, a refusal too; or what a person would read.
    public func monitorCommand(_ command: String, _ flags: DomainMonitorCommandFlags = []) async throws -> String {
        try await driver.monitorCommand(of: identity, command, flags)
    }
}

extension Connection {
    /// What QEMU tells from now on, in its own words, of all domains or of one.
    ///
    /// ```swift
    /// for try await event in try connection.monitorEvents(of: domain) { print(event.name, event.details ?? "") }
    /// ```
    public func monitorEvents(of domain: Domain? = nil) throws -> EventSequence<DomainMonitorEvent> {
        try domainDriver.monitorEvents(of: domain?.identity)
    }
}
