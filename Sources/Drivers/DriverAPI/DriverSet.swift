// SPDX-License-Identifier: Apache-2.0

/// The drivers that stand behind a connection, one for each kind of object; nil where there is none.
///
/// A new kind of object is a protocol in a folder of its own and a member here. Drivers know each other only by these
/// protocols: a domain that needs a secret asks the secret driver that was handed to its driver, which may be in this process
/// or behind a wire.
package struct DriverSet: Sendable {
    /// Virtual machines.
    package var domains: (any DomainDriver)?
    /// Secrets.
    package var secrets: (any SecretDriver)?
    /// The machine itself.
    package var host: (any HostDriver)?
    /// What the machine can run.
    package var hypervisor: (any HypervisorDriver)?

    /// Makes a set.
    package init(
        domains: (any DomainDriver)? = nil, secrets: (any SecretDriver)? = nil, host: (any HostDriver)? = nil,
        hypervisor: (any HypervisorDriver)? = nil
    ) {
        self.domains = domains
        self.secrets = secrets
        self.host = host
        self.hypervisor = hypervisor
    }
}
