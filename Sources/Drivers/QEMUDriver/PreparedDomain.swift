// SPDX-License-Identifier: Apache-2.0

package import VirtModel
package import XMLCoding

/// A domain with everything that its document left open: defaults, addresses and the names of its devices.
package struct PreparedDomain: Sendable, Hashable {
    /// The complete domain.
    package var domain: Domain

    /// Completes a domain.
    ///
    /// - Throws: ``QEMUDriverError`` for what cannot be, or what this emulator cannot do.
    package init(_ domain: Domain, capabilities: QEMUCapabilities, context: LaunchContext) throws {
        self.domain = domain
        self.domain.addDefaults(capabilities, context)
        self.domain.assignAliases()
    }
}

extension Domain {
    /// The domain as it is kept when it is defined: with its defaults and addresses, without the names of its devices.
    package func defined(capabilities: QEMUCapabilities, context: LaunchContext, form: XMLForm) throws -> Domain {
        var domain = self
        domain.addDefaults(capabilities, context)
        if form.isActive { domain.assignAliases() }
        return domain
    }
}
