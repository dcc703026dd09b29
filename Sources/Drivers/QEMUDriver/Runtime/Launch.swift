// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import SystemPackage
package import VirtModel

/// One start of a domain while it is prepared: everything that QEMU's command line will depend on, and all that was taken for it.
///
/// Host resources read and change it, one after the other; see ``HostResource``.
package struct Launch: Sendable {
    /// The domain with its defaults, addresses and aliases. What is chosen for this run, such as a port, is set in it.
    package var domain: Domain
    /// What the command line depends on beside the domain. Descriptors are handed to devices in `handedIn`.
    package var context: LaunchContext
    /// What goes back at the end.
    package var held = HeldResources()
    /// How QEMU is spawned beside its command line.
    package var spawn = SpawnOptions()
    /// The parts of the driver that work is done with.
    package let services: RuntimeServices
    /// Descriptors that QEMU inherits, by its number for them.
    package private(set) var inherited: [(number: Int, file: OwnedDescriptor)] = []
    private var nextNumber = 3

    /// What the process of QEMU gets beside arguments, environment and descriptors.
    package struct SpawnOptions: Sendable {
        /// Files that it makes are the owner's alone.
        package var fileModeMask: UInt32 = 0o077
        /// It gets a process group of its own, so that a Ctrl-C for us is none for it.
        package var hasOwnProcessGroup = false
        /// It ends when we do, by whatever way.
        package var endsWithUs = true
    }

    init(domain: Domain, context: LaunchContext, services: RuntimeServices) {
        self.domain = domain
        self.context = context
        self.services = services
    }

    /// Has QEMU inherit a descriptor.
    ///
    /// - Returns: QEMU's number for it.
    package mutating func inherit(_ file: OwnedDescriptor) -> Int {
        defer { nextNumber += 1 }
        inherited.append((nextNumber, file))
        return nextNumber
    }

    /// Has QEMU inherit a descriptor under a number that was given to it on the command line.
    mutating func inherit(_ file: OwnedDescriptor, as number: Int) {
        inherited.append((number, file))
        nextNumber = max(nextNumber, number + 1)
    }

    /// The first number that no descriptor has.
    var firstFreeNumber: Int { nextNumber }

    /// The directory of the domain's private files, made at the start and removed at the end.
    package var privateDirectory: FilePath {
        context.privateDirectory(ofDomain: domain.name)
    }
}

extension LaunchContext {
    /// The directory of the private files of the domain that is launched.
    func privateDirectory(ofDomain name: String) -> FilePath {
        let name = String(String.UnicodeScalarView(name.unicodeScalars.prefix(20)))
        return FilePath(configuration.libraryDirectory).appending("domain-\(domainID)-\(name)")
    }
}

/// One kind of thing that a machine needs from the host beside its QEMU: ports, helper programs, taps, image ownership, control
/// groups, secrets.
///
/// The driver has a list of them, which it goes through at each start, after the domain has its aliases and before the command line
/// is made. One that has nothing to do for a domain does nothing.
package protocol HostResource: Sendable {
    /// Takes what the domain needs, notes in `launch.held` how it is given back, and says in `launch.context` or `launch.domain` what
    /// the command line has to know.
    ///
    /// - Throws: Why it cannot be had. What was noted before is given back by the caller.
    func acquire(for launch: inout Launch) async throws

    /// Does what needs the process of QEMU, which is there and has not begun to execute its guest.
    func attach(to process: QEMUProcess, _ domain: Domain) async throws
}

extension HostResource {
    /// Most need nothing of the process.
    package func attach(to process: QEMUProcess, _ domain: Domain) async throws {}
}
