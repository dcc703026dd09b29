// SPDX-License-Identifier: Apache-2.0

package import VirtModel
package import XMLCoding

/// A domain with everything that its document left open: defaults, addresses and the names of its devices.
package struct PreparedDomain: Sendable, Hashable {
    /// The complete domain.
    package var domain: Domain

    /// Completes a domain for a start.
    ///
    /// - Parameter isDefined: Whether it was completed for a definition before, with these capabilities.
    /// - Throws: ``QEMUDriverError`` for what cannot be, or what this emulator cannot do.
    package init(
        _ domain: Domain, isDefined: Bool = false, capabilities: QEMUCapabilities, context: LaunchContext
    ) throws {
        var completion = DomainCompletion(domain, capabilities, context)
        if !isDefined { try completion.define() }
        try completion.prepareForStart()
        self.domain = completion.domain
    }

    /// Takes a domain that was completed before, and to which nothing was added but what is chosen for one run.
    package init(completed domain: Domain) { self.domain = domain }

    /// The emulator of a domain: the one that it names, or the usual one of its architecture.
    package static func emulator(of domain: Domain, hostArchitecture: String) -> String {
        domain.devices.emulator ?? usualEmulator(of: domain.os.architecture ?? hostArchitecture)
    }

    static func usualEmulator(of architecture: String) -> String {
        let names = ["i686": "i386", "armv7l": "arm", "armv6l": "arm"]
        return "/usr/bin/qemu-system-\(names[architecture] ?? architecture)"
    }
}

extension Domain {
    /// The domain as it is kept when it is defined: with its defaults and addresses, without the names of its devices.
    package func defined(capabilities: QEMUCapabilities, context: LaunchContext, form: XMLForm) throws -> Domain {
        var completion = DomainCompletion(self, capabilities, context)
        completion.isActive = form.isActive
        try completion.define()
        return completion.domain
    }
}

/// The steps that complete a domain; each is an extension in a file of its own.
struct DomainCompletion {
    var domain: Domain
    let capabilities: QEMUCapabilities
    let context: LaunchContext
    /// Whether the document describes a running domain, so that what was made up for this run stays.
    var isActive = false

    init(_ domain: Domain, _ capabilities: QEMUCapabilities, _ context: LaunchContext) {
        self.domain = domain
        self.capabilities = capabilities
        self.context = context
    }

    /// What is done when a document is defined: its result is kept, so the guest sees the same machine at every start.
    mutating func define() throws {
        try machineDefaults()
        limitCurrentMemory()
        try defaultDevices()
        processorDefaults()
        try deviceDefaults()
        try firmwareDefaults()
        consoleDefaults()
        audioDefaults()
        driveAddresses()
        try implicitControllers()
        try validate()
        try assignAddresses()
        if context.updatesABI { try assignUSB() }
        try validateAddresses()
    }

    /// What is done at a start.
    mutating func prepareForStart() throws {
        if domain.generationID != nil, domain.generationID?.uuid == nil {
            domain.generationID?.uuid = UUIDText(random: context.random(16))
        }
        try validateStart()
        try expandProcessor()
        try assignUSB()
        try chooseFirmware()
        try resolveVolumes()
        try alignMemory()
        try channelPaths()
        domain.assignAliases()
        domain.numberImages(below: context.transientOverlays)
    }
}
