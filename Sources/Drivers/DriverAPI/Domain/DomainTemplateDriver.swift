// SPDX-License-Identifier: Apache-2.0

/// Machines that are booted once, kept where they are then, and started from there many times.
package protocol DomainTemplateDriver: Sendable {
    /// Starts a domain of which a template is to be made. Its guest stands still until it is let go.
    func createForTemplate(_ xml: String) async throws -> any DomainTemplateDraft
}

/// A domain that was started for a template.
package protocol DomainTemplateDraft: Sendable {
    /// The domain, which has not begun to run.
    var domain: DomainIdentity { get }
    /// Makes a template of it, and ends it; when that fails the guest goes on as before.
    func keep() async throws -> any DomainTemplateSource
    /// Why the domain ended by itself, when that was for what a template needs; known when it is gone.
    var failure: VirtError? { get }
}

/// A template, from which domains start.
package protocol DomainTemplateSource: Sendable {
    /// Starts a domain of a new name, which is gone when it ends.
    func start(_ name: String, _ flags: DomainStartFlags) async throws -> DomainIdentity
    /// Removes the template; domains that were started from it go on.
    func remove() async throws
}
