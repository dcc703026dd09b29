// SPDX-License-Identifier: Apache-2.0

/// Machines that are booted once, kept where they are then, and started from there many times.
package protocol DomainTemplateDriver: Sendable {
    /// Starts a domain of which a template is to be made. Its guest stands still until it is let go.
    func createForTemplate(_ xml: String) async throws -> DomainIdentity
    /// Makes a template of a domain that was started for that, and ends it; when that fails the guest goes on as before.
    func makeTemplate(of domain: DomainIdentity) async throws -> any DomainTemplateSource
}

/// A template, from which domains start.
package protocol DomainTemplateSource: Sendable {
    /// Starts a domain of a new name, which is gone when it ends.
    func start(_ name: String, _ flags: DomainStartFlags) async throws -> DomainIdentity
    /// Removes the template; domains that were started from it go on.
    func remove() async throws
}
